import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ServerProcess, spawnServer } from '../support/process.ts';
import { MOMENT_FILE, MOMENTS, TRAP, type Trap } from './moments.ts';

const WATCH = pathToFileURL(join(import.meta.dirname, 'watch.ts')).href;

/** One run of the server's program on a data folder and a port that outlive it. */
export class DoomedServer {
  /** Resolves once it says that it is running; with false where it ends before. */
  readonly ready: Promise<boolean>;
  /** Resolves with its exit code, `null` where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly #process: ServerProcess;
  readonly #momentFile: string;
  #isReady = false;
  #isStopping = false;
  #isOver = false;

  constructor(dataDir: string, port: number, trap: Trap | null) {
    this.#momentFile = join(dataDir, 'moment');
    writeFileSync(this.#momentFile, Uint8Array.of(MOMENTS.indexOf('starting')));
    this.#process = spawnServer({
      DATA_DIR: dataDir,
      PORT: String(port),
      NODE_OPTIONS: `--import=${WATCH}`,
      [MOMENT_FILE]: this.#momentFile,
      ...(trap === null ? {} : { [TRAP]: `${trap.at} ${trap.moment}` }),
    });
    this.ready = this.#process.line(/running at/).then(
      () => {
        this.#isReady = true;
        return true;
      },
      () => false,
    );
    // Where the supervisor itself fails, its server must not stay behind.
    const kill = (): void => this.kill();
    process.on('exit', kill);
    this.ended = this.#process.ended.then((code) => {
      process.off('exit', kill);
      this.#isOver = true;
      return code;
    });
  }

  kill(): void {
    this.#process.child.kill('SIGKILL');
  }

  stop(): void {
    this.#isStopping = true;
    this.#process.child.kill('SIGTERM');
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What it was about when it ended. */
  get lastMoment(): string {
    const noted = MOMENTS[readFileSync(this.#momentFile)[0]!]!;
    if (!this.#isReady)
      return noted === 'starting' || noted === 'idle' ? 'starting' : `${noted}, at the start`;
    return this.#isStopping && noted === 'idle' ? 'stopping' : noted;
  }

  /** What it said on its standard error. */
  get complaints(): readonly string[] {
    return this.#process.err;
  }

  /** Ends what is left of it. */
  dispose(): Promise<void> {
    return this.#process.dispose();
  }
}
