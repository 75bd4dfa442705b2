const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Rome',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** What clocks and calendars in Italy show at a moment: the day (`2024-03-31`), and how many minutes of it are over. */
export function inItaly(at: number): { readonly day: string; readonly minutes: number } {
  const now = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: `${now.year}-${now.month}-${now.day}`,
    minutes: Number(now.hour) * 60 + Number(now.minute),
  };
}

/** The day so many days after another one, or before it; days as in `inItaly`. */
export function daysLater(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
