import type { Place } from '@filiera/shared/rules/issue.ts';
import { placeId } from '../../tables/cells/place-id.ts';

export function sectionHeadingId(section: string): string {
  return `section/${section}`;
}

const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex], [contenteditable="true"]';
const FLASH_MS = 1_600;

/** Brings a section's heading into sight and gives it the focus. */
export function jumpToSection(section: string): void {
  const heading = document.getElementById(sectionHeadingId(section));
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

/**
 * Brings a place into sight, gives the focus to the very cell or text, and lights it up for a moment. Where the cell is
 * gone by now, its row, its table or its section stand for it.
 */
export function jumpToPlace(place: Place): void {
  goToPlace(place, () => false);
}

/** The same for a place where something has just changed: what is in sight already stays where it is. */
export function showPlace(place: Place): void {
  goToPlace(place, isInSight);
}

/** Is all of it between the page's header and the lower edge of the window? */
export function isInSight({ top, bottom }: { readonly top: number; readonly bottom: number }): boolean {
  return top >= headerBottom() && bottom <= window.innerHeight;
}

/** Where the page's header ends, which stands over what scrolls; pixels from the top of the window. */
function headerBottom(): number {
  return document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
}

function goToPlace(place: Place, stays: (box: DOMRect) => boolean): void {
  const { element, row, column } = place;
  const candidates: Pick<Place, 'element' | 'row' | 'column'>[] = [];
  if (element !== undefined && row !== undefined && column !== undefined)
    candidates.push({ element, row, column });
  if (element !== undefined && row !== undefined) candidates.push({ element, row });
  if (element !== undefined) candidates.push({ element });
  const target = candidates
    .map((candidate) => document.getElementById(placeId(candidate)))
    .find((found) => found !== null);
  if (!target) {
    jumpToSection(place.section);
    return;
  }
  const lit = target.closest<HTMLElement>('td, [data-editable]') ?? target;
  if (!stays(lit.getBoundingClientRect())) lit.scrollIntoView({ block: 'center' });
  focusInside(target);
  lit.dataset.flash = 'true';
  setTimeout(() => delete lit.dataset.flash, FLASH_MS);
}

function focusInside(target: HTMLElement): void {
  const focusable = target.matches(FOCUSABLE) ? target : firstInside(target);
  if (focusable) focusable.focus({ preventScroll: true });
  else {
    // What nobody may edit can still be read from here.
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
}

function firstInside(target: HTMLElement): HTMLElement | null {
  return (
    target.querySelector<HTMLElement>('[data-cell-input]') ??
    target.querySelector<HTMLElement>('[data-add]') ??
    target.querySelector<HTMLElement>(FOCUSABLE)
  );
}
