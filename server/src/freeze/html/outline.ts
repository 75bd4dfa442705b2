import type { ContentsEntry } from './page.ts';

/** Gives the parts of a page their ids and keeps the table of contents, in the order in which they are written. */
export class Outline {
  private readonly top: Entry[] = [];
  private made = 0;

  /** The id of a new part, `depth` 0 for one of the page's own; it lies within the last one that is less deep. */
  add(words: string, depth: number): string {
    this.made += 1;
    const entry: Entry = { id: `parte-${this.made}`, words, within: [] };
    let list = this.top;
    for (let level = 0; level < depth; level += 1) list = list.at(-1)?.within ?? list;
    list.push(entry);
    return entry.id;
  }

  get entries(): readonly ContentsEntry[] {
    return this.top;
  }
}

interface Entry extends ContentsEntry {
  readonly within: Entry[];
}
