import { expect, test } from 'vitest';
import { campaign } from './campaign.ts';

test('FUZZ-1 ten thousand random and mutated frames: no crash, nothing left behind, no other page disturbed', async () => {
  const { violations, frames, wrong, edits, hostileRows, closures } = await campaign(1, 10_000);
  expect(violations).toEqual([]);
  expect(frames).toBeGreaterThanOrEqual(10_000);
  expect(wrong).toBeGreaterThan(500);
  // Honest members wrote on all the while, and some of what was thrown was an edit that had to be taken.
  expect(edits).toBeGreaterThan(100);
  expect(hostileRows).toBeGreaterThan(20);
  // It was not all refused for one and the same reason.
  expect(Object.keys(closures).length).toBeGreaterThanOrEqual(4);
}, 240_000);
