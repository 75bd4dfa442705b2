import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from './text.tsx';

// wouter announces its own navigations with these events; the first page of a visit comes without one.
let navigated = false;
for (const event of ['pushState', 'replaceState', 'popstate']) {
  window.addEventListener(event, () => {
    navigated = true;
  });
}

/** Names the window after the page. */
export function usePageTitle(title: string): void {
  const { t } = useText();
  const full = t('app.title', { page: title });
  useEffect(() => {
    document.title = full;
  }, [full]);
}

/**
 * The page's one `h1`. It names the window, and takes the focus after a navigation, so that keyboard and screen
 * reader start where the eye does. `title` is for the window, where the heading is more than its words.
 */
export function PageHeading({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    if (!navigated) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Title order={1} ref={heading} tabIndex={-1}>
      {children ?? title}
    </Title>
  );
}
