import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { onPath } from '../../support/chrome.mjs';

/** The core that the measured server has to itself; the generator is on the first (run.mjs). */
const SERVER_CORE = '1';
/** Linux counts processor time in these. */
const TICKS_PER_SECOND = 100;

/** What a measured server has used so far. `NaN` on systems without /proc. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident memory, MiB. */
  readonly rss: number;
}

/** A server that is being measured, as a process of its own on a core of its own. */
export class ServerProcess {
  readonly port: number;
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  private constructor(child: ChildProcess, port: number, ended: Promise<unknown>) {
    this.child = child;
    this.port = port;
    this.ended = ended;
  }

  /** Runs a program of Node's and waits for the line in which it says its port, behind a colon. */
  static async start(
    program: readonly string[],
    env: Readonly<Record<string, string>> = {},
    announcement = /running.*:(\d+)\/?$/,
  ): Promise<ServerProcess> {
    const isPinned = onPath('taskset') !== null && cpus().length > 1;
    const command = isPinned
      ? ['taskset', '-c', SERVER_CORE, process.execPath, ...program]
      : [process.execPath, ...program];
    const child = spawn(command[0]!, command.slice(1), {
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const kill = (): void => {
      child.kill('SIGKILL');
    };
    process.on('exit', kill);
    ended.finally(() => process.off('exit', kill));
    const port = await new Promise<number>((resolve, reject) => {
      createInterface(child.stdout!).on('line', (line) => {
        const found = announcement.exec(line)?.[1];
        if (found !== undefined) resolve(Number(found));
      });
      ended.then(([code]) => reject(new Error(`${program.join(' ')} ended with ${code}`)), reject);
    });
    return new ServerProcess(child, port, ended);
  }

  usage(): Usage {
    const stat = `/proc/${this.child.pid}/stat`;
    if (!existsSync(stat)) return { cpuSeconds: Number.NaN, rss: Number.NaN };
    // Behind the name, which may hold anything: utime and stime are fields 14 and 15 of all.
    const fields = readFileSync(stat, 'latin1')
      .replace(/^.*\) /, '')
      .split(' ');
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'latin1');
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
      rss: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
    };
  }

  /** SIGTERM lets it finish what it has to; SIGKILL does not. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    // A server that does not know SIGTERM's meaning may take for ever.
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(patience);
  }
}
