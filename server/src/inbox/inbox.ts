import type { Inbox, InboxLive, InboxQuery, MailMode, Notification } from '@filiera/shared/inbox/api.ts';
import { needsOf } from '@filiera/shared/inbox/needs.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { newId } from '../auth/tokens.ts';
import { accessTo } from '../collab/access.ts';
import type { MailPace, NotificationRow } from '../store/inbox.ts';
import type { Store, UserRow } from '../store/store.ts';
import type { PlanEvent } from './event.ts';
import { type Draft, draftsOf, reminderOf } from './recipients.ts';
import type { InboxStreams } from './streams.ts';
import { viewOf } from './view.ts';

/** Mail about what has just happened waits for what follows on its heels, and comes no oftener than every two minutes. */
export const MAIL_PACE: MailPace = { gather: 10_000, apart: 120_000 };

export interface InboxDeps {
  readonly store: Store;
  readonly streams: InboxStreams;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called when mail was put where it waits to be sent; `null` where this installation sends none. */
  readonly posted: (() => void) | null;
}

/**
 * What members are told, across all plans: kept in the store, shown on their pages at once, and put into mail. Nobody
 * is told of a plan, or of comments, that they may not see.
 */
export class MemberInbox {
  private readonly deps: InboxDeps;

  constructor(deps: InboxDeps) {
    this.deps = deps;
  }

  /** Does this installation send mail at all? */
  get sendsMail(): boolean {
    return this.deps.posted !== null;
  }

  /** Takes in what has happened on a plan. */
  async tell(event: PlanEvent): Promise<void> {
    await this.keep(draftsOf(event, await this.everyoneOn(event.planId)));
  }

  /** Reminds of what is due around `today`, a day in Italy; whom it reminded before is left alone. */
  async remind(today: string, from: string, to: string): Promise<void> {
    const due = await this.deps.store.listDueThreads(from, to);
    await this.keep(due.map((thread) => reminderOf(thread, today, this.deps.now())));
  }

  /** A page of what the member was told, newest first. `before` is the serial that the page before ended with. */
  async list(
    user: UserRow,
    { before, limit, unread }: Omit<InboxQuery, 'before'> & { readonly before: number | null },
  ): Promise<Inbox> {
    const { store } = this.deps;
    const rows = await store.listNotifications(user.id, {
      before,
      limit: limit + 1,
      unread: unread === '1',
    });
    const page = rows.slice(0, limit);
    return {
      notifications: await viewOf(store, page, user.locale),
      next: rows.length > limit ? String(page.at(-1)!.serial) : null,
      unread: await store.countUnread(user.id),
    };
  }

  /** Marks some, or all, as read or as unread; the member's other pages hear of it. */
  async mark(user: UserRow, ids: readonly string[] | 'all', read: boolean): Promise<void> {
    const { store, now } = this.deps;
    await store.markNotifications(user.id, ids, read ? now() : null);
    await this.push(user.id, null);
  }

  /** What a page that begins to listen is told first. */
  async current(userId: string): Promise<InboxLive> {
    return { unread: await this.deps.store.countUnread(userId), latest: null };
  }

  async mailMode(userId: string): Promise<MailMode> {
    return this.deps.store.getMailMode(userId);
  }

  async setMailMode(userId: string, mode: MailMode): Promise<void> {
    await this.deps.store.setMailMode(userId, mode);
  }

  /** Keeps what their members may see, and tells those who are there. */
  private async keep(drafts: readonly Draft[]): Promise<void> {
    const { store, posted } = this.deps;
    const allowed = await Promise.all(drafts.map((draft) => this.maySee(draft)));
    const fresh = drafts.filter((_, n) => allowed[n]).map((draft) => ({ ...draft, id: newId() }));
    if (fresh.length === 0) return;
    // What only is told waits for the daily mail, or to be read on the page.
    const urgent = fresh.filter(({ told }) => needsOf(told.kind) === 'decision');
    const calm = fresh.filter(({ told }) => needsOf(told.kind) === 'news');
    const mail = posted && { pace: MAIL_PACE, newId };
    const kept = [
      ...(urgent.length > 0 ? await store.addNotifications(urgent, mail) : []),
      ...(calm.length > 0 ? await store.addNotifications(calm, null) : []),
    ];
    if (urgent.length > 0) posted?.();
    for (const [userId, rows] of Map.groupBy(kept, ({ userId: id }) => id)) {
      await this.push(userId, rows.at(-1) ?? null);
    }
  }

  /** Tells the member's pages how much is unread, and what has just come. */
  private async push(userId: string, row: NotificationRow | null): Promise<void> {
    const { store, streams } = this.deps;
    if (!streams.hears(userId)) return;
    let latest: Notification | null = null;
    if (row !== null) {
      const user = await store.getUser(userId);
      [latest = null] = await viewOf(store, [row], user?.locale ?? 'it');
    }
    // Counted last, so that of two that are told at once the later one says what is so.
    streams.push(userId, { unread: await store.countUnread(userId), latest });
  }

  private async everyoneOn(planId: string): Promise<string[]> {
    const { store } = this.deps;
    const plan = await store.getPlan(planId);
    if (plan === null) return [];
    const [members, roles] = await Promise.all([
      store.listMembers(plan.associationId),
      store.listPlanRoles(planId),
    ]);
    const admins = members.filter(({ role }) => role === 'admin');
    return [...new Set([...admins, ...roles].map(({ userId }) => userId))];
  }

  private async maySee({ planId, userId, told }: Draft): Promise<boolean> {
    // That access was taken away is said to who has none any more.
    if (told.kind === 'role') return true;
    const access = await accessTo(this.deps.store, planId, userId);
    return access !== null && planAllows(access.role, 'thread' in told ? 'comment' : 'open');
  }
}
