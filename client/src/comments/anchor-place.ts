import { TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import type { CellValue } from '@filiera/shared/plan/edit.ts';
import { FIELDS_ROOT, parseCellKey, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { placeOfSpot } from '@filiera/shared/plan/spot.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Anchor } from '@filiera/shared/threads/api.ts';
import type { PlanView } from '../collab/view.ts';
import { storedValue } from '../tables/cells/use-cell-draft.ts';

/** Where in the form a thread hangs; `null` for what the form does not know. */
export function placeOfAnchor(template: Template, anchor: Anchor): Place | null {
  switch (anchor.kind) {
    case 'section':
      return formOf(template).sections.some(({ id }) => id === anchor.section)
        ? { section: anchor.section }
        : null;
    case 'block':
    case 'passage':
    case 'table':
      return placeOfSpot(template, anchor.root);
    case 'row': {
      const place = placeOfSpot(template, anchor.root);
      return place && { ...place, row: anchor.row };
    }
    case 'cell':
      return placeOfSpot(template, anchor.root, anchor.key);
    case 'issue':
      return placeOfIssue(anchor.issue) ?? { section: anchor.section };
  }
}

/** An issue's id ends with its place: `rule|key|section/element/row/column`. */
function placeOfIssue(issue: string): Place | null {
  const [section, element, row, column] = (issue.split('|').at(-1) ?? '').split('/');
  if (!section) return null;
  return {
    section,
    ...(element ? { element } : {}),
    ...(row ? { row } : {}),
    ...(column ? { column } : {}),
  };
}

/** What a cell or field holds now; what follows from others is its figure. */
export function valueAt({ plan, figures }: PlanView, root: string, key: string): CellValue {
  if (root === FIELDS_ROOT) return storedValue(plan.fields[key]);
  const element = root.slice(root.indexOf('/') + 1);
  const at = parseCellKey(key);
  const figure = at?.row === TOTAL_ROW ? figures[element]?.totals[at.column] : figures[element]?.cells[key];
  if (figure !== undefined) return figure;
  const rows = plan.tables[element]?.rows ?? plan.groups[element] ?? [];
  return at ? storedValue(rows.find(({ id }) => id === at.row)?.cells[at.column]) : null;
}

/**
 * The places that a thread may be opened on from one place of the form, the nearest first. `rowName` is what its row is
 * called.
 */
export function anchorsAt(
  template: Template,
  view: PlanView,
  place: Place,
  rowName: string,
): readonly [Anchor, ...Anchor[]] {
  const { section, element, row, column } = place;
  const ofSection: Anchor = { kind: 'section', section };
  if (element === undefined) return [ofSection];
  const form = formOf(template);
  const [id = ''] = element.split('@');
  if (form.texts.has(id)) return [{ kind: 'block', root: textRoot(element) }, ofSection];
  if (form.fields.has(id)) {
    const value = valueAt(view, FIELDS_ROOT, element);
    return [{ kind: 'cell', root: FIELDS_ROOT, key: element, value }, ofSection];
  }
  const root = tableRoot(element);
  const ofTable: Anchor = { kind: 'table', root };
  if (row === undefined) return [ofTable, ofSection];
  const ofRow: Anchor = { kind: 'row', root, row, label: rowName.slice(0, 200) };
  const key = `${row}/${column ?? ''}`;
  if (column === undefined || parseCellKey(key) === null) return [ofRow, ofTable, ofSection];
  return [{ kind: 'cell', root, key, value: valueAt(view, root, key) }, ofRow, ofTable, ofSection];
}
