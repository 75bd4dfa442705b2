import {
  FIELDS_ROOT,
  GROUP_COLUMN,
  ORDER_COLUMN,
  parseCellKey,
  ROW_ID,
  tableRoot,
  textRoot,
} from '@filiera/shared/plan/layout.ts';
import { fieldsIn, formOf } from '@filiera/shared/template/form.ts';
import type { GroupElement, TableElement, Template } from '@filiera/shared/template/template.ts';
import type { Anchor } from '@filiera/shared/threads/api.ts';
import * as Y from 'yjs';

/** A table or a repeated group that a root names; `null` where the form has none there. */
function tableAt(template: Template, root: string): TableElement | GroupElement | null {
  const form = formOf(template);
  const [id, instance] = parted(root, tableRoot(''));
  const table = form.tables.get(id);
  if (table) return fits(table.group, instance) ? table.element : null;
  return instance === null ? (form.groups.get(id)?.element ?? null) : null;
}

/** The id behind the prefix, and the instance behind its `@`. */
function parted(root: string, prefix: string): readonly [id: string, instance: string | null] {
  if (!root.startsWith(prefix)) return ['', null];
  const rest = root.slice(prefix.length);
  const at = rest.indexOf('@');
  return at < 0 ? [rest, null] : [rest.slice(0, at), rest.slice(at + 1)];
}

/** What a group repeats names an instance, which may be newer than what the server has seen; nothing else does. */
function fits(group: GroupElement | undefined, instance: string | null): boolean {
  return group ? instance !== null && ROW_ID.test(instance) : instance === null;
}

function hasText(template: Template, root: string): boolean {
  const [id, instance] = parted(root, textRoot(''));
  const text = formOf(template).texts.get(id);
  return text !== undefined && fits(text.group, instance);
}

function hasCell(template: Template, root: string, key: string): boolean {
  if (root === FIELDS_ROOT) {
    const field = formOf(template).fields.get(key);
    return field !== undefined && field.group === undefined;
  }
  const at = parseCellKey(key);
  const element = tableAt(template, root);
  if (!element || !at || at.column === ORDER_COLUMN || at.column === GROUP_COLUMN) return false;
  if (element.kind === 'group') return fieldsIn(element.elements).some(({ id }) => id === at.column);
  return (
    element.columns.some(({ id }) => id === at.column) ||
    (element.columnsFrom !== undefined && ROW_ID.test(at.column))
  );
}

/** Is this a position as Yjs writes them, whole and nothing behind it? */
function isPosition(base64: string): boolean {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  try {
    return Buffer.from(Y.encodeRelativePosition(Y.decodeRelativePosition(bytes))).equals(bytes);
  } catch {
    return false;
  }
}

/**
 * Does the form have a place such as this? Whether its row, its instance or its words are there at present is not
 * asked: a page may know of newer ones, and whoever shows a thread finds out what has become of its place.
 */
export function hasPlace(template: Template, anchor: Anchor): boolean {
  switch (anchor.kind) {
    case 'section':
    case 'issue':
      return formOf(template).sections.some(({ id }) => id === anchor.section);
    case 'block':
      return hasText(template, anchor.root);
    case 'passage':
      return hasText(template, anchor.root) && isPosition(anchor.from) && isPosition(anchor.to);
    case 'table':
      return tableAt(template, anchor.root) !== null;
    case 'row':
      return tableAt(template, anchor.root) !== null && ROW_ID.test(anchor.row);
    case 'cell':
      return hasCell(template, anchor.root, anchor.key);
  }
}
