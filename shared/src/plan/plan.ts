/**
 * The Plan: what a document says, as plain readonly data. Everything that shows, checks, exports or freezes a plan
 * works on this value and never on the Y.Doc it was read from.
 */

/** One place to fill in. An `invalid` cell keeps what was written, so that it can be shown and mended. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: number | string }
  | { readonly kind: 'invalid'; readonly raw: string; readonly reason: InvalidReason };

/** Why a cell is not what its column wants. */
export type InvalidReason = 'type' | 'money' | 'count' | 'date' | 'choice' | 'negative' | 'range' | 'long';

export type Mark = 'bold' | 'italic' | 'underline' | 'strike';
export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly marks: readonly Mark[]; readonly link?: string }
  | { readonly kind: 'break' };
export type TextBlock =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly TextBlock[])[] };
export interface RichText {
  readonly blocks: readonly TextBlock[];
}

/** A column as it stands in this plan: the template's, or one that a group's instance brought. */
export interface PlanColumn {
  readonly id: string;
  readonly label: string;
  readonly type: 'text' | 'money' | 'count' | 'date' | 'choice' | 'label' | 'sum';
  readonly fill: 'required' | 'expected' | 'optional';
  readonly options?: readonly { readonly id: string; readonly label: string }[];
  readonly of?: readonly string[];
  readonly hint?: string;
  /** The group instance that the column belongs to. */
  readonly instance?: string;
}

export interface PlanRow {
  readonly id: string;
  /** A preset row of the form: it can be neither removed nor renamed. */
  readonly preset: boolean;
  /** The preset row's words; empty for rows that users added. */
  readonly label: string;
  readonly group?: string;
  /** Order key of an added row; empty for preset rows, which come first in their group. */
  readonly order: string;
  /** True where the template computes the row. */
  readonly computed: boolean;
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface PlanTable {
  /** `<table>`, or `<table>@<instance>` inside a repeated group. */
  readonly key: string;
  readonly id: string;
  readonly instance?: string;
  readonly columns: readonly PlanColumn[];
  /** Preset and added rows in reading order (by group, then preset first, then order key, then id). */
  readonly rows: readonly PlanRow[];
}

/** Something in the document that the form has no place for. Reported, and otherwise left alone. */
export interface Stray {
  readonly root: string;
  readonly reason: 'keys' | 'root' | 'rows';
  readonly count: number;
}

export interface Plan {
  readonly template: { readonly id: string; readonly version: number };
  /** Fields outside repeated groups, by field id. */
  readonly fields: Readonly<Record<string, Cell>>;
  /** Rich-text blocks by `<block>` or `<block>@<instance>`. */
  readonly texts: Readonly<Record<string, RichText>>;
  /** Tables by `<table>` or `<table>@<instance>`. */
  readonly tables: Readonly<Record<string, PlanTable>>;
  /** Instances of each repeated group, in order; the cells are the group's fields by field id. */
  readonly groups: Readonly<Record<string, readonly PlanRow[]>>;
  readonly strays: readonly Stray[];
}

export const EMPTY: Cell = { kind: 'empty' };

/** The key of a block or table in a Plan: the id, with the group instance behind an `@` where there is one. */
export function keyOf(id: string, instance?: string): string {
  return instance === undefined ? id : `${id}@${instance}`;
}

/** The value of a cell, or `null` where it is empty or invalid. */
export function cellValue(cell: Cell | undefined): number | string | null {
  return cell?.kind === 'value' ? cell.value : null;
}

/** The whole number in a cell (cents or a count), or `null`. */
export function cellNumber(cell: Cell | undefined): number | null {
  const value = cellValue(cell);
  return typeof value === 'number' ? value : null;
}

/** The words of a rich text without its form, paragraphs parted by line feeds. */
export function plainText(text: RichText | undefined): string {
  const lines: string[] = [];
  const walk = (blocks: readonly TextBlock[]): void => {
    for (const block of blocks) {
      if (block.kind === 'list') for (const item of block.items) walk(item);
      else lines.push(block.inlines.map((inline) => (inline.kind === 'text' ? inline.text : '\n')).join(''));
    }
  };
  walk(text?.blocks ?? []);
  return lines.join('\n');
}
