import type { Outcome } from './outcome.ts';

/** What a run came to, in lines for whoever ran it. */
export function reportOf(outcome: Outcome): string {
  const { converged, kinds, moments } = outcome;
  const times = [...converged].sort((a, b) => a - b);
  const seconds = (millis: number | undefined): string =>
    millis === undefined ? 'never' : `${(millis / 1000).toFixed(2)} s`;
  const lines: [string, string | number][] = [
    ['seed', outcome.seed],
    ['kills (SIGKILL)', outcome.kills],
    ['orderly stops (SIGTERM)', outcome.stops],
    ['restarts', outcome.restarts],
    ['edits made', outcome.edits],
    ['called saved', outcome.acknowledged],
    ['of these lost', outcome.acknowledgedLost],
    ['seen on other pages', outcome.seen],
    ['of these lost', outcome.seenLost],
    ['unsaved in the end', outcome.unsaved],
    ['unsaved on pages that were closed', outcome.abandoned],
    ['rows in the log', outcome.rows],
    ['pages reloaded', outcome.reloads],
    ['fresh pages that looked', outcome.observations],
    ['restarts after which all converged', times.length],
    ['until then, median', seconds(times[Math.floor(times.length / 2)])],
    ['until then, worst', seconds(times.at(-1))],
    ['took', `${outcome.seconds.toFixed(0)} s`],
  ];
  const table = (counts: ReadonlyMap<string, number>): string[] =>
    [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([name, times]) => `  ${String(times).padStart(6)}  ${name}`);
  return [
    ...lines.map(([name, value]) => `${name.padEnd(36)}${value}`),
    'what the kills fell into',
    ...table(moments),
    'ends that were dealt',
    ...table(kinds),
    ...outcome.violations.map((violation) => `NOT KEPT: ${violation}`),
    ...(outcome.dataDir === null ? [] : [`The data stays in ${outcome.dataDir}`]),
  ].join('\n');
}
