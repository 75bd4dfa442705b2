import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import { fitColumns, type SizedColumn } from '../paper/grid.ts';
import { TEXT_WIDTH } from '../paper/look.ts';
import {
  closesBelow,
  GROUP_LABEL,
  GROUP_NUMBER,
  gridColumns,
  isMoney,
  type PrintedTable,
  shownAt,
} from '../paper/table.ts';
import { BLANK, type Shown, shownMoney } from '../paper/value.ts';
import { PLAN } from './italian.ts';
import { direction, heading, html, lines, Markup, type Piece } from './markup.ts';

/** A table as it goes into a page. */
export interface PageTable extends PrintedTable {
  /** An id for its name, its own on the page. */
  readonly id: string;
  /** What it is called where the form gives it no label. */
  readonly name: string;
  readonly closing?: Piece;
}

/** The table, in as many parts as the printed page has room for, and its closing line where that stands below. */
export function tableMarkup(page: PageTable): Markup {
  const parts = fitColumns(gridColumns(page), TEXT_WIDTH);
  return html`${parts.map((columns, index) => part(page, columns, index, parts.length))}${totalBelow(page)}`;
}

/**
 * A table in a place of its own that scrolls where the screen is narrow: it can be reached by the keyboard, and is
 * called as its table is.
 */
export function scrolling(nameId: string, table: Markup): Markup {
  return html`<div class="scroll" role="group" aria-labelledby="${nameId}" tabindex="0">
${table}</div>
`;
}

function part(page: PageTable, columns: readonly SizedColumn[], index: number, of: number): Markup {
  const { element, closing } = page;
  const id = index === 0 ? page.id : `${page.id}-${index + 1}`;
  const body = [hintRow(page, columns), bodies(page, columns), totalRows(page, columns)];
  const last =
    index === of - 1 && closing !== undefined
      ? html`<tbody>\n<tr><td colspan="${columns.length}">${closing}</td></tr>\n</tbody>\n`
      : null;
  const name =
    element.label === '' || index > 0
      ? html`<caption><span class="hidden" id="${id}">${index === 0 ? page.name : PLAN.goesOn(page.name)}</span></caption>\n`
      : html`<caption class="box-label">${heading(page.level, element.label, html` class="label" id="${id}"`)}</caption>\n`;
  return scrolling(id, html`<table>\n${name}${head(element, columns)}${body}${last}</table>\n`);
}

function head(element: TableElement, columns: readonly SizedColumn[]): Markup | null {
  if (columns.every((column) => column.label === '')) return null;
  const cells = columns.map((column) => {
    const known = element.columns.find(({ id }) => id === column.id);
    // A heading without words is no heading.
    if (column.label === '' && !known?.shortLabel) return html`<td></td>`;
    const words =
      column.label === '' ? html`<span class="hidden">${known!.shortLabel!}</span>` : lines(column.label);
    return html`<th scope="col" class="${classOf(column)}">${words}</th>`;
  });
  return html`<thead>\n<tr>${cells}</tr>\n</thead>\n`;
}

/** The form's guidance for its columns, in a row of its own as the form prints it. */
function hintRow({ element }: PageTable, columns: readonly SizedColumn[]): Markup | null {
  const hints = new Map(element.columns.map((column) => [column.id, column.hint]));
  if (!columns.some((column) => hints.get(column.id))) return null;
  const cells = columns.map((column) => html`<td>${hints.get(column.id) ?? ''}</td>`);
  return html`<tbody class="hints">\n<tr class="hint">${cells}</tr>\n</tbody>\n`;
}

function bodies(page: PageTable, columns: readonly SizedColumn[]): readonly Markup[] {
  const { element, table } = page;
  const rows = table.rows.filter((row) => row.preset || !isBlankRow(row));
  const body = (...of: readonly Piece[]): Markup => html`<tbody>\n${of}</tbody>\n`;
  const addedHint = element.addable?.hint
    ? html`<tr class="hint"><td colspan="${columns.length}">${element.addable.hint}</td></tr>\n`
    : null;
  if (!element.groups) {
    const preset = rows.filter((row) => row.preset).map((row) => bodyRow(page, columns, row, null));
    const added = rows.filter((row) => !row.preset).map((row) => bodyRow(page, columns, row, null));
    const blank = preset.length + added.length === 0 && addedHint === null;
    return [body(preset, addedHint, added, blank ? blankRow(columns, 0, null) : null)];
  }
  const grouped = element.groups.map((group) => {
    const own = rows.filter((row) => row.group === group.id);
    if (!element.groupColumns) {
      const name = `${group.number} ${group.label}`.trim();
      const line = html`<tr><th scope="rowgroup" colspan="${columns.length}" class="group">${name}</th></tr>\n`;
      return body(
        line,
        own.map((row) => bodyRow(page, columns, row, null)),
      );
    }
    const lead = columns.flatMap((column) => groupCell(column, group, Math.max(1, own.length)));
    if (own.length === 0) return body(blankRow(columns, lead.length, lead));
    return body(own.map((row, index) => bodyRow(page, columns, row, index === 0 ? lead : null)));
  });
  return addedHint === null ? grouped : [...grouped, body(addedHint)];
}

/** The cell of a group's number or name, which reaches down over all its rows. */
function groupCell(
  column: SizedColumn,
  group: { readonly number: string; readonly label: string },
  rows: number,
): Markup[] {
  if (column.id === GROUP_NUMBER) {
    return [html`<td rowspan="${rows}" class="group-number narrow">${group.number}</td>`];
  }
  if (column.id !== GROUP_LABEL) return [];
  return [html`<th scope="rowgroup" rowspan="${rows}" class="words group-number">${group.label}</th>`];
}

/** `lead`: the cells of the group's columns. */
function bodyRow(page: PageTable, columns: readonly SizedColumn[], row: PlanRow, lead: Piece): Markup {
  const { element, table } = page;
  const isSum = element.rows.find(({ id }) => id === row.id)?.formula?.kind === 'sum';
  const cells = columns.flatMap((column) => {
    const own = table.columns.find(({ id }) => id === column.id);
    return own ? [cell(column, shownAt(table, row, own, page.computed), own.type === 'label')] : [];
  });
  return html`<tr${isSum ? Markup.trusted(' class="sum"') : null}>${lead}${cells}</tr>\n`;
}

function cell(column: SizedColumn, shown: Shown, isName: boolean): Markup {
  const { text } = shown;
  const words = shown === BLANK || text === '' ? null : valueMarkup(shown);
  const dir = direction(text);
  return isName && words !== null
    ? html`<th scope="row" class="${classOf(column)}"${dir}>${words}</th>`
    : html`<td class="${classOf(column)}"${dir}>${words}</td>`;
}

/** What a place shows; what is not what its place wants is marked, for ears too. */
export function valueMarkup({ text, wrong }: Shown): Markup {
  if (!wrong) return lines(text);
  return html`<span class="wrong">${lines(text)}<span class="hidden">${PLAN.wrong}</span></span>`;
}

/** Where users have added nothing yet, the form's own empty line. */
function blankRow(columns: readonly SizedColumn[], taken: number, lead: Piece): Markup {
  return html`<tr class="blank">${lead}${columns.slice(taken).map(() => html`<td></td>`)}</tr>\n`;
}

/** The closing line, where it does not stand below the table. */
function totalRows(page: PageTable, columns: readonly SizedColumn[]): Markup | null {
  const { element, table, computed } = page;
  const figures = new Set(table.columns.filter(isMoney).map((column) => column.id));
  const first = columns.findIndex((column) => figures.has(column.id));
  if (!element.total || first < 0 || closesBelow(page)) return null;
  const words = [element.total.label, element.total.note].filter(Boolean).join(' ');
  const amounts = columns
    .slice(first)
    .map((column) =>
      cell(column, figures.has(column.id) ? shownMoney(computed.total(table.key, column.id)) : BLANK, false),
    );
  const title = (span: number): Markup => html`<th scope="row" colspan="${span}">${words}</th>`;
  const rows =
    first === 0
      ? html`<tr class="sum">${title(columns.length)}</tr>\n<tr class="sum">${amounts}</tr>\n`
      : html`<tr class="sum">${title(first)}${amounts}</tr>\n`;
  return html`<tbody class="sums">\n${rows}</tbody>\n`;
}

/** The closing line of a table with a single column of figures, as the form prints it: below the table. */
function totalBelow(page: PageTable): Markup | null {
  const { element, table, computed } = page;
  const figure = table.columns.find(isMoney);
  if (!element.total || !figure || !closesBelow(page)) return null;
  const { label, note } = element.total;
  const amount = shownMoney(computed.total(table.key, figure.id)).text;
  return html`<p class="line">${label} <strong>${amount}</strong>${note ? ` ${note}` : null}</p>\n`;
}

function classOf({ fit, narrow }: SizedColumn): string {
  return narrow ? 'narrow' : fit;
}
