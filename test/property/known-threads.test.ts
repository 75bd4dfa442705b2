import type { Thread, Threads } from '@filiera/shared/threads/api.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasGap,
  type KnownThreads,
  NOTHING_KNOWN,
  type ThreadNews,
  withAll,
  withNews,
  withThread,
} from '../../client/src/comments/known-threads.ts';

/** What a page knows of a plan's threads, against the server's own list, whatever comes late, twice or never. */

/** The thread that each change of the plan was made to, in the order of revisions. */
const changes = fc.array(fc.nat(4), { minLength: 1, maxLength: 25 });

const threadAt = (thread: number, revision: number, createdAt: number): Thread => ({
  id: `t${thread}`,
  anchor: { kind: 'section', section: 's' },
  createdBy: 'u',
  createdAt,
  resolved: null,
  assignee: null,
  due: null,
  blocking: false,
  revision,
  comments: [
    {
      id: `c${revision}`,
      authorId: 'u',
      at: revision,
      editedAt: null,
      deletedAt: null,
      text: null,
      reactions: [],
    },
  ],
});

/** The server after so many changes. */
function serverAfter(made: readonly number[], revision: number): Threads {
  const threads = new Map<number, Thread>();
  for (const [index, thread] of made.slice(0, revision).entries()) {
    const createdAt = threads.get(thread)?.createdAt ?? index;
    threads.set(thread, threadAt(thread, index + 1, createdAt));
  }
  return { revision, threads: [...threads.values()].sort((a, b) => a.createdAt - b.createdAt), people: [] };
}

const newsOf = (made: readonly number[], revision: number): ThreadNews => {
  const id = `t${made[revision - 1]}`;
  const threads = serverAfter(made, revision).threads.filter((thread) => thread.id === id);
  return { revision, threads, people: [] };
};

describe('what a page knows of threads', () => {
  test('COMMENT-5 news in any order, some of it twice and some never, and answers that come late', () => {
    fc.assert(
      fc.property(
        changes,
        fc.array(fc.record({ what: fc.constantFrom('news', 'news', 'all', 'own'), at: fc.nat(100) }), {
          maxLength: 40,
        }),
        (made, events) => {
          let known: KnownThreads = NOTHING_KNOWN;
          for (const { what, at } of events) {
            const revision = 1 + (at % made.length);
            const before = known;
            if (what === 'news') known = withNews(known, newsOf(made, revision));
            else if (what === 'all') known = withAll(known, serverAfter(made, revision));
            else known = withThread(known, newsOf(made, revision).threads[0] as Thread);
            // Nothing that is known is ever forgotten for something older.
            for (const thread of before.threads) {
              const now = known.threads.find(({ id }) => id === thread.id);
              expect(now?.revision).toBeGreaterThanOrEqual(thread.revision);
            }
            // Up to its revision nothing is missing.
            if (known.revision === null) continue;
            expect(known.revision).toBeGreaterThanOrEqual(before.revision ?? 0);
            for (const thread of serverAfter(made, known.revision).threads) {
              const here = known.threads.find(({ id }) => id === thread.id);
              expect(here?.revision).toBeGreaterThanOrEqual(thread.revision);
            }
            if (hasGap(known)) expect(known.early[0]?.revision).toBeGreaterThan(known.revision + 1);
          }
          // Whoever finds a gap asks for everything, and is up to date then.
          const all = serverAfter(made, made.length);
          const after = withAll(known, all);
          expect(after.threads).toEqual(all.threads);
          expect(after.revision).toBe(made.length);
          expect(hasGap(after)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('COMMENT-5 news one behind the other needs no asking', () => {
    fc.assert(
      fc.property(changes, fc.nat(25), (made, start) => {
        const from = start % made.length;
        let known = withAll(NOTHING_KNOWN, serverAfter(made, from));
        for (let revision = from + 1; revision <= made.length; revision += 1) {
          known = withNews(known, newsOf(made, revision));
          expect(hasGap(known)).toBe(false);
        }
        expect(known.threads).toEqual(serverAfter(made, made.length).threads);
      }),
      { numRuns: 100 },
    );
  });
});
