import { until } from '../../support/waiting.ts';
import { chance } from '../generator/chance.ts';
import { Deliveries, Writer } from '../generator/deliveries.ts';
import { caretMessage } from '../generator/dialect.ts';
import { Pace, type Task } from '../generator/pace.ts';
import { Page } from '../generator/page.ts';
import { Typist } from '../generator/typist.ts';
import type { Subject } from '../subjects/subjects.ts';

/** How long what was sent may take to arrive once nobody sends any more, in milliseconds. */
const PATIENCE = 15_000;
/** How many pages are opened at the same time. */
const OPENING = 25;
/** The texts of the form in which typists write. */
const BLOCKS = ['specific-1', 'actions-1', 'results-1', 'specific-2', 'actions-2', 'results-2'];

const random = chance(20_240_530);
export const newClient = (): number => 1 + Math.floor(random() * 0xffff_fffe);

/** One plan with its pages, the first of which write. */
export class Crowd {
  readonly deliveries = new Deliveries();
  readonly pages: Page[] = [];
  readonly writers: Writer[] = [];

  /** Opens all pages and waits until each has the document. */
  static async open(
    subject: Subject,
    plan: string,
    { pages, typists, firstMember = 0 }: { pages: number; typists: number; firstMember?: number },
  ): Promise<Crowd> {
    const crowd = new Crowd();
    for (let from = 0; from < pages; from += OPENING) {
      const opened = Array.from(
        { length: Math.min(OPENING, pages - from) },
        (_, index) => new Page(subject.door(plan, firstMember + from + index), crowd.deliveries.received),
      );
      crowd.pages.push(...opened);
      await Promise.all(opened.map((page) => page.synced));
    }
    for (const [index, page] of crowd.pages.slice(0, typists).entries()) {
      const writer = new Writer(new Typist(newClient(), BLOCKS[index % BLOCKS.length]!), page);
      crowd.writers.push(writer);
      crowd.deliveries.add(writer);
    }
    return crowd;
  }

  /** Key presses of every typist at this rate, each with a move of the caret if so wanted. */
  typing(rate: number, { carets, measured }: { carets: boolean; measured: () => boolean }): Task[] {
    return this.writers.map((writer) => {
      let clock = 0;
      return {
        rate,
        run: () => {
          writer.write(measured());
          if (!carets) return;
          clock += 1;
          const { client, next } = writer.typist;
          writer.page.socket.send(caretMessage(writer.page.dialect, client, clock, caret(client, next)));
        },
      };
    });
  }

  /** How many deliveries there must be in the end of what was written so far. */
  get due(): number {
    return this.writers.reduce((sum, { edits }) => sum + edits, 0) * (this.pages.length - 1);
  }

  /** A state vector with all added that has reached some page so far. */
  deliveredOn(state: ReadonlyMap<number, number>): Map<number, number> {
    const all = new Map(state);
    for (const { typist, seen } of this.writers) {
      let clock = typist.next;
      while (clock > 0 && seen[clock - 1] === 0) clock -= 1;
      if (clock > 0) all.set(typist.client, clock);
    }
    return all;
  }

  get bytesSent(): number {
    return this.pages.reduce((sum, { socket }) => sum + socket.sent, 0);
  }

  get bytesReceived(): number {
    return this.pages.reduce((sum, { socket }) => sum + socket.received, 0);
  }

  leave(): void {
    for (const page of this.pages) page.leave();
  }
}

/** A caret as the editor puts it into the awareness state: a place in the text by the id of a letter. */
function caret(client: number, next: number): string {
  const at = { type: { client, clock: 1 }, tname: null, item: { client, clock: next - 1 }, assoc: 0 };
  const place = { section: 'objective-1', element: 'specific-1' };
  return JSON.stringify({
    user: { id: 'x', name: 'x', color: '#0066cc' },
    place,
    cursor: { anchor: at, head: at },
  });
}

/** Waits until everything that was sent has arrived everywhere; returns how many deliveries never came. */
export async function arrived(crowds: readonly Crowd[]): Promise<number> {
  const missing = (): number => crowds.reduce((sum, crowd) => sum + crowd.due - crowd.deliveries.total, 0);
  await until(() => missing() <= 0, PATIENCE);
  return missing();
}

/** Everybody writing at once. */
export class Typing {
  readonly pace: Pace;
  private isMeasured = false;

  constructor(crowds: readonly Crowd[], rate: number, { carets }: { carets: boolean }) {
    const measured = (): boolean => this.isMeasured;
    this.pace = new Pace(crowds.flatMap((crowd) => crowd.typing(rate, { carets, measured })));
  }

  /** What is written from now on counts; what came before has only warmed the server up. */
  measure(): void {
    this.isMeasured = true;
    this.pace.measure();
  }
}
