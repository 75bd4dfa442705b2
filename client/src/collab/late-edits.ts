import { lateEditsBody } from '@filiera/shared/dossier/api.ts';
import type * as z from 'zod';
import type { Refusal } from './refusal.ts';

type Body = z.input<typeof lateEditsBody>;
type Item = Body['items'][number];

/** The longest text of one item, and what one request brings at most: characters, items. */
const LONGEST = 100_000;
const MOST = { characters: 500_000, items: 500 } as const;

/**
 * What came too late, as the server keeps it for its author: one request for each piece, under keys that follow from
 * the refusal's own, so that it can be sent again. Nothing for what was refused for another reason.
 */
export function lateEditsOf({ id, version, items }: Refusal): Body[] {
  if (version === undefined) return [];
  const pieces: Item[][] = [[]];
  let characters = 0;
  for (const { names, theirs, mine } of items) {
    const place = names.join(' · ').slice(0, 500);
    for (const [at, after] of cut(mine).entries()) {
      const item: Item = { place, before: at === 0 ? theirs.slice(0, LONGEST) : '', after };
      characters += item.before.length + item.after.length;
      if (pieces.at(-1)!.length === MOST.items || characters > MOST.characters) {
        pieces.push([]);
        characters = item.before.length + item.after.length;
      }
      pieces.at(-1)!.push(item);
    }
  }
  const bodies = pieces
    .filter((piece) => piece.length > 0)
    .map((piece, at) => ({ key: keyOf(id, at), version, items: piece }));
  // A refusal that an older page kept has no such key, and stays where it is.
  return bodies.filter((body) => lateEditsBody.safeParse(body).success);
}

/** The keys under which the server keeps a refusal. */
export const lateKeysOf = (refusal: Refusal): string[] => lateEditsOf(refusal).map(({ key }) => key);

function cut(text: string): string[] {
  const parts = [text.slice(0, LONGEST)];
  for (let at = LONGEST; at < text.length; at += LONGEST) parts.push(text.slice(at, at + LONGEST));
  return parts;
}

/** The refusal's key with the piece's number counted onto its end. */
function keyOf(id: string, piece: number): string {
  if (piece === 0) return id;
  const end = (Number.parseInt(id.slice(-4), 16) + piece) & 0xffff;
  return id.slice(0, -4) + end.toString(16).padStart(4, '0');
}
