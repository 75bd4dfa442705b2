// What every command of the workspace shares: where things are, how to run them, and how to install them. Plain
// JavaScript on nothing but Node's own modules, since it runs before anything is installed, on Node 20 and later.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const IS_WINDOWS = process.platform === 'win32';

/** The pinned Node that everything but these scripts runs on; there once the workspace is installed. */
export const NODE = join(ROOT, 'node_modules/node/bin', IS_WINDOWS ? 'node.exe' : 'node');

/**
 * How the server is run. A small heap is searched through and through whenever it has grown a little, which takes
 * 100 ms off the processor every few seconds where many write: it may first grow to so many megabytes.
 */
export const SERVER = ['--initial-heap-size=256', join(ROOT, 'server/src/main.ts')];

/** The one place that pins the package manager. */
const PNPM = 'pnpm@12.21.0';
const MANIFESTS = [
  'package.json',
  'client/package.json',
  'server/package.json',
  'shared/package.json',
  'test/package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
];
const INSTALL_STAMP = join(ROOT, 'node_modules/.filiera-installed');

/** SHA-256 of files by name and content, in the order given. */
export function digestFiles(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = readFileSync(join(ROOT, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** What a stamp says, or `null` where there is none. */
export function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** The environment in which the pinned Node comes first. */
export function environment(more = {}) {
  const path = [dirname(NODE), join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, ...more };
}

/** Runs a command to its end, its output shown; returns its exit code. */
export function run(command, args, { env = environment(), cwd = ROOT } = {}) {
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: 'inherit', shell: IS_WINDOWS });
  if (error) {
    console.error(`${command} could not be run: ${error.message}`);
    return 1;
  }
  return status ?? 1;
}

/**
 * Runs a program until it ends by itself or this process is told to stop, which it passes on. Resolves with the exit
 * code, 128 and the signal's number where a signal ended it.
 */
export function supervise(command, args, { env = environment(), cwd = process.cwd() } = {}) {
  const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
  // A terminal sends its interrupt to both; the child may then hear it twice, and must bear that.
  const stop = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  // npm runs scripts through a shell, which dies of a SIGTERM and does not pass it on: its death is the signal then.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) {
      clearInterval(watch);
      stop('SIGTERM');
    }
  }, 250);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${command} could not be run: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  }).finally(() => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, stop);
  });
  return { ended, stop };
}

/**
 * Installs the workspace as the lockfile has it, unless that was done for this very lockfile and these manifests.
 * Ends the process with a sentence where it cannot.
 */
export function ensureInstalled() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    console.error(`Filiera needs Node 20 or later to start; this is ${process.version}.`);
    process.exit(1);
  }
  const digest = digestFiles(MANIFESTS);
  if (readStamp(INSTALL_STAMP) === digest && existsSync(NODE)) return;
  console.log('Installing what Filiera is made of (only when that has changed)…');
  const code = run(
    'npx',
    ['--yes', PNPM, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'],
    { env: process.env },
  );
  if (code !== 0) {
    console.error(
      'The packages could not be installed: see above. Is this machine connected to the network?',
    );
    process.exit(code);
  }
  mkdirSync(dirname(INSTALL_STAMP), { recursive: true });
  writeFileSync(INSTALL_STAMP, digest);
}
