import * as Y from 'yjs';

type AnyType = Y.Transaction extends { readonly changed: Map<infer T, unknown> } ? T : never;

/** A root of the document that a transaction changed, and the keys where it is a map; texts have none. */
export interface Touched {
  readonly root: string;
  readonly keys: readonly string[];
}

/** What a transaction changed, by root, in the order in which it did. */
export function touchedBy(transaction: Y.Transaction): Touched[] {
  const roots = new Map<string, Set<string>>();
  for (const [type, keys] of transaction.changed) {
    const root = rootOf(type);
    const known = roots.get(root) ?? new Set<string>();
    roots.set(root, known);
    if (type._item === null) for (const key of keys) if (key !== null) known.add(key);
  }
  return [...roots].map(([root, keys]) => ({ root, keys: [...keys] }));
}

function rootOf(type: AnyType): string {
  let top = type;
  while (top._item !== null) top = top._item.parent as AnyType;
  return Y.findRootTypeKey(top);
}

/** The one block of text or the one cell that was changed; `null` where there were several. */
export function onePlace(touched: readonly Touched[]): string | null {
  const [only] = touched;
  if (!only || touched.length > 1 || only.keys.length > 1) return null;
  return JSON.stringify([only.root, ...only.keys]);
}
