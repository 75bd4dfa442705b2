import { namesOf, type PlaceNames } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { joinNames } from '../../plan/panel/join-names.ts';
import type { Texts } from '../../ui/text.tsx';
import { presenceOf } from '../spot.ts';

/**
 * A place of the history in the form's words, within its section: `Piano dei costi · a) · 2024`. What was taken out of
 * the plan since is said to have been; a block without a name is called by what it is.
 */
export function placeWords(template: Template, plan: Plan, place: Place, t: Texts['t']): string {
  const names: PlaceNames = namesOf(template, plan, place);
  const presence = presenceOf(plan, place);
  const element = names.element || (presence === 'there' ? t('plan.text.unnamed') : '');
  const row = presence === 'row' ? t('activity.place.removedRow') : names.row;
  const words = joinNames([element, row, names.column]);
  if (presence !== 'part') return words;
  return joinNames([t('activity.place.removedPart'), words]);
}
