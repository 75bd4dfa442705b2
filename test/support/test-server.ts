import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stateSchema } from '@filiera/shared/api.ts';

/** The server as its users meet it: a process of its own, with the built pages, on a folder that goes away. */

const ROOT = resolve(import.meta.dirname, '../..');

export interface TestServer {
  readonly url: string;
  /** The one-time link, while nobody has set the server up. */
  readonly setupLink: string | null;
  readonly dataDir: string;
  /** Everything that the server has printed. */
  output(): string;
  /** Ends it as an operator does; the folder goes too, unless it was given to `startServer`. */
  stop(): Promise<void>;
  /** Ends it as a power cut does, the folder left as it is. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts the server with the built pages on a free port. `dataDir`: a folder that outlives it. `port`: for a second
 * start at the same address. Rejects with what the server printed where it does not start.
 */
export async function startServer({
  dataDir,
  port = 0,
  env = {},
}: {
  dataDir?: string;
  port?: number;
  env?: Readonly<Record<string, string>>;
} = {}): Promise<TestServer> {
  if (!existsSync(join(ROOT, 'client/dist/index.html'))) {
    throw new Error('The pages have not been built: run the tests with "npm test".');
  }
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'filiera-test-'));
  const child = spawn(process.execPath, [join(ROOT, 'server/src/main.ts')], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, PUBLIC_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const ended = once(child, 'exit').then(() => {
    running.delete(child);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  /** The first group of a pattern in what the server prints, as soon as it is there. */
  const printed = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(output)?.[1];
      if (found !== undefined) return found;
      if (!running.has(child)) throw new Error(`the server did not start:\n${output}`);
      await Promise.race([once(child.stdout, 'data'), ended]);
    }
  };
  const url = await printed(/running at (\S+)\n/);
  const setupLink = (await isSetUp(url)) ? null : await printed(/^\s*(\S+\/setup\/\S+)\n/m);

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return {
    url,
    setupLink,
    dataDir: folder,
    output: () => output,
    async stop() {
      await end('SIGTERM');
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
  };
}

async function isSetUp(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/state`);
  return !stateSchema.parse(await response.json()).setupNeeded;
}
