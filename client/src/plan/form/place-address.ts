import { PAGES } from '@filiera/shared/api.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { jumpToPlace } from './jump.ts';

/** The name under which a place stands in the address of its plan. */
const NAME = 'posto';
/** How long a dialog that led here still holds the focus, and the page may still move, in milliseconds. */
const SETTLE_MILLIS = 200;

/** The address of a place in a plan: section, element, row, column. */
export function placeAddress(planId: string, { section, element, row, column }: Place): string {
  const parts = [section, element ?? '', row ?? '', column ?? ''].map(encodeURIComponent);
  return `${PAGES.plan(planId)}?${new URLSearchParams({ [NAME]: parts.join('/') }).toString()}`;
}

/** The place that an address names; `null` where it names none. */
export function placeIn(params: URLSearchParams): Place | null {
  const value = params.get(NAME);
  if (value === null) return null;
  let parts: string[];
  try {
    parts = value.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
  const [section = '', element = '', row = '', column = ''] = parts;
  if (section === '') return null;
  return {
    section,
    ...(element === '' ? {} : { element }),
    ...(row === '' ? {} : { row }),
    ...(column === '' ? {} : { column }),
  };
}

/** Goes to the place that the address names, once the form is there, and takes it out of the address again. */
export function usePlaceAddress(ready: boolean): void {
  const [params, setParams] = useSearchParams();
  useEffect(() => {
    const place = ready ? placeIn(params) : null;
    if (!place) return;
    const timer = setTimeout(() => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          after.delete(NAME);
          return after;
        },
        { replace: true },
      );
      jumpToPlace(place);
    }, SETTLE_MILLIS);
    return () => clearTimeout(timer);
  }, [ready, params, setParams]);
}
