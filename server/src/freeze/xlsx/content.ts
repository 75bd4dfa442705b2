import type { Cell } from '@filiera/shared/plan/plan.ts';
import { formatCount, formatDate, formatMoney, formatPercent, shareOf } from '@filiera/shared/rules/money.ts';
import type { ValueType } from '@filiera/shared/template/template.ts';
import { type Content, dateContent } from './cell.ts';
import type { Look } from './look.ts';

/** A place of the form, as far as it says what may stand in it. */
export interface Asked {
  readonly type: ValueType;
  readonly options?: readonly { readonly id: string; readonly label: string }[] | undefined;
}

/** What a place of the form holds, as a cell's content; what is no answer stands as typed and is marked. */
export function contentOf(
  cell: Cell | undefined,
  { type, options }: Asked,
): { readonly content: Content; readonly look: Look } {
  if (cell === undefined || cell.kind === 'empty') return { content: blankOf(type), look: {} };
  if (cell.kind === 'invalid') {
    return { content: { kind: 'text', text: cell.raw }, look: { italics: true, tone: 'wrong' } };
  }
  const { value } = cell;
  switch (type) {
    case 'money':
      return { content: { kind: 'money', cents: Number(value) }, look: {} };
    case 'count':
      return { content: { kind: 'count', count: Number(value) }, look: {} };
    case 'date':
      return { content: dateContent(String(value)), look: { align: 'left' } };
    case 'choice': {
      const label = options?.find(({ id }) => id === value)?.label ?? String(value);
      return { content: { kind: 'text', text: label }, look: {} };
    }
    case 'text':
      return { content: { kind: 'text', text: String(value) }, look: {} };
  }
}

function blankOf(type: ValueType): Content {
  return { kind: 'blank', format: type === 'choice' ? 'text' : type };
}

/** About what a content shows: for the width that it needs. */
export function shownContent(content: Content): string {
  switch (content.kind) {
    case 'blank':
      return '';
    case 'text':
      return content.text;
    case 'money':
      return formatMoney(content.cents);
    case 'count':
      return formatCount(content.count);
    case 'date':
      return formatDate(content.iso);
    case 'share':
      return formatPercent(shareOf(content.part, content.total) ?? 0);
  }
}
