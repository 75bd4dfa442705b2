import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The server's program, as `npm start` runs it. */
export const PROGRAM = join(import.meta.dirname, '../../server/src/main.ts');
/** What `npm start` runs. */
export const LAUNCH = join(import.meta.dirname, '../../server/launch/start.mjs');

/** A server as a process of its own, as `npm start` runs it. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly dataDir: string;
  /** Everything printed so far. */
  readonly out: string[];
  readonly err: string[];
  /** Resolves with the exit code once the process has ended and all of its output is read. */
  readonly ended: Promise<number | null>;
  /** Resolves with the first printed line that matches; rejects where the process ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** Kills what is left and removes the data folder. */
  dispose(): Promise<void>;
}

/**
 * An account that file permissions hold for: this one, or `nobody` where this one is root, for whom none do. `null`
 * where `nobody` cannot read the program either.
 */
export function plainAccount(): { uid?: number; gid?: number } | null {
  if (process.getuid?.() !== 0) return {};
  const nobody = { uid: 65_534, gid: 65_534 };
  const { status } = spawnSync(process.execPath, ['--check', PROGRAM], { ...nobody, cwd: '/' });
  return status === 0 ? nobody : null;
}

/**
 * Starts the server on a free port with a data folder of its own, unless `env` says otherwise. `mode` is set on the
 * folder before the server sees it; `account` is who runs it, `program` what is run.
 */
export function spawnServer(
  env: Readonly<Record<string, string>> = {},
  {
    mode = 0o700,
    account = {},
    program = PROGRAM,
    throughShell = false,
  }: {
    mode?: number;
    account?: { uid?: number; gid?: number };
    program?: string;
    /** As npm runs a script: in a shell that waits for it. */
    throughShell?: boolean;
  } = {},
): ServerProcess {
  const dataDir = mkdtempSync(join(tmpdir(), 'filiera-server-'));
  chmodSync(dataDir, mode);
  const [command, args] = throughShell
    ? ['sh', ['-c', '"$0" "$1"; exit $?', process.execPath, program]]
    : [process.execPath, [program]];
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ...env },
    cwd: dataDir,
    ...account,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: [string[], string[]] = [[], []];
  const waiting = new Set<() => void>();
  const read = (stream: NodeJS.ReadableStream, into: string[]): void => {
    createInterface(stream).on('line', (line) => {
      into.push(line);
      for (const look of waiting) look();
    });
  };
  read(child.stdout!, out);
  read(child.stderr!, err);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    dataDir,
    out,
    err,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = out.find((line) => pattern.test(line));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        ended.then(() => reject(new Error(`ended without ${pattern}:\n${[...out, ...err].join('\n')}`)));
      }),
    async dispose() {
      child.kill('SIGKILL');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
