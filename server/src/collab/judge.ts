import type { PlanStatus } from '@filiera/shared/permissions.ts';
import type { AppendResult, StructRange } from '../store/store.ts';
import { bringsNothing, Frontier, inspect } from './attribution.ts';
import type { Connection } from './connection.ts';
import type { Framed } from './framed.ts';
import { gate, missedVersion, type Refusal } from './gate.ts';
import { onlyTidies } from './marks.ts';
import type { PlanDocument } from './plan-document.ts';
import type { PlanSize } from './plan-size.ts';

/** One edit as it came in; `frame` is its number among its socket's edit-bearing frames. */
export interface Edit {
  readonly connection: Connection;
  readonly frame: number;
  readonly update: Uint8Array;
  readonly whole: boolean;
  /** It is what the page had when it came. */
  readonly offline: boolean;
  /** In which it was written, as its page said before it. */
  readonly epoch: number;
}

/** What becomes of an edit: stored, known already, not taken. */
export type Verdict =
  | { readonly kind: 'store'; readonly ranges: readonly StructRange[] }
  | { readonly kind: 'known' | 'dropped' };

/** The plan that edits are for: its state at the moment, and what it holds. */
export interface JudgedPlan {
  readonly status: PlanStatus;
  readonly epoch: number;
  readonly document: PlanDocument;
  readonly size: PlanSize;
  /** The user to whom a client id belongs, by the log or by what is shown of who is here. */
  holderOf(client: number): string | undefined;
  /** Asks a page for what it has and the document has not. */
  question(): Framed;
}

/** How many clients with refused edits are remembered. */
const MAX_REFUSED = 1_000;

/**
 * Gate and attribution of the edits of one plan: whether each is taken, and whose the structs are that it brings. Who
 * is turned away is told so, or closed.
 */
export class Judge {
  private readonly plan: JudgedPlan;
  /**
   * Clients of which an edit was refused. Our pages show it and go on as another client, so what such a client sent
   * over an earlier socket and comes late must not be taken after all.
   */
  private readonly refused = new Map<number, NonNullable<Refusal>>();

  constructor(plan: JudgedPlan) {
    this.plan = plan;
  }

  /** The verdicts on the edits of one turn, which must be in the order in which they came in. */
  judge(edits: readonly Edit[]): Verdict[] {
    let made: Frontier | null = null;
    const frontier = (): Frontier => {
      made ??= new Frontier(this.plan.document.doc);
      return made;
    };
    const newcomers = new Map<number, string>();
    return edits.map((edit) => this.verdict(edit, frontier, newcomers));
  }

  private verdict(edit: Edit, frontier: () => Frontier, newcomers: Map<number, string>): Verdict {
    const { connection } = edit;
    const { status, epoch, document, size } = this.plan;
    const dropped: Verdict = { kind: 'dropped' };
    if (connection.isExpelled) return dropped;
    if (bringsNothing(edit.update)) {
      if (edit.whole) connection.waitsForWhole = false;
      return { kind: 'known' };
    }
    let inspection: ReturnType<typeof inspect>;
    try {
      inspection = inspect(edit.update, frontier());
    } catch {
      connection.close('badFrame');
      return dropped;
    }
    if (inspection.kind === 'gap') {
      // Where even its whole state leans on something that neither side has, there is nothing to ask for again.
      if (edit.whole && connection.waitsForWhole) connection.close('badFrame');
      else if (!connection.waitsForWhole) connection.queue(this.plan.question());
      connection.waitsForWhole = true;
      return dropped;
    }
    if (edit.whole) connection.waitsForWhole = false;
    if (inspection.kind === 'nothing') return { kind: 'known' };
    const { ranges } = inspection;
    const again = ranges.find(({ client }) => this.refused.has(client));
    const missed = missedVersion(edit.epoch, epoch);
    const refusal =
      missed === null
        ? (gate(connection.role, status) ?? (again && this.refused.get(again.client)) ?? null)
        : 'frozen';
    if (refusal) {
      // Nobody did this, so there is nobody to refuse it to.
      if (ranges.length === 0 && onlyTidies(edit.update, document.doc)) return { kind: 'known' };
      const version = refusal === 'frozen' ? (missed ?? (epoch || null)) : null;
      this.refuse(connection, refusal, ranges, version);
      return dropped;
    }
    const userId = connection.member.id;
    for (const { client } of ranges) {
      const holder = newcomers.get(client) ?? this.plan.holderOf(client);
      if (holder !== undefined && holder !== userId) {
        connection.close('forgedClient');
        return dropped;
      }
    }
    if (!size.take(edit.update, ranges.length === 0)) {
      this.refuse(connection, 'full', ranges);
      return dropped;
    }
    for (const { client } of ranges) newcomers.set(client, userId);
    frontier().admit(inspection);
    return { kind: 'store', ranges };
  }

  /** The store has the last word: another node may have closed the plan, or bound the client, a moment before. */
  turnAway(connection: Connection, result: AppendResult | undefined): void {
    if (result?.kind === 'closed') this.refuse(connection, 'frozen');
    else if (result?.kind !== 'stored') connection.close('forgedClient');
  }

  /**
   * An edit is not taken. The page is first told how far its edits are in the document, since one that it sent over an
   * earlier socket may have been taken after it asked.
   */
  private refuse(
    connection: Connection,
    reason: NonNullable<Refusal>,
    ranges: readonly StructRange[] = [],
    version: number | null = null,
  ): void {
    // A page makes up few clients, so a frame that names many is nobody's honest work and is not remembered. Pages that
    // do not know Filiera go on as the same client; of those alone what came too late is remembered.
    const isOurs = (connection.speaksFiliera || reason === 'frozen') && ranges.length <= 100;
    if (isOurs) for (const { client } of ranges) this.refused.set(client, reason);
    for (const oldest of this.refused.keys()) {
      if (this.refused.size <= MAX_REFUSED) break;
      this.refused.delete(oldest);
    }
    connection.queue(this.plan.question());
    connection.refuse(reason, version);
  }
}
