import type { Context } from 'hono';

/** A file to be saved under a name; `headers` go beside those that it needs. */
export function sendFile(
  c: Context,
  { content, mediaType }: { readonly content: Uint8Array; readonly mediaType: string },
  fileName: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.body(content as Uint8Array<ArrayBuffer>, 200, {
    ...headers,
    'content-type': mediaType,
    'content-length': String(content.byteLength),
    'content-disposition': attachment(fileName),
  });
}

/**
 * `Content-Disposition` with a name that people can read: whole for browsers that know RFC 6266, without accents for
 * those that do not.
 */
export function attachment(fileName: string): string {
  const name = fileName
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
