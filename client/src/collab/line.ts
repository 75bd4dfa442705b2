import { CLOSE, KEEP_ALIVE_MILLIS } from '@filiera/shared/protocol/protocol.ts';
import type { WebsocketProvider } from 'y-websocket';
import { api } from '../api/client.ts';
import { ApiFailure } from '../api/failure.ts';
import { backoffMillis } from './backoff.ts';

/**
 * A connection on which nothing came for so long is dead, in milliseconds: the server says something at least every
 * `KEEP_ALIVE_MILLIS`, and its turn may come a little late.
 */
const SILENCE_MILLIS = KEEP_ALIVE_MILLIS + 3_000;
/** How long a socket may take to open, in milliseconds. */
const CONNECTING_MILLIS = 15_000;
/** How often that is looked at. */
const WATCH_MILLIS = 500;
/** How long the first attempt may take before the page says that it is offline. */
const FIRST_ATTEMPT_MILLIS = 4_000;

/** A frame over the server's limit will be too large the next time as well, unlike other closures below 4000. */
export const isFinal = (code: number): boolean => (code >= 4400 && code < 4500) || code === CLOSE.tooLarge;

/**
 * Keeps a provider connected: notices when its connection is dead, tries again with growing pauses, and finds out why
 * it is not let in.
 */
export class Line {
  readonly #provider: WebsocketProvider;
  readonly #planId: string;
  readonly #chance: () => number;
  readonly #changed: () => void;
  /** Attempts to connect since the last that reached the server's content. */
  #attempts = 0;
  #tried = false;
  #firstAttempt: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  /** When the present socket last brought something; `performance.now()`. */
  #heardAt = 0;
  /** Did the present attempt's socket open? */
  #opened = false;
  #stopped: number | null = null;

  /**
   * `changed` is called when `tried` or `stopped` may have changed; `chance` gives numbers in [0, 1), which spread the
   * attempts.
   */
  constructor(provider: WebsocketProvider, planId: string, chance: () => number, changed: () => void) {
    this.#provider = provider;
    this.#planId = planId;
    this.#chance = chance;
    this.#changed = changed;
    provider.on('sync', (synced: boolean) => {
      if (synced) this.#attempts = 0;
    });
    provider.on('connection-close', () => this.#attemptEnded());
    provider.on('status', ({ status }) => {
      if (status !== 'connected') return;
      this.#tried = true;
      this.#opened = true;
      this.heard();
    });
    provider.on('closed', ({ code }) => this.#stop(code));
    window.addEventListener('offline', this.#reconnect);
    window.addEventListener('online', this.#reconnect);
  }

  /** Has the first attempt had its answer, or its time? Before that the page is neither offline nor connected. */
  get tried(): boolean {
    return this.#tried;
  }

  /** The code with which the server closed the connection for good; `null` where it has not. */
  get stopped(): number | null {
    return this.#stopped;
  }

  /** Connects, and again whenever the connection is lost. To be called once. */
  connect(): void {
    this.#tried = !navigator.onLine;
    this.#firstAttempt = setTimeout(() => this.#giveUpWaiting(), FIRST_ATTEMPT_MILLIS);
    this.#watch = setInterval(() => this.#lookForSilence(), WATCH_MILLIS);
    this.#provider.connect();
    this.#changed();
  }

  /** Connects again after a closure that was for good. */
  retry(): void {
    if (this.#stopped === null) return;
    this.#stopped = null;
    this.#provider.connect();
    this.#changed();
  }

  /** A new socket was made. */
  begun(): void {
    this.#opened = false;
    this.heard();
  }

  /** The present socket brought something. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  destroy(): void {
    window.removeEventListener('offline', this.#reconnect);
    window.removeEventListener('online', this.#reconnect);
    clearTimeout(this.#firstAttempt);
    clearInterval(this.#watch);
  }

  #stop(code: number): void {
    this.#stopped = code;
    this.#changed();
  }

  /**
   * The browser says that the network came or went. Trying at once tells which it is: a server on this machine is
   * still there, another is not, and then the page must not wait half a minute to say so.
   */
  readonly #reconnect = (): void => {
    if (this.#stopped !== null) return;
    this.#provider.disconnect();
    this.#provider.connect();
  };

  /** Sets how long the provider waits before it tries again, and finds out why it was not let in. */
  #attemptEnded(): void {
    this.#tried = true;
    // The provider waits for the shorter of its own doubled wait and this one: the first is made too long to count.
    this.#provider.wsUnsuccessfulReconnects = 20;
    this.#provider.maxBackoffTime = backoffMillis(this.#attempts, this.#chance());
    this.#attempts += 1;
    if (!this.#opened) void this.#askWhy();
    this.#changed();
  }

  /**
   * A socket that is refused before it opens does not say why; the plan's own address does. Only an answer counts: no
   * answer is no network.
   */
  async #askWhy(): Promise<void> {
    const key = await api.plan(this.#planId).then(
      () => null,
      (failure: unknown) => (failure instanceof ApiFailure ? failure.key : null),
    );
    const code = key === 'not-found' ? CLOSE.forbidden : key === 'signed-out' ? CLOSE.signedOut : null;
    if (code === null || this.#stopped !== null || this.#provider.wsconnected) return;
    this.#provider.disconnect();
    this.#stop(code);
  }

  #giveUpWaiting(): void {
    if (this.#tried) return;
    this.#tried = true;
    this.#changed();
  }

  /** A network that is gone closes no socket: only the silence tells. */
  #lookForSilence(): void {
    if (this.#provider.ws === null) return;
    const longest = this.#provider.wsconnected ? SILENCE_MILLIS : CONNECTING_MILLIS;
    if (performance.now() - this.#heardAt >= longest) this.#reconnect();
  }
}
