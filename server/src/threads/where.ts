import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { placeOfSpot } from '@filiera/shared/plan/spot.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Locale } from '@filiera/shared/text/text.ts';
import type { Anchor } from '@filiera/shared/threads/api.ts';

/**
 * Where a thread hangs, in the form's words: `1.1 Vita associativa · Obiettivi specifici`; empty where the form has no
 * such place. Without a plan (`null`) the words are those of the form alone. A row that is not there, or not looked for,
 * is called as it was when the thread was opened.
 */
export function whereOf(template: Template, plan: Plan | null, anchor: Anchor, locale: Locale): string {
  const place = placeOf(template, anchor);
  const names = place && namesOf(template, plan, place);
  if (anchor.kind === 'issue') return joined(names?.section ?? '', anchor.said[locale]);
  if (!names) return '';
  const row = names.row || (anchor.kind === 'row' ? anchor.label : '');
  const inner = joined(names.element, row, names.column);
  return joined(names.section, inner === names.section ? '' : inner);
}

function placeOf(template: Template, anchor: Anchor): Place | null {
  switch (anchor.kind) {
    case 'section':
    case 'issue':
      return { section: anchor.section };
    case 'cell':
      return placeOfSpot(template, anchor.root, anchor.key);
    case 'row': {
      const place = placeOfSpot(template, anchor.root);
      return place && { ...place, row: anchor.row };
    }
    default:
      return placeOfSpot(template, anchor.root);
  }
}

const joined = (...names: readonly string[]): string =>
  names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join(' · ');
