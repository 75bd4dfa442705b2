import { type PlanStatus, planAllows } from '@filiera/shared/permissions.ts';
import type { Notice } from '@filiera/shared/protocol/protocol.ts';
import type { Anchor, CommentText, NewThread, Thread } from '@filiera/shared/threads/api.ts';
import { ApiFailure, type FailureKey } from '../api/failure.ts';
import { ADDRESSES } from '../api/queries.ts';
import { newKey } from '../collab/new-key.ts';
import type { OpenPlan } from '../collab/plan-session.ts';
import { askOrKept, isKept } from '../offline/answers.ts';
import { onForgotten } from '../offline/keeping.ts';
import { type Draft, type Drafts, draftPlace, keepDraft, keptDrafts, replyPlace } from './drafts.ts';
import {
  hasGap,
  type KnownThreads,
  NOTHING_KNOWN,
  type ThreadNews,
  withAll,
  withNews,
  withThread,
} from './known-threads.ts';
import { dropItem, keepItem, keptItems, mayPass, type OutboxItem } from './outbox.ts';
import { threadsApi } from './requests.ts';

/** A place that a thread may be opened on, the nearest first: the passage, its block, its section. */
export interface Composing {
  readonly anchors: readonly [Anchor, ...Anchor[]];
  /** Which of them is chosen. */
  readonly chosen: number;
}

export interface CommentsState {
  readonly threads: readonly Thread[];
  readonly people: KnownThreads['people'];
  /** Were the threads read once? */
  readonly loaded: boolean;
  /** Why they could not be read, while they could not. */
  readonly failure: FailureKey | null;
  /** What this member has sent off and the server has not taken yet. */
  readonly outbox: readonly OutboxItem[];
  readonly drafts: Drafts;
  readonly composing: Composing | null;
  /** The thread that is open in the panel. */
  readonly active: string | null;
  /** How often the panel was asked to show a thread, or the place where one is written. */
  readonly openings: number;
  /** Was what this browser keeps of drafts and unsent comments read? */
  readonly restored: boolean;
  /** May this member write comments here and now? Those who may not comment at all have no store. */
  readonly writable: boolean;
}

/** How long after a failed attempt the server is asked again, in milliseconds. */
const AGAIN_MILLIS = 4_000;
/** A draft is kept once its author rests for so long, in milliseconds. */
const DRAFT_MILLIS = 300;

/** Somebody else wrote something: what `onNews` is called with. */
export interface Arrival {
  readonly thread: Thread;
  readonly isNew: boolean;
}

/** Those that are open in this window. */
const openStores = new Set<CommentsStore>();

/** The member signs out: what is being written goes with everything else that this browser keeps. */
onForgotten((userId) => {
  for (const store of openStores) store.forget(userId);
});

/**
 * The comments of a plan as this window has them open: the threads in step with the server, what waits to be sent, what
 * is being written. A store for `useSyncExternalStore`, beside the plan's session.
 */
export class CommentsStore {
  readonly #session: OpenPlan;
  readonly #userId: string;
  readonly #onArrival: (arrivals: readonly Arrival[]) => void;
  readonly #listeners = new Set<() => void>();
  readonly #draftTimers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The threads that this page opened, by the keys under which they were sent. */
  readonly #opened = new Map<string, string>();
  #known: KnownThreads = NOTHING_KNOWN;
  #state: CommentsState;
  #reading = false;
  /** Was a reading asked for while one was on its way? */
  #readAgain = false;
  #sending: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  #stop: (() => void) | null = null;

  constructor(session: OpenPlan, userId: string, onArrival: (arrivals: readonly Arrival[]) => void) {
    this.#session = session;
    this.#userId = userId;
    this.#onArrival = onArrival;
    this.#state = {
      threads: [],
      people: new Map(),
      loaded: false,
      failure: null,
      outbox: [],
      drafts: new Map(),
      composing: null,
      active: null,
      openings: 0,
      restored: false,
      writable: isWritable(session.state.access.status),
    };
  }

  get state(): CommentsState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the threads and follows them from here on. */
  start(): void {
    openStores.add(this);
    const stopHearing = this.#session.onNotice((notice) => this.#hear(notice));
    const stopFollowing = this.#session.subscribe(() => this.#follow());
    const online = (): void => void this.#again();
    window.addEventListener('online', online);
    this.#stop = () => {
      stopHearing();
      stopFollowing();
      window.removeEventListener('online', online);
    };
    void this.#read();
    void this.#begin();
  }

  /** Keeps nothing more of what this member writes. */
  forget(userId: string): void {
    if (userId !== this.#userId) return;
    for (const timer of this.#draftTimers.values()) clearTimeout(timer);
    this.#draftTimers.clear();
    this.destroy();
  }

  destroy(): void {
    this.#ended = true;
    openStores.delete(this);
    this.#stop?.();
    clearTimeout(this.#timer);
    for (const [place, timer] of this.#draftTimers) {
      clearTimeout(timer);
      void keepDraft(this.#userId, this.#session.planId, place, this.#state.drafts.get(place) ?? null);
    }
    this.#listeners.clear();
  }

  /** Takes in a thread that the server has answered with. */
  took(thread: Thread): void {
    this.#know(withThread(this.#known, thread));
  }

  setActive(active: string | null): void {
    if (active !== this.#state.active) this.#set({ active });
  }

  /** Has the panel shown, wherever it is. */
  summonPanel(): void {
    this.#set({ openings: this.#state.openings + 1 });
  }

  /** Begins a thread on a place; `null` puts the composer away, its draft kept. */
  compose(anchors: readonly [Anchor, ...Anchor[]] | null): void {
    this.#set({ composing: anchors && { anchors, chosen: 0 } });
    if (anchors) this.summonPanel();
  }

  /** Another of the places that were offered: what was written goes along. */
  choose(chosen: number): void {
    const { composing } = this.#state;
    const before = composing?.anchors[composing.chosen];
    const after = composing?.anchors[chosen];
    if (!composing || !before || !after) return;
    const draft = this.#state.drafts.get(draftPlace(before));
    this.#set({ composing: { ...composing, chosen } });
    if (!draft) return;
    this.setDraft(draftPlace(before), null);
    this.setDraft(draftPlace(after), { ...draft, anchor: after });
  }

  setDraft(place: string, draft: Draft | null): void {
    const drafts = new Map(this.#state.drafts);
    if (draft) drafts.set(place, draft);
    else drafts.delete(place);
    this.#set({ drafts });
    clearTimeout(this.#draftTimers.get(place));
    this.#draftTimers.set(
      place,
      setTimeout(() => {
        this.#draftTimers.delete(place);
        void keepDraft(this.#userId, this.#session.planId, place, this.#state.drafts.get(place) ?? null);
      }, DRAFT_MILLIS),
    );
  }

  /**
   * Sends a new thread off. It is kept until the server has it; resolves with the thread's id, or with `null` where it
   * has to wait, or was not taken.
   */
  async open(
    anchor: Anchor,
    text: CommentText,
    extras: Pick<Draft, 'assignee' | 'due' | 'blocking'>,
  ): Promise<string | null> {
    const body: NewThread = { key: newKey(), anchor, text, ...extras };
    const keeping = this.#putOut({ kind: 'thread', at: Date.now(), failure: null, body });
    // At once: what is written from here on is another draft.
    this.setDraft(draftPlace(anchor), null);
    this.#set({ composing: null });
    await keeping;
    await this.#sendAll();
    return this.#opened.get(body.key) ?? null;
  }

  /** The same for a reply; resolves with whether the server has it. */
  async reply(thread: string, text: CommentText): Promise<boolean> {
    const body = { key: newKey(), text };
    const keeping = this.#putOut({ kind: 'reply', thread, at: Date.now(), failure: null, body });
    this.setDraft(replyPlace(thread), null);
    await keeping;
    await this.#sendAll();
    return !this.#state.outbox.some((item) => item.body.key === body.key);
  }

  /** Sends again what the server would not have. */
  retry(key: string): void {
    const items = this.#state.outbox.map((item) =>
      item.body.key === key ? { ...item, failure: null } : item,
    );
    this.#set({ outbox: items });
    void this.#sendAll();
  }

  /** Takes a comment that was not taken out of the outbox, and back among the drafts where `asDraft`. */
  giveUp(key: string, asDraft: boolean): void {
    const item = this.#state.outbox.find(({ body }) => body.key === key);
    if (!item) return;
    void dropItem(this.#userId, this.#session.planId, key);
    this.#set({ outbox: this.#state.outbox.filter((one) => one !== item) });
    if (!asDraft) return;
    const { text } = item.body;
    if (item.kind === 'reply') {
      this.setDraft(replyPlace(item.thread), {
        anchor: null,
        text,
        assignee: null,
        due: null,
        blocking: false,
      });
      return;
    }
    const { anchor, assignee = null, due = null, blocking = false } = item.body;
    const parsed = anchor as Anchor;
    this.setDraft(draftPlace(parsed), { anchor: parsed, text, assignee, due, blocking });
    this.compose([parsed]);
  }

  /** Asks for the threads again, where they could not be read. */
  readAgain(): void {
    void this.#read();
  }

  async #begin(): Promise<void> {
    const { planId } = this.#session;
    const [items, drafts] = await Promise.all([
      keptItems(this.#userId, planId),
      keptDrafts(this.#userId, planId),
    ]);
    if (this.#ended) return;
    const known = new Set(this.#state.outbox.map(({ body }) => body.key));
    this.#set({
      outbox: [...items.filter(({ body }) => !known.has(body.key)), ...this.#state.outbox],
      drafts: new Map([...drafts, ...this.#state.drafts]),
      restored: true,
    });
    void this.#sendAll();
  }

  #hear(notice: Notice): void {
    if (notice.kind === 'threads') {
      this.#arrived(notice);
      return;
    }
    // The first on every connection: what happened meanwhile is asked for.
    if (notice.kind === 'access' && planAllows(notice.role, 'comment')) {
      void this.#read();
      void this.#sendAll();
    }
  }

  #arrived(news: ThreadNews): void {
    const before = new Map(this.#state.threads.map((thread) => [thread.id, thread]));
    const wasLoaded = this.#state.loaded;
    this.#know(withNews(this.#known, news));
    if (hasGap(this.#known)) void this.#read();
    if (!wasLoaded) return;
    const arrivals = news.threads.flatMap((thread): Arrival[] => {
      const known = before.get(thread.id);
      const last = thread.comments.at(-1);
      const isLonger = thread.comments.length > (known?.comments.length ?? 0);
      return isLonger && last && last.authorId !== this.#userId ? [{ thread, isNew: !known }] : [];
    });
    if (arrivals.length > 0) this.#onArrival(arrivals);
  }

  #follow(): void {
    const writable = isWritable(this.#session.state.access.status);
    if (writable !== this.#state.writable) this.#set({ writable });
  }

  async #read(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return;
    }
    this.#reading = true;
    try {
      const { planId } = this.#session;
      const address = ADDRESSES.threads(planId);
      // Without network they are shown as they were when they were last read.
      const all = await askOrKept(this.#userId, address, () => threadsApi.all(planId));
      this.#know(withAll(this.#known, all));
      const failure = isKept(this.#userId, address) ? 'offline' : null;
      if (failure !== this.#state.failure) this.#set({ failure });
      if (failure) this.#askLater();
    } catch (failure) {
      this.#set({ failure: keyOf(failure) });
      if (mayPass(keyOf(failure))) this.#askLater();
    } finally {
      this.#reading = false;
    }
    if (this.#readAgain || hasGap(this.#known)) {
      this.#readAgain = false;
      if (!this.#ended && !this.#state.failure) await this.#read();
    }
  }

  #askLater(): void {
    if (this.#ended) return;
    this.#timer ??= setTimeout(() => void this.#again(), AGAIN_MILLIS);
  }

  async #again(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#ended) return;
    if (this.#state.failure || !this.#state.loaded) await this.#read();
    await this.#sendAll();
  }

  /** Kept before anything else, so that a page that goes now takes nothing along. */
  async #putOut(item: OutboxItem): Promise<void> {
    await keepItem(this.#userId, this.#session.planId, item);
    this.#set({ outbox: [...this.#state.outbox, item] });
  }

  /** Sends what waits, one after the other. The key of each makes it count once, however often it is sent. */
  #sendAll(): Promise<void> {
    this.#sending = this.#sending.then(() => this.#send());
    return this.#sending;
  }

  async #send(): Promise<void> {
    for (;;) {
      const item = this.#state.outbox.find(({ failure }) => failure === null);
      if (!item || this.#ended) return;
      const { key } = item.body;
      try {
        const { planId } = this.#session;
        const thread =
          item.kind === 'thread'
            ? await threadsApi.open(planId, item.body)
            : await threadsApi.reply(planId, item.thread, item.body);
        await dropItem(this.#userId, planId, key);
        this.#known = withThread(this.#known, thread);
        if (item.kind === 'thread') this.#opened.set(key, thread.id);
        this.#set({
          ...this.#shown(),
          outbox: this.#state.outbox.filter(({ body }) => body.key !== key),
        });
      } catch (thrown) {
        const failure = keyOf(thrown);
        if (mayPass(failure)) {
          this.#askLater();
          return;
        }
        const failed = { ...item, failure };
        await keepItem(this.#userId, this.#session.planId, failed);
        this.#set({
          outbox: this.#state.outbox.map((one) => (one.body.key === key ? failed : one)),
        });
      }
    }
  }

  #know(known: KnownThreads): void {
    this.#known = known;
    this.#set(this.#shown());
  }

  #shown(): Pick<CommentsState, 'threads' | 'people' | 'loaded'> {
    const { threads, people, revision } = this.#known;
    return { threads, people, loaded: revision !== null };
  }

  #set(change: Partial<CommentsState>): void {
    if (this.#ended) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

const isWritable = (status: PlanStatus): boolean => status !== 'archived';

function keyOf(thrown: unknown): FailureKey {
  return thrown instanceof ApiFailure ? thrown.key : 'internal';
}
