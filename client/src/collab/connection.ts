import {
  CLOSE,
  decodeFiliera,
  MESSAGE_FILIERA,
  MESSAGE_SYNC,
  type Notice,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
} from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { countingSocket } from './counting-socket.ts';
import { Unconfirmed } from './unconfirmed.ts';

/** What the page may say about saving. It is never guessed: see `Unconfirmed`. */
export type SaveState =
  /** Nothing came from the server yet. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline'; readonly unsaved: boolean }
  /** The server closed the connection for good, with this code. */
  | { readonly kind: 'stopped'; readonly code: number; readonly unsaved: boolean };

export interface ConnectionListener {
  /** `save` or `synced` may have changed. */
  changed(): void;
  notice(notice: Notice): void;
}

/** The sync frame that asks, as y-protocols numbers them; the others carry edits. */
const STEP_1 = 0;

/** A frame over the server's limit will be too large the next time as well, unlike other closures below 4000. */
const isFinal = (code: number): boolean => (code >= 4400 && code < 4500) || code === CLOSE.tooLarge;

/**
 * One replica of a plan's document, in step with the server for as long as it lives. `confirmed` is what the server
 * is known to hold: all that came from it, and of one's own edits those that it acknowledged.
 */
export class PlanConnection {
  readonly doc: Y.Doc;
  readonly confirmed = new Y.Doc();
  readonly provider: WebsocketProvider;
  readonly #unconfirmed = new Unconfirmed();
  readonly #listener: ConnectionListener;
  /** Edit-bearing frames that the present socket sent. */
  #sent = 0;
  /** True from the present socket's answer to the server's sync step 1. */
  #answered = false;
  #everSynced = false;
  #stopped: number | null = null;

  /** `from` is a state that the server is known to hold, so that the page need not start empty. */
  constructor(planId: string, listener: ConnectionListener, from?: Uint8Array) {
    this.#listener = listener;
    this.doc = new Y.Doc();
    if (from) {
      Y.applyUpdate(this.doc, from);
      Y.applyUpdate(this.confirmed, from);
      this.#everSynced = true;
    }
    this.provider = new WebsocketProvider(
      `${window.location.origin.replace(/^http/, 'ws')}/collab`,
      encodeURIComponent(planId),
      this.doc,
      {
        connect: false,
        disableBc: true,
        params: { protocol: String(PROTOCOL_VERSION), schema: String(SCHEMA_VERSION) },
        shouldReconnect: (event) => !isFinal(event.code),
        WebSocketPolyfill: countingSocket({
          opened: () => this.#socketOpened(),
          sent: (count, answer) => this.#frameSent(count, answer),
        }),
      },
    );
    const sync = this.provider.messageHandlers[MESSAGE_SYNC]!;
    this.provider.messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...rest) => {
      this.#hear(decoding.clone(decoder));
      sync(encoder, decoder, ...rest);
    };
    this.provider.messageHandlers[MESSAGE_FILIERA] = (_encoder, decoder) => this.#receive(decoder);
    this.provider.on('sync', (synced: boolean) => {
      if (synced) this.#everSynced = true;
      this.#listener.changed();
    });
    this.provider.on('status', ({ status }) => {
      if (status === 'connected') this.#renewPresence();
      if (status === 'disconnected') {
        this.#unconfirmed.socketLost();
        this.#forgetOthers();
      }
      this.#listener.changed();
    });
    this.provider.on('closed', ({ code }) => {
      this.#stopped = code;
      this.#listener.changed();
    });
    // After the provider's own listener, which has sent the update by then where there is a connection.
    this.doc.on('update', this.#onUpdate);
    window.addEventListener('offline', this.#reconnect);
    window.addEventListener('online', this.#reconnect);
  }

  /** Connects, and again whenever the connection is lost. To be called once. */
  connect(): void {
    this.provider.connect();
  }

  get synced(): boolean {
    return this.#everSynced;
  }

  get save(): SaveState {
    const unsaved = this.#unconfirmed.size > 0;
    if (this.#stopped !== null) return { kind: 'stopped', code: this.#stopped, unsaved };
    if (!this.provider.wsconnected)
      return this.#everSynced ? { kind: 'offline', unsaved } : { kind: 'loading' };
    if (!this.provider.synced && !this.#everSynced) return { kind: 'loading' };
    return this.provider.synced && this.#answered && !unsaved ? { kind: 'saved' } : { kind: 'saving' };
  }

  /** Is there an edit here that the server is not known to hold? */
  get unsaved(): boolean {
    return this.#unconfirmed.size > 0;
  }

  /** Connects again after a closure that was for good, with everything that is here. */
  retry(): void {
    if (this.#stopped === null) return;
    this.#stopped = null;
    this.provider.connect();
    this.#listener.changed();
  }

  /** Leaves the room and takes no further part; `doc` and `confirmed` stay readable. */
  destroy(): void {
    window.removeEventListener('offline', this.#reconnect);
    window.removeEventListener('online', this.#reconnect);
    this.doc.off('update', this.#onUpdate);
    this.provider.destroy();
    this.provider.awareness.destroy();
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.provider) return;
    const { ws, wsconnected } = this.provider;
    const carried = wsconnected && ws?.readyState === WebSocket.OPEN;
    this.#unconfirmed.add(update, carried ? this.#sent : null);
    this.#listener.changed();
  };

  /**
   * Takes a sync frame of the server into `confirmed`, as it came: what the document makes of it would not do, since
   * that can hold deletions which follow from one's own edits and which the server knows nothing of.
   */
  #hear(frame: decoding.Decoder): void {
    const isQuestion = decoding.readVarUint(frame) === STEP_1;
    const payload = decoding.readVarUint8Array(frame);
    if (!isQuestion) Y.applyUpdate(this.confirmed, payload);
    else for (const update of this.#unconfirmed.known(payload)) Y.applyUpdate(this.confirmed, update);
  }

  /**
   * The browser says that the network came or went. Trying at once tells which it is: a server on this machine is
   * still there, another is not, and then the page must not wait half a minute to say so.
   */
  readonly #reconnect = (): void => {
    if (this.#stopped !== null) return;
    this.provider.disconnect();
    this.provider.connect();
  };

  #socketOpened(): void {
    this.#sent = 0;
    this.#answered = false;
    this.#unconfirmed.socketLost();
  }

  #frameSent(count: number, answer: boolean): void {
    this.#sent = count;
    if (!answer) return;
    this.#answered = true;
    this.#unconfirmed.answered(count);
    this.#listener.changed();
  }

  #receive(decoder: Parameters<typeof decodeFiliera>[0]): void {
    const message = decodeFiliera(decoder);
    if (message.kind === 'notice') {
      this.#listener.notice(message.notice);
      return;
    }
    for (const update of this.#unconfirmed.acknowledged(message.upTo)) Y.applyUpdate(this.confirmed, update);
    this.#listener.changed();
  }

  /**
   * Awareness remembers how new the states were that it last had of others, and would ignore them when the next socket
   * brings them unchanged: they would be missing until they move.
   */
  #forgetOthers(): void {
    const { meta, clientID } = this.provider.awareness;
    for (const client of [...meta.keys()]) if (client !== clientID) meta.delete(client);
  }

  /**
   * Others forget a member whose socket closed, and ignore a state that is not newer than the one they forgot: say
   * it anew with every socket.
   */
  #renewPresence(): void {
    const state = this.provider.awareness.getLocalState();
    if (state) this.provider.awareness.setLocalState({ ...state });
  }
}
