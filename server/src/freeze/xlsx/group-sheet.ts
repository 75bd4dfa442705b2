import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { fieldsIn } from '@filiera/shared/template/form.ts';
import type { Field, GroupElement, Section, Subsection } from '@filiera/shared/template/template.ts';
import type { Edition } from '../edition.ts';
import { cellOf, textCell } from './cell.ts';
import { contentOf, shownContent } from './content.ts';
import type { Figures } from './figures.ts';
import { writeHead } from './head.ts';
import type { Look } from './look.ts';
import { Sheet, widthFor } from './sheet.ts';

const FRAMED = { framed: true } as const satisfies Look;
const HEAD = { framed: true, bold: true, fill: 'head' } as const satisfies Look;

/** What an instance is called: the form's words with its number, then the first of its fields, `PAESE 1: Belgio`. */
export function instanceTitle(element: GroupElement, instance: PlanRow, index: number): string {
  return [instanceName(element, index), nameTyped(element, instance)].filter(Boolean).join(': ');
}

/** What stands in the first field of an instance. */
export function nameTyped(element: GroupElement, instance: PlanRow): string {
  const [field] = fieldsIn(element.elements);
  return field ? shown(instance, field) : '';
}

/** `PAESE {n}:` becomes `PAESE 1`. */
function instanceName(element: GroupElement, index: number): string {
  return element.label.replaceAll('{n}', String(index + 1)).replace(/[:\s]+$/, '');
}

/** The fields of a repeated group, a line for each instance, and notes where they stand. */
export function groupSheet(
  name: string,
  element: GroupElement,
  section: Section | Subsection,
  instances: readonly PlanRow[],
  figures: Figures,
  edition: Edition,
): Sheet {
  const fields = fieldsIn(element.elements);
  const widths = [
    widest(['', ...instances.map((_, index) => instanceName(element, index))], 20, 40),
    ...fields.map((field) => widest([field.label, ...instances.map((one) => shown(one, field))], 20, 50)),
  ];
  const sheet = new Sheet(name, widths);
  writeHead(sheet, edition, [`${section.number} ${section.title}`.trim()]);
  sheet.gap();
  const head = sheet.add([textCell('', HEAD), ...fields.map(({ label }) => textCell(label, HEAD))]);
  sheet.repeated = { from: head, to: head };
  sheet.frozen = head + 1;
  instances.forEach((instance, index) => {
    const row = sheet.rows.length;
    const cells = fields.map((field, column) => {
      figures.noteField(instance.id, field.id, { sheet: name, column: column + 1, row });
      const { content, look } = contentOf(instance.cells[field.id], field);
      return cellOf(content, { ...FRAMED, ...look });
    });
    sheet.add([textCell(instanceName(element, index), { ...FRAMED, bold: true }), ...cells]);
  });
  return sheet;
}

function shown(instance: PlanRow, field: Field): string {
  return shownContent(contentOf(instance.cells[field.id], field).content);
}

function widest(texts: readonly string[], least: number, most: number): number {
  const width = Math.max(...texts.map((text) => widthFor(text, { bold: true })));
  return Math.min(most, Math.max(least, width));
}
