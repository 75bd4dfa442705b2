import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Random } from '../simulation/random.ts';
import { Repertoire } from './frames.ts';
import { attack, knock } from './wire.ts';

/** A server that does not answer for so long, in milliseconds, hangs. */
const PATIENCE_MILLIS = 15_000;

export interface Target {
  readonly port: number;
  /** The path of the plan's socket, with what a page says of itself. */
  readonly path: string;
  readonly cookie: string;
  /** The server's limit for one frame. */
  readonly frameBytes: number;
}

/** What was thrown, and what came of it. */
export interface Score {
  frames: number;
  /** Frames that are wrong as such, written byte by byte. */
  wrong: number;
  connections: number;
  /** How often sockets were closed, by code. */
  readonly closures: Map<number, number>;
}

/** Resolves when `done` was called; rejects where that takes so long that the server must hang. */
function soon<T>(what: string, begin: (done: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${what} took too long`)), PATIENCE_MILLIS);
    begin((value) => {
      clearTimeout(late);
      resolve(value);
    });
  });
}

/** Throws messages over sockets that a WebSocket library keeps in order, until `goesOn` says no. */
export async function throwFrames(
  target: Target,
  random: Random,
  score: Score,
  goesOn: () => boolean,
): Promise<void> {
  const repertoire = new Repertoire(random);
  let socket: WebSocket | null = null;
  while (goesOn()) {
    socket ??= await opened(target, score, repertoire);
    const { OPEN } = WebSocket;
    if (random.chance(0.003)) {
      // What is cheap to ask and dear to answer, again and again.
      const question = repertoire.question();
      for (let times = 0; times < 40; times += 1) socket.send(question);
      score.frames += 40;
    }
    for (let burst = random.between(1, 12); burst > 0 && socket.readyState === OPEN; burst -= 1) {
      const isOversize = random.chance(0.003);
      socket.send(isOversize ? new Uint8Array(target.frameBytes + 1) : repertoire.frame());
      score.frames += 1;
    }
    const one: WebSocket = socket;
    const isOver = await soon<boolean>('an answer', (done) => {
      one.once('close', () => done(true));
      one.once('pong', () => done(false));
      if (one.readyState === OPEN) one.ping();
      else if (one.readyState === WebSocket.CLOSED) done(true);
    });
    one.removeAllListeners('pong');
    if (isOver) socket = null;
    else if (random.chance(0.01)) {
      // Gone without a word.
      one.terminate();
      socket = null;
    }
  }
  socket?.terminate();
}

async function opened(target: Target, score: Score, repertoire: Repertoire): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${target.port}${target.path}`, {
    headers: { cookie: target.cookie },
    perMessageDeflate: false,
  });
  socket.binaryType = 'nodebuffer';
  socket.on('message', (data: Buffer) => {
    // As pages do, so that what was lost with the last socket does not make all that follows lean on nothing.
    const answer = repertoire.overhear(data);
    if (answer && socket.readyState === WebSocket.OPEN) socket.send(answer);
  });
  socket.on('close', (code) => score.closures.set(code, (score.closures.get(code) ?? 0) + 1));
  score.connections += 1;
  await soon<void>('an opening', (done) => {
    socket.once('open', () => done());
    // What is refused, or broken off, is closed as well: the next burst finds that out.
    socket.on('error', () => done());
  });
  return socket;
}

/** Writes bytes that no WebSocket library would, each attack over a connection of its own. */
export async function throwBytes(
  target: Target,
  random: Random,
  score: Score,
  goesOn: () => boolean,
): Promise<void> {
  const repertoire = new Repertoire(random);
  while (goesOn()) {
    // As many as there are messages: these cost little, and would go on for ever on a slow machine.
    if (score.wrong > score.frames) {
      await pause(10);
      continue;
    }
    const { bytes, opens } = knock(random, target.path, target.cookie);
    const frames = opens ? attack(random, repertoire.honest(), target.frameBytes) : [];
    score.connections += 1;
    score.wrong += frames.length;
    const socket = connect({ port: target.port, host: '127.0.0.1', allowHalfOpen: random.chance(0.3) });
    socket.on('error', () => {});
    // Some read nothing at all.
    const reads = random.chance(0.8);
    await soon<void>('a connection', (done) => {
      socket.once('close', () => done());
      socket.once('connect', () => {
        socket.write(bytes);
        if (!opens) return void socket.end(() => setTimeout(() => socket.destroy(), 20));
        for (const frame of frames) socket.write(frame);
        // Whether the server closes it or waits for more: after a moment nobody is there any more.
        setTimeout(() => (random.chance(0.5) ? socket.destroy() : socket.resetAndDestroy()), random.int(60));
      });
      if (reads) socket.resume();
    });
  }
}
