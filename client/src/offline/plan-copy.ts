import { SCHEMA_VERSION } from '@filiera/shared/protocol/protocol.ts';
import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import type { Refusal } from '../collab/refusal.ts';
import type { EditId, KeptEdit } from '../collab/unconfirmed.ts';
import { answered, below, type CopyRow, read, type UnsentRow, write } from './database.ts';
import { deleteDocument, dismissRefusal, keptRefusals } from './keeping.ts';

/** How long a page waits for its copy before it goes on without, in milliseconds. */
const PATIENCE_MILLIS = 2_000;

/** What a copy holds when it is opened. */
export interface Kept {
  /** Has the document come whole from the server once? */
  readonly whole: boolean;
  /** The plan's epoch that the document is of; `null` where nothing is kept yet. */
  readonly epoch: number | null;
  readonly unsent: readonly KeptEdit[];
  readonly refusals: readonly Refusal[];
}

const newRow = (userId: string, planId: string, epoch: number): CopyRow => ({
  userId,
  planId,
  epoch,
  document: `filiera/${userId}/${planId}/${SCHEMA_VERSION}.${epoch}`,
  whole: false,
});

/**
 * The copy of one member's plan in this browser: what the server is known to hold, kept by y-indexeddb, and apart
 * from it every edit that the server has not acknowledged. So what is unsent is known after a restart as it was before,
 * and what is refused never gets into the document that stays.
 */
export class PlanCopy {
  readonly kept: Kept;
  readonly #key: readonly [string, string];
  #row: CopyRow;
  #persistence: IndexeddbPersistence;

  private constructor(row: CopyRow, kept: Kept, persistence: IndexeddbPersistence) {
    this.#row = row;
    this.#key = [row.userId, row.planId];
    this.kept = kept;
    this.#persistence = persistence;
  }

  /**
   * Opens the copy and reads its document into `confirmed`, which is kept from then on. `null` where the browser keeps
   * nothing or does not answer in time: the page then works without a copy.
   */
  static async open(userId: string, planId: string, confirmed: Y.Doc): Promise<PlanCopy | null> {
    let late = false;
    const opening = PlanCopy.#open(userId, planId, confirmed, () => late).catch(() => null);
    const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MILLIS));
    const copy = await Promise.race([opening, patience]);
    if (!copy) {
      late = true;
      void opening.then((tooLate) => tooLate?.close());
    }
    return copy;
  }

  static async #open(
    userId: string,
    planId: string,
    confirmed: Y.Doc,
    isLate: () => boolean,
  ): Promise<PlanCopy | null> {
    const key = [userId, planId];
    const before = await read<CopyRow | undefined>('copies', (store) => answered(store.get(key)), undefined);
    const row: CopyRow = before ?? newRow(userId, planId, 1);
    if (!before && !(await write(['copies'], (store) => store('copies').put(row, key)))) return null;
    if (isLate()) return null;
    const [unsent, refusals, persistence] = await Promise.all([
      unsentOf(userId, planId),
      keptRefusals(userId, planId),
      keepDocument(row.document, confirmed),
    ]);
    const epoch = row.planEpoch ?? (row.whole ? 0 : null);
    return new PlanCopy(row, { whole: row.whole, epoch, unsent, refusals }, persistence);
  }

  /** The document has come whole from the server. */
  becameWhole(): void {
    if (this.#row.whole) return;
    this.#row = { ...this.#row, whole: true };
    void write(['copies'], (store) => store('copies').put(this.#row, [...this.#key]));
  }

  /** The plan has gone on to this epoch, and the document with it. */
  entered(planEpoch: number): void {
    this.#row = { ...this.#row, planEpoch };
    void write(['copies'], (store) => store('copies').put(this.#row, [...this.#key]));
  }

  /** An edit was made. */
  keep({ id, update, epoch }: KeptEdit): void {
    const row: UnsentRow = { update, epoch };
    void write(['unsent'], (store) => store('unsent').put(row, [...this.#key, ...id]));
  }

  /** The server holds these edits. */
  sent(ids: readonly EditId[]): void {
    if (ids.length === 0) return;
    void write(['unsent'], (store) => {
      for (const id of ids) store('unsent').delete([...this.#key, ...id]);
    });
  }

  /** These edits will never be taken: keeps what they said instead of them, in one step. */
  refused(ids: readonly EditId[], refusal: Refusal | null): Promise<boolean> {
    return write(['unsent', 'refusals'], (store) => {
      for (const id of ids) store('unsent').delete([...this.#key, ...id]);
      if (refusal) store('refusals').put(refusal, [...this.#key, refusal.id]);
    });
  }

  /** What was not taken is with the server as well. */
  sentLate(refusal: Refusal): void {
    void write(['refusals'], (store) => store('refusals').put(refusal, [...this.#key, refusal.id]));
  }

  /** Somebody has read it. */
  dismissed(refusalId: string): void {
    void dismissRefusal(...this.#key, refusalId);
  }

  /**
   * The document's copy must not be used again: the next page that opens the plan starts another, in another epoch.
   * Edits that are unsent, and refusals, stay.
   */
  discard(): void {
    const row = newRow(...this.#key, this.#row.epoch + 1);
    void write(['copies'], (store) => store('copies').put(row, [...this.#key]));
    void this.#persistence.destroy().then(() => deleteDocument(this.#row));
  }

  close(): void {
    void this.#persistence.destroy();
  }
}

/** Reads a document from its database and keeps it there from now on. Rejects where it cannot be read. */
async function keepDocument(name: string, doc: Y.Doc): Promise<IndexeddbPersistence> {
  const persistence = new IndexeddbPersistence(name, doc);
  await persistence.whenSynced;
  // Taken away by a sign-out in another window, or by the browser: writing on would throw at every edit.
  const stop = (): void => void persistence.destroy();
  persistence.db?.addEventListener('versionchange', stop);
  persistence.db?.addEventListener('close', stop);
  return persistence;
}

async function unsentOf(userId: string, planId: string): Promise<KeptEdit[]> {
  const range = below(userId, planId);
  const [keys, rows] = await Promise.all([
    read('unsent', (store) => answered(store.getAllKeys(range)), []),
    read<UnsentRow[]>('unsent', (store) => answered(store.getAll(range)), []),
  ]);
  return keys.flatMap((key, index) => {
    const [, , client, number] = key as [string, string, number, number];
    const row = rows[index];
    if (!row) return [];
    const id = [client, number] as const;
    return [row instanceof Uint8Array ? { id, update: row, epoch: 0 } : { id, ...row }];
  });
}
