import { type Locale, say } from '@filiera/shared/text/text.ts';

const TAGS: Record<Locale, string> = { it: 'it-IT', en: 'en-GB' };

/** A day as people say it: `12 dicembre 2023`. `at` in milliseconds since 1970, in the reader's time zone. */
export function sayDay(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

function sayTime(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A moment as evidence names it: `12 dicembre 2023, 18:04`. `at` in milliseconds since 1970. */
export function sayMoment(at: number, locale: Locale): string {
  return `${sayDay(at, locale)}, ${sayTime(at, locale)}`;
}

/** The same on Italy's clock, wherever its reader is: for what others are shown as proof. */
export function sayItalianMoment(at: number, locale: Locale): string {
  const timeZone = 'Europe/Rome';
  const day = new Intl.DateTimeFormat(TAGS[locale], {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const time = new Intl.DateTimeFormat(TAGS[locale], { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${day.format(at)}, ${time.format(at)}`;
}

/**
 * A moment inside a sentence, near ones as people say them: `oggi alle 18:04`, `ieri alle 09:12`, `il 12 dicembre 2023
 * alle 18:04`. `at` and `now` in milliseconds since 1970.
 */
export function sayWhen(at: number, locale: Locale, now: number): string {
  const day = sayDay(at, locale);
  const time = sayTime(at, locale);
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === sayDay(now, locale)) return say(locale, 'when.today', { time });
  if (day === sayDay(yesterday.getTime(), locale)) return say(locale, 'when.yesterday', { time });
  return say(locale, 'when.on', { day, time });
}
