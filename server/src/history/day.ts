const ZONE = 'Europe/Rome';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** How far the clocks in Italy are ahead of UTC at a moment (given in whole seconds), in milliseconds. */
function offsetAt(moment: number): number {
  const at = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(at.year!, at.month! - 1, at.day!, at.hour!, at.minute!, at.second!) - moment;
}

/** The moment at which a day begins in Italy, given as midnight UTC of the same date. */
function beginOf(midnight: number): number {
  const near = midnight - offsetAt(midnight);
  // Where the clocks were changed in between, the offset at the midnight itself counts.
  return midnight - offsetAt(near);
}

/**
 * A day in Italy (`YYYY-MM-DD`) as the moment at which it begins and the one at which the next does, in milliseconds;
 * `null` where there is no such day. Days on which clocks are changed last 23 or 25 hours.
 */
export function dayInItaly(day: string): readonly [from: number, to: number] | null {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  return [beginOf(midnight), beginOf(midnight + 24 * 60 * 60 * 1000)];
}
