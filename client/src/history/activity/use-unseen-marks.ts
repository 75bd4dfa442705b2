import { formOf } from '@filiera/shared/template/form.ts';
import { useEffect, useMemo, useRef } from 'react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import { joinPeople, nameOfPerson } from './join-people.ts';
import { useSeen, useUnseen } from './queries.ts';
import { useSectionsInSight } from './use-sections-in-sight.ts';

/** What others have changed in a section since this member last saw it. */
export interface UnseenMark {
  readonly count: number;
  /** The same in words, with who it was. */
  readonly words: string;
}
export type UnseenMarks = ReadonlyMap<string, UnseenMark>;

/**
 * The sections that others have changed since this member last saw them, by section. One that has been in the window for
 * a moment is seen: the server is told, and what is written while one looks is no news. To be used once on the page.
 */
export function useUnseenMarks(ready: boolean): UnseenMarks {
  const { t } = useText();
  const { planId, template } = usePlanSession();
  const { data } = useUnseen(planId);
  const inSight = useSectionsInSight(template, ready);
  const { mutate } = useSeen(planId);
  // Without the server the page may not hold yet what the server calls unseen.
  const live = usePlanState(({ save }) => save.kind === 'saved' || save.kind === 'saving');
  /** Up to which row each section was said to be seen: said once, also where the server could not be told. */
  const told = useRef(new Map<string, number>());

  useEffect(() => {
    if (!data || !live) return;
    for (const { section } of data.sections) {
      if (!inSight.has(section) || (told.current.get(section) ?? -1) >= data.seq) continue;
      told.current.set(section, data.seq);
      mutate({ section, seq: data.seq });
    }
  }, [data, inSight, live, mutate]);

  return useMemo(() => {
    const known = new Set(formOf(template).sections.map(({ id }) => id));
    const { sections = [], people = [] } = data ?? {};
    return new Map(
      sections
        .filter(({ section }) => known.has(section) && !inSight.has(section))
        .map(({ section, places, userIds }) => {
          const names = joinPeople(
            userIds.map((id) => nameOfPerson(people, id, t)),
            t,
          );
          const words =
            places === 1 ? t('unseen.one', { names }) : t('unseen.many', { count: places, names });
          return [section, { count: places, words }];
        }),
    );
  }, [data, inSight, template, t]);
}
