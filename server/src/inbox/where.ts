import { FIELDS_ROOT, parseCellKey } from '@filiera/shared/plan/layout.ts';
import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Locale } from '@filiera/shared/text/text.ts';
import type { Anchor } from '@filiera/shared/threads/api.ts';

/**
 * Where a thread hangs, in the form's words: `1.1 Vita associativa · Obiettivi specifici`. Read from the form alone,
 * without the plan's document: an added row is called as it was when the thread was opened. A place that the form does
 * not have is empty.
 */
export function whereOf(template: Template, anchor: Anchor, locale: Locale): string {
  const form = formOf(template);
  const nameOf = (id: string): string => {
    const section = form.sections.find((one) => one.id === id);
    return section ? sectionName(section) : '';
  };
  if (anchor.kind === 'section') return nameOf(anchor.section);
  if (anchor.kind === 'issue') return join(nameOf(anchor.section), anchor.said[locale]);
  if (anchor.root === FIELDS_ROOT) {
    const field = anchor.kind === 'cell' ? form.fields.get(anchor.key) : undefined;
    return field ? join(sectionName(field.section), field.element.label) : '';
  }
  const id = anchor.root.slice(anchor.root.indexOf('/') + 1).split('@')[0] ?? '';
  const text = form.texts.get(id);
  if (text) return join(sectionName(text.section), text.element.label);
  const group = form.groups.get(id);
  if (group) return sectionName(group.section);
  const table = form.tables.get(id);
  if (!table) return '';
  const { element, section } = table;
  const at = anchor.kind === 'cell' ? parseCellKey(anchor.key) : null;
  const rowId = anchor.kind === 'row' ? anchor.row : at?.row;
  const preset = element.rows.find((row) => row.id === rowId);
  const row = preset?.shortLabel ?? preset?.label ?? (anchor.kind === 'row' ? anchor.label : '');
  const column = element.columns.find((one) => one.id === at?.column);
  return join(
    sectionName(section),
    element.shortLabel ?? element.label,
    row,
    column && column.type !== 'label' ? (column.shortLabel ?? column.label) : '',
  );
}

const join = (...names: readonly string[]): string =>
  names
    .map((name) => name.replace(/:\s*$/, '').trim())
    .filter((name) => name !== '')
    .join(' · ');
