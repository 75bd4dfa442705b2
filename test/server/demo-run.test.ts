import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const DEMO = fileURLToPath(new URL('../../server/src/demo/demo.ts', import.meta.url));

test('FORM-18 a demonstration says that it is one, signs each member in by a link, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'filiera-test-demo-'));
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', PUBLIC_URL: '', TMPDIR: folder };
  const demo = spawn(process.execPath, [DEMO], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(demo, 'exit');
  onTestFinished(() => {
    demo.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  let said = '';
  const links: string[] = [];
  for await (const line of createInterface(demo.stdout)) {
    said += `${line}\n`;
    if (line.includes('/demo/')) links.push(line.trim());
    if (links.length === 6) break;
  }
  expect(said).toContain('Questa è una dimostrazione');
  expect(said).toContain('This is a demonstration');
  expect(readdirSync(folder)).toHaveLength(1);

  const names = await Promise.all(
    links.map(async (link) => {
      const answer = await fetch(link, { redirect: 'manual' });
      expect(answer.status).toBe(302);
      const cookie = answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
      const origin = new URL(link).origin;
      const ask = async (path: string) => (await fetch(origin + path, { headers: { cookie } })).json();
      const state = await ask('/api/state');
      expect(state).toMatchObject({ demo: true, setupNeeded: false });
      for (const plan of await ask('/api/plans'))
        expect(plan).toMatchObject({ errors: 0, filled: plan.total });
      return state.user.name as string;
    }),
  );
  expect(said).toMatch(new RegExp(names.join('[^]*')));
  expect((await fetch(`${links[0]?.slice(0, -1)}!`)).status).not.toBe(302);

  demo.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(readdirSync(folder)).toEqual([]);
}, 30_000);
