import { completeness } from '@filiera/shared/rules/completeness.ts';
import type { PlanFigures, Store } from '../store/store.ts';
import { accessTo } from './access.ts';
import type { Connection } from './connection.ts';
import type { CollabLimits } from './limits.ts';
import type { Live, PlanReading, ThreadsNotice } from './live.ts';
import { loadRoom } from './load.ts';
import { Restores } from './restores.ts';
import { type Batch, Room } from './room.ts';
import { Snapshots } from './snapshots.ts';
import { MACHINE_TIMING, type Timing } from './timing.ts';

/**
 * When a plan's figures for lists are written: after so long without a change, at the latest after so long, in
 * milliseconds. A list that is asked for in between has them worked out there and then.
 */
const FIGURES = { quiet: 2_000, latest: 30_000 } as const;

/**
 * A snapshot is worth its writing after so many rows; when the room is left, after any: whoever opens the plan next is
 * given it as it is.
 */
const SNAPSHOT_ROWS = { open: 1_000, leaving: 1 } as const;

/** The server is about to stop and opens no plan any more: a page that comes is to come back to its next start. */
export class GoingDown extends Error {}

/** What is due later for a room; each entry takes it back. */
interface Timers {
  idle?: () => void;
  figures?: () => void;
  /** The first and the last change since the figures were written; milliseconds since 1970. */
  changed?: { readonly first: number; last: number };
}

/**
 * The rooms of all plans that are open at the moment. Loads are single-flight and a failed one is not kept; what
 * arrives in one turn of the event loop, for all rooms, goes to the store as one commit.
 */
export class Rooms implements Live {
  private readonly rooms = new Map<string, Promise<Room>>();
  private readonly loaded = new Map<string, Room>();
  private readonly dirty = new Set<Room>();
  private turn: Promise<void> | null = null;
  private readonly store: Store;
  private readonly limits: CollabLimits;
  private readonly timing: Timing;
  private readonly moved: (planId: string, seq: number) => void;
  private readonly restores: Restores;
  private readonly snapshots: Snapshots;
  private readonly timers = new Map<Room, Timers>();
  private isClosing = false;
  /** How often somebody's access changed: who was let in before and joins after it must be looked at again. */
  accessChanges = 0;

  /** `moved` is told now and then how far the log of a plan has come that is being written. */
  constructor(
    store: Store,
    limits: CollabLimits,
    timing: Timing = MACHINE_TIMING,
    moved: (planId: string, seq: number) => void = () => {},
  ) {
    this.store = store;
    this.limits = limits;
    this.timing = timing;
    this.moved = moved;
    this.restores = new Restores(() => timing.now());
    this.snapshots = new Snapshots(store);
  }

  /** The room of a plan, loaded if need be. Rejects where the plan cannot be loaded. */
  get(planId: string): Promise<Room> {
    const known = this.rooms.get(planId);
    if (known) return known;
    const loading = this.load(planId);
    this.rooms.set(planId, loading);
    loading.catch(() => {
      if (this.rooms.get(planId) === loading) this.rooms.delete(planId);
    });
    return loading;
  }

  private async load(planId: string): Promise<Room> {
    if (this.isClosing) throw new GoingDown();
    const { accessChanges } = this;
    const room = new Room(await loadRoom(planId, this.store), {
      limits: this.limits,
      timing: this.timing,
      restores: this.restores,
      schedule: (dirty) => this.schedule(dirty),
      discard: (gone) => this.forget(gone),
    });
    this.loaded.set(planId, room);
    this.scheduleIdle(room);
    // The plan may have been closed, or opened, while it was read.
    if (this.accessChanges !== accessChanges) await this.accessChanged(planId);
    return room;
  }

  private forget(room: Room): void {
    if (this.loaded.get(room.planId) !== room) return;
    this.loaded.delete(room.planId);
    this.rooms.delete(room.planId);
    const timers = this.timers.get(room);
    timers?.idle?.();
    timers?.figures?.();
    this.timers.delete(room);
  }

  // --- the turn ---

  private schedule(room: Room): void {
    this.dirty.add(room);
    this.turn ??= new Promise((resolve) => {
      this.timing.turn(() => {
        this.turn = null;
        this.commit().then(resolve, resolve);
      });
    });
  }

  /** A room that cannot judge what came must not keep the others from theirs. */
  private take(room: Room): Batch | null {
    try {
      return room.take();
    } catch (error) {
      console.error(`plan ${room.planId}: what came cannot be judged`, error);
      room.abandon('retry');
      return null;
    }
  }

  /** One commit for all that the dirty rooms have to store. */
  private async commit(): Promise<void> {
    const rooms = [...this.dirty];
    this.dirty.clear();
    const batches = rooms.flatMap((room) => this.take(room) ?? []);
    for (const room of rooms) this.scheduleIdle(room);
    if (batches.length === 0) {
      for (const room of rooms) room.flush();
      return;
    }
    try {
      const results = await this.store.append(batches.flatMap((batch) => batch.entries));
      let from = 0;
      for (const batch of batches) {
        batch.done(results.slice(from, from + batch.entries.length));
        from += batch.entries.length;
      }
    } catch (error) {
      console.error('the log could not be written; pages will send their edits again', error);
      for (const batch of batches) batch.failed();
    }
    for (const room of rooms) {
      room.flush();
      this.scheduleFigures(room);
    }
  }

  /**
   * Resolves when all that has arrived for the room so far is in the log, or refused. What arrived while a commit was
   * under way goes with the next one. Behind a hold it waits for that hold's end, and is not waited for.
   */
  private async flush(room: Room): Promise<void> {
    const { arrived } = room;
    do {
      this.schedule(room);
      await this.turn;
    } while (!room.discarded && room.settled < arrived && (room.committing || !room.held));
  }

  // --- what the rest of the server asks ---

  async read(planId: string): Promise<PlanReading> {
    return (await this.get(planId)).read();
  }

  async state(planId: string): Promise<Uint8Array> {
    return (await this.flushed(planId)).state();
  }

  async figures(planId: string): Promise<PlanFigures> {
    const [stored, last] = await Promise.all([this.store.getFigures(planId), this.store.lastEdit(planId)]);
    if (stored && stored.seq === (last?.seq ?? 0)) return stored;
    return this.storeFigures(await this.get(planId));
  }

  private async storeFigures(room: Room): Promise<PlanFigures> {
    const { seq, template, plan, issues } = room.read();
    const { filled, total } = completeness(template, plan);
    const errors = issues.filter((issue) => issue.severity === 'error').length;
    await this.snapshots.keep(room, SNAPSHOT_ROWS.open);
    const figures = { seq, filled, total, errors, warnings: issues.length - errors };
    await this.store.putFigures(room.planId, figures);
    return figures;
  }

  /** The room with all that has arrived. Rejects where that could not be stored: it is in the pages, and must come again. */
  private async flushed(planId: string): Promise<Room> {
    for (;;) {
      const room = await this.get(planId);
      await this.flush(room);
      if (!room.discarded) return room;
      if (room.settled < room.arrived) throw new Error(`plan ${planId}: what had arrived was not stored`);
    }
  }

  async hold<T>(planId: string, job: (reading: PlanReading) => Promise<T>): Promise<T> {
    const room = await this.flushed(planId);
    room.hold();
    try {
      while (room.committing) await new Promise<void>((resolve) => this.timing.turn(resolve));
      return await job(room.read());
    } finally {
      try {
        // Held edits must meet the plan's new status, whatever the job did to it.
        await this.accessChanged(planId);
      } finally {
        room.release();
      }
    }
  }

  expectRestore(planId: string, userId: string, update: Uint8Array): void {
    this.restores.expect(planId, userId, update);
  }

  announceThreads(planId: string, notice: ThreadsNotice): void {
    this.loaded.get(planId)?.announceThreads(notice);
  }

  async accessChanged(planId: string): Promise<void> {
    this.accessChanges += 1;
    const room = this.loaded.get(planId);
    if (!room) return;
    const plan = await this.store.getPlan(planId);
    if (plan) {
      room.status = plan.status;
      room.epoch = plan.epoch;
    }
    for (const connection of room.authors) await this.reconsider(room, connection);
  }

  /** Looks at a member's access again. A socket for which that fails has to come back and ask anew. */
  async reconsider(room: Room, connection: Connection): Promise<void> {
    try {
      const access = await accessTo(this.store, room.planId, connection.member.id);
      if (!access) connection.close('forbidden');
      else {
        connection.role = access.role;
        const { status, epoch } = access.plan;
        connection.notify({ kind: 'access', role: access.role, status, epoch });
        connection.flush();
      }
    } catch (error) {
      console.error(
        `plan ${room.planId}: the access of ${connection.member.id} could not be looked at`,
        error,
      );
      connection.close('retry');
    }
  }

  async memberChanged(userId: string): Promise<void> {
    this.accessChanges += 1;
    for (const room of [...this.loaded.values()]) {
      if ([...room.authors].some((connection) => connection.member.id === userId)) {
        await this.accessChanged(room.planId);
      }
    }
  }

  sessionEnded(idHash: string): void {
    for (const connection of [...this.loaded.values()].flatMap((room) => [...room.authors])) {
      if (connection.member.session === idHash) connection.close('signedOut');
    }
  }

  /** How many plans are in memory. */
  get size(): number {
    return this.loaded.size;
  }

  /** Every socket of every room. */
  connections(): Connection[] {
    return [...this.loaded.values()].flatMap((room) => [...room.connections]);
  }

  /** Takes in what has arrived, then closes every socket so that pages come back to the next start. */
  async close(): Promise<void> {
    this.isClosing = true;
    const rooms = [...this.loaded.values()];
    await Promise.all(rooms.map((room) => this.flush(room)));
    await this.snapshots.settled();
    await Promise.all(
      rooms.map((room) => this.snapshots.keep(room, SNAPSHOT_ROWS.leaving, { atOnce: true })),
    );
    for (const room of rooms) room.abandon('restart');
  }

  // --- timers ---

  private scheduleIdle(room: Room): void {
    if (this.loaded.get(room.planId) !== room) return;
    const timers = this.timersOf(room);
    timers.idle?.();
    delete timers.idle;
    if (room.isBusy) return;
    timers.idle = this.timing.later(this.limits.idleMillis, () => {
      void this.snapshots.keep(room, SNAPSHOT_ROWS.leaving).then(() => {
        if (!room.isBusy && this.loaded.get(room.planId) === room) room.abandon('restart');
      });
    });
  }

  private scheduleFigures(room: Room): void {
    if (this.loaded.get(room.planId) !== room) return;
    const timers = this.timersOf(room);
    const now = this.timing.now();
    if (timers.changed) timers.changed.last = now;
    else timers.changed = { first: now, last: now };
    if (!timers.figures) this.writeFiguresIn(FIGURES.quiet, room, timers);
  }

  /** One timer for many changes: it looks when the last one was, and waits on where that was a moment ago. */
  private writeFiguresIn(millis: number, room: Room, timers: Timers): void {
    timers.figures = this.timing.later(millis, () => {
      delete timers.figures;
      const { changed } = timers;
      if (this.loaded.get(room.planId) !== room || !changed) return;
      const now = this.timing.now();
      const wait = Math.min(changed.last + FIGURES.quiet, changed.first + FIGURES.latest) - now;
      if (wait > 0) {
        this.writeFiguresIn(Math.min(wait, FIGURES.quiet), room, timers);
        return;
      }
      delete timers.changed;
      this.storeFigures(room).then(
        ({ seq }) => this.moved(room.planId, seq),
        (error) => console.error(`plan ${room.planId}: figures not stored`, error),
      );
    });
  }

  private timersOf(room: Room): Timers {
    const timers = this.timers.get(room) ?? {};
    this.timers.set(room, timers);
    return timers;
  }
}
