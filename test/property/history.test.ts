import { Historian } from '@filiera/server/src/history/historian.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import type { CellChange } from '@filiera/shared/history/api.ts';
import { issueId } from '@filiera/shared/history/issue-id.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BLOCKS, idsOf, lettersOf, REF, someSteps, USERS, World } from '../support/histories.ts';
import { contentOf } from '../support/writers.ts';

const template = findTemplate(REF.templateId, REF.templateVersion)!;
const KEYS: [root: string, key: string][] = [
  ['table/costs', 'staff/y2023'],
  ['table/costs', 'staff/y2024'],
  ['fields', 'duration-from'],
  ['fields', 'duration-to'],
  ...['r0', 'r1', 'r2'].flatMap((row) =>
    ['y2023', 'y2024'].map((column): [string, string] => ['table/spend-1', `${row}/${column}`]),
  ),
];

/** What a log says, read by the simplest means: row after row into an ordinary document. */
interface Truth {
  /** The document with each row and all before it; the first is empty. */
  readonly contents: readonly Record<string, unknown>[];
  readonly letters: readonly Readonly<Record<string, readonly string[]>>[];
  /** Did a row write a letter anew in the place of the same one, as a restore may, or an erasure and its undo that came as one? */
  readonly isRewritten: boolean;
  readonly issues: readonly ReadonlySet<string>[];
  readonly cells: ReadonlyMap<string, readonly CellChange[]>;
}

function truthOf({ log }: World): Truth {
  const doc = new Y.Doc();
  for (const root of BLOCKS) doc.getXmlFragment(root);
  const contents: Record<string, unknown>[] = [];
  const letters: Record<string, string[]>[] = [];
  const issues: Set<string>[] = [];
  const cells = new Map(KEYS.map((place) => [place.join(' '), [] as CellChange[]]));
  let ids = new Map<string, string>();
  let isRewritten = false;
  const look = (): void => {
    const now = new Map(BLOCKS.flatMap((root) => [...idsOf(doc, root)]));
    isRewritten ||= [...now].some(([letter, id]) => (ids.get(letter) ?? id) !== id);
    ids = now;
    contents.push(contentOf(doc));
    letters.push(Object.fromEntries(BLOCKS.map((root) => [root, lettersOf(doc, root)])));
    const plan = readPlan(doc, template);
    issues.push(new Set(validate(template, plan, compute(template, plan)).map(issueId)));
  };
  const valueAt = ([root, key]: [string, string]): CellChange['before'] =>
    (doc.getMap(root).get(key) ?? null) as CellChange['before'];
  look();
  for (const { seq, at, userId, offline, origin, update } of log) {
    const before = KEYS.map(valueAt);
    Y.applyUpdate(doc, update);
    look();
    for (const [index, place] of KEYS.entries()) {
      const after = valueAt(place);
      if (after === before[index]) continue;
      cells
        .get(place.join(' '))!
        .unshift({ seq, at, userId, before: before[index]!, after, offline, origin });
    }
  }
  return { contents, letters, isRewritten, issues, cells };
}

/**
 * Does a letter ever stand twice in the plan (two have brought it back at once), or is it taken away and brought back by
 * one row? Then nothing tells its copies apart.
 */
const hasTwins = ({ letters, isRewritten }: Truth): boolean =>
  isRewritten ||
  letters.some((blocks) => {
    const all = Object.values(blocks).flat();
    return new Set(all).size < all.length;
  });

const everyWorld = (check: (world: World, truth: Truth) => Promise<void>, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(someSteps, async (steps) => {
      const world = new World();
      await world.run(steps);
      try {
        await check(world, truthOf(world));
      } finally {
        await world.historian.close();
      }
    }),
    { numRuns },
  );

test('HIST-10 a plan at any row is what a replay of the log up to it gives', () =>
  everyWorld(async ({ historian, log }, { contents }) => {
    for (let seq = 0; seq <= log.length; seq += 1) {
      const state = await historian.ask(REF, { kind: 'at', seq });
      const doc = new Y.Doc();
      Y.applyUpdate(doc, state!);
      expect(doc.store.pendingStructs).toBeNull();
      expect(contentOf(doc)).toEqual(contents[seq]);
    }
    expect(await historian.ask(REF, { kind: 'at', seq: log.length + 1 })).toBeNull();
  }, 60));

test('HIST-1 the changes of every cell are what its value went through, row by row', () =>
  everyWorld(async ({ historian }, { cells }) => {
    for (const [root, key] of KEYS) {
      expect(await historian.ask(REF, { kind: 'cell', root, key })).toEqual(cells.get(`${root} ${key}`));
    }
  }, 100));

test('HIST-11 two points are compared as they were, each letter with who wrote or deleted it in between', () =>
  everyWorld(async (world, truth) => {
    const { historian, log } = world;
    const rows = log.length;
    for (const [from, to] of [
      [0, rows],
      [Math.floor(rows / 3), Math.floor((2 * rows) / 3)],
      [rows - Math.min(rows, 2), rows],
    ] as const) {
      const found = await historian.ask(REF, { kind: 'compare', from, to });
      for (const root of BLOCKS) {
        const text = found!.texts.find((one) => one.root === root);
        const [was, is] = [truth.letters[from]![root]!, truth.letters[to]![root]!];
        if (!text) {
          expect(was).toEqual(is);
          continue;
        }
        const runs = text.paragraphs.flatMap((one) => one.runs);
        const joined = (kind: string): string[] =>
          runs.filter((run) => run.kind === 'same' || run.kind === kind).flatMap((run) => run.text.split(''));
        expect(joined('deleted')).toEqual(was);
        expect(joined('inserted')).toEqual(is);
        if (hasTwins(truth)) continue;
        for (const { kind, text: letters, userId } of runs) {
          for (const letter of kind === 'same' ? '' : letters) {
            expect(userId).toBe(lastWho(world, truth, root, letter, from, to, kind === 'inserted'));
          }
        }
      }
      for (const { root, key, before, after, userId } of found!.cells) {
        const between = truth.cells.get(`${root} ${key}`)?.filter(({ seq }) => seq > from && seq <= to);
        if (!between) continue;
        expect([between.at(-1)!.before, between[0]!.after, between[0]!.userId]).toEqual([
          before,
          after,
          userId,
        ]);
      }
    }
  }, 100));

/** Who, between two rows, made a letter come (or go) last. */
function lastWho(
  { log }: World,
  { letters }: Truth,
  root: string,
  letter: string,
  from: number,
  to: number,
  comes: boolean,
): string | undefined {
  for (let seq = to; seq > from; seq -= 1) {
    const [was, is] = [letters[seq - 1]![root]!.includes(letter), letters[seq]![root]!.includes(letter)];
    if (was !== is && is === comes) return log[seq - 1]!.userId;
  }
  return undefined;
}

test('HIST-12 every letter and cell of the plan is counted for who brought it', () =>
  everyWorld(async (world, truth) => {
    if (hasTwins(truth)) return;
    const rows = world.log.length;
    const counts = new Map<string, number>();
    for (const root of BLOCKS) {
      for (const letter of truth.letters[rows]![root]!) {
        const who = lastWho(world, truth, root, letter, 0, rows, true)!;
        counts.set(who, (counts.get(who) ?? 0) + 1);
      }
    }
    const sections = await world.historian.ask(REF, { kind: 'shares' });
    const found = new Map<string, number>();
    for (const { userId, characters } of sections.flatMap(({ authors }) => authors)) {
      if (characters > 0) found.set(userId, (found.get(userId) ?? 0) + characters);
    }
    expect(found).toEqual(counts);
  }, 100));

test('HIST-13 each open issue is traced to the row since which it has stood open', () =>
  everyWorld(async ({ historian, log }, { issues }) => {
    const { causes } = await historian.ask(REF, { kind: 'causes' });
    expect(new Set(causes.map(({ issue }) => issue))).toEqual(issues[log.length]);
    for (const { issue, edit } of causes) {
      let since = log.length;
      while (since > 0 && issues[since - 1]!.has(issue)) since -= 1;
      expect(edit?.seq ?? 0).toBe(since);
    }
  }, 60));

test('HIST-4 the feed says what each sitting brought and took, and what it set cells to', () =>
  everyWorld(async (world, truth) => {
    const { historian, log } = world;
    const ask = { person: null, section: null, span: null, before: null, limit: 200 } as const;
    const { sittings } = await historian.ask(REF, { kind: 'feed', ...ask });
    for (const { fromSeq, toSeq, userId, offline, origin, parts } of sittings) {
      const rows = log.filter(
        (row) =>
          row.seq >= fromSeq &&
          row.seq <= toSeq &&
          row.userId === userId &&
          row.offline === offline &&
          row.origin === origin,
      );
      for (const [index, row] of rows.entries()) {
        if (index > 0) expect(row.at - rows[index - 1]!.at).toBeLessThanOrEqual(20 * 60_000);
      }
      for (const place of KEYS) {
        const [root, key] = place;
        const changes = truth.cells
          .get(place.join(' '))!
          .filter(({ seq }) => rows.some((row) => row.seq === seq));
        const [first, last] = [changes.at(-1), changes[0]];
        const part = parts.find((one) => one.kind === 'cell' && one.root === root && one.key === key);
        if (!first || !last || first.before === last.after) expect(part).toBeUndefined();
        else expect(part).toMatchObject({ before: first.before, after: last.after, seq: last.seq });
      }
      if (hasTwins(truth)) continue;
      for (const root of BLOCKS) {
        const own = new Set<string>();
        let deleted = 0;
        for (const { seq } of rows) {
          const [was, is] = [new Set(truth.letters[seq - 1]![root]!), new Set(truth.letters[seq]![root]!)];
          for (const letter of was) if (!is.has(letter) && !own.delete(letter)) deleted += 1;
          for (const letter of is) if (!was.has(letter)) own.add(letter);
        }
        const part = parts.find((one) => one.kind === 'text' && one.root === root);
        expect(part ?? { inserted: 0, deleted: 0 }).toMatchObject({ inserted: own.size, deleted });
      }
    }
  }, 100));

test('HIST-17 what a restore names is as it was then, and nothing else has changed', () =>
  everyWorld(async ({ restores }, { contents }) => {
    for (const { row, seq, root } of restores) {
      const [then, before, after] = [contents[seq]!, contents[row - 1]!, contents[row]!];
      if (root === null) expect(after).toEqual(then);
      else
        expect(after).toEqual({ ...without(before, root), ...(root in then ? { [root]: then[root] } : {}) });
    }
  }, 100));

function without(content: Record<string, unknown>, root: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).filter(([name]) => name !== root));
}

test('HIST-23 an index that grew by pieces is the one that is made at once', () =>
  everyWorld(async (world) => {
    const { historian, log } = world;
    const fresh = new Historian(new Database(':memory:'), world.reader());
    const everything = async (one: Historian): Promise<unknown[]> => [
      await one.ask(REF, { kind: 'overview' }),
      await one.ask(REF, { kind: 'feed', person: null, section: null, span: null, before: null, limit: 200 }),
      await one.ask(REF, { kind: 'causes' }),
      await one.ask(REF, { kind: 'shares' }),
      await one.ask(REF, { kind: 'compare', from: Math.floor(log.length / 2), to: log.length }),
      ...(await Promise.all(
        USERS.map((userId) => one.ask(REF, { kind: 'unseen', userId, base: 3, marks: { 'section-4': 5 } })),
      )),
    ];
    expect(await everything(historian)).toEqual(await everything(fresh));
    await fresh.close();
  }, 60));
