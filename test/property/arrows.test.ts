import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

interface Import {
  readonly from: string;
  /** A path from the project's root, or a package's name. */
  readonly to: string;
}

/** Every import of the packages' own sources, types included. */
function imports(): Import[] {
  return ['client/src', 'server/src', 'shared/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .flatMap((entry) => {
        const file = join(entry.parentPath, entry.name);
        const source = readFileSync(file, 'utf8');
        const names = [
          ...source.matchAll(
            /(?:^|\n)(?:import|export)\b(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
          ),
        ];
        return names.map(([, plain, dynamic]) => ({
          from: relative(root, file),
          to: target(file, plain ?? dynamic ?? ''),
        }));
      }),
  );
}

function target(file: string, name: string): string {
  if (name.startsWith('.')) return relative(root, resolve(dirname(file), name));
  const own = /^@filiera\/(shared|server|client)\/(.*)$/.exec(name);
  if (own) return own[1] === 'shared' ? `shared/src/${own[2]}` : `${own[1]}/${own[2]}`;
  return name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name);
}

const all = imports();
const list = (found: readonly Import[]): string[] => found.map(({ from, to }) => `${from} -> ${to}`);

describe('the arrows of the house', () => {
  test('HOUSE-1 client and server lean on shared, and on nothing of each other', () => {
    expect(all.length).toBeGreaterThan(200);
    const wrong = all.filter(
      ({ from, to }) =>
        (from.startsWith('shared/') && /^(client|server)\//.test(to)) ||
        (from.startsWith('client/') && to.startsWith('server/')) ||
        (from.startsWith('server/') && to.startsWith('client/')),
    );
    expect(list(wrong)).toEqual([]);
  });

  test('HOUSE-2 shared is pure: it imports zod, yjs, lib0 and y-protocols only', () => {
    const allowed = ['zod', 'yjs', 'lib0', 'y-protocols'];
    const wrong = all.filter(
      ({ from, to }) => from.startsWith('shared/') && !to.startsWith('shared/') && !allowed.includes(to),
    );
    expect(list(wrong)).toEqual([]);
  });

  test('HOUSE-3 only the programs that are started know which store there is', () => {
    const wrong = all.filter(
      ({ from, to }) =>
        to.startsWith('server/src/store/sqlite') &&
        !/^server\/src\/(store\/|main\.ts|history-thread\.ts|verify-log\.ts|verify\.ts)/.test(from),
    );
    expect(list(wrong)).toEqual([]);
  });

  test('HOUSE-4 freezing works on plans and never on documents', () => {
    const wrong = all.filter(
      ({ from, to }) => from.startsWith('server/src/freeze/') && ['yjs', 'lib0', 'y-protocols'].includes(to),
    );
    expect(list(wrong)).toEqual([]);
  });

  test('HOUSE-5 TipTap is known to the editor alone', () => {
    const wrong = all.filter(
      ({ from, to }) => to.startsWith('@tiptap/') && !from.startsWith('client/src/editor/'),
    );
    expect(list(wrong)).toEqual([]);
  });

  test('HOUSE-6 lucia is known to one file, so that one file is enough to leave it', () => {
    expect(new Set(all.filter(({ to }) => to === 'lucia').map(({ from }) => from)).size).toBe(1);
  });

  test('HOUSE-7 no cycles between files', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to } of all) edges.set(from, [...(edges.get(from) ?? []), to]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      const at = path.indexOf(file);
      if (at >= 0) cycles.push([...path.slice(at), file].join(' -> '));
      if (at >= 0 || done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
