import type { EditOrigin } from '@filiera/shared/history/api.ts';
import type { LogRow } from '../store/store.ts';
import type { CellStep, CellValue, Effects, RowStep, TextStep } from './effects.ts';
import { emptyTables } from './index-tables.ts';
import type { Sql } from './sql.ts';

/** A pause longer than this ends a sitting, in milliseconds. */
const PAUSE = 20 * 60 * 1000;

/** A plan, and the form that it is read with. */
export interface PlanRef {
  readonly id: string;
  readonly templateId: string;
  readonly templateVersion: number;
}

/** Who wrote without a longer pause; rows of others may lie between. */
export interface SittingRow {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly userId: string;
  readonly from: number;
  readonly to: number;
  readonly offline: boolean;
  readonly origin: EditOrigin;
}

/** A row of the log without what it brought. */
export interface EditRow {
  readonly seq: number;
  readonly at: number;
  readonly userId: string;
  readonly offline: boolean;
  readonly origin: EditOrigin;
}

interface OpenSitting {
  readonly fromSeq: number;
  toSeq: number;
  to: number;
}

export const SITTING = `from_seq AS "fromSeq", to_seq AS "toSeq", user_id AS "userId", from_at AS "from",
  to_at AS "to", offline, origin`;
export const EDIT = 'r.seq, r.at, s.user_id AS "userId", s.offline, s.origin';
export const EDITS = 'rows r JOIN sittings s ON s.plan = r.plan AND s.from_seq = r.sitting';

/** SQLite has no booleans. */
export function withFlag<T extends { readonly offline: boolean }>(row: T): T {
  return { ...row, offline: Boolean(row.offline) };
}

export const toJson = (value: CellValue): string => JSON.stringify(value);
export const fromJson = (text: string): CellValue => JSON.parse(text) as CellValue;

/** What is derived from the log of one plan, and how it grows row by row. Writes want a transaction around them. */
export class PlanIndex {
  readonly sql: Sql;
  readonly plan: number;
  seq: number;
  digest: Uint8Array;
  logBytes: number;
  stateSeq: number;
  /** The sitting that each member may still go on with, by what tells sittings apart. */
  private readonly open = new Map<string, OpenSitting>();
  private readonly moved = new Set<OpenSitting>();
  private readonly clients: Set<number>;

  private constructor(sql: Sql, row: PlanRow) {
    this.sql = sql;
    this.plan = row.plan;
    this.seq = row.seq;
    this.digest = row.digest;
    this.logBytes = row.logBytes;
    this.stateSeq = row.stateSeq;
    const last = sql.all<SittingRow>(
      `SELECT ${SITTING} FROM sittings WHERE plan = ? AND origin = 'edit' ORDER BY from_seq`,
      row.plan,
    );
    for (const sitting of last) this.open.set(nameOf(withFlag(sitting)), { ...sitting });
    this.clients = new Set(
      sql
        .all<{ client: number }>('SELECT client FROM clients WHERE plan = ?', row.plan)
        .map(({ client }) => client),
    );
  }

  /** What is known of a plan so far; nothing of one that was read with another form. */
  static of(sql: Sql, ref: PlanRef): PlanIndex {
    const template = `${ref.templateId} ${ref.templateVersion}`;
    const known = find(sql, ref.id);
    if (known?.template === template) return new PlanIndex(sql, known);
    if (known) sql.transaction(() => emptyTables(sql, known.plan));
    sql.run(
      `INSERT INTO plans (id, template, seq, digest, log_bytes, state_seq, state)
       VALUES (?, ?, 0, x'', 0, 0, NULL)`,
      ref.id,
      template,
    );
    return new PlanIndex(sql, find(sql, ref.id)!);
  }

  /** Forgets everything of the plan. */
  forget(): void {
    this.sql.transaction(() => emptyTables(this.sql, this.plan));
  }

  /** The document as it was at `stateSeq`. */
  get state(): Uint8Array | null {
    return (
      this.sql.get<{ state: Uint8Array | null }>('SELECT state FROM plans WHERE plan = ?', this.plan)
        ?.state ?? null
    );
  }

  /** Keeps the document as it is at the row read last. */
  keepState(state: Uint8Array): void {
    this.sql.run('UPDATE plans SET state = ?, state_seq = ? WHERE plan = ?', state, this.seq, this.plan);
    this.stateSeq = this.seq;
  }

  /** What stands open in a plan that nobody has written in. */
  begin(issues: Iterable<string>): void {
    for (const issue of issues) {
      this.sql.run(
        'INSERT INTO issues (plan, issue, since) VALUES (?, ?, 0) ON CONFLICT DO NOTHING',
        this.plan,
        issue,
      );
    }
  }

  /** Takes in the next row of the log; `null` where Yjs cannot read it. */
  record(row: LogRow, effects: Effects | null): void {
    const { sql, plan } = this;
    const { seq } = row;
    const sitting = this.sit(row);
    sql.run('INSERT INTO rows (plan, seq, at, sitting) VALUES (?, ?, ?, ?)', plan, seq, row.at, sitting);
    this.seq = seq;
    this.digest = row.digest;
    this.logBytes += row.update.length;
    if (effects === null) {
      sql.run('INSERT INTO aside (plan, seq) VALUES (?, ?)', plan, seq);
      return;
    }
    for (const { client, from, to } of effects.ranges) {
      sql.run(
        'INSERT INTO ranges (plan, client, from_clock, to_clock, seq) VALUES (?, ?, ?, ?, ?)',
        plan,
        client,
        from,
        to,
        seq,
      );
      if (!this.clients.has(client)) {
        sql.run('INSERT INTO clients (plan, client, user_id) VALUES (?, ?, ?)', plan, client, row.userId);
        this.clients.add(client);
      }
    }
    for (const { client, clock, length } of effects.deletions) {
      sql.run(
        'INSERT INTO deletions (plan, client, clock, length, seq) VALUES (?, ?, ?, ?, ?)',
        plan,
        client,
        clock,
        length,
        seq,
      );
    }
    for (const step of effects.cells) this.recordCell(seq, sitting, step);
    for (const step of effects.rows) this.recordRow(seq, sitting, step);
    for (const step of effects.texts) this.recordText(seq, sitting, step);
    for (const issue of effects.issues.closed) {
      sql.run('DELETE FROM issues WHERE plan = ? AND issue = ?', plan, issue);
    }
    for (const issue of effects.issues.opened) {
      sql.run('INSERT INTO issues (plan, issue, since) VALUES (?, ?, ?)', plan, issue, seq);
    }
  }

  /** Writes down how far the log is read. */
  settle(): void {
    for (const { fromSeq, toSeq, to } of this.moved) {
      this.sql.run(
        'UPDATE sittings SET to_seq = ?, to_at = ? WHERE plan = ? AND from_seq = ?',
        toSeq,
        to,
        this.plan,
        fromSeq,
      );
    }
    this.moved.clear();
    this.sql.run(
      'UPDATE plans SET seq = ?, digest = ?, log_bytes = ? WHERE plan = ?',
      this.seq,
      this.digest,
      this.logBytes,
      this.plan,
    );
  }

  /** The rows that Yjs cannot read. */
  aside(): Set<number> {
    const rows = this.sql.all<{ seq: number }>('SELECT seq FROM aside WHERE plan = ?', this.plan);
    return new Set(rows.map(({ seq }) => seq));
  }

  /**
   * The sitting that a row belongs to, by the row that it began with. A restore is one of its own; what was written
   * offline is apart from what its author writes online at the time when it comes.
   */
  private sit(row: LogRow): number {
    const name = nameOf(row);
    const last = row.origin === 'restore' ? undefined : this.open.get(name);
    if (last && row.at - last.to <= PAUSE) {
      last.toSeq = row.seq;
      last.to = Math.max(last.to, row.at);
      this.moved.add(last);
      return last.fromSeq;
    }
    this.sql.run(
      `INSERT INTO sittings (plan, from_seq, to_seq, user_id, from_at, to_at, offline, origin)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      this.plan,
      row.seq,
      row.seq,
      row.userId,
      row.at,
      row.at,
      row.offline ? 1 : 0,
      row.origin,
    );
    if (row.origin !== 'restore') this.open.set(name, { fromSeq: row.seq, toSeq: row.seq, to: row.at });
    return row.seq;
  }

  private recordCell(seq: number, sitting: number, { root, key, before, after }: CellStep): void {
    const [from, to] = [toJson(before), toJson(after)];
    this.sql.run(
      'INSERT INTO cells (plan, root, key, seq, before, after) VALUES (?, ?, ?, ?, ?, ?)',
      this.plan,
      root,
      key,
      seq,
      from,
      to,
    );
    this.part(seq, sitting, 'cell', root, key, [from, to]);
  }

  private recordRow(seq: number, sitting: number, { root, row, before, after }: RowStep): void {
    this.part(seq, sitting, 'row', root, row, [String(before), String(after)]);
  }

  /** What was written and deleted in one sitting was never there for anybody else to miss. */
  private recordText(seq: number, sitting: number, step: TextStep): void {
    let [inserted, deleted, shaped] = [step.inserted, 0, step.shaped];
    for (const { client, clock, length, isText } of step.removed) {
      const own = this.ownOf(sitting, client, clock, clock + length);
      if (isText) {
        inserted -= own;
        deleted += length - own;
      } else shaped += length - 2 * own;
    }
    this.part(seq, sitting, 'text', step.root, '', ['', ''], [inserted, deleted, shaped]);
  }

  /** How many of a client's structs `[from, to)` this sitting brought. */
  private ownOf(sitting: number, client: number, from: number, to: number): number {
    const brought = this.sql.all<{ from: number; to: number }>(
      `SELECT g.from_clock AS "from", g.to_clock AS "to" FROM ranges g
       JOIN rows r ON r.plan = g.plan AND r.seq = g.seq
       WHERE g.plan = ?1 AND g.client = ?2 AND g.from_clock < ?4 AND r.sitting = ?5 AND g.from_clock >=
         (SELECT max(from_clock) FROM ranges WHERE plan = ?1 AND client = ?2 AND from_clock <= ?3)`,
      this.plan,
      client,
      from,
      to,
      sitting,
    );
    return brought.reduce((sum, one) => sum + Math.min(one.to, to) - Math.max(one.from, from), 0);
  }

  private part(
    seq: number,
    sitting: number,
    kind: 'cell' | 'row' | 'text',
    root: string,
    key: string,
    [before, after]: readonly [string, string],
    [inserted, deleted, shaped]: readonly [number, number, number] = [0, 0, 0],
  ): void {
    this.sql.run(
      `INSERT INTO parts (plan, sitting, kind, root, key, seq, before, after, inserted, deleted, shaped)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq, after = excluded.after,
         inserted = inserted + excluded.inserted, deleted = deleted + excluded.deleted,
         shaped = shaped + excluded.shaped`,
      this.plan,
      sitting,
      kind,
      root,
      key,
      seq,
      before,
      after,
      inserted,
      deleted,
      shaped,
    );
  }
}

interface PlanRow {
  readonly plan: number;
  readonly template: string;
  readonly seq: number;
  readonly digest: Uint8Array;
  readonly logBytes: number;
  readonly stateSeq: number;
}

function find(sql: Sql, id: string): PlanRow | null {
  return sql.get<PlanRow>(
    `SELECT plan, template, seq, digest, log_bytes AS "logBytes", state_seq AS "stateSeq"
     FROM plans WHERE id = ?`,
    id,
  );
}

function nameOf({ userId, offline }: { readonly userId: string; readonly offline: boolean }): string {
  return `${offline ? 'offline' : 'online'} ${userId}`;
}
