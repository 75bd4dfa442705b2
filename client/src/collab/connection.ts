import {
  decodeFiliera,
  encodeEpoch,
  MESSAGE_AWARENESS,
  MESSAGE_FILIERA,
  MESSAGE_SYNC,
  type Notice,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
} from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { PlanCopy } from '../offline/plan-copy.ts';
import { PlanUndo } from '../undo/plan-undo.ts';
import { countingSocket } from './counting-socket.ts';
import { isFinal, Line } from './line.ts';
import { type EditId, type KeptEdit, Unconfirmed } from './unconfirmed.ts';

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

/** The origin of edits that come from this browser's own copy. */
const FROM_COPY = 'copy';

/** What a connection leaves to the one that goes on in its place. */
export interface Remains {
  /** What the server is known to hold. */
  readonly confirmed: Y.Doc;
  /** The plan's epoch, as far as it is known. */
  readonly epoch: number | null;
  /** Edits of one's own that were not refused with the others. */
  readonly unsent: readonly KeptEdit[];
}

/**
 * One replica of a plan's document, in step with the server for as long as it lives. `confirmed` is what the server
 * is known to hold: all that came from it, and of one's own edits those that it acknowledged.
 */
export class PlanConnection {
  readonly doc: Y.Doc;
  readonly confirmed: Y.Doc;
  readonly provider: WebsocketProvider;
  /** One's own edits of `doc`, to take back; a new document starts without any. */
  readonly undo: PlanUndo;
  readonly #unconfirmed = new Unconfirmed();
  readonly #line: Line;
  readonly #listener: ConnectionListener;
  #copy: PlanCopy | null = null;
  /** How many edits this page made. */
  #made = 0;
  readonly #beforeOthers = new Set<() => void>();
  /** Edit-bearing frames that the present socket sent. */
  #sent = 0;
  /** True from the present socket's answer to the server's sync step 1. */
  #answered = false;
  #everSynced = false;
  /** The epoch of what is written here; `null` before it is known. */
  #epoch: number | null;
  /** The plan's own, as the server said last. */
  #planEpoch: number | null = null;

  /**
   * `from` is what an earlier connection left, so that the page need not start empty; its document is kept on. `chance`
   * gives numbers in [0, 1), which spread the attempts to connect again.
   */
  constructor(
    planId: string,
    listener: ConnectionListener,
    from?: Remains,
    chance: () => number = Math.random,
  ) {
    this.#listener = listener;
    this.doc = new Y.Doc();
    this.undo = new PlanUndo(this.doc);
    this.confirmed = from?.confirmed ?? new Y.Doc();
    this.#epoch = from?.epoch ?? null;
    if (from) {
      Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(from.confirmed), FROM_COPY);
      this.#takeUnsent(from.unsent);
      this.#everSynced = true;
    }
    this.provider = new WebsocketProvider(
      `${window.location.origin.replace(/^http/, 'ws')}/collab`,
      encodeURIComponent(planId),
      this.doc,
      {
        connect: false,
        disableBc: true,
        params: {
          protocol: String(PROTOCOL_VERSION),
          schema: String(SCHEMA_VERSION),
          ...(this.#epoch === null ? {} : { epoch: String(this.#epoch) }),
        },
        shouldReconnect: (event) => !isFinal(event.code),
        WebSocketPolyfill: countingSocket({
          opened: () => this.#socketOpened(),
          heard: () => this.#line.heard(),
          sent: (count, answer) => this.#frameSent(count, answer),
        }),
      },
    );
    this.#line = new Line(this.provider, planId, chance, () => listener.changed());
    const sync = this.provider.messageHandlers[MESSAGE_SYNC]!;
    this.provider.messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...rest) => {
      this.#hear(decoding.clone(decoder));
      sync(encoder, decoder, ...rest);
    };
    const { messageHandlers } = this.provider;
    messageHandlers[MESSAGE_FILIERA] = (_encoder, decoder) => this.#receive(decoder);
    for (const type of [MESSAGE_SYNC, MESSAGE_AWARENESS]) {
      const handle = messageHandlers[type];
      messageHandlers[type] = (...message) => {
        for (const prepare of this.#beforeOthers) prepare();
        handle?.(...message);
      };
    }
    this.provider.on('sync', (synced: boolean) => {
      if (synced) {
        this.#everSynced = true;
        this.#copy?.becameWhole();
      }
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
    // After the provider's own listener, which has sent the update by then where there is a connection.
    this.doc.on('update', this.#onUpdate);
  }

  /**
   * Takes in what this browser kept of the plan, whose document `confirmed` holds already: what was not acknowledged
   * is unsaved again, and goes with the answer to the server's step 1. To be called before `connect`.
   */
  restore(copy: PlanCopy): void {
    this.#copy = copy;
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.confirmed), FROM_COPY);
    if (copy.kept.whole) this.#everSynced = true;
    this.#takeUnsent(copy.kept.unsent);
    // Another window may have gone on to a later epoch than one whose edits were left behind.
    const epochs = copy.kept.unsent.map(({ epoch }) => epoch);
    if (copy.kept.epoch !== null) epochs.push(copy.kept.epoch);
    if (epochs.length > 0) this.#be(Math.min(...epochs));
    this.#listener.changed();
  }

  #takeUnsent(edits: readonly KeptEdit[]): void {
    for (const edit of edits) {
      Y.applyUpdate(this.doc, edit.update, FROM_COPY);
      this.#unconfirmed.add(edit, null);
    }
  }

  /** From here on everything is written, and the next socket opened, in this epoch. */
  #be(epoch: number): void {
    this.#epoch = epoch;
    this.provider.params = { ...this.provider.params, epoch: String(epoch) };
  }

  /**
   * Goes on in the plan's own epoch, where nothing is left of an earlier one. What is unsaved was written in that: it
   * is for the server to say whether it came in time.
   */
  #followEpoch(): void {
    if (this.#planEpoch === null || this.#epoch === this.#planEpoch) return;
    if (this.#epoch !== null && this.#unconfirmed.size > 0) return;
    this.#be(this.#planEpoch);
    this.#copy?.entered(this.#planEpoch);
    const { ws } = this.provider;
    if (ws?.readyState === WebSocket.OPEN) ws.send(encodeEpoch(this.#planEpoch));
  }

  /** What a connection that goes on in this one's place, after edits were refused, starts with. */
  get remains(): Remains {
    const { confirmed } = this;
    const isLate = this.#planEpoch !== null && this.#epoch !== null && this.#epoch < this.#planEpoch;
    return isLate
      ? { confirmed, epoch: this.#planEpoch, unsent: this.#unconfirmed.since(this.#planEpoch!) }
      : { confirmed, epoch: this.#epoch, unsent: [] };
  }

  /** Goes on keeping what happens here in a copy that another connection filled. */
  keepIn(copy: PlanCopy | null): void {
    this.#copy = copy;
    if (this.#epoch !== null) copy?.entered(this.#epoch);
  }

  /** Connects, and again whenever the connection is lost. To be called once. */
  connect(): void {
    this.#line.connect();
  }

  get synced(): boolean {
    return this.#everSynced;
  }

  get save(): SaveState {
    const unsaved = this.#unconfirmed.size > 0;
    const { stopped, tried } = this.#line;
    if (stopped !== null) return { kind: 'stopped', code: stopped, unsaved };
    if (!this.provider.wsconnected)
      return this.#everSynced && tried ? { kind: 'offline', unsaved } : { kind: 'loading' };
    if (!this.provider.synced && !this.#everSynced) return { kind: 'loading' };
    return this.provider.synced && this.#answered && !unsaved ? { kind: 'saved' } : { kind: 'saving' };
  }

  /** Is there an edit here that the server is not known to hold? */
  get unsaved(): boolean {
    return this.#unconfirmed.size > 0;
  }

  /** The keys of those edits. */
  get unsavedIds(): EditId[] {
    return this.#unconfirmed.ids;
  }

  /** They will never be taken: what becomes of them is for others to say. */
  forgetUnsaved(): void {
    this.#unconfirmed.clear();
  }

  /** Connects again after a closure that was for good, with everything that is here. */
  retry(): void {
    this.#line.retry();
  }

  /** Calls back before each message of others is taken in. Returns what ends it. */
  beforeOthers(prepare: () => void): () => void {
    this.#beforeOthers.add(prepare);
    return () => this.#beforeOthers.delete(prepare);
  }

  /** Leaves the room and takes no further part; `doc` and `confirmed` stay readable. */
  destroy(): void {
    this.#line.destroy();
    this.doc.off('update', this.#onUpdate);
    this.undo.destroy();
    this.provider.destroy();
    this.provider.awareness.destroy();
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.provider || origin === FROM_COPY) return;
    const { ws, wsconnected } = this.provider;
    const carried = wsconnected && ws?.readyState === WebSocket.OPEN;
    this.#made += 1;
    const edit: KeptEdit = { id: [this.doc.clientID, this.#made], update, epoch: this.#epoch ?? 0 };
    this.#copy?.keep(edit);
    this.#unconfirmed.add(edit, carried ? this.#sent : null);
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
    else this.#confirm(this.#unconfirmed.known(payload));
  }

  /** The server holds these edits. */
  #confirm(edits: readonly KeptEdit[]): void {
    for (const { update } of edits) Y.applyUpdate(this.confirmed, update);
    this.#copy?.sent(edits.map((edit) => edit.id));
    this.#followEpoch();
  }

  #socketOpened(): void {
    this.#line.begun();
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
      if (message.notice.kind === 'access') {
        this.#planEpoch = message.notice.epoch;
        this.#followEpoch();
      }
      this.#listener.notice(message.notice);
      return;
    }
    this.#confirm(this.#unconfirmed.acknowledged(message.upTo));
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
