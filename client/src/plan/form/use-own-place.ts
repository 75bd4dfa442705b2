import type { Place } from '@filiera/shared/rules/issue.ts';
import { type FocusEvent, useMemo } from 'react';
import { usePlanSession } from '../../collab/use-plan.tsx';

/** The place of the form that an element belongs to, by the data attributes of what it is inside. */
export function placeOf(target: EventTarget | null): Place | null {
  if (!(target instanceof Element)) return null;
  const element = target.closest<HTMLElement>('[data-element]');
  const section = target.closest<HTMLElement>('[data-section]')?.dataset.section;
  if (section === undefined) return null;
  const cell = target.closest<HTMLElement>('[data-row][data-column]');
  return {
    section,
    ...(element?.dataset.element === undefined ? {} : { element: element.dataset.element }),
    ...(cell?.dataset.row === undefined ? {} : { row: cell.dataset.row }),
    ...(cell?.dataset.column === undefined ? {} : { column: cell.dataset.column }),
  };
}

/** Tells the others where this member is, as the focus moves through the form. */
export function useOwnPlace() {
  const session = usePlanSession();
  return useMemo(
    () => ({
      onFocus: (event: FocusEvent) => session.setPlace(placeOf(event.target)),
      onBlur: (event: FocusEvent) => {
        if (!placeOf(event.relatedTarget)) session.setPlace(null);
      },
    }),
    [session],
  );
}
