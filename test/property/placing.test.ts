import { Frontier, type Inspection, inspect } from '@filiera/server/src/collab/attribution.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { TEMPLATES } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  type HandContent,
  type HandDelete,
  type HandStruct,
  handMade,
  type Id,
} from '../support/hand-made.ts';
import { type Act, someActs, TEXT, updatesOf } from '../support/honest-pages.ts';

const template = TEMPLATES[0]!;
type Root = Y.Doc['share'] extends Map<string, infer T> ? T : never;
/** How many stories are told where somebody asks for more than the few of every day. */
const RUNS = Number(process.env.PLACING_RUNS ?? 0);

function shuffled<T>(items: readonly T[], picks: readonly number[]): T[] {
  const left = [...items];
  return Array.from({ length: left.length }, (_, index) => {
    const [item] = left.splice((picks[index % Math.max(1, picks.length)] ?? 0) % left.length, 1);
    return item as T;
  });
}

/** Neighbouring updates put together, so many at a time as the picks say. */
function merged(updates: readonly Uint8Array[], picks: readonly number[]): Uint8Array[] {
  const groups: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < updates.length; turn += 1) {
    const count = 1 + (picks[turn % Math.max(1, picks.length)] ?? 0);
    groups.push(Y.mergeUpdates(updates.slice(at, at + count)));
    at += count;
  }
  return groups;
}

/**
 * Gives the server updates until nothing more goes in: so many to a turn, and those of a turn are inspected before any
 * is applied. Returns what was taken, in that order.
 */
function take(server: Y.Doc, updates: readonly Uint8Array[], turn: number): Uint8Array[] {
  const taken: Uint8Array[] = [];
  let waiting = [...updates];
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    const later: Uint8Array[] = [];
    for (let at = 0; at < waiting.length; at += turn) {
      const frontier = new Frontier(server);
      const batch: Uint8Array[] = [];
      for (const update of waiting.slice(at, at + turn)) {
        const found = inspect(update, frontier);
        if (found.kind === 'gap') later.push(update);
        if (found.kind !== 'new') continue;
        frontier.admit(found);
        batch.push(update);
      }
      server.transact(() => {
        for (const update of batch) Y.applyUpdate(server, update);
      });
      expect(server.store.pendingStructs ?? server.store.pendingDs).toBeNull();
      for (const [client, to] of Y.decodeStateVector(Y.encodeStateVector(server)))
        expect(to).toBe(frontier.clockOf(client));
      taken.push(...batch);
    }
    waiting = later;
  }
  // Two that were put together crosswise wait for each other; their page is asked for its whole state.
  if (waiting.length > 1) return [...taken, ...take(server, [Y.mergeUpdates(waiting)], 1)];
  expect(waiting).toEqual([]);
  return taken;
}

const somePicks = fc.array(fc.nat(5), { minLength: 1, maxLength: 12 });

test(
  'SYNC-9 whatever pages write, in whatever order it comes and however it is put together, is let in',
  () => {
    fc.assert(
      fc.property(
        someActs,
        somePicks,
        somePicks,
        fc.integer({ min: 1, max: 4 }),
        (acts, order, sizes, turn) => {
          const updates = updatesOf(acts, true);
          const server = new Y.Doc();
          take(server, merged(shuffled(updates, order), sizes), turn);
          // A page that was offline sends its whole state.
          const late = new Y.Doc();
          take(late, [...shuffled(updates, order).slice(0, 3), Y.encodeStateAsUpdate(server)], turn);
          expect(Y.encodeStateVector(late)).toEqual(Y.encodeStateVector(server));
        },
      ),
      { numRuns: RUNS || 150, ...(RUNS ? {} : { seed: 20_231_117 }) },
    );
  },
  60_000 + 100 * RUNS,
);

/** A struct made by hand, told by numbers: which of the known clocks it names, and what it brings. */
interface Forgery {
  readonly left: number;
  readonly right: number;
  readonly parent: number;
  readonly keyed: number;
  readonly content: number;
  readonly more: boolean;
  readonly deletes: number;
}

const someForgery: fc.Arbitrary<Forgery> = fc.record({
  left: fc.nat(60),
  right: fc.nat(60),
  parent: fc.nat(60),
  keyed: fc.nat(4),
  content: fc.nat(40),
  more: fc.boolean(),
  deletes: fc.nat(30),
});

const CONTENTS: readonly HandContent[] = [
  { kind: 'string', text: 'a' },
  { kind: 'string', text: 'bcd' },
  { kind: 'string', text: 'e' },
  { kind: 'format', key: 'bold', json: '{}' },
  { kind: 'format', key: 'bold', json: 'null' },
  { kind: 'format', key: 'bold', json: '1e999' },
  { kind: 'embed', json: '{"image":"x"}' },
  { kind: 'json', items: ['1', 'undefined'] },
  { kind: 'any', values: [1] },
  { kind: 'any', values: [null, 'x', 2] },
  { kind: 'binary' },
  { kind: 'type', type: 3, name: 'paragraph' },
  { kind: 'type', type: 3, name: 'paragraph' },
  { kind: 'type', type: 6, name: '' },
  { kind: 'type', type: 6, name: '' },
  { kind: 'type', type: 0, name: '' },
  { kind: 'type', type: 1, name: '' },
  { kind: 'type', type: 2, name: '' },
  { kind: 'type', type: 5, name: 'hook' },
  { kind: 'deleted', length: 2 },
  { kind: 'gc', length: 1 },
  { kind: 'doc' },
];
const ROOTS = [TEXT, 'fields', 'table/costs', 'elsewhere'];

/** The clocks that a document has. */
function idsOf(doc: Y.Doc): Id[] {
  return [...Y.decodeStateVector(Y.encodeStateVector(doc))].flatMap(([client, to]) =>
    Array.from({ length: to }, (_, clock) => ({ client, clock })),
  );
}

/** Everything of a document, list by list, however its structs are joined. */
function listsOf(doc: Y.Doc): unknown {
  const told = (start: Y.Item | null, next: (item: Y.Item) => Y.Item | null): unknown[] => {
    const items: unknown[] = [];
    for (let item = start; item !== null; item = next(item)) {
      for (let at = 0; at < item.length; at += 1)
        items.push(`${item.id.client}:${item.id.clock + at}${item.deleted ? '-' : '+'}`);
      if (item.content instanceof Y.ContentType && !item.deleted) items.push(typeOf(item.content.type));
    }
    return items;
  };
  const typeOf = (type: Root): unknown => ({
    list: told(type._start, (item) => item.right),
    keys: [...type._map]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, last]) => {
        let first = last;
        while (first.left) first = first.left;
        return [key, told(first, (item) => item.right)];
      }),
  });
  return [...doc.share]
    .filter(([, type]) => type._start !== null || type._map.size > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, type]) => [name, typeOf(type)]);
}

function forge(forgery: Forgery, client: number, doc: Y.Doc): Uint8Array {
  const clock = Y.getState(doc.store, client);
  const ids = idsOf(doc);
  const pick = (number: number): Id | null => {
    // Small numbers name what is near the end, where the action is.
    const id = ids[ids.length - 1 - (number % (ids.length + 8))];
    return id && (id.client !== client || id.clock < clock) ? id : null;
  };
  const structs: HandStruct[] = [
    {
      origin: pick(forgery.left),
      rightOrigin: pick(forgery.right),
      parent: (forgery.parent % 3 ? pick(forgery.parent) : null) ?? ROOTS[forgery.parent % ROOTS.length]!,
      sub: forgery.keyed === 0 ? 'r0/amount' : null,
      content: CONTENTS[forgery.content % CONTENTS.length]!,
    },
  ];
  if (forgery.more) {
    const own = { client, clock };
    structs.push({ parent: own, content: CONTENTS[(forgery.content + 2) % CONTENTS.length]! });
  }
  const target = forgery.deletes < 8 ? pick(forgery.deletes * 3) : null;
  const deletes: HandDelete[] = target ? [{ ...target, length: 1 }] : [];
  return handMade({ client, clock }, structs, deletes);
}

/** What has to be there before an update: clocks by client. */
function needsOf(update: Uint8Array): { needs: Id[]; brings: Map<number, number> } {
  const { structs, ds } = Y.decodeUpdate(update);
  const brings = new Map<number, number>();
  const needs: Id[] = [];
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (!brings.has(client) && clock > 0) needs.push({ client, clock: clock - 1 });
    brings.set(client, clock + struct.length);
    if (!(struct instanceof Y.Item)) continue;
    for (const id of [struct.origin, struct.rightOrigin, struct.parent as unknown])
      if (id instanceof Y.ID) needs.push(id);
  }
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) needs.push({ client, clock: clock + len - 1 });
  return { needs: needs.filter(({ client, clock }) => clock >= (brings.get(client) ?? 0)), brings };
}

/** A replica that hears of updates in another order in which nothing leans on what is not there. */
function replicaOf(updates: readonly Uint8Array[], picks: readonly number[]): Y.Doc {
  const doc = new Y.Doc();
  let left = shuffled(updates, picks);
  while (left.length > 0) {
    const next = left.find((update) =>
      needsOf(update).needs.every(({ client, clock }) => clock < Y.getState(doc.store, client)),
    )!;
    Y.applyUpdate(doc, next);
    left = left.filter((update) => update !== next);
  }
  return doc;
}

const FORGER = 19;
let [taken, refused] = [0, 0];

/** Honest pages and one who forges, on one server. */
function story(acts: readonly Act[], forgeries: readonly Forgery[]): Uint8Array[] {
  const server = new Y.Doc();
  const log: Uint8Array[] = [];
  const give = (update: Uint8Array): void => {
    let found: Inspection;
    try {
      found = inspect(update, new Frontier(server));
      taken += 1;
    } catch {
      refused += 1;
      return;
    }
    if (found.kind !== 'new') return;
    Y.applyUpdate(server, update);
    log.push(update);
  };
  const honest = updatesOf(acts, false);
  const half = honest.length >> 1;
  for (const update of honest.slice(0, half)) give(update);
  for (const [index, forgery] of forgeries.entries()) {
    give(forge(forgery, index % 4 === 3 ? FORGER + 1 : FORGER, server));
    const update = honest[half + index];
    if (update) give(update);
  }
  for (const update of honest.slice(half + forgeries.length)) give(update);
  return log;
}

test(
  'SYNC-10 replicas agree on all that is let in, in whatever order they hear of it',
  () => {
    fc.assert(
      fc.property(
        fc.array(
          someActs.map((acts) => acts.slice(0, 12)),
          { minLength: 1, maxLength: 1 },
        ),
        fc.array(someForgery, { minLength: 1, maxLength: 10 }),
        somePicks,
        somePicks,
        ([acts], forgeries, one, other) => {
          const log = story(acts!, forgeries);
          const straight = replicaOf(log, [0]);
          const replicas = [straight, replicaOf(log, one), replicaOf(log, other), new Y.Doc()];
          Y.applyUpdate(replicas[3]!, Y.encodeStateAsUpdate(straight));
          const whole = new Y.Doc();
          whole.transact(() => {
            for (const update of log) Y.applyUpdate(whole, update);
          });
          replicas.push(whole);
          // Marks without effect are tidied away where they are met; replicas tell each other.
          for (let round = 0; round < 3; round += 1)
            for (const replica of replicas)
              for (const peer of replicas) Y.applyUpdate(replica, Y.encodeStateAsUpdate(peer));
          for (const replica of replicas.slice(1)) {
            expect(listsOf(replica)).toEqual(listsOf(straight));
            expect(Y.equalSnapshots(Y.snapshot(replica), Y.snapshot(straight))).toBe(true);
            expect(readPlan(replica, template)).toEqual(readPlan(straight, template));
          }
        },
      ),
      { numRuns: RUNS || 150, ...(RUNS ? {} : { seed: 20_231_117 }) },
    );
    if (RUNS) console.info({ taken, refused });
    expect(taken).toBeGreaterThan(refused / 10);
  },
  60_000 + 100 * RUNS,
);
