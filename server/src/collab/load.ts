import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import * as Y from 'yjs';
import type { LogRow, Store } from '../store/store.ts';
import { CellAuthors } from './cells.ts';
import type { RoomState } from './room.ts';

/** There is no such plan. */
export class UnknownPlan extends Error {}

/** Loads a plan's document from the log, with who is bound to which client and who wrote which cell. */
export async function loadRoom(planId: string, store: Store): Promise<RoomState> {
  const plan = await store.getPlan(planId);
  if (!plan) throw new UnknownPlan(planId);
  const template = findTemplate(plan.templateId, plan.templateVersion);
  if (!template) throw new Error(`plan ${planId} needs the form ${plan.templateId} v${plan.templateVersion}`);
  const { doc, bytes, seq, snapshotSeq } = await loadDocument(planId, store);
  const clients = await store.readClients(planId);
  const names = new Map<string, string>();
  const cells = await CellAuthors.load(doc, planId, store, async (userId) => {
    const known = names.get(userId) ?? (await store.getUser(userId))?.name ?? '';
    names.set(userId, known);
    return known;
  });
  return { planId, template, status: plan.status, seq, snapshotSeq, doc, bytes, clients, cells };
}

/** The newest snapshot with the rows since; the whole log where there is none, or none that can be read. */
async function loadDocument(
  planId: string,
  store: Store,
): Promise<Pick<RoomState, 'doc' | 'bytes' | 'seq' | 'snapshotSeq'>> {
  const snapshot = await store.getSnapshot(planId);
  if (snapshot) {
    const rows = await store.readLog(planId, snapshot.seq);
    try {
      const doc = replay(planId, snapshot.state, rows);
      const bytes = bytesOf(rows) + snapshot.state.length;
      return { doc, bytes, seq: rows.at(-1)?.seq ?? snapshot.seq, snapshotSeq: snapshot.seq };
    } catch (error) {
      console.error(`plan ${planId}: its snapshot cannot be read, its log can`, error);
    }
  }
  const rows = await store.readLog(planId, 0);
  const doc = replay(planId, null, rows);
  return { doc, bytes: bytesOf(rows), seq: rows.at(-1)?.seq ?? 0, snapshotSeq: 0 };
}

const bytesOf = (rows: readonly LogRow[]): number => rows.reduce((sum, { update }) => sum + update.length, 0);

/**
 * The document that the rows make: in one transaction, which is many times as fast; row by row where that fails. Only
 * between transactions does Yjs drop what is deleted, and what many rows put, one into the other, into a part that was
 * deleted before may nest too deeply to be dropped at once.
 */
function replay(planId: string, state: Uint8Array | null, rows: readonly LogRow[]): Y.Doc {
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
  rows: readonly LogRow[],
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
