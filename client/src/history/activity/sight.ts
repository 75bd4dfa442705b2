/** Upper and lower edge of something in the window, in pixels. */
export interface Span {
  readonly top: number;
  readonly bottom: number;
}

/** How much of what is in sight a section must take up where it does not fit in whole. */
const ENOUGH = 0.4;

/** Can somebody who looks at `window` read this section: is it whole in it, or does it take up a good part of it? */
export function isInSight(section: Span, window: Span): boolean {
  const height = section.bottom - section.top;
  const shown = Math.min(section.bottom, window.bottom) - Math.max(section.top, window.top);
  if (shown <= 0 || height <= 0) return false;
  return shown >= Math.min(height, ENOUGH * (window.bottom - window.top));
}
