import type { Element, TableElement, Template } from '@filiera/shared/template/template.ts';

/** One piece of what a form prints, with the element that prints it. */
export interface Printed {
  readonly at: string;
  readonly text: string;
}

/**
 * All that a form prints, in reading order: every word of it that a user could see on an empty form. `instances` is how
 * often each repeated group is printed. Short labels, sources and assumptions are Filiera's and are not part of the form.
 */
export function printedWords(template: Template, instances = 1): readonly Printed[] {
  const printed: Printed[] = [];
  const print = (at: string, ...texts: readonly (string | undefined)[]): void => {
    for (const text of texts) if (text) printed.push({ at, text });
  };
  const visit = (element: Element): void => {
    switch (element.kind) {
      case 'heading':
      case 'paragraph':
        print(element.kind, element.text);
        return;
      case 'fields':
        for (const part of element.parts) {
          if (typeof part === 'string') print('fields', part);
          else print(part.field.id, part.field.label, part.field.hint);
          if (typeof part !== 'string')
            for (const option of part.field.options ?? []) print(part.field.id, option.label);
        }
        return;
      case 'points':
        print('points', element.label);
        for (const item of element.items) print('points', item.number, item.text);
        return;
      case 'text':
        print(element.id, element.label, element.hint);
        return;
      case 'table':
        table(element);
        return;
      case 'group':
        for (let number = 1; number <= instances; number += 1) {
          print(element.id, element.label.replace('{n}', String(number)));
          element.elements.forEach(visit);
        }
        return;
    }
  };
  const table = (element: TableElement): void => {
    const at = element.id;
    const { columns, columnsFrom, groupColumns, total } = element;
    print(at, element.label, groupColumns?.number, groupColumns?.label);
    print(at, ...columns.map((column) => column.label));
    for (let number = 1; columnsFrom && number <= instances; number += 1) {
      print(at, columnsFrom.label.replace('{n}', String(number)));
    }
    print(at, ...columns.map((column) => column.hint));
    for (const column of columns) for (const option of column.options ?? []) print(at, option.label);
    for (const group of element.groups ?? [undefined]) {
      print(at, group?.number, group?.label);
      print(at, ...element.rows.filter((row) => row.group === group?.id).map((row) => row.label));
    }
    print(at, element.addable?.hint, total?.label, total?.note);
  };

  print('title', template.overTitle, template.title);
  for (const section of template.sections.flatMap((one) => [one, ...one.sections])) {
    print(section.id, section.number, section.title);
    section.elements.forEach(visit);
  }
  print('footer', template.footer);
  return printed;
}

/** The words of a text: what white space parts, and nothing else changed. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
