import type { PlanRole } from '@filiera/shared/permissions.ts';
import { encodeFiliera, type Notice } from '@filiera/shared/protocol/protocol.ts';
import type { Person, RoomAwareness } from './awareness.ts';
import type { Connection } from './connection.ts';
import { type Framed, frameOnce } from './framed.ts';
import { awarenessFrame } from './frames.ts';
import type { Timing } from './timing.ts';

/** How long a caret may wait for text to travel with, in milliseconds: less than anyone sees. */
const CARET_MILLIS = 40;

/**
 * Those who have a plan open. What a turn of the event loop has for them is put together and written once for each
 * socket; a caret that moves while text is flowing waits a moment for the next text, and costs no write of its own.
 */
export class Audience {
  readonly connections = new Set<Connection>();
  private readonly awareness: RoomAwareness;
  private readonly timing: Timing;
  private readonly wake: () => void;
  private textAt = Number.NEGATIVE_INFINITY;
  private caretsDue: (() => void) | null = null;

  /** `wake` asks for the next turn, in which `flush` is called. */
  constructor(awareness: RoomAwareness, timing: Timing, wake: () => void) {
    this.awareness = awareness;
    this.timing = timing;
    this.wake = wake;
  }

  /** An update goes to all but the one whom it came from. */
  update(frame: Framed, except: Connection | null): void {
    this.textAt = this.timing.now();
    for (const connection of this.connections) if (connection !== except) connection.queue(frame);
    this.carets();
  }

  /** Tells those whose role is asked for so, at once. */
  notice(notice: Notice, hears: (role: PlanRole) => boolean): void {
    const frame = frameOnce(encodeFiliera({ kind: 'notice', notice }));
    for (const connection of this.connections) {
      if (!hears(connection.role)) continue;
      connection.queueNotice(frame);
      connection.flush();
    }
  }

  /** Who is here, for one who has just come or asks. */
  introduce(connection: Connection): void {
    const everyone = this.awareness.everyone();
    if (everyone) connection.queue(frameOnce(awarenessFrame(everyone)));
  }

  /** Takes in what a socket says of itself; closes it where that is forged or no awareness at all. */
  hear(connection: Connection, update: Uint8Array): void {
    const { id, name, color }: Person = connection.member;
    try {
      if (this.awareness.receive(connection, { id, name, color }, update) === 'forged') {
        connection.close('forgedClient');
      }
    } catch {
      connection.close('badFrame');
    }
  }

  leave(connection: Connection): void {
    this.connections.delete(connection);
    this.awareness.leave(connection);
  }

  /**
   * The end of a turn: writes what is queued, and the carets that need not wait. They do while text `isComing`, which
   * they travel with: a key press and its caret are two messages, and often heard in two turns.
   */
  flush(isComing: boolean): void {
    // The turn in which it has come calls again.
    if (!isComing) this.caretsInTime();
    for (const connection of this.connections) connection.flush();
  }

  /** Carets go at once, or a moment later where text was flowing just now. */
  private caretsInTime(): void {
    if (this.timing.now() - this.textAt >= CARET_MILLIS) this.carets();
    else if (this.awareness.hasChanges && !this.caretsDue) {
      this.caretsDue = this.timing.later(CARET_MILLIS, () => {
        this.caretsDue = null;
        this.carets();
        this.wake();
      });
    }
  }

  /** To everyone, the one it came from too: it tells a page that its connection lives. */
  private carets(): void {
    const update = this.awareness.takeChanges();
    if (!update) return;
    const frame = frameOnce(awarenessFrame(update));
    for (const connection of this.connections) connection.queue(frame);
  }

  /** Closes every socket. */
  dismiss(why: 'retry' | 'restart'): void {
    this.caretsDue?.();
    this.caretsDue = null;
    for (const connection of this.connections) {
      connection.flush();
      connection.close(why);
    }
    this.connections.clear();
  }
}
