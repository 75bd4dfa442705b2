import * as Y from 'yjs';
import type { Content } from './standing.ts';

/** Deeper than this no page nests the values of cells, attributes and marks; encoding them again takes stack. */
const MAX_VALUE_DEPTH = 100;

/**
 * Does a value come out the same when a replica writes it into its own state and another reads it there? What JSON
 * turns into something else (numbers too large for a double, a minus zero) would differ between the two, and so would
 * an object whose prototype came with it.
 */
function survives(value: unknown, isJson: boolean, depth = 0): boolean {
  if (typeof value === 'number') return !isJson || (Number.isFinite(value) && !Object.is(value, -0));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  if (depth === MAX_VALUE_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => survives(item, isJson, depth + 1));
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).every((item) => survives(item, isJson, depth + 1))
  );
}

/** Can every replica keep this content and hand it on unchanged? */
export function isKeepable(content: Content): boolean {
  if (content instanceof Y.ContentAny) return content.arr.every((value) => survives(value, false));
  if (content instanceof Y.ContentJSON) return content.arr.every((value) => survives(value, true));
  if (content instanceof Y.ContentEmbed) return survives(content.embed, true);
  if (content instanceof Y.ContentFormat) return survives(content.value, true);
  // A document in a document: its options may draw its name by lot, and deleting thousands overflows the stack.
  return !(content instanceof Y.ContentDoc);
}
