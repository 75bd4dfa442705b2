import { MESSAGE_AWARENESS, MESSAGE_SYNC } from '@filiera/shared/protocol/protocol.ts';
import { type Dialect, readVarUint, STEP_1, STEP_2, syncMessage, UPDATE, varUintLength } from './dialect.ts';
import { type Address, BareSocket } from './socket.ts';

/** An update of a document without anything in it. */
const EMPTY_UPDATE = new Uint8Array(2);
/** The state vector of an empty document. */
const EMPTY_STATE = new Uint8Array(1);

/** How one member reaches one plan. */
export interface Door extends Address {
  readonly dialect: Dialect;
}

/** What a page is told: Yjs updates as they come in, valid until this returns. `at`: the generator's clock, in ms. */
export type Content = (page: Page, update: Buffer, at: number) => void;

/** One open page: it greets, asks for the document, answers, sends edits and counts what is acknowledged. */
export class Page {
  readonly dialect: Dialect;
  /** Resolves once the server has sent what it has. */
  readonly synced: Promise<void>;
  /** Rejects when the server closes the page, or never lets it in. */
  readonly lost: Promise<never>;
  /** How many messages that bear content were sent, and how many of them the server has acknowledged. */
  sentEdits = 0;
  acknowledged = 0;
  /** Messages that show where others are. */
  carets = 0;
  /** Called with every acknowledgement. */
  onAcknowledged: () => void = () => {};
  readonly socket: BareSocket;
  private readonly content: Content;
  private isLeaving = false;
  private readonly sync = Promise.withResolvers<void>();
  private readonly loss = Promise.withResolvers<never>();

  constructor(door: Door, content: Content) {
    this.dialect = door.dialect;
    this.content = content;
    this.lost = this.loss.promise;
    this.lost.catch(() => {});
    this.synced = Promise.race([this.sync.promise, this.lost]);
    // A page that has its content may leave before it is told that this was all.
    this.synced.catch(() => {});
    this.socket = new BareSocket(door, {
      onMessage: (message) => this.received(message),
      onClose: (code, reason) => {
        const why = `a page was closed with ${code} ${reason}`;
        this.loss.reject(new Error(why));
        if (!this.isLeaving) console.error(why);
      },
    });
    this.socket.opened.then(
      () => {
        for (const message of this.dialect.greeting) this.socket.send(message);
        if (this.dialect.answers) this.socket.send(syncMessage(this.dialect, STEP_1, EMPTY_STATE));
        else this.sync.resolve();
      },
      (error) => this.loss.reject(error),
    );
  }

  /** Sends one key press. */
  edit(update: Uint8Array): void {
    this.sentEdits += 1;
    this.socket.send(syncMessage(this.dialect, UPDATE, update));
  }

  /** Resolves once everything sent so far is acknowledged. */
  saved(): Promise<void> {
    const upTo = this.sentEdits;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.onAcknowledged = () => {
      if (this.acknowledged >= upTo) resolve();
    };
    this.onAcknowledged();
    return Promise.race([promise, this.lost]);
  }

  leave(): void {
    this.isLeaving = true;
    this.socket.end();
  }

  /** The server is about to be stopped: a close is no news. */
  expectClose(): void {
    this.isLeaving = true;
  }

  private received(message: Buffer): void {
    const at = this.dialect.prefix.length;
    switch (message[at]) {
      case MESSAGE_SYNC: {
        const now = performance.now();
        if (message[at + 1] === STEP_1) {
          // A page that has nothing of its own answers so, as the stock provider does.
          this.sentEdits += 1;
          this.socket.send(syncMessage(this.dialect, STEP_2, EMPTY_UPDATE));
          return;
        }
        const from = at + 2 + varUintLength(readVarUint(message, at + 2));
        this.content(this, message.subarray(from), now);
        if (message[at + 1] === STEP_2) this.sync.resolve();
        return;
      }
      case MESSAGE_AWARENESS:
        this.carets += 1;
        return;
      default: {
        const acknowledged = this.dialect.acknowledges(message, at, this.acknowledged);
        if (acknowledged === null) return;
        this.acknowledged = acknowledged;
        this.onAcknowledged();
      }
    }
  }
}
