import { type RefObject, useEffect, useRef } from 'react';

/** Gives the focus to the first of these that is still in the page, else to the page's heading. */
export function focusFirst(candidates: readonly (Element | null)[]): void {
  const there = candidates.find(
    (element) => element instanceof HTMLElement && element.isConnected && element !== document.body,
  );
  const target = there ?? document.querySelector('h1');
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

/** For what appears in the place of something that had the focus. */
export function useFocusOnMount<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    ref.current?.focus();
  }, []);
  return ref;
}
