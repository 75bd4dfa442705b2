import { addRow, type CellValue, removeRow, setCell } from '@filiera/shared/plan/edit.ts';
import { cellKey, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { PlanUndo, RESTORED, TABLE_EDIT } from '../../client/src/undo/plan-undo.ts';
import { undoKey } from '../../client/src/undo/undo-key.ts';

/** The undo of one member, over a document that others write too. */

// Yjs takes the clock once, as it is loaded: it must be the test's by then.
vi.hoisted(() => vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] }));
afterAll(() => {
  vi.useRealTimers();
});

const EDITOR = { name: 'the editor' };
const TEXT = textRoot('actions');
const map = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(tableRoot('costs'));
const at = (doc: Y.Doc, key: string): unknown => map(doc).get(key) ?? null;

function member(client: number): { doc: Y.Doc; undo: PlanUndo } {
  const doc = new Y.Doc();
  doc.clientID = client;
  const undo = new PlanUndo(doc);
  undo.track(EDITOR);
  return { doc, undo };
}

function meet(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'server');
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'server');
}

/** Types at the end of a paragraph of the block, which is made where there is none yet. */
function type(doc: Y.Doc, letters: string, root = TEXT): void {
  doc.transact(() => {
    const fragment = doc.getXmlFragment(root);
    if (fragment.length === 0) {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText()]);
      fragment.insert(0, [paragraph]);
    }
    const text = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(text.length, letters);
  }, EDITOR);
}
const written = (doc: Y.Doc, root = TEXT): string =>
  doc
    .getXmlFragment(root)
    .toString()
    .replaceAll(/<[^>]*>/g, '');

describe('one order for texts and tables', () => {
  test('UNDO-1 what was done last is undone first, in whichever block or table, and done again in the same order', () => {
    const { doc, undo } = member(1);
    type(doc, 'prima ');
    setCell(doc, 'costs', 'staff', 'y2023', 100, TABLE_EDIT);
    type(doc, 'poi');
    type(doc, 'altrove', textRoot('results'));
    const steps: unknown[] = [];
    const look = (): void => {
      steps.push([written(doc), at(doc, 'staff/y2023'), written(doc, textRoot('results'))]);
    };
    for (const what of ['undo', 'undo', 'undo', 'undo', 'redo', 'redo', 'redo', 'redo'] as const) {
      expect(undo.run(what)).not.toBeNull();
      look();
    }
    const all = [
      ['prima poi', 100, 'altrove'],
      ['prima poi', 100, ''],
      ['prima ', 100, ''],
      ['prima ', null, ''],
      ['', null, ''],
    ];
    expect(steps).toEqual([...all.slice(1), ...all.slice(0, -1).reverse()]);
    expect(undo.run('redo')).toBeNull();
  });

  test('UNDO-2 typing without a pause is one step, a cell is one from entering to leaving it, a paste is one', () => {
    const { doc, undo } = member(1);
    for (const letter of 'ab') type(doc, letter);
    vi.setSystemTime(Date.now() + 5_000);
    type(doc, 'c');
    undo.run('undo');
    expect(written(doc)).toBe('ab');

    undo.startStep();
    for (const cents of [1, 12, 123]) {
      setCell(doc, 'costs', 'staff', 'y2023', cents, TABLE_EDIT);
      vi.setSystemTime(Date.now() + 5_000);
    }
    undo.startStep();
    setCell(doc, 'costs', 'staff', 'y2023', 4, TABLE_EDIT);
    undo.run('undo');
    expect(at(doc, 'staff/y2023')).toBe(123);
    undo.run('undo');
    expect(at(doc, 'staff/y2023')).toBeNull();

    doc.transact(() => {
      setCell(doc, 'costs', 'staff', 'y2023', 1, TABLE_EDIT);
      setCell(doc, 'costs', 'staff', 'y2024', 2, TABLE_EDIT);
    }, TABLE_EDIT);
    setCell(doc, 'costs', 'staff', 'y2024', 3, TABLE_EDIT);
    undo.run('undo');
    expect(at(doc, 'staff/y2024')).toBe(2);
    undo.run('undo');
    expect([at(doc, 'staff/y2023'), at(doc, 'staff/y2024')]).toEqual([null, null]);
  });

  test('UNDO-3 a removed row comes back whole, restored content goes again, and each says where', () => {
    const { doc, undo } = member(1);
    addRow(doc, 'costs', { id: 'r1', order: 'a0', cells: { item: 'Voce', y2023: 5 } }, TABLE_EDIT);
    removeRow(doc, 'costs', 'r1', TABLE_EDIT);
    expect(undo.run('undo')?.touched).toEqual([
      { root: 'table/costs', keys: expect.arrayContaining(['r1/#', 'r1/item', 'r1/y2023']) },
    ]);
    expect(at(doc, 'r1/item')).toBe('Voce');

    const server = new Y.Doc();
    Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
    setCell(server, 'costs', 'r1', 'y2023', 9);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server), RESTORED);
    setCell(doc, 'costs', 'r1', 'y2023', 10, TABLE_EDIT);
    undo.run('undo');
    expect(at(doc, 'r1/y2023')).toBe(9);
    undo.run('undo');
    expect(at(doc, 'r1/y2023')).toBe(5);
  });

  test('UNDO-4 transactions in which nothing happens, and those of others, leave what can be done again', () => {
    const { doc, undo } = member(1);
    const other = member(2);
    type(doc, 'mio');
    undo.run('undo');
    doc.transact(() => undefined, EDITOR);
    setCell(other.doc, 'costs', 'staff', 'y2023', 7, TABLE_EDIT);
    meet(doc, other.doc);
    expect(undo.canRedo).toBe(true);
    undo.run('redo');
    expect(written(doc)).toBe('mio');
    expect(undo.canUndo).toBe(true);
  });

  test('UNDO-5 what another has written inside a paragraph or list that goes stays', () => {
    const mine = member(1);
    const theirs = member(2);
    mine.doc.transact(() => {
      const [list, item, paragraph] = ['bulletList', 'listItem', 'paragraph'].map(
        (name) => new Y.XmlElement(name),
      );
      paragraph!.insert(0, [new Y.XmlText('mio')]);
      item!.insert(0, [paragraph!]);
      list!.insert(0, [item!]);
      mine.doc.getXmlFragment(TEXT).insert(0, [list!]);
    }, EDITOR);
    meet(mine.doc, theirs.doc);
    let element = theirs.doc.getXmlFragment(TEXT).get(0) as Y.XmlElement;
    while (!(element.get(0) instanceof Y.XmlText)) element = element.get(0) as Y.XmlElement;
    (element.get(0) as Y.XmlText).insert(3, ' tuo');
    meet(mine.doc, theirs.doc);
    mine.undo.run('undo');
    expect(written(mine.doc)).toBe(' tuo');
  });
});

describe('the work of others', () => {
  type Act =
    | { readonly who: 'me' | 'other'; readonly key: string; readonly value: CellValue }
    | { readonly who: 'me' | 'other'; readonly remove: string }
    | { readonly who: 'me' | 'other'; readonly letter: true }
    | { readonly who: 'me'; readonly what: 'undo' | 'redo' };
  const who = fc.constantFrom('me' as const, 'other' as const);
  const rows = ['r1', 'r2'];
  const keys = rows.flatMap((row) => ['#', 'item'].map((column) => cellKey(row, column)));
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ who, key: fc.constantFrom(...keys), value: fc.integer({ min: 0, max: 9 }) }),
    fc.record({ who, remove: fc.constantFrom(...rows) }),
    fc.record({ who, letter: fc.constant(true as const) }),
    fc.record({ who: fc.constant('me' as const), what: fc.constantFrom('undo' as const, 'redo' as const) }),
    fc.record({ who: fc.constant('me' as const), what: fc.constantFrom('undo' as const, 'redo' as const) }),
  );

  test('UNDO-6 whatever two do in turn, an undo changes no value and takes no letter that the other wrote', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const me = member(1);
        const other = member(2);
        /** Keys whose present state is the other's doing. */
        const theirs = new Set<string>();
        let letters = 0;
        const claim = (by: 'me' | 'other', key: string): void => {
          if (by === 'other') theirs.add(key);
          else theirs.delete(key);
        };
        for (const one of acts) {
          const { doc } = one.who === 'me' ? me : other;
          if ('what' in one) {
            const before = new Map(keys.map((key) => [key, at(doc, key)]));
            me.undo.run(one.what);
            for (const key of theirs) {
              const now = at(doc, key);
              const changed = now !== before.get(key);
              expect(changed, `${key} was the other's: ${String(before.get(key))}, now ${String(now)}`).toBe(
                false,
              );
            }
          } else if ('key' in one) {
            me.undo.startStep();
            if (at(doc, one.key) !== one.value) claim(one.who, one.key);
            const [row = '', column = ''] = one.key.split('/');
            setCell(doc, 'costs', row, column, one.value, TABLE_EDIT);
          } else if ('remove' in one) {
            for (const key of keys) {
              if (key.startsWith(one.remove) && map(doc).has(key)) claim(one.who, key);
            }
            removeRow(doc, 'costs', one.remove, TABLE_EDIT);
          } else {
            me.undo.startStep();
            if (one.who === 'other') letters += 1;
            type(doc, one.who === 'me' ? 'm' : 'o');
          }
          meet(me.doc, other.doc);
          expect(written(me.doc).replaceAll('m', '')).toHaveLength(letters);
        }
      }),
      { numRuns: 400 },
    );
  });
});

test('UNDO-7 control or command with Z, shift with Z and Y are the undo keys, and no others', () => {
  const press = (
    key: string,
    held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>>,
  ) => undoKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
  expect(press('z', { ctrlKey: true })).toBe('undo');
  expect(press('z', { metaKey: true })).toBe('undo');
  expect(press('Z', { metaKey: true, shiftKey: true })).toBe('redo');
  expect(press('y', { ctrlKey: true })).toBe('redo');
  expect(press('z', {})).toBeNull();
  expect(press('z', { ctrlKey: true, altKey: true })).toBeNull();
});
