import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Strain } from './generator/pace.ts';
import { ROOT } from './project.ts';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const LINES = 30;

/** Where a source belongs: a package, Node itself, or a file of ours. */
function placeOf(url: string): string {
  if (url === '') return 'the engine';
  if (url.startsWith('node:')) return url;
  const inPackage = /node_modules\/(?!\.pnpm)((?:@[^/]+\/)?[^/]+)(?!.*\/node_modules\/)/.exec(url)?.[1];
  return inPackage ?? url.replace(`file://${ROOT}/`, '');
}

/**
 * What the main thread did in the newest profile in a folder, by function and by place, idle time left out. A function
 * that waits for the disk counts as long as it waits. `strain` says of which time; otherwise from start to end.
 */
export function summarize(folder: string, strain?: Strain): string {
  if (!existsSync(folder)) return 'there is no profile';
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (files[0] === undefined) return 'there is no profile';
  const { nodes, startTime, samples, timeDeltas } = JSON.parse(readFileSync(files[0], 'utf8')) as CpuProfile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byFunction = new Map<string, number>();
  const byPlace = new Map<string, number>();
  /** Our own functions with all that they call. */
  const withCalled = new Map<string, number>();
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])));
  let [total, time] = [0, startTime];
  for (const [index, id] of samples.entries()) {
    const { functionName, url, lineNumber } = frames.get(id)!;
    const micros = timeDeltas[index]!;
    time += micros;
    if (strain !== undefined && (time < strain.from || time > strain.to)) continue;
    if (functionName === '(idle)') continue;
    total += micros;
    const place = placeOf(url);
    const name = `${functionName || '(anonymous)'}  ${place}:${lineNumber + 1}`;
    byFunction.set(name, (byFunction.get(name) ?? 0) + micros);
    byPlace.set(place, (byPlace.get(place) ?? 0) + micros);
    const callers = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { functionName, url, lineNumber } = frames.get(at)!;
      if (url.includes('/src/') && !url.includes('node_modules'))
        callers.add(`${functionName || '(anonymous)'}  ${placeOf(url)}:${lineNumber + 1}`);
    }
    for (const caller of callers) withCalled.set(caller, (withCalled.get(caller) ?? 0) + micros);
  }
  const top = (times: ReadonlyMap<string, number>, count: number): string[] =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([name, micros]) => `  ${((100 * micros) / total).toFixed(1).padStart(5)} %  ${name}`);
  return [
    `${(total / 1e6).toFixed(2)} s at work on the main thread (${files[0]})`,
    ...top(byPlace, 14),
    '',
    ...top(byFunction, LINES),
    '',
    'our own functions with all that they call',
    ...top(withCalled, LINES),
  ].join('\n');
}
