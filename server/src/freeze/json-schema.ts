import * as z from 'zod';
import { canonicalJson } from './canonical.ts';
import { frozenDocumentSchema } from './document.ts';

/** The schema's file name, and by that name what documents may refer to. */
export const FROZEN_SCHEMA_NAME = 'frozen-plan.schema.json';

/**
 * The JSON Schema (draft 2020-12) of frozen documents as canonical JSON: always the same bytes. Who holds a `plan.json`
 * can check with it, without this program, that it is what it says.
 */
export function frozenSchema(): Uint8Array<ArrayBuffer> {
  const schema = z.toJSONSchema(frozenDocumentSchema, { target: 'draft-2020-12' });
  return canonicalJson({
    ...schema,
    $id: FROZEN_SCHEMA_NAME,
    title: 'Frozen plan',
    description:
      'A plan as it was when it was frozen: every answer beside the label of the form that it answers, every figure that follows from the answers, and what the rules said. Money is whole cents, percentages are whole basis points; there is no fraction in it. The file is canonical JSON (RFC 8785), and the version’s digest is the SHA-256 of its bytes.',
  });
}
