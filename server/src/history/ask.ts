import type {
  Causes,
  CellHistory,
  Comparison,
  Feed,
  HistoryOverview,
  Shares,
  Structs,
  Unseen,
  Verification,
} from '@filiera/shared/history/api.ts';
import type { PlanRef } from './plan-index.ts';

/** What may be asked of the history of a plan. Plain data, since it may go to another thread. */
export type Ask =
  /** Reads the log up to its end, so that later questions are answered at once. */
  | { readonly kind: 'follow' }
  | { readonly kind: 'overview' }
  | {
      readonly kind: 'feed';
      readonly person: string | null;
      readonly section: string | null;
      /** From which moment to before which, in milliseconds. */
      readonly span: readonly [from: number, to: number] | null;
      readonly before: number | null;
      readonly limit: number;
    }
  | { readonly kind: 'cell'; readonly root: string; readonly key: string }
  | {
      readonly kind: 'structs';
      readonly structs: readonly { readonly client: number; readonly clock: number }[];
    }
  | { readonly kind: 'shares' }
  /** The shares as they were with that row and all before it, and how often each member edited the plan until then. */
  | { readonly kind: 'contributions'; readonly seq: number }
  | { readonly kind: 'causes' }
  | { readonly kind: 'at'; readonly seq: number }
  | { readonly kind: 'compare'; readonly from: number; readonly to: number }
  /** `marks`: the row up to which the member has seen a section; `base` is that of all others. */
  | {
      readonly kind: 'unseen';
      readonly userId: string;
      readonly base: number;
      readonly marks: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'restore';
      readonly seq: number;
      /** One root of the form, or `null` for all. */
      readonly root: string | null;
      readonly client: number;
      /** The document as it is now. */
      readonly present: Uint8Array;
    }
  /** Does every row of the log fit the one before? */
  | { readonly kind: 'verify' };

/** The answers; members are named by id alone. `null` where the plan's log does not reach that far. */
export interface Answers {
  readonly follow: null;
  readonly overview: Omit<HistoryOverview, 'names' | 'people'> & { readonly users: readonly string[] };
  readonly feed: Omit<Feed, 'people'>;
  readonly cell: CellHistory['changes'];
  readonly structs: Structs['structs'];
  readonly shares: Shares['sections'];
  /** `edits`: rows of the log, by whom they are, in the order in which members came; moments in milliseconds. */
  readonly contributions: {
    readonly sections: Shares['sections'];
    readonly edits: readonly {
      readonly userId: string;
      readonly edits: number;
      readonly first: number;
      readonly last: number;
    }[];
  } | null;
  readonly causes: Omit<Causes, 'people'>;
  readonly at: Uint8Array | null;
  readonly compare: Omit<Comparison, 'people'> | null;
  readonly unseen: Omit<Unseen, 'people'>;
  /** An update under that client; one that says nothing where there is nothing to bring back. */
  readonly restore: Uint8Array | null;
  /** `null` where there is no such plan. */
  readonly verify: Verification | null;
}

export type AskKind = Ask['kind'];
export type AskOf<K extends AskKind> = Extract<Ask, { readonly kind: K }>;

/** Who answers: in this thread or in another. Rejects where the log or the index cannot be read. */
export interface History {
  ask<K extends AskKind>(plan: PlanRef, question: AskOf<K>): Promise<Answers[K]>;
  /** Keeps what is worth it and lets go of the files. */
  close(): Promise<void>;
}
