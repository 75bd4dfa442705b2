import { namesOf, type PlaceNames } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { joinNames } from '../../plan/panel/join-names.ts';
import type { Texts } from '../../ui/text.tsx';
import { presenceOf } from '../spot.ts';

/**
 * A place of the history in the form's words, within its section: `Piano dei costi · a) · 2024`. What was taken out of
 * the plan since is said to have been; a block without a name is called by what it is. `section` stands before them
 * where it is given.
 */
export function placeWords(
  template: Template,
  plan: Plan,
  place: Place,
  t: Texts['t'],
  section = '',
): string {
  const names: PlaceNames = namesOf(template, plan, place);
  const presence = presenceOf(plan, place);
  const element = names.element || (presence === 'there' ? t('plan.text.unnamed') : '');
  const row = presence === 'row' ? t('activity.place.removedRow') : names.row;
  const removed = presence === 'part' ? t('activity.place.removedPart') : '';
  return joinNames([section, removed, element, row, names.column].filter(Boolean));
}
