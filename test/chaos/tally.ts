import type { LogRow, Store } from '@filiera/server/src/store/store.ts';
import * as Y from 'yjs';
import { type Footprint, footprintOf, missingBesidesMarks } from '../simulation/ledger.ts';
import { type Report, Witness } from '../simulation/witness.ts';
import type { PageNews } from './messages.ts';
import { Sight } from './spans.ts';

/** One edit of a page, and what became of it there. */
interface Edit {
  readonly footprint: Footprint;
  isAcknowledged: boolean;
}

/** What one page made and saw in all its life. */
interface PageRecord {
  readonly name: string;
  readonly edits: Edit[];
  readonly sight: Sight;
  isClosed: boolean;
}

/** Edits, counted. */
export interface Counts {
  readonly edits: number;
  readonly acknowledged: number;
  /** Edits that another page was shown. */
  readonly seen: number;
  readonly acknowledgedLost: number;
  readonly seenLost: number;
  /** Edits of pages that went on, called saved by nobody at the end. */
  readonly unsaved: number;
  /** Edits that were unsaved on a page when it was closed; nobody had promised them. */
  readonly abandoned: number;
}

/** The ledger of one plan: what its pages were promised, against what its log holds. */
export class Tally {
  readonly planId: string;
  readonly #witness: Witness;
  readonly #owners: Map<number, string>;
  readonly #report: Report;
  readonly #pages = new Map<string, PageRecord>();
  #last: LogRow | null = null;
  /** All that the log held when it was read last. */
  known: Footprint = { written: [], deleted: [] };

  constructor(planId: string, owners: Map<number, string>, report: Report) {
    this.planId = planId;
    this.#owners = owners;
    this.#report = report;
    this.#witness = new Witness(planId, owners, report);
  }

  /** The document that the log made when it was last read. */
  get doc(): Y.Doc {
    return this.#witness.doc;
  }

  get rows(): number {
    return this.#last?.seq ?? 0;
  }

  /** Holds the log of a server that is gone against all that was promised meanwhile. */
  async reckon(news: readonly PageNews[], store: Store): Promise<void> {
    for (const { clients, userId } of news) for (const client of clients) this.#own(client, userId);
    await this.#readOn(store);
    for (const page of news) this.#hold(page);
    this.known = footprintOf(Y.encodeStateAsUpdate(this.doc));
  }

  #own(client: number, userId: string): void {
    const known = this.#owners.get(client);
    if (known !== undefined && known !== userId)
      this.#report(`client ${client} is ${known}'s and ${userId}'s`);
    this.#owners.set(client, userId);
  }

  /** Takes in the rows since the last time; what was there then must still be there. */
  async #readOn(store: Store): Promise<void> {
    const { planId } = this;
    const rows = await store.readLog(planId, Math.max(0, this.rows - 1));
    if (this.#last !== null) {
      const again = rows.shift();
      const isSame =
        again?.seq === this.#last.seq &&
        again.userId === this.#last.userId &&
        Buffer.from(again.update).equals(this.#last.update);
      if (!isSame) this.#report(`row ${this.#last.seq} of ${planId} was in the log, and is not any more`);
    }
    for (const { seq, ...row } of rows)
      this.#witness.committed({ ...row, planId, ranges: [] }, { kind: 'stored', seq });
    this.#last = rows.at(-1) ?? this.#last;
  }

  #hold(news: PageNews): void {
    const record: PageRecord = this.#pages.get(news.page) ?? {
      name: news.page,
      edits: [],
      sight: new Sight(),
      isClosed: false,
    };
    this.#pages.set(news.page, record);
    record.isClosed = news.isClosed;
    for (const violation of news.violations) this.#report(`${news.page}: ${violation}`);
    for (const { footprint } of news.made) record.edits.push({ footprint, isAcknowledged: false });
    const lost: number[] = [];
    for (const number of news.acknowledged) {
      const edit = record.edits[number]!;
      edit.isAcknowledged = true;
      if (!this.#witness.holds(edit.footprint)) lost.push(number);
    }
    if (lost.length > 0) this.#report(`edits ${lost} of ${news.page} were called saved, and are lost`);
    record.sight.add(news.shown);
    const missing = missingBesidesMarks(this.doc, news.shown);
    if (missing.length > 0) this.#report(`${news.page} was shown what is lost: ${JSON.stringify(missing)}`);
  }

  /** A page that came afresh was given this document, after the log was known to hold `known`. */
  observed(whole: Uint8Array, known: Footprint): void {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, whole);
    const missing = missingBesidesMarks(doc, known);
    if (missing.length > 0)
      this.#report(`a fresh page of ${this.planId} lacks what is in the log: ${JSON.stringify(missing)}`);
    doc.destroy();
  }

  /** Holds the whole log, read afresh, against everything; returns the document that it makes. */
  async verify(store: Store): Promise<Y.Doc> {
    const doc = await this.#witness.verify(store);
    const counts = this.count(doc);
    if (counts.acknowledgedLost > 0)
      this.#report(`${counts.acknowledgedLost} edits of ${this.planId} that were called saved are lost`);
    if (counts.seenLost > 0)
      this.#report(`${counts.seenLost} edits of ${this.planId} that others saw are lost`);
    if (counts.unsaved > 0)
      this.#report(`${counts.unsaved} edits of ${this.planId} never came to be saved on pages that went on`);
    return doc;
  }

  count(doc: Y.Doc): Counts {
    const counts = {
      edits: 0,
      acknowledged: 0,
      seen: 0,
      acknowledgedLost: 0,
      seenLost: 0,
      unsaved: 0,
      abandoned: 0,
    };
    const pages = [...this.#pages.values()];
    for (const page of pages) {
      const others = pages.filter((other) => other !== page).map(({ sight }) => sight);
      for (const { footprint, isAcknowledged } of page.edits) {
        const isLost = missingBesidesMarks(doc, footprint).length > 0;
        const isSeen = others.some((sight) => sight.has(footprint));
        counts.edits += 1;
        if (isAcknowledged) counts.acknowledged += 1;
        else if (page.isClosed) counts.abandoned += 1;
        else counts.unsaved += 1;
        if (isSeen) counts.seen += 1;
        if (isAcknowledged && isLost) counts.acknowledgedLost += 1;
        if (isSeen && isLost) counts.seenLost += 1;
      }
    }
    return counts;
  }
}
