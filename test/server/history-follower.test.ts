import type { History } from '@filiera/server/src/history/ask.ts';
import { Follower } from '@filiera/server/src/history/follower.ts';
import { expect, test } from 'vitest';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function make(): {
  follower: Follower;
  asked: string[];
  pass: () => void;
  waiting: () => number;
  fail: { now: boolean };
} {
  const asked: string[] = [];
  const fail = { now: false };
  const jobs = new Set<() => void>();
  const history: Pick<History, 'ask'> = {
    ask: async (plan, { kind }) => {
      asked.push(`${plan.id} ${kind}`);
      if (fail.now) throw new Error('no history today');
      return null as never;
    },
  };
  const later = (_millis: number, job: () => void): (() => void) => {
    jobs.add(job);
    return () => jobs.delete(job);
  };
  const planOf = async (id: string) => ({ id, templateId: 'a1-2023-2024', templateVersion: 1 });
  const pass = (): void => {
    for (const job of [...jobs]) {
      jobs.delete(job);
      job();
    }
  };
  return {
    follower: new Follower(history as History, planOf, later),
    asked,
    pass,
    waiting: () => jobs.size,
    fail,
  };
}

test('HIST-24 a log is read on in the background when its plan goes quiet, and every so many rows', async () => {
  const { follower, asked, pass, waiting, fail } = make();
  for (let seq = 1; seq <= 400; seq += 1) follower.moved('one', seq);
  await settled();
  expect([asked, waiting()]).toEqual([[], 1]);
  follower.moved('one', 501);
  await settled();
  expect(asked).toEqual(['one follow']);
  follower.moved('one', 502);
  follower.moved('two', 7);
  pass();
  await settled();
  expect(asked).toEqual(['one follow', 'one follow', 'two follow']);
  expect(waiting()).toBe(0);
  fail.now = true;
  follower.moved('two', 8);
  pass();
  await settled();
  fail.now = false;
  follower.moved('two', 9);
  pass();
  await settled();
  expect(asked.slice(3)).toEqual(['two follow', 'two follow']);
  follower.moved('two', 10);
  follower.close();
  expect(waiting()).toBe(0);
});
