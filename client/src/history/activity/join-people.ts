import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import type { TextKey } from '@filiera/shared/text/text.ts';
import type { Texts } from '../../ui/text.tsx';

/** The name of a member of the history; members whom it does not name are somebody all the same. */
export function nameOfPerson(
  people: readonly HistoryPerson[],
  id: string,
  t: Texts['t'],
  unknown: TextKey = 'activity.gone',
): string {
  return people.find((person) => person.id === id)?.name ?? t(unknown);
}

/** Names as a sentence lists them: `Anna Rossi e Marco Bianchi`, `Anna Rossi e altre 2 persone`. */
export function joinPeople(names: readonly string[], t: Texts['t']): string {
  const [first = t('unseen.someone'), second] = names;
  if (second === undefined) return first;
  if (names.length === 2) return t('who.two', { first, second });
  return t('who.more.many', { first, count: names.length - 1 });
}
