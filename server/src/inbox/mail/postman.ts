import { PAGES } from '@filiera/shared/api.ts';
import type { Timing } from '../../collab/timing.ts';
import type { MailRow } from '../../store/inbox.ts';
import type { Store } from '../../store/store.ts';
import { viewOf } from '../view.ts';
import { composeMail, oneLine } from './compose.ts';
import { MailError, type OutgoingMail, type Send } from './smtp.ts';
import type { Unsubscribing } from './unsubscribe.ts';

const MINUTE = 60_000;
/** How long to wait after each failure, in milliseconds; the last one goes on. */
const PAUSES = [1, 5, 15, 60, 120, 240].map((minutes) => minutes * MINUTE);
/** A mail that could not be sent for so long is given up: by then it is news no more. */
const PATIENCE_MILLIS = 3 * 24 * 60 * MINUTE;
/** How long to wait when the store itself failed, in milliseconds. */
const STORE_PAUSE = MINUTE;
/** How long a mail that is on its way when the server stops may take to arrive, in milliseconds. */
const GRACE_MILLIS = 4000;
/** The longest wait that a timer is set for, in milliseconds. */
const LONGEST_WAIT = 60 * MINUTE;

export interface PostmanDeps {
  readonly store: Store;
  readonly send: Send;
  readonly unsubscribing: Unsubscribing;
  /** The address that links start with. */
  readonly baseUrl: string;
  readonly timing: Timing;
}

/**
 * Sends the mail that waits in the store, one at a time, each as soon as it is due. What the server accepted is marked
 * so at once and never sent again; what it did not is tried again with growing pauses. A failure is a line in the log
 * and disturbs nobody.
 */
export class Postman {
  private readonly deps: PostmanDeps;
  private running: Promise<void> | null = null;
  private isAsked = false;
  private takeBack = (): void => {};
  /** Mail that was accepted, as long as the store does not know it. */
  private readonly accepted = new Map<string, number>();
  private readonly stopping = new AbortController();
  private isClosed = false;

  constructor(deps: PostmanDeps) {
    this.deps = deps;
  }

  /** There may be something to send. Resolves when nothing is due any more. */
  async wake(): Promise<void> {
    if (this.isClosed) return;
    this.isAsked = true;
    this.running ??= this.run();
    await this.running;
  }

  /** Sends nothing more; what is on its way may arrive. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.takeBack();
    const force = setTimeout(() => this.stopping.abort(), GRACE_MILLIS);
    await this.running;
    clearTimeout(force);
  }

  /** Sends what is due until nobody asks any more, and sets the clock for what is not. */
  private async run(): Promise<void> {
    const { timing } = this.deps;
    this.takeBack();
    let pause: number | null = null;
    do {
      this.isAsked = false;
      try {
        pause = await this.sendAll();
      } catch (error) {
        console.error('the mail that waits could not be looked at', error);
        pause = STORE_PAUSE;
      }
    } while (this.isAsked && !this.isClosed);
    this.running = null;
    if (pause === null || this.isClosed) return;
    this.takeBack = timing.later(Math.min(pause, LONGEST_WAIT), () => void this.wake());
  }

  /** Sends what is due; how long until the next falls due, in milliseconds, `null` where none waits. */
  private async sendAll(): Promise<number | null> {
    const { store, timing } = this.deps;
    while (!this.isClosed) {
      const mail = await store.nextMail(timing.now());
      if (mail === null) break;
      await this.deliver(mail);
    }
    const next = await store.nextMailAt();
    return next === null ? null : Math.max(0, next - timing.now());
  }

  private async deliver(row: MailRow): Promise<void> {
    const { store, send, timing } = this.deps;
    if (!this.accepted.has(row.id)) {
      if (timing.now() - row.createdAt > PATIENCE_MILLIS) {
        console.error(`mail ${row.id} is given up: it has waited too long`);
        await store.mailFailed(row.id, null);
        return;
      }
      const mail = await this.compose(row);
      if (mail === null) {
        await store.dropMail(row.id);
        return;
      }
      try {
        await send(mail, this.stopping.signal);
      } catch (error) {
        await this.failed(row, error);
        return;
      }
      this.accepted.set(row.id, timing.now());
    }
    await store.mailSent(row.id, this.accepted.get(row.id)!);
    this.accepted.delete(row.id);
  }

  private async failed(row: MailRow, error: unknown): Promise<void> {
    const { store, timing } = this.deps;
    const pause = PAUSES[Math.min(row.tries, PAUSES.length - 1)]!;
    const next = timing.now() + pause;
    const isOver = (error instanceof MailError && error.isFinal) || next - row.createdAt > PATIENCE_MILLIS;
    const why = oneLine(error instanceof Error ? error.message : String(error));
    console.error(
      isOver
        ? `mail ${row.id} is given up: ${why}`
        : `mail ${row.id} was not sent and is tried again in ${pause / MINUTE} min: ${why}`,
    );
    await store.mailFailed(row.id, isOver ? null : next);
  }

  /** The mail as it is to be sent now; `null` where its member wants none of its kind, or has read all of it. */
  private async compose(row: MailRow): Promise<OutgoingMail | null> {
    const { store, unsubscribing, baseUrl, timing } = this.deps;
    const [user, mode, told] = await Promise.all([
      store.getUser(row.userId),
      store.getMailMode(row.userId),
      store.listMailed(row.id),
    ]);
    if (user === null || mode !== row.kind) return null;
    const unread = told.filter(({ readAt }) => readAt === null);
    const notifications = await viewOf(store, unread, user.locale);
    if (notifications.length === 0) return null;
    const unsubscribeUrl = baseUrl + PAGES.unsubscribe(await unsubscribing.tokenOf(user.id));
    const words = composeMail({
      kind: row.kind,
      user,
      notifications,
      baseUrl,
      unsubscribeUrl,
      now: timing.now(),
    });
    return {
      ...words,
      messageId: `${row.id}@${new URL(baseUrl).hostname}`,
      to: { name: oneLine(user.name), address: user.email },
      unsubscribeUrl,
      at: timing.now(),
    };
  }
}
