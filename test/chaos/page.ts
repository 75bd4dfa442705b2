import { CLOSE, MESSAGE_SYNC } from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { PlanConnection } from '../../client/src/collab/connection.ts';
import { contentOf, edit, undoOf } from '../simulation/edits.ts';
import { type Footprint, footprintOf, missingFrom, type Span, stateOf } from '../simulation/ledger.ts';
import type { Random } from '../simulation/random.ts';
import type { EditMade, PageNews, PageState } from './messages.ts';
import { Sight } from './spans.ts';

/** The kind of sync frame that asks and carries nothing. */
const STEP_1 = 0;

/**
 * One open page of one member, which is the client's own connection to the plan, with a ledger of what was typed on
 * it, what it called saved and what it was shown.
 */
export class ChaosPage {
  readonly name: string;
  readonly planId: string;
  readonly connection: PlanConnection;
  readonly #userId: string;
  readonly #random: Random;
  readonly #undo: Y.UndoManager;
  readonly #sight = new Sight();
  #isTyping = false;
  #isClosed = false;
  #count = 0;
  /** Edits that the page has not called saved. */
  #pending: EditMade[] = [];
  // Since the last news.
  readonly #clients = new Set<number>();
  #made: EditMade[] = [];
  #acknowledged: number[] = [];
  #shown: { written: Span[]; deleted: Span[] } = { written: [], deleted: [] };
  #violations: string[] = [];

  constructor(name: string, planId: string, userId: string, random: Random) {
    this.name = name;
    this.planId = planId;
    this.#userId = userId;
    this.#random = random;
    this.connection = new PlanConnection(
      planId,
      {
        changed: () => this.#settle(),
        notice: (notice) => {
          if (notice.kind === 'refused') this.#violations.push(`refused: ${notice.reason}`);
        },
      },
      undefined,
      () => random.next(),
    );
    const { doc, provider } = this.connection;
    this.#undo = undoOf(doc);
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === provider) return;
      this.#clients.add(doc.clientID);
      // Anything else is Yjs tidying up after what came in.
      if (!this.#isTyping) return;
      const made = { number: this.#count, footprint: footprintOf(update) };
      this.#count += 1;
      this.#made.push(made);
      this.#pending.push(made);
    });
    const sync = provider.messageHandlers[MESSAGE_SYNC]!;
    provider.messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...rest) => {
      const frame = decoding.clone(decoder);
      if (decoding.readVarUint(frame) !== STEP_1) this.#see(footprintOf(decoding.readVarUint8Array(frame)));
      sync(encoder, decoder, ...rest);
    };
    provider.on('closed', ({ code }) => {
      const name = Object.entries(CLOSE).find(([, known]) => known === code)?.[0];
      this.#violations.push(`closed for good with ${code} (${name})`);
    });
    provider.awareness.setLocalState({ user: { id: userId } });
    this.connection.connect();
  }

  /** Somebody types, once there is something on the page. */
  type(): void {
    const { kind } = this.connection.save;
    if (kind === 'loading' || kind === 'stopped') return;
    this.#isTyping = true;
    edit(this.connection.doc, this.#undo, this.#random);
    this.#isTyping = false;
  }

  close(): void {
    this.#settle();
    this.#isClosed = true;
    this.connection.destroy();
    this.#undo.destroy();
  }

  get isConnected(): boolean {
    return this.connection.provider.wsconnected;
  }

  get isSynced(): boolean {
    return this.connection.provider.synced;
  }

  get vector(): Map<number, number> {
    return Y.decodeStateVector(Y.encodeStateVector(this.connection.doc));
  }

  /** How many edits were made on it so far. */
  get count(): number {
    return this.#count;
  }

  /** Did the page call its first so many edits saved? */
  hasSaved(count: number): boolean {
    const [oldest] = this.#pending;
    return oldest === undefined || oldest.number >= count;
  }

  state(): PageState {
    const { doc, save } = this.connection;
    return {
      page: this.name,
      planId: this.planId,
      save,
      unsaved: this.#pending.length,
      vector: stateOf(doc),
      content: contentOf(doc),
    };
  }

  /** What happened since the last news. */
  news(): PageNews {
    this.#settle();
    const news = {
      page: this.name,
      planId: this.planId,
      userId: this.#userId,
      clients: [...this.#clients],
      made: this.#made,
      acknowledged: this.#acknowledged,
      shown: this.#shown,
      isClosed: this.#isClosed,
      violations: this.#violations,
    };
    this.#clients.clear();
    this.#made = [];
    this.#acknowledged = [];
    this.#shown = { written: [], deleted: [] };
    this.#violations = [];
    return news;
  }

  #see(footprint: Footprint): void {
    const { written, deleted } = this.#sight.add(footprint);
    this.#shown.written.push(...written);
    this.#shown.deleted.push(...deleted);
  }

  /** Notes which edits the page calls saved: those that it holds for confirmed, and all of them where it says so. */
  #settle(): void {
    // The connection speaks while it is being made.
    if (this.#pending.length === 0 || this.#isClosed) return;
    const isSaved = this.connection.save.kind === 'saved';
    const { confirmed } = this.connection;
    const saved = this.#pending.filter(
      ({ footprint }) => isSaved || missingFrom(confirmed, footprint).length === 0,
    );
    if (saved.length === 0) return;
    this.#acknowledged.push(...saved.map(({ number }) => number));
    this.#pending = this.#pending.filter((made) => !saved.includes(made));
  }
}
