import * as Y from 'yjs';

type AnyType = Y.AbstractType<unknown>;
type Step = Y.UndoManager['undoStack'][number];

/**
 * Takes out of a step what would bring back a value over what somebody else has written since. Yjs looks at this by
 * itself, but not far enough: once a later step of one's own over the other's value has been undone, that value is a
 * copy in one's own name, and the next undo would go through it.
 */
export function spareOthersWork(doc: Y.Doc, step: Step): void {
  const written = lastWritten(doc, step);
  const lost = new Map<number, Set<number>>();
  eachItem(doc, step.deletions, (item) => {
    if (item.parentSub === null) return;
    const parent = liveParent(doc, item);
    const now = parent?._map.get(item.parentSub);
    if (!parent || !now) return;
    const mine = written.get(parent)?.get(item.parentSub);
    const stands = mine ? mine.has(now) && !now.deleted : now.deleted;
    if (!stands) lost.set(item.id.client, (lost.get(item.id.client) ?? new Set()).add(item.id.clock));
  });
  for (const [client, clocks] of lost) {
    const kept = (step.deletions.clients.get(client) ?? []).flatMap((range) =>
      without(range.clock, range.len, clocks).map(([clock, len]) => ({ clock, len })),
    );
    step.deletions.clients.set(client, kept);
  }
}

/** What the step wrote under each key, as it stands in the document now. */
function lastWritten(doc: Y.Doc, step: Step): ReadonlyMap<AnyType, ReadonlyMap<string, ReadonlySet<Y.Item>>> {
  const written = new Map<AnyType, Map<string, Set<Y.Item>>>();
  eachItem(doc, step.insertions, (item) => {
    if (item.parentSub === null) return;
    const parent = liveParent(doc, item);
    if (!parent) return;
    const keys = written.get(parent) ?? new Map<string, Set<Y.Item>>();
    written.set(parent, keys);
    keys.set(item.parentSub, (keys.get(item.parentSub) ?? new Set()).add(followed(doc, item)));
  });
  return written;
}

/** Where an item lies, or the copy of that place where it was itself removed and brought back. */
function liveParent(doc: Y.Doc, item: Y.Item): AnyType | null {
  const parent = item.parent as AnyType | null;
  if (!parent?._item) return parent;
  const { content } = followed(doc, parent._item);
  return content instanceof Y.ContentType ? content.type : null;
}

/** The item, or the last copy that an undo or redo made of it. */
function followed(doc: Y.Doc, item: Y.Item): Y.Item {
  let last = item;
  while (last.redone !== null) {
    const next = Y.getItem(doc.store, last.redone);
    if (!(next instanceof Y.Item)) break;
    last = next;
  }
  return last;
}

function eachItem(doc: Y.Doc, set: Step['deletions'], visit: (item: Y.Item) => void): void {
  doc.transact((transaction) => {
    Y.iterateDeletedStructs(transaction, set, (struct) => {
      if (struct instanceof Y.Item) visit(struct);
    });
  });
}

/** The parts of a range that are left without some of its clocks. */
function without(clock: number, len: number, clocks: ReadonlySet<number>): [clock: number, len: number][] {
  const parts: [number, number][] = [];
  for (let at = clock; at < clock + len; at += 1) {
    if (clocks.has(at)) continue;
    const last = parts.at(-1);
    if (last && last[0] + last[1] === at) last[1] += 1;
    else parts.push([at, 1]);
  }
  return parts;
}
