import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SCRIPT = `
const { activityPlan } = await import('@filiera/server/src/demo/activity-plan/plan.ts');
const { renderVersion } = await import('@filiera/server/src/freeze/version.ts');
const { readingOfDemo, someFacts } = await import('./support/frozen.ts');
const contributions = {
  seq: 1,
  sections: [{ id: 'section-costs', name: '3 Piano dei costi' }],
  people: [
    {
      id: 'u', name: 'Anna Rossi', organisation: null, valueChain: null, role: 'manager', edits: 1,
      span: { first: 1_700_000_000_000, last: 1_700_000_000_000 },
      sections: { 'section-costs': { characters: 10, cells: 2 } },
    },
  ],
};
const log = new TextEncoder().encode('{}\\n');
const { dossier, rows } = await renderVersion(readingOfDemo(activityPlan), someFacts(), { contributions, log });
console.log(JSON.stringify({
  offset: new Date(2024, 0, 1).getTimezoneOffset(),
  files: [...rows.map(({ name, sha256 }) => [name, sha256]), ['dossier.zip', dossier]],
}));
process.exit(0);`;

async function filesIn(zone: string): Promise<{ offset: number; files: [string, string][] }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, TZ: zone, LANG: zone === 'Asia/Tokyo' ? 'ja_JP.UTF-8' : 'C', NODE_OPTIONS: '' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as { offset: number; files: [string, string][] };
}

test('FREEZE-23 the same plan, facts and evidence give the same bytes of every file, in any process and time zone', async () => {
  const [one, other] = [await filesIn('Asia/Tokyo'), await filesIn('America/Los_Angeles')];
  expect(one.offset).not.toBe(other.offset);
  expect(one.files.length).toBe(10);
  expect(other.files).toEqual(one.files);
});
