import { mayEdit, type PlanRole, type PlanStatus } from '@filiera/shared/permissions.ts';
import { type CellEdit, CLOSE, MESSAGE_SYNC, type Notice } from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import type * as Y from 'yjs';
import { PlanConnection, type Remains, type SaveState } from '../../client/src/collab/connection.ts';
import { edit, undoOf } from './edits.ts';
import { type Footprint, footprintOf, missingFrom } from './ledger.ts';
import type { Link } from './network.ts';
import type { Random } from './random.ts';
import type { Report, Witness } from './witness.ts';

/** The kind of sync frame that asks and carries nothing. */
const STEP_1 = 0;
/** The closures that an honest page may meet: everything else would be the server's mistake. */
const MAY_STOP: readonly number[] = [CLOSE.forbidden, CLOSE.signedOut];

/** What a page needs of the world around it. */
export interface PageOptions {
  readonly name: string;
  readonly userId: string;
  readonly witness: Witness;
  readonly random: Random;
  readonly report: Report;
  /** A new connection to the server, or to nothing where it is down. */
  readonly dial: () => Link;
  /** The page's socket closed, and the page is about to hear of it. */
  readonly closed: (page: SimulatedPage) => void;
  /** Notes whose page made a Yjs client. */
  readonly own: (client: number, userId: string) => void;
  /** What this user may do with the plan at this moment. */
  readonly rights: () => Rights;
}

/** A user's right to edit a plan: whether they have it, and how often they got it so far. */
export interface Rights {
  readonly has: boolean;
  readonly times: number;
}

/** An edit that was made in a page, with the rights that its author had then. */
export interface Made {
  readonly footprint: Footprint;
  readonly rights: Rights;
  /** How many frozen versions the plan had. */
  readonly epoch: number;
}

/** One open page of one member: the client's own connection to the plan, on a link that the test drives. */
export class SimulatedPage {
  readonly name: string;
  readonly userId: string;
  readonly witness: Witness;
  connection: PlanConnection;
  session: string;
  link: Link | null = null;
  access: { readonly role: PlanRole; readonly status: PlanStatus } | null = null;
  readonly cells = new Map<string, CellEdit>();
  /** What was typed here and is not known to be durable, in the present document. */
  pending: Made[] = [];
  /** What this page was told, or could see, to be durable. */
  readonly durable: Made[] = [];
  /** What the server refused and this page showed as not taken. */
  readonly refused: Made[] = [];
  readonly #options: PageOptions;
  #undo: Y.UndoManager;
  #isTyping = false;

  constructor(options: PageOptions, session: string) {
    this.#options = options;
    this.name = options.name;
    this.userId = options.userId;
    this.witness = options.witness;
    this.session = session;
    this.connection = this.#connect();
    this.#undo = undoOf(this.connection.doc);
    this.connection.connect();
  }

  get save(): SaveState {
    return this.connection.save;
  }

  /** Somebody types, unless the page knows that they may not and greys its fields out. */
  type(): void {
    const { access } = this;
    if (!access || !mayEdit(access.role, access.status) || this.save.kind === 'stopped') return;
    if (this.save.kind === 'loading') return;
    this.#isTyping = true;
    edit(this.connection.doc, this.#undo, this.#options.random);
    this.#isTyping = false;
  }

  /** Somebody puts the caret elsewhere. */
  move(): void {
    const { awareness } = this.connection.provider;
    awareness.setLocalStateField('place', { section: `s${this.#options.random.int(5)}` });
  }

  disconnect(): void {
    this.connection.provider.disconnect();
  }

  reconnect(): void {
    if (this.save.kind === 'stopped') this.connection.retry();
    else this.connection.provider.connect();
  }

  /** All that was typed before and sent to the server, and has arrived there. */
  heard(): Footprint[] {
    const { provider } = this.connection;
    const isSent = provider.wsconnected && provider.synced && this.link?.allHeard === true;
    return isSent ? this.pending.map(({ footprint }) => footprint) : [];
  }

  /** The page says that all is saved: is it? */
  check(): void {
    this.#settle();
    if (this.save.kind !== 'saved') return;
    const unsaved = this.pending.filter(({ footprint }) => !this.witness.holds(footprint));
    if (unsaved.length > 0)
      this.#options.report(`${this.name} says saved, and ${unsaved.length} edits are not`);
  }

  close(): void {
    this.connection.destroy();
    this.#undo.destroy();
  }

  #connect(from?: Remains): PlanConnection {
    const { witness, own, report } = this.#options;
    Object.assign(globalThis, { WebSocket: this.#socket() });
    const connection: PlanConnection = new PlanConnection(
      witness.planId,
      {
        changed: () => {},
        notice: (notice) => {
          if (connection === this.connection) this.#hear(notice);
        },
      },
      from,
      () => this.#options.random.int(1_000) / 1_000,
    );
    const { doc, provider, confirmed } = connection;
    // The seed decides this too. Awareness has the id that the document was born with, so it says goodbye to that one.
    provider.awareness.setLocalState(null);
    provider.awareness.clientID = this.#options.random.int(2 ** 32);
    doc.clientID = provider.awareness.clientID;
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === provider) return;
      own(doc.clientID, this.userId);
      // Anything else is Yjs tidying up after what came in.
      if (this.#isTyping) {
        const rights = this.#options.rights();
        this.pending.push({ footprint: footprintOf(update), rights, epoch: witness.epoch });
      }
    });
    // Of the frames themselves: what a document deletes on taking one in may follow from its own unsaved edits.
    const sync = provider.messageHandlers[MESSAGE_SYNC]!;
    provider.messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...rest) => {
      const frame = decoding.clone(decoder);
      if (decoding.readVarUint(frame) !== STEP_1)
        witness.shown(footprintOf(decoding.readVarUint8Array(frame)), this.name);
      sync(encoder, decoder, ...rest);
    };
    confirmed.on('update', (update: Uint8Array) => {
      witness.shown({ ...footprintOf(update), deleted: [] }, `the confirmed state of ${this.name}`);
    });
    provider.on('closed', ({ code }) => {
      if (!MAY_STOP.includes(code)) report(`${this.name} was closed with ${code}`);
    });
    provider.awareness.setLocalState({ user: { id: this.userId } });
    return connection;
  }

  /** The browser's socket class, with its cookie, on a link of this world. */
  #socket(): typeof globalThis.WebSocket {
    const page = this;
    class OnLink extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, {
          headers: { cookie: page.session },
          perMessageDeflate: false,
          createConnection: () => {
            page.link = page.#options.dial();
            return page.link.page as never;
          },
        });
        this.prependListener('close', () => page.#options.closed(page));
      }
    }
    return OnLink as unknown as typeof globalThis.WebSocket;
  }

  #hear(notice: Notice): void {
    switch (notice.kind) {
      case 'access':
        this.access = notice;
        break;
      case 'cells':
        for (const cell of notice.edits) this.cells.set(`${cell.root}\n${cell.key}`, cell);
        break;
      case 'refused':
        this.#startAfresh(notice.reason);
        break;
    }
  }

  /** As the client does: what was refused is shown, and the page goes on with what the server holds. */
  #startAfresh(reason: string): void {
    this.#settle();
    if (this.pending.length === 0) this.#options.report(`${this.name}: "${reason}", but nothing was typed`);
    this.refused.push(...this.pending);
    this.pending = [];
    const old = this.connection;
    this.#undo.destroy();
    this.connection = this.#connect(old.remains);
    this.#undo = undoOf(this.connection.doc);
    old.destroy();
    this.connection.connect();
  }

  /** Notes which edits the page knows to be durable by now. */
  #settle(): void {
    const isConfirmed = ({ footprint }: Made): boolean =>
      missingFrom(this.connection.confirmed, footprint).length === 0;
    const confirmed = this.pending.filter(isConfirmed);
    if (confirmed.length === 0) return;
    this.durable.push(...confirmed);
    this.pending = this.pending.filter((made) => !confirmed.includes(made));
  }
}
