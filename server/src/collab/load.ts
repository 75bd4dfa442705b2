import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import * as Y from 'yjs';
import type { LogRow, Store } from '../store/store.ts';
import { CellAuthors, type NameOf } from './cells.ts';
import { PlanDocument } from './plan-document.ts';
import type { RoomState } from './room.ts';
import { decodeExtract } from './snapshot-extract.ts';

/** There is no such plan. */
export class UnknownPlan extends Error {}

/** Loads a plan's document from the log, with who is bound to which client and who wrote which cell. */
export async function loadRoom(planId: string, store: Store): Promise<RoomState> {
  const plan = await store.getPlan(planId);
  if (!plan) throw new UnknownPlan(planId);
  const template = findTemplate(plan.templateId, plan.templateVersion);
  if (!template) throw new Error(`plan ${planId} needs the form ${plan.templateId} v${plan.templateVersion}`);
  const clients = await store.readClients(planId);
  const names = new Map<string, string>();
  const nameOf = async (userId: string): Promise<string> => {
    const known = names.get(userId) ?? (await store.getUser(userId))?.name ?? '';
    names.set(userId, known);
    return known;
  };
  const content = (await asKept(planId, store, nameOf)) ?? (await asRead(planId, store, nameOf));
  return { planId, template, status: plan.status, epoch: plan.epoch, clients, ...content };
}

type Content = Pick<RoomState, 'document' | 'cells' | 'bytes' | 'seq' | 'snapshotSeq'>;

/** The newest snapshot as it is kept, where it has an extract and nothing came after it; otherwise `null`. */
async function asKept(planId: string, store: Store, nameOf: NameOf): Promise<Content | null> {
  const snapshot = await store.getSnapshot(planId);
  const extract = snapshot && decodeExtract(snapshot.state, snapshot.extract);
  if (!extract || (await store.lastEdit(planId))?.seq !== snapshot.seq) return null;
  const { seq, state } = snapshot;
  const document = new PlanDocument({ state, vector: extract.vector });
  const cells = await CellAuthors.kept(extract.cells, nameOf);
  return { document, cells, bytes: state.length, seq, snapshotSeq: seq };
}

/** The document made, with the authors of its cells looked up in the log. */
async function asRead(planId: string, store: Store, nameOf: NameOf): Promise<Content> {
  const { doc, bytes, seq, snapshotSeq } = await loadDocument(planId, store);
  const cells = await CellAuthors.load(doc, planId, store, nameOf);
  return { document: new PlanDocument(doc), cells, bytes, seq, snapshotSeq };
}

interface Loaded extends Omit<Content, 'document' | 'cells'> {
  readonly doc: Y.Doc;
}

/** The newest snapshot with the rows since; the whole log where there is none, or none that can be read. */
async function loadDocument(planId: string, store: Store): Promise<Loaded> {
  const snapshot = await store.getSnapshot(planId);
  if (snapshot) {
    const rows = await store.readLog(planId, snapshot.seq);
    try {
      const doc = documentOf(planId, snapshot.state, rows);
      const bytes = bytesOf(rows) + snapshot.state.length;
      return { doc, bytes, seq: rows.at(-1)?.seq ?? snapshot.seq, snapshotSeq: snapshot.seq };
    } catch (error) {
      console.error(`plan ${planId}: its snapshot cannot be read, its log can`, error);
    }
  }
  const rows = await store.readLog(planId, 0);
  const doc = documentOf(planId, null, rows);
  return { doc, bytes: bytesOf(rows), seq: rows.at(-1)?.seq ?? 0, snapshotSeq: 0 };
}

/** What replaying takes of a row. */
export type Replayed = Pick<LogRow, 'seq' | 'update'>;

const bytesOf = (rows: readonly LogRow[]): number => rows.reduce((sum, { update }) => sum + update.length, 0);

/**
 * The document that the rows make: in one transaction, which is many times as fast; row by row where that fails. Only
 * between transactions does Yjs drop what is deleted, and what many rows put, one into the other, into a part that was
 * deleted before may nest too deeply to be dropped at once.
 */
export function documentOf(planId: string, state: Uint8Array | null, rows: readonly Replayed[]): Y.Doc {
  try {
    return replayRows(planId, state, rows, (doc, apply) => doc.transact(apply));
  } catch (error) {
    console.error(`plan ${planId}: its log cannot be applied at once, so it is row by row`, error);
    return replayRows(planId, state, rows, (_doc, apply) => apply());
  }
}

/**
 * A row that Yjs cannot apply (no honest page writes one) is set aside, so that it cannot keep everybody from their
 * plan; it stays in the log.
 */
function replayRows(
  planId: string,
  state: Uint8Array | null,
  rows: readonly Replayed[],
  transact: (doc: Y.Doc, apply: () => void) => void,
): Y.Doc {
  const aside = new Set<number>();
  for (;;) {
    const doc = new Y.Doc();
    if (state) Y.applyUpdate(doc, state);
    let failed: number | null = null;
    transact(doc, () => {
      for (const row of rows) {
        if (aside.has(row.seq)) continue;
        try {
          Y.applyUpdate(doc, row.update);
        } catch (error) {
          console.error(`plan ${planId}: log row ${row.seq} cannot be applied and is set aside`, error);
          failed = row.seq;
          return;
        }
      }
    });
    if (failed === null) return doc;
    aside.add(failed);
    doc.destroy();
  }
}
