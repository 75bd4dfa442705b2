import { setTimeout } from 'node:timers/promises';
import { FIELDS_ROOT } from '@filiera/shared/plan/layout.ts';
import { readLetters } from '@filiera/shared/threads/passage.ts';
import * as Y from 'yjs';
import type { Store } from '../store/store.ts';
import { CellAuthors } from './cells.ts';
import { documentOf } from './load.ts';
import { decodeExtract } from './snapshot-extract.ts';

export type SnapshotReader = Pick<Store, 'getSnapshot' | 'readLog' | 'lastEdit' | 'attribute'>;

/** A snapshot may be in its table so much earlier than the rows that it was made of, in milliseconds. */
const ROWS_FOLLOW = 1_500;

/**
 * Is the snapshot that stands beside a plan's log what its rows make? It is what pages are given, so it must not say
 * what nobody wrote. Reads the rows up to it and compares the whole document: which structs there are, what each place
 * holds and by which struct, and who is said to have written each cell. `cut`: the log ends before it; `snapshot`: it says
 * otherwise; `null`: it is right, or there is none.
 */
export async function wrongSnapshot(
  reader: SnapshotReader,
  planId: string,
): Promise<{ readonly kind: 'cut' | 'snapshot'; readonly seq: number } | null> {
  const snapshot = await reader.getSnapshot(planId);
  if (!snapshot) return null;
  const end = async (): Promise<number> => (await reader.lastEdit(planId))?.seq ?? 0;
  if ((await end()) < snapshot.seq) {
    await setTimeout(ROWS_FOLLOW);
    const last = await end();
    if (last < snapshot.seq) return { kind: 'cut', seq: last + 1 };
  }
  const wrong = { kind: 'snapshot', seq: snapshot.seq } as const;
  const rows = (await reader.readLog(planId, 0)).filter(({ seq }) => seq <= snapshot.seq);
  const logged = documentOf(planId, null, rows);
  let kept: Y.Doc;
  try {
    kept = documentOf(planId, snapshot.state, []);
  } catch {
    // Nobody is given what cannot be read: the log is read instead.
    return null;
  }
  const isSame =
    Y.equalSnapshots(Y.snapshot(logged), Y.snapshot(kept)) && contentOf(logged) === contentOf(kept);
  if (!isSame) return wrong;
  const extract = decodeExtract(snapshot.state, snapshot.extract);
  if (!extract) return null;
  const authors = await CellAuthors.load(logged, planId, reader, async () => '');
  const cells = (all: readonly { root: string; key: string; userId: string; at: number }[]): string =>
    JSON.stringify(all.map(({ root, key, userId, at }) => [root, key, userId, at]).sort());
  const isSameExtract =
    Buffer.compare(Y.encodeStateVector(logged), extract.vector) === 0 &&
    cells(extract.cells) === cells(authors.all());
  return isSameExtract ? null : wrong;
}

/** All that is to be seen of a document, with the structs that it comes from. */
function contentOf(doc: Y.Doc): string {
  const roots = [...doc.share.keys()].sort().flatMap((root): unknown[] => {
    if (root !== FIELDS_ROOT && !root.startsWith('table/')) {
      const fragment = doc.getXmlFragment(root);
      return fragment.length === 0 ? [] : [[root, fragment.toString(), readLetters(fragment)]];
    }
    const map = doc.getMap(root);
    const entries = [...map.keys()].sort().map((key) => {
      const { client, clock } = map._map.get(key)!.id;
      return [key, map.get(key), client, clock];
    });
    return entries.length === 0 ? [] : [[root, entries]];
  });
  return JSON.stringify(roots);
}
