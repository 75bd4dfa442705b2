import { type KeyboardEvent, type RefObject, useEffect } from 'react';

/** The buttons of a toolbar that can be pressed now. */
export const buttonsOf = (toolbar: Element | null): HTMLButtonElement[] =>
  [...(toolbar?.querySelectorAll<HTMLButtonElement>('button') ?? [])].filter((button) => !button.disabled);

/**
 * Makes a toolbar one stop for the Tab key, with arrows inside and Escape out of it. Returns what is to hear its keys.
 */
export function useRovingFocus(
  bar: RefObject<HTMLElement | null>,
  onLeave: () => void,
): (event: KeyboardEvent) => void {
  useEffect(() => {
    for (const [index, button] of buttonsOf(bar.current).entries()) button.tabIndex = index === 0 ? 0 : -1;
  });

  return (event) => {
    if (!bar.current?.contains(event.target as Node)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onLeave();
      return;
    }
    const buttons = buttonsOf(bar.current);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = {
      ArrowRight: (at + 1) % buttons.length,
      ArrowLeft: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = -1;
    const button = buttons[to];
    if (button) {
      button.tabIndex = 0;
      button.focus();
    }
  };
}
