import { WebSocket } from 'ws';
import type * as Y from 'yjs';
import { PlanConnection } from '../../client/src/collab/connection.ts';
import { edit, undoOf } from '../simulation/edits.ts';
import type { Random } from '../simulation/random.ts';

/** How long a page waits at least from one edit to the next, in milliseconds: a fast typist's time. */
const KEY_MILLIS = 12;

export interface HonestPageOptions {
  readonly name: string;
  readonly cookie: string;
  readonly planId: string;
  readonly random: Random;
  /** Something happened that must not happen to an honest page. */
  readonly report: (violation: string) => void;
}

/** What the client asks of its browser, for pages of the server at `origin`. Returns what takes it away. */
export function installBrowser(origin: string): () => void {
  const { WebSocket: before } = globalThis;
  const window = { location: { origin }, addEventListener: () => {}, removeEventListener: () => {} };
  Object.assign(globalThis, { window });
  return () => {
    Object.assign(globalThis, { WebSocket: before });
    Reflect.deleteProperty(globalThis, 'window');
  };
}

/** A member's page, the client's own connection, in which somebody goes on typing whatever others do. */
export class HonestPage {
  readonly connection: PlanConnection;
  /** How many edits were made here. */
  typed = 0;
  readonly #random: Random;
  readonly #undo: Y.UndoManager;
  #typing: ReturnType<typeof setInterval> | undefined;

  constructor({ name, cookie, planId, random, report }: HonestPageOptions) {
    this.#random = random;
    class SignedIn extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers: { cookie }, perMessageDeflate: false });
      }
    }
    Object.assign(globalThis, { WebSocket: SignedIn });
    this.connection = new PlanConnection(planId, {
      changed: () => {},
      notice: (notice) => {
        if (notice.kind === 'refused') report(`${name} was refused an edit: ${notice.reason}`);
      },
    });
    const { provider, doc } = this.connection;
    provider.on('connection-close', (event) => {
      if (event && !this.#isLeaving) report(`${name} was closed with ${event.code}`);
    });
    provider.awareness.setLocalState({ place: { section: 'a' } });
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== provider) this.typed += 1;
    });
    this.#undo = undoOf(doc);
    this.connection.connect();
  }

  #isLeaving = false;

  /** Goes on typing until `pause`, and so that it keeps up with what `due` says how often it should have typed. */
  write(due: () => number): void {
    let strokes = 0;
    this.#typing = setInterval(() => {
      if (strokes >= due()) return;
      strokes += 1;
      edit(this.connection.doc, this.#undo, this.#random);
      if (this.#random.chance(0.2))
        this.connection.provider.awareness.setLocalStateField('place', {
          section: `s${this.#random.int(9)}`,
        });
    }, KEY_MILLIS);
  }

  /** One edit more. */
  writeOnce(): void {
    edit(this.connection.doc, this.#undo, this.#random);
  }

  pause(): void {
    clearInterval(this.#typing);
  }

  /** Whether the page says that all is saved. */
  get isSaved(): boolean {
    return this.connection.save.kind === 'saved';
  }

  leave(): void {
    this.pause();
    this.#isLeaving = true;
    this.#undo.destroy();
    this.connection.destroy();
  }
}
