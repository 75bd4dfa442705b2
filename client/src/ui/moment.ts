import type { Locale } from '@filiera/shared/text/text.ts';

const TAGS: Record<Locale, string> = { it: 'it-IT', en: 'en-GB' };

function day(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

function time(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A day as people say it: `12 dicembre 2023`. `at` in milliseconds since 1970, in the reader's time zone. */
export function sayDay(at: number, locale: Locale): string {
  return day(at, locale);
}

/**
 * A moment as people say it: `oggi, 18:04`, `ieri, 9:12`, `12 dicembre 2023, 18:04`. With `now` left out the day is
 * always named, as evidence wants it. `at` and `now` in milliseconds since 1970.
 */
export function sayMoment(at: number, locale: Locale, now?: number): string {
  const said = day(at, locale);
  const clock = time(at, locale);
  if (now !== undefined) {
    const relative = new Intl.RelativeTimeFormat(TAGS[locale], { numeric: 'auto' });
    const yesterday = new Date(now);
    yesterday.setDate(yesterday.getDate() - 1);
    if (said === day(now, locale)) return `${relative.format(0, 'day')}, ${clock}`;
    if (said === day(yesterday.getTime(), locale)) return `${relative.format(-1, 'day')}, ${clock}`;
  }
  return `${said}, ${clock}`;
}
