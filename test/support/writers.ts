import type { Store } from '@filiera/server/src/store/store.ts';
import * as Y from 'yjs';

/** What a row of the log says beside its bytes. */
export interface Circumstances {
  readonly at: number;
  readonly offline?: boolean;
  readonly origin?: 'edit' | 'restore';
}

/** A page of a member, whose edits go into the log when they are sent. */
export class Writer {
  readonly doc = new Y.Doc();
  readonly userId: string;
  readonly planId: string;
  private readonly store: Store;
  private known = new Map<number, number>();

  constructor(store: Store, planId: string, userId: string, client?: number) {
    this.store = store;
    this.planId = planId;
    this.userId = userId;
    if (client !== undefined) this.doc.clientID = client;
  }

  /** One edit as one row of the log; its number, or `null` where it changed nothing. */
  async write(edit: (doc: Y.Doc) => void, circumstances: Circumstances): Promise<number | null> {
    const updates: Uint8Array[] = [];
    const hear = (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
      if (local) updates.push(update);
    };
    this.doc.on('update', hear);
    this.doc.transact(() => edit(this.doc));
    this.doc.off('update', hear);
    if (updates.length === 0) return null;
    return this.send(Y.mergeUpdates(updates), circumstances);
  }

  /** These bytes as one row of the log. */
  async send(update: Uint8Array, { at, offline = false, origin = 'edit' }: Circumstances): Promise<number> {
    const { from, to } = Y.parseUpdateMeta(update);
    const ranges = [...to].map(([client, end]) => ({ client, from: from.get(client) ?? 0, to: end }));
    const { planId, userId } = this;
    const [result] = await this.store.append([{ planId, userId, at, update, ranges, offline, origin }]);
    if (result?.kind !== 'stored') throw new Error(`not stored: ${result?.kind}`);
    for (const { client, to: end } of ranges) this.known.set(client, end);
    return result.seq;
  }

  /** Hears all that the log holds. */
  async hear(): Promise<void> {
    for (const { update } of await this.store.readLog(this.planId, 0)) Y.applyUpdate(this.doc, update, 'log');
  }
}

/** A paragraph with that text. */
export function paragraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

/** What a document says: each map, and each text with its marks; roots that hold nothing are left out. */
export function contentOf(doc: Y.Doc): Record<string, unknown> {
  return Object.fromEntries(
    [...doc.share.keys()]
      .sort()
      .map((root): [string, unknown] => [
        root,
        root.startsWith('text/') ? doc.getXmlFragment(root).toArray().map(nodeOf) : doc.getMap(root).toJSON(),
      ])
      .filter(([, content]) => Object.keys(content as object).length > 0),
  );
}

function nodeOf(node: unknown): unknown {
  if (node instanceof Y.XmlText) return node.toDelta();
  if (!(node instanceof Y.XmlElement)) return null;
  return { name: node.nodeName, attributes: node.getAttributes(), children: node.toArray().map(nodeOf) };
}
