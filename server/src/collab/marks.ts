import * as Y from 'yjs';

type Formats = Map<string, string>;

function read(formats: Formats, { key, value }: Y.ContentFormat): void {
  if (value === null) formats.delete(key);
  else formats.set(key, JSON.stringify(value));
}

const areSame = (one: Formats, other: Formats): boolean =>
  one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);

/** Does a text look the same without those of its formatting marks? */
function looksTheSame(text: Y.AbstractType<unknown>, without: ReadonlySet<Y.Item>): boolean {
  const [now, then]: [Formats, Formats] = [new Map(), new Map()];
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) {
      read(now, item.content);
      if (!without.has(item)) read(then, item.content);
    } else if (item.countable && !areSame(now, then)) return false;
  }
  return true;
}

/** The marks that an update deletes, by text; `null` where it deletes anything else. */
function marksIn(update: Uint8Array, doc: Y.Doc): Map<Y.AbstractType<unknown>, Set<Y.Item>> | null {
  const marks = new Map<Y.AbstractType<unknown>, Set<Y.Item>>();
  for (const [client, ranges] of Y.decodeUpdate(update).ds.clients) {
    const structs = doc.store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
        const struct = structs[index];
        if (!struct || struct.id.clock >= clock + len) break;
        if (struct.deleted) continue;
        if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentFormat)) return null;
        const text = struct.parent as Y.AbstractType<unknown>;
        marks.set(text, (marks.get(text) ?? new Set()).add(struct));
      }
    }
  }
  return marks;
}

/**
 * Does an update that brings no struct do nothing but delete formatting marks that have no effect? Yjs does that
 * wherever it comes upon such marks, so a page sends it without anybody having typed.
 */
export function onlyTidies(update: Uint8Array, doc: Y.Doc): boolean {
  try {
    const marks = marksIn(update, doc);
    return marks !== null && [...marks].every(([text, without]) => looksTheSame(text, without));
  } catch {
    // It names structs that only wait in this turn, or marks that no editor writes.
    return false;
  }
}
