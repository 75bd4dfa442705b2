import type { HistoryOverview, HistoryPerson, NamedPoint } from '@filiera/shared/history/api.ts';
import { sayMoment } from '../../ui/moment.ts';
import type { Texts } from '../../ui/text.tsx';

/** A moment at which the slider stops: the end of a sitting, or a point that has a name. */
export interface Stop {
  readonly seq: number;
  /** Who wrote last before it; `null` at the start, where nobody had. */
  readonly person: HistoryPerson | null;
  /** When, in milliseconds since 1970; 0 at the start. */
  readonly at: number;
  readonly names: readonly NamedPoint[];
  /** Is it the end of the log? It moves on while others write. */
  readonly now: boolean;
}

/**
 * Where the slider stops, oldest first: the empty plan, the end of each sitting, every point that has a name, and those
 * of `also` (rows that a link names). Empty where nobody has written yet.
 */
export function stopsOf(history: HistoryOverview, also: readonly number[] = []): readonly Stop[] {
  const { steps, names, people, seq: last } = history;
  if (steps.length === 0) return [];
  const asked = also.filter((seq) => Number.isInteger(seq) && seq >= 0 && seq <= last);
  const seqs = new Set([0, ...steps.map(({ seq }) => seq), ...names.map(({ seq }) => seq), ...asked, last]);
  return [...seqs]
    .sort((a, b) => a - b)
    .map((seq): Stop => {
      const named = names.filter((name) => name.seq === seq);
      const stop = { seq, names: named, now: seq === last };
      // Within a sitting what was written last is still of that sitting.
      const step = steps.find((candidate) => candidate.seq >= seq) ?? steps.at(-1);
      if (seq === 0 || !step) return { ...stop, person: null, at: 0 };
      const given = Math.min(...named.map(({ at }) => at), step.to);
      return {
        ...stop,
        person: people.find(({ id }) => id === step.userId) ?? null,
        at: step.seq === seq ? step.to : Math.max(step.from, given),
      };
    });
}

/** Which of the stops a choice is: `now`, or the last one that is no later than a row. */
export function stopAt(stops: readonly Stop[], choice: number | 'now'): number {
  if (choice === 'now') return stops.length - 1;
  return Math.max(
    0,
    stops.findLastIndex(({ seq }) => seq <= choice),
  );
}

/** What a named point is called: as its giver did, or as the frozen version that it is. */
export function pointName({ name, version }: NamedPoint, { t }: Pick<Texts, 't'>): string {
  return version === null ? name : t('timeline.version', { n: version });
}

/** `Anna Rossi, 12 marzo 2026, 14:51`, behind the names that the moment has. */
export function sayStop(stop: Stop, texts: Texts): string {
  const { t, locale } = texts;
  if (stop.seq === 0) return t('timeline.point.start');
  const params = { name: stop.person?.name ?? t('timeline.text.nobody'), when: sayMoment(stop.at, locale) };
  if (stop.names.length > 0) {
    const names = stop.names.map((name) => pointName(name, texts)).join(', ');
    return t('timeline.point.named', { ...params, names });
  }
  return t(stop.now ? 'timeline.point.now' : 'timeline.point', params);
}
