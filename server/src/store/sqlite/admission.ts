import type { AppendEntry, AppendResult } from '../store.ts';
import type { Database } from './database.ts';

/** An entry that was taken, with its number in its plan's log. */
export interface AdmittedRow extends AppendEntry {
  readonly seq: number;
}

/** What is known of a plan, rows that are admitted and not in the tables yet included. */
interface KnownPlan {
  readonly isOpen: boolean;
  seq: number;
  /** The clients that were asked for so far, with their users; `null`: bound to nobody. */
  readonly clients: Map<number, string | null>;
}

/** So much is kept at hand; more is forgotten and looked up again. */
const MAX_KNOWN = { plans: 1_000, clients: 100_000 } as const;

/**
 * Decides which entries the log takes, and under which numbers, before anything is written: is the plan open, are the
 * clients free or the author's own? What it has admitted counts at once, though it may not be in the tables yet.
 */
export class Admission {
  readonly #db: Database;
  readonly #plans = new Map<string, KnownPlan>();
  readonly #users = new Set<string>();
  #clients = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** In the order given. Throws where an author is nobody; then nothing was admitted. */
  admit(entries: readonly AppendEntry[]): {
    readonly results: readonly AppendResult[];
    readonly rows: readonly AdmittedRow[];
  } {
    for (const { userId } of entries) this.#mustExist(userId);
    const rows: AdmittedRow[] = [];
    const results = entries.map((entry): AppendResult => {
      const plan = this.#planOf(entry.planId);
      if (!plan?.isOpen) return { kind: 'closed' };
      const { userId, planId, ranges } = entry;
      for (const { client } of ranges) {
        const holder = this.#holderOf(plan, planId, client);
        if (holder !== null && holder !== userId) return { kind: 'foreign-client' };
      }
      for (const { client } of ranges) plan.clients.set(client, userId);
      plan.seq += 1;
      rows.push({ ...entry, seq: plan.seq });
      return { kind: 'stored', seq: plan.seq };
    });
    return { results, rows };
  }

  /** Forgets everything: the tables say how things are. Only while they hold all that was admitted. */
  forget(): void {
    this.#plans.clear();
    this.#users.clear();
    this.#clients = 0;
  }

  /** The same, where too much is at hand. */
  forgetMuch(): void {
    if (this.#plans.size > MAX_KNOWN.plans || this.#clients > MAX_KNOWN.clients) this.forget();
  }

  #mustExist(userId: string): void {
    if (this.#users.has(userId)) return;
    if (this.#db.get('SELECT 1 AS known FROM users WHERE id = ?', userId) === null)
      throw new Error(`there is no user ${userId}`);
    this.#users.add(userId);
  }

  #planOf(planId: string): KnownPlan | null {
    const known = this.#plans.get(planId);
    if (known) return known;
    const row = this.#db.get<{ status: string; seq: number }>(
      'SELECT status, seq FROM plans WHERE id = ?',
      planId,
    );
    if (row === null) return null;
    const plan = { isOpen: row.status === 'open', seq: row.seq, clients: new Map() };
    this.#plans.set(planId, plan);
    return plan;
  }

  #holderOf(plan: KnownPlan, planId: string, client: number): string | null {
    const known = plan.clients.get(client);
    if (known !== undefined) return known;
    const row = this.#db.get<{ userId: string }>(
      'SELECT user_id AS "userId" FROM plan_clients WHERE plan_id = ? AND client = ?',
      planId,
      client,
    );
    const holder = row?.userId ?? null;
    plan.clients.set(client, holder);
    this.#clients += 1;
    return holder;
  }
}
