import type { Sitting } from '@filiera/shared/history/api.ts';
import type { Locale } from '@filiera/shared/text/text.ts';

const TAGS: Record<Locale, string> = { it: 'it-IT', en: 'en-GB' };
/** The plan's days are Italy's, wherever its reader is: the filter by day and the headings mean the same days. */
const ZONE = 'Europe/Rome';

const isoDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day in Italy of a moment, `YYYY-MM-DD`. `at` in milliseconds since 1970. */
export function dayOf(at: number): string {
  return isoDay.format(at);
}

/** A time of day in Italy: `14:32`. `at` in milliseconds since 1970. */
export function timeOf(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }).format(
    at,
  );
}

/** A day as a heading: `mercoledì 12 dicembre 2023`. `day` as `dayOf` makes it. */
export function sayHeading(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(Date.parse(`${day}T12:00:00Z`));
}

/** The day before, `YYYY-MM-DD`. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

export interface Day {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly sittings: readonly Sitting[];
}

/** Sittings under the day on which each began, in the order in which they come. */
export function byDay(sittings: readonly Sitting[]): Day[] {
  const days: { day: string; sittings: Sitting[] }[] = [];
  for (const sitting of sittings) {
    const day = dayOf(sitting.from);
    const last = days.at(-1);
    if (last?.day === day) last.sittings.push(sitting);
    else days.push({ day, sittings: [sitting] });
  }
  return days;
}
