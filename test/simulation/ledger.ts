import * as Y from 'yjs';

/** The structs `[from, to)` of one Yjs client. */
export interface Span {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/** What an update writes and what it deletes, so that it can be asked of any document whether it holds it. */
export interface Footprint {
  readonly written: readonly Span[];
  readonly deleted: readonly Span[];
}

/** Reads a Yjs update, without applying it. */
export function footprintOf(update: Uint8Array): Footprint {
  const { structs, ds } = Y.decodeUpdate(update);
  const written = structs
    .filter((struct) => !(struct instanceof Y.Skip))
    .map(({ id, length }) => ({ client: id.client, from: id.clock, to: id.clock + length }));
  const deleted = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, from: clock, to: clock + len })),
  );
  return { written, deleted };
}

const isMark = (struct: Y.Item | Y.GC): boolean =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentFormat;

/** What of a footprint a document does not hold. */
export function missingFrom(doc: Y.Doc, { written, deleted }: Footprint): Span[] {
  return [
    ...written.filter(({ client, to }) => Y.getState(doc.store, client) < to),
    ...deleted.filter((span) => !isDeleted(doc, span, () => false)),
  ];
}

/**
 * The same where deleted formatting marks do not count: every replica removes by itself those that have no effect, so
 * their deletion need not be anybody's edit.
 */
export function missingBesidesMarks(doc: Y.Doc, { written, deleted }: Footprint): Span[] {
  return [
    ...missingFrom(doc, { written, deleted: [] }),
    ...deleted.filter((span) => !isDeleted(doc, span, isMark)),
  ];
}

function isDeleted(
  doc: Y.Doc,
  { client, from, to }: Span,
  isExempt: (struct: Y.Item | Y.GC) => boolean,
): boolean {
  const structs = doc.store.clients.get(client);
  if (!structs || Y.getState(doc.store, client) < to) return false;
  for (let index = Y.findIndexSS(structs, from); index < structs.length; index += 1) {
    const struct = structs[index]!;
    if (struct.id.clock >= to) break;
    if (!struct.deleted && !isExempt(struct)) return false;
  }
  return true;
}

/** A document's state vector, sorted, so that two can be compared. */
export function stateOf(doc: Y.Doc): string {
  const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
  return JSON.stringify([...vector].sort(([a], [b]) => a - b));
}
