import { Duplex } from 'node:stream';
import type { Random } from './random.ts';

/** What travels in one direction of a link: bytes, the end of the stream, or the news that the other side is gone. */
type Parcel = Buffer | 'end' | 'reset';

/** One end of a link. What is written to it waits until the network delivers it to the other end. */
class End extends Duplex {
  /** On its way to the other end, in order. */
  parcels: Parcel[] = [];
  peer: End | null = null;
  isMute = false;

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#post(chunk);
    done();
  }

  override _final(done: () => void): void {
    this.#post('end');
    done();
  }

  override _destroy(_error: Error | null, done: (error: null) => void): void {
    this.#post('reset');
    done(null);
  }

  #post(parcel: Parcel): void {
    if (!this.isMute) this.parcels.push(parcel);
  }

  /** Takes in what the network brings. */
  receive(parcel: Parcel): void {
    if (this.destroyed) return;
    if (parcel === 'reset') this.destroy();
    else this.push(parcel === 'end' ? null : parcel);
  }
}

/** A connection between a page and the server. Each direction keeps its order; nothing arrives by itself. */
export class Link {
  readonly page: End;
  readonly server: End;

  constructor() {
    this.page = new End();
    this.server = new End();
    this.page.peer = this.server;
    this.server.peer = this.page;
    for (const end of [this.page, this.server]) end.on('error', () => {});
  }

  /** Has each side heard all that the other has said, and do both still listen? */
  get allHeard(): boolean {
    return [this.page, this.server].every((end) => end.parcels.length === 0 && !end.destroyed && !end.isMute);
  }

  /** Both sides learn that the connection is broken; what was on its way is lost. */
  cut(): void {
    this.page.parcels = [];
    this.server.parcels = [];
    this.page.destroy();
    this.server.destroy();
  }

  /** The page's side is gone and the server hears nothing of it, as when a laptop's lid is closed. */
  vanish(): void {
    for (const end of [this.page, this.server]) {
      end.isMute = true;
      end.parcels = [];
    }
    this.page.destroy();
  }

  /**
   * The server's process is killed. What it had sent is with the operating system: the page still gets `kept` parcels
   * of it, then learns that the connection is broken. What it was sent is lost.
   */
  kill(kept: number): void {
    this.server.isMute = true;
    this.server.parcels = [...this.server.parcels.slice(0, kept), 'reset'];
    this.page.isMute = true;
    this.page.parcels = [];
    this.server.destroy();
  }

  get isOver(): boolean {
    const ends = [this.page, this.server];
    return ends.every((end) => end.parcels.length === 0) && ends.some((end) => end.destroyed);
  }
}

/** All links that there are. */
export class Network {
  #links: Link[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  connect(): Link {
    const link = new Link();
    this.#links = this.#links.filter((other) => !other.isOver);
    this.#links.push(link);
    return link;
  }

  get isQuiet(): boolean {
    return this.#waiting().length === 0;
  }

  /** Delivers the next few parcels of one direction of one link; any of them may come first. */
  deliverSome(): void {
    const end = this.#random.pick(this.#waiting());
    for (let left = this.#random.between(1, 8); left > 0 && end; left -= 1) this.#deliver(end);
  }

  /** Delivers all that is on its way. */
  deliverAll(): void {
    for (const end of this.#waiting()) while (end.parcels.length > 0) this.#deliver(end);
  }

  #waiting(): End[] {
    return this.#links.flatMap(({ page, server }) => [page, server].filter((end) => end.parcels.length > 0));
  }

  #deliver(end: End): void {
    const parcel = end.parcels.shift();
    if (parcel !== undefined) end.peer?.receive(parcel);
  }
}
