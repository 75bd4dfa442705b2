import * as Y from 'yjs';
import { contentOf, isCellRoot, liveItem } from './cells.ts';
import type { Places } from './places.ts';
import { copyOf, formOfNode, isOnlyTextOther, takeText } from './rich-copy.ts';

/** What to bring back, and under which client it is written. */
export interface RestoreOrder {
  /** One root of the form, or `null` for all. */
  readonly root: string | null;
  readonly client: number;
}

/**
 * The smallest edit of the document `present` that brings a root, or all of them, to what it is in `past`, as an update
 * under that client. Keys and paragraphs that are the same stay as they are. What fits nowhere in the form is left alone.
 */
export function restoreUpdate(
  past: Y.Doc,
  present: Uint8Array,
  places: Places,
  order: RestoreOrder,
): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, present);
  doc.clientID = order.client;
  let made: Uint8Array | null = null;
  doc.on('update', (update: Uint8Array) => {
    made = update;
  });
  const roots =
    order.root === null
      ? [...new Set([...past.share.keys(), ...doc.share.keys()])].filter((root) => places.has(root)).sort()
      : [order.root];
  doc.transact(() => {
    for (const root of roots) {
      if (isCellRoot(root)) restoreMap(past.getMap(root), doc.getMap(root));
      else restoreText(past.getXmlFragment(root), doc.getXmlFragment(root));
    }
  });
  return made ?? Y.encodeStateAsUpdate(new Y.Doc());
}

/** Sets and deletes what differs. Values that are types of their own, which no page writes, are left as they are. */
function restoreMap(past: Y.Map<unknown>, present: Y.Map<unknown>): void {
  const held = (map: Y.Map<unknown>, key: string): { readonly value: unknown } | null => {
    const item = liveItem(map as Y.AbstractType<unknown>, key);
    return item && { value: contentOf(item) };
  };
  for (const key of new Set([...past.keys(), ...present.keys()])) {
    const [then, now] = [held(past, key), held(present, key)];
    if ([then, now].some((one) => one?.value instanceof Y.AbstractType || one?.value instanceof Y.Doc))
      continue;
    if (!then) present.delete(key);
    else if (!now || !isSameValue(then.value, now.value)) present.set(key, then.value);
  }
}

function isSameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Replaces the nodes that differ, between those at the beginning and at the end that do not. */
function restoreText(past: Y.XmlFragment, present: Y.XmlFragment): void {
  const [then, now] = [past.toArray(), present.toArray()];
  const [theirs, ours] = [then.map(formOfNode), now.map(formOfNode)];
  const shorter = Math.min(then.length, now.length);
  let head = 0;
  while (head < shorter && theirs[head] === ours[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && theirs.at(-1 - tail) === ours.at(-1 - tail)) tail += 1;
  const [oldCount, newCount] = [now.length - head - tail, then.length - head - tail];
  if (oldCount === newCount) {
    for (let at = head; at < head + oldCount; at += 1) {
      const [was, is] = [then[at]!, now[at]!];
      if (theirs[at] === ours[at]) continue;
      if (isOnlyTextOther(was, is)) takeText(was, is);
      else {
        present.delete(at, 1);
        present.insert(at, [copyOf(was)]);
      }
    }
    return;
  }
  if (oldCount > 0) present.delete(head, oldCount);
  if (newCount > 0) present.insert(head, then.slice(head, head + newCount).map(copyOf));
}
