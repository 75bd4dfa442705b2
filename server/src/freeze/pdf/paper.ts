/**
 * A plan as the template sets it (`form.typ` reads this value as JSON, and nothing else). Texts are data here, never
 * Typst source, so nothing that a member writes can be taken for markup. Keys are short since a plan has thousands of
 * them. Lengths are points.
 */

/** A stretch of text in one look, or a line break. */
export type Run =
  | { readonly br: true }
  | {
      readonly t: string;
      /** Bold, italic, underlined, struck through. */
      readonly b?: true;
      readonly i?: true;
      readonly u?: true;
      readonly s?: true;
      /** Not what its place wants; shown as it was typed. */
      readonly w?: true;
      /** Where it leads. */
      readonly l?: string;
      /** A word wider than its place: it may go on on the next line after any of its letters. */
      readonly z?: true;
    };

/** A paragraph's runs; `rtl` where it begins in a script that is written from right to left. */
export interface Line {
  readonly runs: readonly Run[];
  readonly rtl?: true;
}

export type Node =
  | ({ readonly k: 'title' | 'over' } & Line)
  /** `listed`: in the table of contents. */
  | ({ readonly k: 'heading'; readonly level: number; readonly listed: boolean } & Line)
  /** `kept`: on one page with what follows. */
  | ({ readonly k: 'par'; readonly style: ParStyle; readonly kept?: true; readonly indent?: number } & Line)
  | { readonly k: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Node[])[] }
  | { readonly k: 'points'; readonly items: readonly { readonly number: string; readonly line: Line }[] }
  /** Room that shows that nothing was answered. */
  | { readonly k: 'blank' }
  /** `whole`: on one page. */
  | { readonly k: 'box'; readonly shaded: boolean; readonly whole: boolean; readonly body: readonly Node[] }
  | TableNode
  /** The lines that the legal representative fills in and signs. */
  | { readonly k: 'signature'; readonly title: string; readonly lines: readonly string[] };

export type ParStyle = 'plain' | 'guidance' | 'note' | 'line' | 'small' | 'digest' | 'strong';

export interface TableNode {
  readonly k: 'table';
  readonly widths: readonly number[];
  /** A heading across all columns, once. */
  readonly label?: Node;
  /** The columns' headings, at the top of every page that the table reaches. */
  readonly head: readonly CellNode[];
  readonly rows: readonly (readonly CellNode[])[];
  /** On one page. */
  readonly whole: boolean;
}

export interface CellNode {
  readonly body: readonly Node[];
  readonly right?: true;
  /** Columns and rows that it reaches across. */
  readonly across?: number;
  readonly down?: number;
  /** `head`: a heading; `computed`: a figure that follows from others. */
  readonly fill?: 'head' | 'computed';
  /** Longer than what is kept on one page. */
  readonly long?: true;
  /** Points, at least. */
  readonly height?: number;
}

/** Everything that is set, and what every page and the file itself say of it. */
export interface Paper {
  readonly draft: boolean;
  readonly info: {
    readonly title: string;
    readonly author: string;
    readonly description: string;
    readonly keywords: readonly string[];
  };
  /** At the head of each page: what it is, and which edition. */
  readonly head: { readonly left: string; readonly right: string };
  /** At the foot of each page: the form's own words, whose it is, and the digest or who made the copy. */
  readonly foot: { readonly form: string; readonly left: string; readonly below: string };
  /** With a table of contents. */
  readonly contents: boolean;
  readonly body: readonly Node[];
  /** The canonical JSON goes along as `plan.json`. */
  readonly attached: boolean;
}
