import type { Store } from '../store/store.ts';
import type { Answers, Ask, AskKind, AskOf, History } from './ask.ts';
import { causes } from './causes.ts';
import { compare } from './comparison.ts';
import { contributions } from './contributions.ts';
import { cellHistory, structOrigins } from './edits.ts';
import { feed } from './feed.ts';
import { makeTables } from './index-tables.ts';
import { overview } from './overview.ts';
import { PlanHistory } from './plan-history.ts';
import type { PlanRef } from './plan-index.ts';
import { restoreUpdate } from './restore.ts';
import { shares } from './shares.ts';
import type { Sql } from './sql.ts';
import { unseen } from './unseen.ts';
import { type LogReader as Evidence, verifyLog } from './verify-log.ts';

/** So many plans are at hand at a time; the one asked for longest ago goes first. */
const MAX_PLANS = 8;
/** A document that goes is kept in the index after so many new rows. */
const KEEP_ROWS = 100;

/** What reads the logs. */
export type HistoryLog = Evidence & Pick<Store, 'close'>;

type OfIndex = Exclude<AskKind, 'verify'>;

/** How each question is answered, once the log is read. */
const ANSWER: {
  readonly [K in OfIndex]: (history: PlanHistory, ask: AskOf<K>) => Promise<Answers[K]> | Answers[K];
} = {
  follow: () => null,
  overview: async (history) => overview(history),
  feed: ({ index, places }, ask) => feed(index, places, ask),
  cell: ({ index }, { root, key }) => cellHistory(index, root, key),
  structs: ({ index }, { structs }) => structOrigins(index, structs),
  shares: async (history) => shares(history.index, await history.document()),
  contributions: (history, { seq }) => contributions(history, seq),
  causes: async (history) => causes(history.index, await history.document()),
  at: (history, { seq }) => history.at(seq),
  compare: async (history, { from, to }) =>
    to > history.index.seq ? null : compare(history.index, await history.document(), from, to),
  unseen,
  restore: async (history, { seq, present, ...order }) =>
    seq > history.index.seq
      ? null
      : restoreUpdate(await history.documentAt(seq), present, history.places, order),
};

function answer<K extends OfIndex>(history: PlanHistory, ask: AskOf<K>): Promise<Answers[K]> | Answers[K] {
  const { kind } = ask as Ask;
  return ANSWER[kind as K](history, ask);
}

interface Held {
  readonly history: PlanHistory;
  asking: number;
}

/** Answers what is asked of the histories of plans, from their logs and the index that it keeps of them. */
export class Historian implements History {
  private readonly sql: Sql;
  private readonly log: HistoryLog;
  private readonly plans = new Map<string, Held>();
  private readonly verifying = new Map<string, Promise<Answers['verify']>>();

  /** `sql` is the index's own file, or none that lasts; `log` reads the rows. */
  constructor(sql: Sql, log: HistoryLog) {
    makeTables(sql);
    this.sql = sql;
    this.log = log;
  }

  async ask<K extends AskKind>(plan: PlanRef, question: AskOf<K>): Promise<Answers[K]> {
    if ((question as Ask).kind === 'verify') return (await this.verify(plan.id)) as Answers[K];
    const held = this.hold(plan);
    held.asking += 1;
    try {
      await held.history.caughtUp();
      return (await answer(held.history, question as AskOf<OfIndex>)) as Answers[K];
    } catch (error) {
      // What is half read must not answer anybody else.
      if (this.plans.get(plan.id) === held) this.plans.delete(plan.id);
      throw error;
    } finally {
      held.asking -= 1;
      this.letGo();
    }
  }

  async close(): Promise<void> {
    for (const { history } of this.plans.values()) history.keep(KEEP_ROWS);
    this.plans.clear();
    this.sql.close();
    await this.log.close();
  }

  /** Who asks while a log is being verified gets the same answer. */
  private verify(planId: string): Promise<Answers['verify']> {
    const running =
      this.verifying.get(planId) ??
      verifyLog(this.log, planId).finally(() => {
        this.verifying.delete(planId);
      });
    this.verifying.set(planId, running);
    return running;
  }

  private hold(plan: PlanRef): Held {
    const held = this.plans.get(plan.id) ?? { history: new PlanHistory(plan, this.sql, this.log), asking: 0 };
    this.plans.delete(plan.id);
    this.plans.set(plan.id, held);
    return held;
  }

  private letGo(): void {
    for (const [id, { history, asking }] of this.plans) {
      if (this.plans.size <= MAX_PLANS) return;
      if (asking > 0) continue;
      this.plans.delete(id);
      history.keep(KEEP_ROWS);
    }
  }
}
