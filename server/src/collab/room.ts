import { type PlanStatus, planAllows } from '@filiera/shared/permissions.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import type { AppendEntry, AppendResult, StructRange } from '../store/store.ts';
import { Audience } from './audience.ts';
import { RoomAwareness } from './awareness.ts';
import type { CellAuthors } from './cells.ts';
import type { Connection, Listener } from './connection.ts';
import { type Framed, frameOnce } from './framed.ts';
import { type Inbound, step2Frame, updateFrame } from './frames.ts';
import { JoinFrames } from './join-frames.ts';
import { type Edit, Judge, type JudgedPlan } from './judge.ts';
import type { CollabLimits } from './limits.ts';
import type { PlanReading, ThreadsNotice } from './live.ts';
import type { PlanDocument } from './plan-document.ts';
import { PlanSize } from './plan-size.ts';
import type { Restores } from './restores.ts';
import type { DueSnapshot, SnapshotRoom } from './snapshots.ts';
import type { Timing } from './timing.ts';

/** What a room starts from: a plan's document, loaded whole. */
export interface RoomState {
  readonly planId: string;
  readonly template: Template;
  readonly status: PlanStatus;
  /** How many frozen versions the plan has. */
  readonly epoch: number;
  readonly seq: number;
  /** Where the newest snapshot stands; 0 where there is none. */
  readonly snapshotSeq: number;
  readonly document: PlanDocument;
  /** How long the updates were, in all, that the document was made from. */
  readonly bytes: number;
  /** Which user each Yjs client is bound to. */
  readonly clients: Map<number, string>;
  readonly cells: CellAuthors;
}

export interface RoomOptions {
  readonly limits: CollabLimits;
  readonly timing: Timing;
  /** Updates that the server has made for members. */
  readonly restores: Pick<Restores, 'has'>;
  /** Asks for `take` to be called at the end of this turn of the event loop. */
  readonly schedule: (room: Room) => void;
  /** The room can no longer be trusted: the next socket to come loads it afresh. */
  readonly discard: (room: Room) => void;
}

/** What a room wants appended, and what to do with the answers. */
export interface Batch {
  readonly entries: readonly AppendEntry[];
  done(results: readonly AppendResult[]): void;
  failed(): void;
}

/**
 * One plan that is being written. Edits wait in an inbox until the end of the turn; then each passes the gate, is
 * attributed, and all go to the log in one commit; only what the log holds is applied, sent to the others and
 * acknowledged. So nobody ever sees an edit that a crash could lose.
 */
export class Room implements Listener, JudgedPlan, SnapshotRoom {
  readonly planId: string;
  readonly template: Template;
  status: PlanStatus;
  epoch: number;
  private seq: number;
  private snapshotSeq: number;
  /** More than the document's encoded state is long. */
  private bytes: number;
  readonly document: PlanDocument;
  private readonly clients: Map<number, string>;
  private readonly cells: CellAuthors;
  readonly size: PlanSize;
  private readonly judge: Judge;
  private readonly awareness: RoomAwareness;
  private readonly audience: Audience;
  private readonly joinFrames: JoinFrames;
  private readonly options: RoomOptions;
  private inbox: Edit[] = [];
  /** How many edits have come in, and how many of them are stored, known or refused by now. */
  arrived = 0;
  settled = 0;
  private holds = 0;
  private isCommitting = false;
  private isDiscarded = false;
  private reading: PlanReading | null = null;

  constructor(state: RoomState, options: RoomOptions) {
    this.planId = state.planId;
    this.template = state.template;
    this.status = state.status;
    this.epoch = state.epoch;
    this.seq = state.seq;
    this.snapshotSeq = state.snapshotSeq;
    this.bytes = state.bytes;
    this.document = state.document;
    this.clients = state.clients;
    this.cells = state.cells;
    this.options = options;
    this.size = new PlanSize(state.document, state.bytes, options.limits.planBytes, options.timing.now);
    this.awareness = new RoomAwareness(options.limits, (client) => this.clients.get(client));
    this.audience = new Audience(this.awareness, options.timing, () => options.schedule(this));
    this.joinFrames = new JoinFrames(state.document);
    this.judge = new Judge(this);
  }

  private get doc(): Y.Doc {
    return this.document.doc;
  }

  question(): Framed {
    return this.joinFrames.question();
  }

  holderOf(client: number): string | undefined {
    return this.clients.get(client) ?? this.awareness.holderOf(client);
  }

  /** The sockets that have the plan open. */
  get connections(): ReadonlySet<Connection> {
    return this.audience.connections;
  }

  /** A socket joins: it hears what it may do, is asked for what it has, and learns who is here. */
  join(connection: Connection): void {
    this.audience.connections.add(connection);
    connection.listen(this);
    const { role } = connection;
    connection.notify({ kind: 'access', role, status: this.status, epoch: this.epoch });
    connection.queue(this.question());
    this.audience.introduce(connection);
    connection.queueNotice(this.cells.message());
    connection.flush();
  }

  /** Tells those who may comment what has changed in the comments on the plan. */
  announceThreads(notice: ThreadsNotice): void {
    this.audience.notice(notice, (role) => planAllows(role, 'comment'));
  }

  received(connection: Connection, frame: Inbound): void {
    switch (frame.kind) {
      case 'step1':
        if (JoinFrames.isEmpty(frame.stateVector))
          for (const part of this.joinFrames.all()) connection.queue(part);
        else connection.queue(frameOnce(step2Frame(this.document.since(frame.stateVector))));
        connection.flush();
        return;
      case 'update':
        connection.received += 1;
        this.arrived += 1;
        this.inbox.push({
          connection,
          frame: connection.received,
          update: frame.update,
          whole: frame.whole,
          // Its later answers are to questions that an edit sent online gave rise to.
          offline: frame.whole && connection.answers === 0,
          epoch: connection.epoch ?? this.epoch,
        });
        if (frame.whole) connection.answers += 1;
        break;
      case 'awareness':
        this.audience.hear(connection, frame.update);
        break;
      case 'query-awareness':
        this.audience.introduce(connection);
        break;
      case 'epoch':
        // No page knows of a freeze that has not been, and none goes back.
        if (frame.epoch > this.epoch) connection.close('badFrame');
        else connection.epoch = Math.max(connection.epoch ?? 0, frame.epoch);
        return;
    }
    this.options.schedule(this);
  }

  left(connection: Connection): void {
    this.audience.leave(connection);
    this.options.schedule(this);
  }

  /** The end of a turn: writes what each socket has to hear of it. */
  flush(): void {
    if (!this.isDiscarded) this.audience.flush(this.isCommitting);
  }

  /**
   * Takes what waits in the inbox through gate and attribution. `null` where nothing is to be stored. A room whose
   * last commit is still under way, or that is held, keeps its inbox for later: where commits are slow, batches grow.
   */
  take(): Batch | null {
    if (this.isCommitting || this.holds > 0 || this.isDiscarded || this.inbox.length === 0) return null;
    const edits = this.inbox;
    this.inbox = [];
    const stored: { readonly edit: Edit; readonly ranges: readonly StructRange[] }[] = [];
    const known: Edit[] = [];
    for (const [index, verdict] of this.judge.judge(edits).entries()) {
      const edit = edits[index]!;
      if (verdict.kind === 'store') stored.push({ edit, ranges: verdict.ranges });
      else if (verdict.kind === 'known') known.push(edit);
    }
    if (stored.length === 0) {
      this.settled += edits.length;
      this.acknowledge(known);
      return null;
    }
    this.isCommitting = true;
    const at = this.options.timing.now();
    const entries = stored.map(
      ({ edit, ranges }): AppendEntry => ({
        planId: this.planId,
        userId: edit.connection.member.id,
        at,
        update: edit.update,
        ranges,
        offline: edit.offline,
        origin: this.options.restores.has(this.planId, edit.connection.member.id, edit.update)
          ? 'restore'
          : 'edit',
      }),
    );
    return {
      entries,
      done: (results) => {
        this.isCommitting = false;
        this.settled += edits.length;
        const taken = stored.filter((_, index) => results[index]?.kind === 'stored');
        for (const result of results) if (result.kind === 'stored') this.seq = result.seq;
        if (taken.length > 0) this.apply(taken, at);
        for (const [index, { edit }] of stored.entries())
          this.judge.turnAway(edit.connection, results[index]);
        // In the order of arrival, since a frame counts as durable only after those before it.
        const settled = new Set([...taken.map(({ edit }) => edit), ...known]);
        this.acknowledge(edits.filter((edit) => settled.has(edit)));
        if (this.inbox.length > 0) this.options.schedule(this);
      },
      failed: () => {
        this.isCommitting = false;
        // Nothing was applied, so nothing is lost: the edits are still in the pages, which come back with them.
        this.abandon('retry');
      },
    };
  }

  /** Applies what is stored in one transaction and sends the others its one update, framed once. */
  private apply(
    stored: readonly { readonly edit: Edit; readonly ranges: readonly StructRange[] }[],
    at: number,
  ): void {
    const authors = new Map(
      stored.map(({ edit }) => [edit.connection.member.id, edit.connection.member.name]),
    );
    for (const { edit, ranges } of stored) {
      for (const { client } of ranges) this.clients.set(client, edit.connection.member.id);
      this.bytes += edit.update.length;
    }
    const changes: { update: Uint8Array; transaction: Y.Transaction }[] = [];
    const onUpdate = (
      update: Uint8Array,
      _origin: unknown,
      _doc: Y.Doc,
      transaction: Y.Transaction,
    ): void => {
      changes.push({ update, transaction });
    };
    this.doc.on('update', onUpdate);
    try {
      this.doc.transact(() => {
        for (const { edit } of stored) Y.applyUpdate(this.doc, edit.update);
      });
    } catch (error) {
      // What is stored is safe; this copy of the document is not. Loading sets aside the row that it chokes on.
      console.error(`plan ${this.planId}: a stored update cannot be applied`, error);
      this.abandon('retry');
      return;
    } finally {
      this.doc.off('update', onUpdate);
    }
    this.size.applied();
    this.reading = null;
    const [first] = stored;
    const onlyAuthor = stored.every(({ edit }) => edit.connection === first?.edit.connection)
      ? first?.edit.connection
      : null;
    for (const { update, transaction } of changes) {
      const frame = frameOnce(updateFrame(update));
      this.joinFrames.follow(frame);
      this.audience.update(frame, onlyAuthor ?? null);
      const edits = this.cells.note(transaction, at, (client) => {
        const id = this.clients.get(client);
        const name = id === undefined ? undefined : authors.get(id);
        return id === undefined || name === undefined ? null : { id, name };
      });
      if (edits.length > 0)
        for (const connection of this.connections) connection.notify({ kind: 'cells', edits });
    }
  }

  private acknowledge(edits: readonly Edit[]): void {
    for (const { connection, frame, whole } of edits) connection.settled(frame, whole);
    for (const connection of new Set(edits.map((edit) => edit.connection))) connection.acknowledge(this.seq);
  }

  /** The plan as it is now. */
  read(): PlanReading {
    if (!this.reading) {
      const plan = readPlan(this.doc, this.template);
      const computed = compute(this.template, plan);
      const issues = validate(this.template, plan, computed);
      this.reading = { seq: this.seq, template: this.template, plan, computed, issues };
    }
    return this.reading;
  }

  /** The document whole. */
  state(): Uint8Array {
    return this.document.state();
  }

  dueSnapshot(rows: number): DueSnapshot | null {
    const { seq, snapshotSeq: since, bytes } = this;
    if (this.isCommitting || this.isDiscarded || seq - since < rows) return null;
    this.snapshotSeq = seq;
    let structs = 0;
    for (const { length } of this.doc.store.clients.values()) structs += length;
    return {
      seq,
      since,
      bytes,
      structs,
      extract: { vector: this.document.vector(), cells: this.cells.all() },
    };
  }

  encode(): Uint8Array {
    const state = Y.encodeStateAsUpdate(this.doc);
    this.bytes = state.length;
    this.size.measured(state.length);
    return state;
  }

  /** Everyone whose edits are taken in here: those who are connected, and those who left edits behind. */
  get authors(): ReadonlySet<Connection> {
    return new Set([...this.connections, ...this.inbox.map(({ connection }) => connection)]);
  }

  /** Edits that come in from now on wait, until every hold is released. */
  hold(): void {
    this.holds += 1;
  }

  release(): void {
    this.holds -= 1;
    this.options.schedule(this);
  }

  /** Is there anything that still has to happen here? */
  get isBusy(): boolean {
    return this.isCommitting || this.holds > 0 || this.inbox.length > 0 || this.connections.size > 0;
  }

  get committing(): boolean {
    return this.isCommitting;
  }

  /** Do edits wait for the end of a hold? */
  get held(): boolean {
    return this.holds > 0;
  }

  get discarded(): boolean {
    return this.isDiscarded;
  }

  /** Closes every socket; the pages keep what was not acknowledged. */
  abandon(why: 'retry' | 'restart'): void {
    this.isDiscarded = true;
    this.audience.dismiss(why);
    this.inbox = [];
    this.options.discard(this);
    this.document.destroy();
  }
}
