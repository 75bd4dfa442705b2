import type { CellChange } from '@filiera/shared/history/api.ts';
import type { StructRange } from '../store/store.ts';

export type CellValue = CellChange['before'];

/** One key that changed, from what it said to what it says. */
export interface CellStep {
  readonly root: string;
  readonly key: string;
  readonly before: CellValue;
  readonly after: CellValue;
}

/** An added row that came or went. */
export interface RowStep {
  readonly root: string;
  readonly row: string;
  readonly before: boolean;
  readonly after: boolean;
}

/** Ids of one Yjs client, from a clock on. */
export interface IdSpan {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** What one row of the log did to one block of text. */
export interface TextStep {
  readonly root: string;
  /** Characters that it brought and that are not deleted with it. */
  readonly inserted: number;
  /** The same of what is no character: paragraphs, marks. */
  readonly shaped: number;
  /** What it deleted of what was there before; `isText` for characters. */
  readonly removed: readonly (IdSpan & { readonly isText: boolean })[];
}

/** Rules that began to fail with a row of the log, or to hold again, by `issueId`. */
export interface IssueStep {
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/** Everything that one row of the log did to its plan. */
export interface Effects {
  readonly ranges: readonly StructRange[];
  readonly deletions: readonly IdSpan[];
  readonly cells: readonly CellStep[];
  readonly rows: readonly RowStep[];
  readonly texts: readonly TextStep[];
  readonly issues: IssueStep;
}
