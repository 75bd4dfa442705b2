import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { useEffect, useState } from 'react';
import { sectionHeadingId } from './form/jump.ts';

/** The section that the reader is in: the last one whose heading stands above where people read. */
export function useCurrentSection(template: Template, ready: boolean): string | null {
  const [current, setCurrent] = useState<string | null>(null);

  useEffect(() => {
    if (!ready) return;
    let due = false;
    const look = (): void => {
      due = false;
      const header = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
      // A third of the way down what is in sight: where people read.
      const line = header + (window.innerHeight - header) / 3;
      const { sections } = formOf(template);
      const { scrollY, innerHeight } = window;
      // The last section may be too short to ever reach the top.
      const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      let found: string | null = atEnd ? (sections.at(-1)?.id ?? null) : null;
      for (const { id } of atEnd ? [] : sections) {
        const heading = document.getElementById(sectionHeadingId(id));
        if (!heading || heading.getBoundingClientRect().top > line) break;
        found = id;
      }
      setCurrent(found ?? template.sections[0]?.id ?? null);
    };
    const onScroll = (): void => {
      if (due) return;
      due = true;
      requestAnimationFrame(look);
    };
    look();
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, [template, ready]);

  return current;
}
