import { setImmediate as turn } from 'node:timers/promises';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import type { LogRow, Store } from '../store/store.ts';
import type { Effects } from './effects.ts';
import { documentAt } from './moment.ts';
import { Places } from './places.ts';
import { PlanDocument } from './plan-document.ts';
import { PlanIndex, type PlanRef } from './plan-index.ts';
import type { Sql } from './sql.ts';

/** So many rows are read and written down at a time; between them others have their turn. */
const CHUNK = 500;
/** The document is kept whole every so many rows. */
const STATE_ROWS = 5_000;
/** So many points in time are at hand of each plan. */
const MAX_MOMENTS = 4;

/** A row that Yjs cannot read: no honest page writes one. */
class Unreadable extends Error {
  readonly seq: number;

  constructor(seq: number, cause: unknown) {
    super(`log row ${seq} cannot be applied`, { cause });
    this.seq = seq;
  }
}

/**
 * The history of one plan: the index of its log, and its document with all that was ever in it, which is loaded only
 * when something needs it. After a failure this must be made anew.
 */
export class PlanHistory {
  readonly ref: PlanRef;
  readonly template: Template;
  readonly places: Places;
  private readonly sql: Sql;
  private readonly log: Pick<Store, 'readLog'>;
  private current: PlanIndex;
  private loaded: PlanDocument | null = null;
  private isChecked = false;
  private aside = new Set<number>();
  /** The states that were asked for last, newest last. */
  private readonly moments = new Map<number, Uint8Array>();
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(ref: PlanRef, sql: Sql, log: Pick<Store, 'readLog'>) {
    const template = findTemplate(ref.templateId, ref.templateVersion);
    if (!template) throw new Error(`plan ${ref.id} needs the form ${ref.templateId} v${ref.templateVersion}`);
    this.ref = ref;
    this.template = template;
    this.places = new Places(template);
    this.sql = sql;
    this.log = log;
    this.current = PlanIndex.of(sql, ref);
  }

  get index(): PlanIndex {
    return this.current;
  }

  /** The document at the row read last. */
  async document(): Promise<PlanDocument> {
    this.loaded ??= await this.load();
    return this.loaded;
  }

  /** The document as it was with that row and all before it, as an update; `null` where the log is shorter. */
  async at(seq: number): Promise<Uint8Array | null> {
    if (seq > this.index.seq) return null;
    const state = this.moments.get(seq) ?? Y.encodeStateAsUpdate(await this.documentAt(seq));
    this.moments.delete(seq);
    this.moments.set(seq, state);
    for (const oldest of this.moments.keys())
      if (this.moments.size > MAX_MOMENTS) this.moments.delete(oldest);
    return state;
  }

  /** The same as a document of its own. `seq` must not be beyond the log. */
  async documentAt(seq: number): Promise<Y.Doc> {
    return documentAt(await this.document(), this.index, seq);
  }

  /** Reads all that the log holds at this moment. Whoever comes while it is being read waits for one more look. */
  caughtUp(): Promise<void> {
    if (this.running === null) {
      this.running = this.catchUp().finally(() => {
        this.running = null;
      });
      return this.running;
    }
    this.next ??= this.running
      .catch(() => {})
      .then(() => {
        this.next = null;
        return this.caughtUp();
      });
    return this.next;
  }

  /** Keeps the document, if at least so many rows were read since it was kept last. */
  keep(rows: number): void {
    if (this.loaded && this.index.seq - this.index.stateSeq >= rows) {
      this.index.keepState(this.loaded.encode());
    }
  }

  private async catchUp(): Promise<void> {
    await this.check();
    for (;;) {
      const rows = await this.log.readLog(this.ref.id, this.index.seq, CHUNK);
      if (rows.length === 0 && this.index.seq > 0) return;
      try {
        await this.take(rows);
      } catch (error) {
        // Nothing of these rows was written down, so nothing of them may be remembered.
        this.current = PlanIndex.of(this.sql, this.ref);
        this.loaded = null;
        if (!(error instanceof Unreadable) || this.aside.has(error.seq)) throw error;
        console.error(`plan ${this.ref.id}: log row ${error.seq} is left out of its history`, error.cause);
        this.aside.add(error.seq);
        continue;
      }
      this.keep(STATE_ROWS);
      if (rows.length < CHUNK) return;
      await turn();
    }
  }

  /** An index of another log than this one (a copy was put back in its place) is made again. */
  private async check(): Promise<void> {
    if (this.isChecked) return;
    const { seq, digest } = this.index;
    if (seq > 0) {
      const [row] = await this.log.readLog(this.ref.id, seq - 1, 1);
      if (row?.seq !== seq || Buffer.compare(row.digest, digest) !== 0) {
        this.index.forget();
        this.loaded = null;
        this.moments.clear();
        this.current = PlanIndex.of(this.sql, this.ref);
      }
    }
    this.aside = this.index.aside();
    this.isChecked = true;
  }

  private async take(rows: readonly LogRow[]): Promise<void> {
    const document = await this.document();
    const { index } = this;
    this.sql.transaction(() => {
      if (index.seq === 0) index.begin(document.openIssues);
      for (const row of rows) index.record(row, this.aside.has(row.seq) ? null : effectsOf(document, row));
      index.settle();
    });
  }

  private async load(): Promise<PlanDocument> {
    const { state, stateSeq, seq } = this.index;
    const aside = this.aside;
    const rows = seq > stateSeq ? await this.log.readLog(this.ref.id, stateSeq, seq - stateSeq) : [];
    return new PlanDocument(
      this.template,
      state,
      rows.filter((row) => !aside.has(row.seq)),
    );
  }
}

function effectsOf(document: PlanDocument, row: LogRow): Effects {
  try {
    return document.apply(row.update);
  } catch (error) {
    throw new Unreadable(row.seq, error);
  }
}
