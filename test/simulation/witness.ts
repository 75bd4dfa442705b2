import type { AppendEntry, AppendResult, Store } from '@filiera/server/src/store/store.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import type { CellEdit } from '@filiera/shared/protocol/protocol.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import { type Footprint, missingBesidesMarks } from './ledger.ts';

/** What has gone wrong in a run, collected here since the code under test may swallow what is thrown into it. */
export type Report = (violation: string) => void;

/**
 * Knows of one plan what is durable, as of every moment, from the store alone; and holds against it whatever pages are
 * shown and told.
 */
export class Witness {
  readonly planId: string;
  /** All that is durable. It forgets nothing, so that it can tell of every struct whether it is deleted. */
  readonly doc = new Y.Doc({ gc: false });
  readonly #report: Report;
  /** Which user's page made a Yjs client. */
  readonly #owners: ReadonlyMap<number, string>;
  readonly #rows: { readonly seq: number; readonly userId: string; readonly update: Uint8Array }[] = [];
  /** For each Yjs client the clocks at which rows of the log begin to bring its structs. */
  readonly #brought: { client: number; from: number; to: number; seq: number }[] = [];
  /** Where the log stood at each freeze. */
  readonly #frozenAt: number[] = [];
  #isFrozen = false;

  constructor(planId: string, owners: ReadonlyMap<number, string>, report: Report) {
    this.planId = planId;
    this.#owners = owners;
    this.#report = report;
  }

  /** Entries became durable. */
  committed(entry: AppendEntry, result: AppendResult): void {
    if (result.kind !== 'stored') {
      if (result.kind === 'foreign-client') this.#report('an honest edit was taken for a forged one');
      return;
    }
    if (this.#isFrozen) this.#report(`row ${result.seq} landed after the freeze`);
    if (result.seq !== this.#rows.length + 1)
      this.#report(`row ${result.seq} follows row ${this.#rows.length}`);
    this.#rows.push({ seq: result.seq, userId: entry.userId, update: entry.update });
    const before = new Map([...Y.parseUpdateMeta(entry.update).to.keys()].map((id) => [id, this.#clock(id)]));
    Y.applyUpdate(this.doc, entry.update);
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs)
      this.#report(`row ${result.seq} leans on something that is not in the log`);
    for (const [client, from] of before) {
      const to = this.#clock(client);
      if (to === from) continue;
      this.#brought.push({ client, from, to, seq: result.seq });
      if (this.#owners.get(client) !== entry.userId)
        this.#report(
          `row ${result.seq} brings structs of client ${client} under the name of ${entry.userId}`,
        );
    }
  }

  #clock(client: number): number {
    return Y.getState(this.doc.store, client);
  }

  holds(footprint: Footprint): boolean {
    return missingBesidesMarks(this.doc, footprint).length === 0;
  }

  /** A page got something from the server, or was told that its own is durable. */
  shown(footprint: Footprint, to: string): void {
    const missing = missingBesidesMarks(this.doc, footprint);
    if (missing.length > 0) this.#report(`${to} saw what is not durable: ${JSON.stringify(missing)}`);
  }

  /** The plan was frozen at that number, read as that plan. */
  frozen(seq: number, plan: unknown, template: Template): void {
    if (seq !== this.#rows.length)
      this.#report(`frozen at ${seq}, while the log ends at ${this.#rows.length}`);
    this.#frozenAt.push(seq);
    this.#isFrozen = true;
    const copy = new Y.Doc();
    for (const row of this.#rows) Y.applyUpdate(copy, row.update);
    if (JSON.stringify(readPlan(copy, template)) !== JSON.stringify(plan))
      this.#report('the frozen plan is not what the log makes');
  }

  /** The plan is opened again. */
  reopened(): void {
    this.#isFrozen = false;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** How many frozen versions there are. */
  get epoch(): number {
    return this.#frozenAt.length;
  }

  /** Is any of it in the log behind the freeze that followed when there were `epoch` versions? */
  landedLate({ written }: Footprint, epoch: number): boolean {
    const end = this.#frozenAt[epoch];
    if (end === undefined) return false;
    return written.some((span) =>
      this.#brought.some(
        ({ client, from, to, seq }) =>
          client === span.client && from < span.to && span.from < to && seq > end,
      ),
    );
  }

  /** The last authors of cells as some page was told, against who made the structs that hold their values. */
  checkCells(told: ReadonlyMap<string, CellEdit>, who: string): void {
    for (const [root, type] of this.doc.share) {
      if (root !== 'fields' && !root.startsWith('table/')) continue;
      for (const [key, item] of type._map) {
        if (item.deleted) continue;
        const author = this.#owners.get(item.id.client);
        const said = told.get(`${root}\n${key}`)?.userId;
        if (said !== author) this.#report(`${who} was told that ${said} wrote ${root} ${key}, not ${author}`);
      }
    }
  }

  /** Reads the log afresh, as a new process would, and holds it against all that was seen being committed. */
  async verify(store: Store): Promise<Y.Doc> {
    const rows = await store.readLog(this.planId, 0);
    const same =
      rows.length === this.#rows.length &&
      rows.every((row, index) => {
        const seen = this.#rows[index]!;
        return (
          row.seq === seen.seq && row.userId === seen.userId && Buffer.from(row.update).equals(seen.update)
        );
      });
    if (!same) this.#report('the log is not what was committed');
    const ends = this.#brought.flatMap(({ client, from, to, seq }) =>
      [from, to - 1].map((clock) => ({ client, clock, seq })),
    );
    const found = await store.attribute(this.planId, ends);
    for (const [index, { client, clock, seq }] of ends.entries()) {
      const range = found[index];
      if (range?.userId !== this.#owners.get(client) || range?.seq !== seq)
        this.#report(`struct ${client}:${clock} of row ${seq} is attributed to ${JSON.stringify(range)}`);
    }
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const row of rows) Y.applyUpdate(doc, row.update);
    });
    return doc;
  }
}
