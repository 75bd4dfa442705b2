import type { SaveState } from '../../client/src/collab/connection.ts';
import type { Footprint } from '../simulation/ledger.ts';

/** What a member's browser is told when it is opened. */
export interface Setup {
  readonly userId: string;
  readonly cookie: string;
  /** Where the server is, or will be again. */
  readonly origin: string;
  /** The plans of which it opens a page each and types into it. None for a browser that only looks. */
  readonly plans: readonly string[];
  readonly seed: number;
}

/** One edit of one page; its number counts from 0 in its page. */
export interface EditMade {
  readonly number: number;
  readonly footprint: Footprint;
}

/** What happened on a page since it was last asked about. */
export interface PageNews {
  readonly page: string;
  readonly planId: string;
  readonly userId: string;
  /** The Yjs clients under which it wrote. */
  readonly clients: readonly number[];
  readonly made: readonly EditMade[];
  /** The numbers of edits that the page called saved. */
  readonly acknowledged: readonly number[];
  /** What the server showed to it. */
  readonly shown: Footprint;
  /** It was closed, by a reload or at its end; its unsaved edits went with it. */
  readonly isClosed: boolean;
  /** What no page should have met: a closure for good, a refusal. */
  readonly violations: readonly string[];
}

/** The next clock of each Yjs client, by plan. */
export type Vectors = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** A page as it is. */
export interface PageState {
  readonly page: string;
  readonly planId: string;
  readonly save: SaveState;
  /** Edits that it made and nobody called saved. */
  readonly unsaved: number;
  /** State vector and content in a form that can be compared. */
  readonly vector: string;
  readonly content: string;
}

/** What the supervisor asks of a browser. */
export interface Browsing {
  /** What happened since the last time. `down`: once no page is connected any more, and all that came is taken in. */
  news(isDown: boolean): Promise<PageNews[]>;
  /** From now on no page is reloaded; what has been written on the pages so far. */
  hold(): Promise<Vectors>;
  /**
   * Resolves with `null` once every page shows all of `vectors` and called saved what it had written itself when asked;
   * with what is wrong where that takes too long, or where `goOn` comes first.
   */
  reach(vectors: Vectors): Promise<string | null>;
  goOn(): Promise<void>;
  /** Nobody types any more. */
  rest(): Promise<void>;
  states(): Promise<PageState[]>;
  /** Opens a page afresh, and resolves with its whole document (a Yjs update) once the server gave it. */
  observe(planId: string): Promise<Uint8Array>;
}

export interface Question {
  readonly id: number;
  readonly method: keyof Browsing;
  readonly argument: unknown;
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: string };
