import { type InboxLive, liveSchema } from '@filiera/shared/inbox/api.ts';
import { backoffMillis } from '../collab/backoff.ts';

/** How long a window may be out of sight before it stops listening, in milliseconds. */
const HIDDEN_MILLIS = 15_000;
/** How long the line stays open between two pages, in milliseconds. */
const LINGER_MILLIS = 3_000;

/**
 * The line on which this window hears what its member is told: one for each window, since browsers allow few
 * connections to one server, and none while the window is out of sight. It comes back by itself.
 */
export class InboxLine {
  /** How much is unread; `null` until the server has said so. */
  unread: number | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly hearers = new Set<(live: InboxLive) => void>();
  private source: EventSource | null = null;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private parting: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called whenever `unread` may be another. Returns what ends it. */
  readonly subscribe = (changed: () => void): (() => void) => {
    this.listeners.add(changed);
    clearTimeout(this.parting);
    if (this.listeners.size === 1) {
      document.addEventListener('visibilitychange', this.look);
      this.look();
    }
    return () => {
      this.listeners.delete(changed);
      // Who goes from page to page stays on the line.
      if (this.listeners.size === 0) this.part(LINGER_MILLIS);
    };
  };

  readonly count = (): number | null => this.unread;

  /** `hear` is called with everything that comes. Returns what ends it. */
  hear(hear: (live: InboxLive) => void): () => void {
    this.hearers.add(hear);
    return () => {
      this.hearers.delete(hear);
    };
  }

  private readonly look = (): void => {
    clearTimeout(this.parting);
    if (document.visibilityState === 'hidden') this.part(HIDDEN_MILLIS);
    else if (this.source === null) this.open();
  };

  private part(millis: number): void {
    clearTimeout(this.parting);
    this.parting = setTimeout(() => {
      this.hangUp();
      if (this.listeners.size === 0) document.removeEventListener('visibilitychange', this.look);
    }, millis);
  }

  private hangUp(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
    this.attempt = 0;
  }

  private open(): void {
    clearTimeout(this.retry);
    const source = new EventSource('/api/inbox/live');
    this.source = source;
    source.addEventListener('inbox', ({ data }: MessageEvent<string>) => {
      this.attempt = 0;
      const live = liveSchema.safeParse(parsed(data));
      if (!live.success) return;
      this.unread = live.data.unread;
      for (const hear of this.hearers) hear(live.data);
      for (const listener of this.listeners) listener();
    });
    source.addEventListener('error', () => {
      // Not the browser's own way of coming back, by which all pages would come at the same moment.
      source.close();
      if (this.source !== source) return;
      this.source = null;
      this.retry = setTimeout(() => this.look(), backoffMillis(this.attempt, Math.random()));
      this.attempt += 1;
    });
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const lines = new Map<string, InboxLine>();

/** The line of a member in this window. */
export function lineOf(userId: string): InboxLine {
  const line = lines.get(userId) ?? new InboxLine();
  lines.set(userId, line);
  return line;
}
