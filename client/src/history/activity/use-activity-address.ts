import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { FeedFilters } from './requests.ts';

/** Which tab the plan's panel shows. */
export type PanelTab = 'issues' | 'comments' | 'activity';

/** How the tab and the filters stand in the page's address, so that they last over a reload and can be sent on. */
const NAMES = { tab: 'riquadro', person: 'persona', section: 'sezione', day: 'giorno' } as const;
const TABS: Readonly<Record<string, PanelTab>> = { cronologia: 'activity', commenti: 'comments' };
/** A thread that an address names is shown among the comments; see `PAGES.thread`. */
const THREAD = 'commento';
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
  const tab: PanelTab = params.has(THREAD) ? 'comments' : (TABS[params.get(NAMES.tab) ?? ''] ?? 'issues');
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
          if ('tab' in changes) after.delete(THREAD);
          return after;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  const setTab = useCallback(
    (next: PanelTab) => change({ tab: Object.keys(TABS).find((word) => TABS[word] === next) ?? null }),
    [change],
  );
  return { tab, setTab, filters, setFilters: change };
}
