import type { Place } from '@filiera/shared/rules/issue.ts';

/** The DOM id of a place, by which a list of issues finds it. Fields outside tables have no row and column. */
export function placeId({ element = '', row, column }: Pick<Place, 'element' | 'row' | 'column'>): string {
  return ['at', element, row, column].filter((part) => part !== undefined).join('/');
}
