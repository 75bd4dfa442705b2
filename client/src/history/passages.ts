import * as Y from 'yjs';

/** Letters that one client wrote one after the other and that still stand together. Lengths in UTF-16 units. */
export interface Run {
  readonly client: number;
  /** The clock of the first letter. */
  readonly clock: number;
  readonly length: number;
}

/** The letters of a block in reading order, by who wrote them. Other than letters nothing has an author here. */
export function runsOf(fragment: Y.XmlFragment): Run[] {
  const runs: { client: number; clock: number; length: number }[] = [];
  visitTexts(fragment, (text) => {
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const { client, clock } = item.id;
      const last = runs.at(-1);
      if (last && last.client === client && last.clock + last.length === clock) last.length += item.length;
      else runs.push({ client, clock, length: item.length });
    }
  });
  return runs;
}

function visitTexts(fragment: Y.XmlFragment, visit: (text: Y.XmlText) => void): void {
  for (let item = fragment._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentType)) continue;
    const { type } = item.content;
    if (type instanceof Y.XmlText) visit(type);
    else if (type instanceof Y.XmlFragment) visitTexts(type, visit);
  }
}

/** A stretch of a block that one author wrote, in however many goes; offsets count letters from the block's start. */
export interface Passage<Author> {
  readonly from: number;
  readonly to: number;
  readonly author: Author;
}

/** The runs as passages: neighbours of the same author are one. */
export function passagesOf<Author>(
  runs: readonly Run[],
  authorOf: (client: number) => Author,
): Passage<Author>[] {
  const passages: { from: number; to: number; author: Author }[] = [];
  let at = 0;
  for (const run of runs) {
    const author = authorOf(run.client);
    const last = passages.at(-1);
    if (last && last.author === author) last.to += run.length;
    else passages.push({ from: at, to: at + run.length, author });
    at += run.length;
  }
  return passages;
}

/** The letter at an offset, as the log knows it; the one before it at the very end. `null` in an empty block. */
export function letterAt(runs: readonly Run[], offset: number): { client: number; clock: number } | null {
  let at = 0;
  for (const run of runs) {
    if (offset < at + run.length) return { client: run.client, clock: run.clock + Math.max(0, offset - at) };
    at += run.length;
  }
  const last = runs.at(-1);
  return last ? { client: last.client, clock: last.clock + last.length - 1 } : null;
}

/** Everybody's client ids in a block. */
export function clientsOf(runs: readonly Run[]): Set<number> {
  return new Set(runs.map((run) => run.client));
}
