import { FIELDS_ROOT } from '@filiera/shared/plan/layout.ts';
import { type CellEdit, encodeFiliera } from '@filiera/shared/protocol/protocol.ts';
import type * as Y from 'yjs';
import type { Store } from '../store/store.ts';
import { type Framed, frameOnce } from './framed.ts';
import type { KeptCell } from './snapshot-extract.ts';

/** The struct that holds a cell's present value. */
interface CellStruct {
  readonly root: string;
  readonly key: string;
  readonly client: number;
  readonly clock: number;
}

/**
 * Of more cells than this (forms have hundreds) a page that joins is told those that were written last: what it is
 * sent must not grow with all that anybody could put into a plan.
 */
export const MOST_TOLD = 10_000;

type RootType = Y.Doc['share'] extends Map<string, infer T> ? T : never;

const isTableRoot = (root: string): boolean => root === FIELDS_ROOT || root.startsWith('table/');

/** The live entries of a root map, or of those keys of it. Reads Yjs's own map, which holds each key's last item. */
function structsOf(root: string, type: RootType, keys?: Iterable<string | null>): CellStruct[] {
  return [...(keys ?? type._map.keys())].flatMap((key): CellStruct[] => {
    const item = key === null ? undefined : type._map.get(key);
    if (key === null || !item || item.deleted) return [];
    return [{ root, key, client: item.id.client, clock: item.id.clock }];
  });
}

/**
 * Who last wrote each cell of a document: the author and time come from the log, by the struct that holds the value,
 * and never from what a page says of itself.
 */
export class CellAuthors {
  /** Those that were written last come last. */
  private readonly edits = new Map<string, CellEdit>();
  private readonly names = new WeakMap<RootType, string>();

  private frame: Framed | null = null;

  private constructor() {}

  /** As they were kept beside a snapshot. */
  static async kept(cells: readonly KeptCell[], nameOf: NameOf): Promise<CellAuthors> {
    const authors = new CellAuthors();
    for (const cell of cells) authors.put({ ...cell, name: await nameOf(cell.userId) });
    return authors;
  }

  /** Looks up every cell of a document that was just loaded. */
  static async load(
    doc: Y.Doc,
    planId: string,
    store: Pick<Store, 'attribute'>,
    nameOf: NameOf,
  ): Promise<CellAuthors> {
    const authors = new CellAuthors();
    const structs = [...doc.share]
      .filter(([root]) => isTableRoot(root))
      .flatMap(([root, type]) => structsOf(root, type));
    const rows = await store.attribute(planId, structs);
    const found = structs.flatMap(({ root, key }, index) => {
      const row = rows[index];
      return row ? [{ root, key, userId: row.userId, at: row.at, seq: row.seq }] : [];
    });
    for (const { seq: _, ...cell } of found.sort((one, other) => one.seq - other.seq))
      authors.put({ ...cell, name: await nameOf(cell.userId) });
    return authors;
  }

  /** The edits that a transaction made, attributed; those of cells that nobody is bound to are left out. */
  note(
    transaction: Y.Transaction,
    at: number,
    authorOf: (client: number) => { readonly id: string; readonly name: string } | null,
  ): CellEdit[] {
    const noted: CellEdit[] = [];
    for (const [type, keys] of transaction.changed) {
      const root = type._item === null ? this.rootOf(type, transaction.doc) : undefined;
      if (root === undefined || !isTableRoot(root)) continue;
      for (const { key, client } of structsOf(root, type, keys)) {
        const author = authorOf(client);
        if (!author) continue;
        const edit = { root, key, userId: author.id, name: author.name, at };
        this.put(edit);
        noted.push(edit);
      }
    }
    return noted;
  }

  /** The name of a root type. What is typed into a text changes none, so this is asked for tables above all. */
  private rootOf(type: RootType, doc: Y.Doc): string | undefined {
    let name = this.names.get(type);
    if (name === undefined) {
      for (const [root, known] of doc.share) this.names.set(known, root);
      name = this.names.get(type);
    }
    return name;
  }

  all(): CellEdit[] {
    return [...this.edits.values()];
  }

  /** All of them, or the last `MOST_TOLD`, as one message, made once for however many ask. */
  message(): Framed {
    this.frame ??= frameOnce(
      encodeFiliera({ kind: 'notice', notice: { kind: 'cells', edits: this.all().slice(-MOST_TOLD) } }),
    );
    return this.frame;
  }

  private put(edit: CellEdit): void {
    const name = `${edit.root}\n${edit.key}`;
    this.edits.delete(name);
    this.edits.set(name, edit);
    this.frame = null;
  }
}

/** The present name of a user. */
export type NameOf = (userId: string) => Promise<string>;
