import { inflateRawSync, inflateSync } from 'node:zlib';
import type { Inflate } from '@filiera/shared/dossier/inflate.ts';

/** Undoes DEFLATE for the readers that pages and this program share. */
export const inflate: Inflate = (data, envelope, most) => {
  try {
    return (envelope === 'zlib' ? inflateSync : inflateRawSync)(data, { maxOutputLength: Math.max(1, most) });
  } catch {
    return null;
  }
};
