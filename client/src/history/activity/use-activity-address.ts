import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { FeedFilters } from './requests.ts';

/** Which tab the plan's panel shows. */
export type PanelTab = 'issues' | 'activity';

/** How the tab and the filters stand in the page's address, so that they last over a reload and can be sent on. */
const NAMES = { tab: 'riquadro', person: 'persona', section: 'sezione', day: 'giorno' } as const;
const ACTIVITY_TAB = 'cronologia';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filters that an address names; what is none of them, or of no use, is passed over. */
export function filtersIn(params: URLSearchParams, template: Template): FeedFilters {
  const person = params.get(NAMES.person);
  const section = params.get(NAMES.section);
  const day = params.get(NAMES.day);
  return {
    ...(person && person.length <= 100 ? { person } : {}),
    ...(formOf(template).sections.some(({ id }) => id === section) ? { section: section ?? '' } : {}),
    ...(day && DAY.test(day) && !Number.isNaN(Date.parse(day)) ? { day } : {}),
  };
}

/** The tab and the filters, kept in the address without a step of the browser's own history. */
export function useActivityAddress(template: Template) {
  const [params, setParams] = useSearchParams();
  const tab: PanelTab = params.get(NAMES.tab) === ACTIVITY_TAB ? 'activity' : 'issues';
  const filters = useMemo(() => filtersIn(params, template), [params, template]);

  const change = useCallback(
    (changes: Readonly<Partial<Record<keyof typeof NAMES, string | null>>>): void => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            const key = NAMES[name as keyof typeof NAMES];
            if (value) after.set(key, value);
            else after.delete(key);
          }
          return after;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  const setTab = useCallback(
    (next: PanelTab) => change({ tab: next === 'activity' ? ACTIVITY_TAB : null }),
    [change],
  );
  return { tab, setTab, filters, setFilters: change };
}
