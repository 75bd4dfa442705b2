import { Desk } from '../desk.ts';
import type { Edition } from './edition.ts';
import type { Paper, PaperOrder } from './papers.ts';
import type { PdfOrder } from './pdf/render.ts';
import { type PlainReading, plain } from './plain-reading.ts';

/** What makes the files of a version that take their time. */
export interface Makers {
  readonly papers: (order: PaperOrder) => Promise<readonly Paper[]>;
  /** A PDF/A-3a; `json`: what goes along with a final one. */
  readonly pdf: (
    reading: PlainReading,
    edition: Edition,
    attachments: { readonly json: Uint8Array | null },
  ) => Promise<Uint8Array<ArrayBuffer>>;
}

/** The programs of the threads. */
export const PAPERS = new URL('./papers-thread.ts', import.meta.url);
export const PRESS = new URL('./pdf/press-thread.ts', import.meta.url);

/**
 * Makes papers in one thread and PDFs in another, at the same time: their compiler uses all that a processor gives.
 * `limit`: how long one order may take, in milliseconds.
 */
export function createMakers(limit?: number): Makers {
  const options = limit === undefined ? {} : { limit };
  const desk = new Desk<PaperOrder, readonly Paper[]>(PAPERS, options);
  const press = new Desk<PdfOrder, Uint8Array<ArrayBuffer>>(PRESS, options);
  return {
    papers: (order) => desk.ask(order),
    pdf: (reading, edition, { json }) => press.ask({ reading: plain(reading), edition, json }),
  };
}

/** Those of this process where none are given. */
export const THREADS: Makers = createMakers();
