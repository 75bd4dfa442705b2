import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { useEffect, useState } from 'react';
import { isInSight, type Span } from './sight.ts';

/** How long a section must be in the window to count as seen, in milliseconds. */
const MOMENT_MILLIS = 1_500;
const NONE: ReadonlySet<string> = new Set();

/** The sections that have been in the window for a moment, and still are; none while the window is hidden. */
export function useSectionsInSight(template: Template, ready: boolean): ReadonlySet<string> {
  const [seen, setSeen] = useState(NONE);

  useEffect(() => {
    if (!ready) return;
    /** When each section that is in sight came into it; `performance.now()`. */
    const since = new Map<string, number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due = false;

    const look = (): void => {
      due = false;
      clearTimeout(timer);
      const here = document.hidden ? [] : sectionsInSight(template);
      const now = performance.now();
      for (const section of [...since.keys()]) if (!here.includes(section)) since.delete(section);
      for (const section of here) if (!since.has(section)) since.set(section, now);
      const waits = [...since].map(([section, at]) => ({ section, left: at + MOMENT_MILLIS - now }));
      const settled = waits.filter(({ left }) => left <= 0).map(({ section }) => section);
      setSeen((before) =>
        before.size === settled.length && settled.every((section) => before.has(section))
          ? before
          : new Set(settled),
      );
      const soonest = Math.min(...waits.map(({ left }) => left).filter((left) => left > 0));
      if (Number.isFinite(soonest)) timer = setTimeout(look, soonest);
    };
    const later = (): void => {
      if (due) return;
      due = true;
      requestAnimationFrame(look);
    };

    look();
    // What is written moves the sections as well as scrolling does.
    const observer = new ResizeObserver(later);
    observer.observe(document.body);
    window.addEventListener('scroll', later, { passive: true });
    window.addEventListener('resize', later);
    // A hidden window has no frames.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      window.removeEventListener('scroll', later);
      window.removeEventListener('resize', later);
      document.removeEventListener('visibilitychange', look);
    };
  }, [template, ready]);

  return seen;
}

function sectionsInSight(template: Template): string[] {
  const top = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  const inWindow = { top, bottom: window.innerHeight };
  return formOf(template)
    .sections.map(({ id }) => id)
    .filter((id) => {
      const span = ownSpan(id);
      return span !== null && isInSight(span, inWindow);
    });
}

/** What a section takes up itself, without the subsections that follow its own elements. */
function ownSpan(section: string): Span | null {
  const element = document.querySelector(`[data-in="${CSS.escape(section)}"]`);
  if (!element) return null;
  const { top, bottom } = element.getBoundingClientRect();
  const inner = element.querySelector('[data-in]')?.getBoundingClientRect().top;
  return { top, bottom: inner ?? bottom };
}
