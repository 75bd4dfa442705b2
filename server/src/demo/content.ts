import { addRow, type CellValue, setCell, setField } from '@filiera/shared/plan/edit.ts';
import { ORDER_COLUMN, parseCellKey, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { keyOf } from '@filiera/shared/plan/plan.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type * as Y from 'yjs';
import { prose, writeProse } from './prose.ts';

/** What is to be written into a plan, or into one instance of a repeated group. Money is whole cents. */
interface Parts {
  /** By field id. */
  readonly fields?: Readonly<Record<string, CellValue>>;
  /** By block id, as `prose` reads it. What is there already stays; the text goes behind it. */
  readonly texts?: Readonly<Record<string, string>>;
  /** By table id. */
  readonly tables?: Readonly<Record<string, TableContent>>;
}

interface TableContent {
  /** Cells by row id and column id. The columns that a group brings are called by the instance's id. */
  readonly cells?: Readonly<Record<string, Readonly<Record<string, CellValue>>>>;
  /** Rows to add behind those that are there. */
  readonly added?: readonly AddedRowContent[];
}

interface AddedRowContent {
  /** By default made from the table's name and the row's number. */
  readonly id?: string;
  readonly group?: string;
  readonly cells: Readonly<Record<string, CellValue>>;
}

/** The content of a whole plan, or what one member writes into it. */
export interface PlanContent extends Parts {
  /** By group id: its instances; one that is not there yet is added. */
  readonly groups?: Readonly<Record<string, readonly (Parts & { readonly id: string })[]>>;
}

/**
 * Writes content into a document that follows `template`, as a member's page would. Names that the form does not have
 * throw, since content that nobody would ever see is a mistake of whoever wrote it.
 */
export function writeContent(doc: Y.Doc, template: Template, content: PlanContent): void {
  const form = formOf(template);
  const writeParts = (parts: Parts, instance?: string): void => {
    for (const [id, text] of Object.entries(parts.texts ?? {})) {
      if (!form.texts.has(id)) throw new Error(`the form has no text "${id}"`);
      writeProse(doc.getXmlFragment(textRoot(keyOf(id, instance))), prose(text));
    }
    for (const [id, table] of Object.entries(parts.tables ?? {})) {
      if (!form.tables.has(id)) throw new Error(`the form has no table "${id}"`);
      writeTable(doc, keyOf(id, instance), table);
    }
  };
  for (const [id, value] of Object.entries(content.fields ?? {})) {
    if (!form.fields.has(id)) throw new Error(`the form has no field "${id}"`);
    setField(doc, id, value);
  }
  // Instances come first: tables may have a column for each of them.
  for (const [id, instances] of Object.entries(content.groups ?? {})) {
    if (!form.groups.has(id)) throw new Error(`the form has no group "${id}"`);
    for (const instance of instances) {
      if (doc.getMap(tableRoot(id)).has(`${instance.id}/${ORDER_COLUMN}`)) {
        for (const [field, value] of Object.entries(instance.fields ?? {})) {
          setCell(doc, id, instance.id, field, value);
        }
      } else {
        addRow(doc, id, { id: instance.id, order: nextOrder(doc, id), cells: instance.fields ?? {} });
      }
      writeParts(instance, instance.id);
    }
  }
  writeParts(content);
}

function writeTable(doc: Y.Doc, key: string, table: TableContent): void {
  for (const [row, cells] of Object.entries(table.cells ?? {})) {
    for (const [column, value] of Object.entries(cells)) setCell(doc, key, row, column, value);
  }
  for (const row of table.added ?? []) {
    const order = nextOrder(doc, key);
    const id = row.id ?? `${key.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 30)}-${order}`;
    const group = row.group === undefined ? {} : { group: row.group };
    addRow(doc, key, { id, order, cells: row.cells, ...group });
  }
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An order key behind all rows of a table: `a0` to `az`, then `b00` to `bzz`, as `fractional-indexing` counts. */
function nextOrder(doc: Y.Doc, key: string): string {
  let rows = 0;
  for (const flat of doc.getMap(tableRoot(key)).keys()) {
    if (parseCellKey(flat)?.column === ORDER_COLUMN) rows += 1;
  }
  const digit = (place: number): string => DIGITS[place] ?? '';
  if (rows < 62) return `a${digit(rows)}`;
  const beyond = rows - 62;
  return `b${digit(Math.floor(beyond / 62))}${digit(beyond % 62)}`;
}
