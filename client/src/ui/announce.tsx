import { VisuallyHidden } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { useSyncExternalStore } from 'react';
import { useText } from './text.tsx';

let said = '';
const listeners = new Set<() => void>();

/** Says something to screen readers alone, politely, after what they are reading now. */
export function announce(text: string): void {
  // The same sentence twice must be a change, or it is not read again.
  said = said === text ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

/** Says that something was done: on screen for six seconds, and to screen readers. */
export function notify(text: string): void {
  notifications.show({ message: text, role: 'presentation', autoClose: 6_000, withBorder: true });
  announce(text);
}

/** Says that something could not be done: on screen until it is closed, and to screen readers at once. */
export function notifyFailure(text: string): void {
  notifications.show({ message: text, color: 'red', autoClose: false, withBorder: true });
}

/**
 * Where announcements appear and are heard. The live region is in the page from its first moment: regions that arrive
 * with their text are often not read.
 */
export function Announcements() {
  const { t } = useText();
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  return (
    <section aria-label={t('app.announcements')}>
      <VisuallyHidden role="status" aria-live="polite">
        {text}
      </VisuallyHidden>
      <Notifications position="bottom-right" limit={4} withinPortal={false} />
    </section>
  );
}
