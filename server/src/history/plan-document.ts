import { FIELDS_ROOT, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import type { StructRange } from '../store/store.ts';
import { Cells, isCellRoot, stepsOf, takeAll } from './cells.ts';
import type { Effects, IdSpan, TextStep } from './effects.ts';
import { Places } from './places.ts';
import { StandingIssues } from './standing-issues.ts';

type AnyType = Y.AbstractType<unknown>;

/** What a text has come to have or to lack in one transaction. */
interface TextTally {
  inserted: number;
  shaped: number;
  readonly removed: (IdSpan & { isText: boolean })[];
}

/**
 * A plan's document with all that was ever in it: nothing is collected, so what was deleted can still be read. Rows of
 * the log are applied one by one, each in a transaction of its own, and each tells what it did. What a page deleted
 * before it ever sent it is in no log, and so not here either.
 */
export class PlanDocument {
  readonly doc = new Y.Doc({ gc: false });
  readonly template: Template;
  readonly places: Places;
  private readonly cells: Cells;
  private readonly issues: StandingIssues;
  private readonly roots = new Map<AnyType, string>();
  private named = 0;

  constructor(
    template: Template,
    state: Uint8Array | null,
    rows: Iterable<{ readonly update: Uint8Array }> = [],
  ) {
    this.template = template;
    this.places = new Places(template);
    this.defineForm();
    if (state) applyAsWritten(this.doc, state);
    for (const { update } of rows) applyAsWritten(this.doc, update);
    this.nameRoots();
    this.cells = new Cells(this.places);
    takeAll(this.cells, this.doc);
    this.issues = new StandingIssues(this.doc, template);
  }

  /** The document whole, deleted content included. */
  encode(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  /** Issues that are open now, by `issueId`. */
  get openIssues(): ReadonlySet<string> {
    return this.issues.all;
  }

  /** The name of the root that a type hangs under, or is; `null` where that is deleted beyond recall. */
  rootOf(type: AnyType): string | null {
    let top = type;
    while (top._item !== null) {
      const { parent } = top._item;
      if (!(parent instanceof Y.AbstractType)) return null;
      top = parent;
    }
    if (!this.roots.has(top)) this.nameRoots();
    return this.roots.get(top) ?? null;
  }

  /** Applies one row. Throws where Yjs cannot read it; this document is of no use then. */
  apply(update: Uint8Array): Effects {
    const transaction = applyAsWritten(this.doc, update);
    const { beforeState, afterState } = transaction;
    const ranges = [...afterState].flatMap(([client, to]): StructRange[] => {
      const from = beforeState.get(client) ?? 0;
      return to > from ? [{ client, from, to }] : [];
    });
    const deletions = [...transaction.deleteSet.clients].flatMap(([client, spans]) =>
      spans.map(({ clock, len }): IdSpan => ({ client, clock, length: len })),
    );
    const changed = [...transaction.changed].flatMap(([type, keys]) => {
      const root = type._item === null ? this.rootOf(type as AnyType) : null;
      return root !== null && isCellRoot(root) ? [{ root, type: type as AnyType, keys }] : [];
    });
    const steps = stepsOf(this.cells, changed);
    const texts = this.textSteps(ranges, deletions, beforeState);
    if (this.doc.share.size !== this.named) this.nameRoots();

    let flips = false;
    for (const { root } of texts) if (this.issues.textChanged(root)) flips = true;
    // Strays are keys too, so any change of a table or of the fields may open or close an issue.
    const issues = flips || changed.length > 0 ? this.issues.again() : { opened: [], closed: [] };
    return { ranges, deletions, ...steps, texts, issues };
  }

  private textSteps(
    ranges: readonly StructRange[],
    deletions: readonly IdSpan[],
    before: ReadonlyMap<number, number>,
  ): TextStep[] {
    const tallies = new Map<string, TextTally>();
    const tallyOf = (item: Y.Item): TextTally | null => {
      const root = item.parent instanceof Y.AbstractType ? this.rootOf(item.parent) : null;
      if (root === null || !root.startsWith('text/') || !this.places.has(root)) return null;
      const tally = tallies.get(root) ?? { inserted: 0, shaped: 0, removed: [] };
      tallies.set(root, tally);
      return tally;
    };
    for (const { client, from, to } of ranges) {
      eachItem(this.doc, client, from, to, (item, start, end) => {
        if (item.deleted) return;
        const tally = tallyOf(item);
        if (!tally) return;
        if (item.content instanceof Y.ContentString) tally.inserted += end - start;
        else tally.shaped += end - start;
      });
    }
    for (const { client, clock, length } of deletions) {
      const known = Math.min(clock + length, before.get(client) ?? 0);
      eachItem(this.doc, client, clock, known, (item, start, end) => {
        const isText = item.content instanceof Y.ContentString;
        tallyOf(item)?.removed.push({ client, clock: start, length: end - start, isText });
      });
    }
    return [...tallies].map(([root, tally]) => ({ root, ...tally }));
  }

  /** Roots are of the type that the form gives them, before anybody else takes them as another. */
  private defineForm(): void {
    const form = formOf(this.template);
    this.doc.getMap(FIELDS_ROOT);
    for (const { element, group } of form.texts.values()) {
      if (!group) this.doc.getXmlFragment(textRoot(element.id));
    }
    for (const id of form.groups.keys()) this.doc.getMap(tableRoot(id));
    for (const { element, group } of form.tables.values()) {
      if (!group) this.doc.getMap(tableRoot(element.id));
    }
  }

  /**
   * Gives roots that are new their type and notes the names of all; the transaction that made a root knows it as the
   * object that it was before.
   */
  private nameRoots(): void {
    for (const [root, untyped] of [...this.doc.share]) {
      this.roots.set(untyped as AnyType, root);
      if (root.startsWith('text/')) this.roots.set(this.doc.getXmlFragment(root) as AnyType, root);
      else if (isCellRoot(root)) this.roots.set(this.doc.getMap(root) as AnyType, root);
    }
    this.named = this.doc.share.size;
  }
}

/** Calls `see` for each item of a client that lies in `[from, to)`, with the part of it that does. */
function eachItem(
  doc: Y.Doc,
  client: number,
  from: number,
  to: number,
  see: (item: Y.Item, start: number, end: number) => void,
): void {
  const structs = doc.store.clients.get(client);
  if (!structs || from >= to) return;
  for (let index = Y.findIndexSS(structs, from); index < structs.length; index += 1) {
    const struct = structs[index];
    if (!struct || struct.id.clock >= to) break;
    const start = Math.max(from, struct.id.clock);
    const end = Math.min(to, struct.id.clock + struct.length);
    if (struct instanceof Y.Item) see(struct, start, end);
  }
}

/**
 * Applies an update and nothing else: Yjs would tidy formatting marks after what comes from elsewhere, which nobody
 * did and no row of the log says.
 */
function applyAsWritten(doc: Y.Doc, update: Uint8Array): Y.Transaction {
  return doc.transact((transaction) => {
    Y.applyUpdate(doc, update);
    transaction.local = true;
    return transaction;
  });
}
