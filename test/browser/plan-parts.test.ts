import { setCell, setField } from '@filiera/shared/plan/edit.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { notTaken } from '../../client/src/collab/not-taken.ts';
import { membersHere, presencesByElement, presencesOf } from '../../client/src/collab/presence.ts';
import { shareStructure } from '../../client/src/collab/share-structure.ts';
import { type KeptEdit, Unconfirmed } from '../../client/src/collab/unconfirmed.ts';
import { changedPart } from '../../client/src/plan/panel/changed-part.ts';
import { cellText, typedValue } from '../../client/src/tables/cells/cell-text.ts';
import { isBlock, parseBlock } from '../../client/src/tables/paste.ts';

/** The parts of the plan page that need no browser. */

describe('what is confirmed', () => {
  const edit = (byte: number): KeptEdit => ({ id: [1, byte], update: new Uint8Array([byte]), epoch: 0 });

  test('PLAN-40 an edit leaves only when an acknowledgement covers a frame that carried it', () => {
    const edits = new Unconfirmed();
    edits.add(edit(1), null);
    edits.add(edit(2), null);
    expect(edits.acknowledged(9)).toEqual([]);
    edits.answered(1);
    edits.add(edit(3), 2);
    expect(edits.acknowledged(1)).toMatchObject([edit(1), edit(2)]);
    edits.socketLost();
    expect(edits.acknowledged(2)).toEqual([]);
    expect(edits.size).toBe(1);
    edits.answered(1);
    expect(edits.acknowledged(1)).toMatchObject([edit(3)]);
    expect(edits.size).toBe(0);
  });

  test('PLAN-41 whatever the network does, every edit is confirmed once, and none without an acknowledgement', () => {
    const step = fc.oneof(
      fc.constant('edit' as const),
      fc.constant('lose' as const),
      fc.constant('connect' as const),
      fc.constant('ack' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const edits = new Unconfirmed();
        let connected = false;
        let sent = 0;
        let made = 0;
        const durable: number[] = [];
        const acknowledge = (): void => {
          for (const { update } of edits.acknowledged(sent)) durable.push(update[0] ?? -1);
        };
        for (const one of steps) {
          if (one === 'edit') {
            made += 1;
            if (connected) sent += 1;
            edits.add(edit(made), connected ? sent : null);
          } else if (one === 'lose') {
            connected = false;
            edits.socketLost();
          } else if (one === 'connect') {
            connected = true;
            edits.socketLost();
            sent = 1;
            edits.answered(sent);
          } else if (connected) acknowledge();
          expect(durable.length + edits.size).toBe(made);
        }
        edits.socketLost();
        sent = 1;
        edits.answered(sent);
        acknowledge();
        expect(durable.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: made }, (_, index) => index + 1),
        );
      }),
    );
  });
});

describe('what was not taken', () => {
  const template = findTemplate('a1-2023-2024', 1)!;
  const write = (doc: Y.Doc, block: string, words: string): void => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(words)]);
    doc.getXmlFragment(`text/${block}`).insert(0, [paragraph]);
  };

  test('PLAN-42 every value and text that differs is named, with both sides; what others wrote is not', () => {
    const held = new Y.Doc();
    setCell(held, 'costs', 'staff', 'y2023', 100);
    setField(held, 'association', 'Health');
    write(held, 'results-1', 'Di tutti.');
    const mine = new Y.Doc();
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(held));
    setCell(mine, 'costs', 'staff', 'y2023', 12_345);
    setCell(mine, 'costs', 'staff', 'y2024', 'dodici');
    setField(mine, 'association', null);
    write(mine, 'actions-2', 'Mie azioni.');

    const found = notTaken(template, readPlan(held, template), readPlan(mine, template));
    expect(found.map(({ names, mine: my, theirs, block }) => [names.join(' · '), my, theirs, block])).toEqual(
      [
        ['Obiettivi e attività · Nome dell’Associazione', '', 'Health', false],
        [
          'Promozione e sviluppo · Descrizione puntuale delle azioni che si intendono realizzare',
          'Mie azioni.',
          '',
          true,
        ],
        ['Piano dei costi · Piano dei costi · a) Costi di personale · 2023', '123,45', '1,00', false],
        ['Piano dei costi · Piano dei costi · a) Costi di personale · 2024', 'dodici', '', false],
      ],
    );
  });

  test('PLAN-43 the typed part of a text is what is between the common beginning and end', () => {
    expect(changedPart('Uno. Due.', 'Uno. E mezzo. Due.')).toEqual({
      head: 'Uno. ',
      typed: 'E mezzo. ',
      tail: 'Due.',
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const { head, typed, tail } = changedPart(before, after);
        expect(head + typed + tail).toBe(after);
        expect(before.startsWith(head) && before.endsWith(tail)).toBe(true);
        expect(head.length + tail.length).toBeLessThanOrEqual(before.length);
      }),
    );
  });
});

describe('a block from a spreadsheet', () => {
  test('PLAN-44 rows and cells are read as spreadsheets write them, whatever stands in a cell', () => {
    const quote = (text: string): string =>
      /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const value = fc.stringMatching(/^[a-z0-9 "\t\n,.€]{0,12}$/);
    const block = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) =>
        fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(block, (rows) => {
        const text = `${rows.map((row) => row.map(quote).join('\t')).join('\r\n')}\r\n`;
        expect(parseBlock(text)).toEqual(rows);
      }),
    );
    expect(parseBlock('detto "così"\tb')).toEqual([['detto "così"', 'b']]);
    expect(parseBlock('"così" dice\tb')).toEqual([['"così" dice', 'b']]);
  });

  test('PLAN-45 prose with line breaks is one text, cells of a column are not', () => {
    expect(isBlock('Una riga.\nAltra riga.', '<p>Una riga.</p>', true)).toBe(false);
    expect(isBlock('uno\ndue', '<table><tr><td>uno</td></tr></table>', true)).toBe(true);
    expect(isBlock('10\n20\n', '', false)).toBe(true);
    expect(isBlock('10\n', '', false)).toBe(false);
    expect(isBlock('a\tb', '', true)).toBe(true);
  });
});

describe('cells in words', () => {
  test('PLAN-46 what is typed is understood or kept, and shown so that typing it again says the same', () => {
    expect(typedValue(' 1.234,5 ', 'money')).toBe(123_450);
    expect(typedValue('mille', 'money')).toBe('mille');
    expect(typedValue('31.12.2024', 'date')).toBe('2024-12-31');
    expect(typedValue('31/1', 'date')).toBe('31/1');
    expect(typedValue('   ', 'text')).toBeNull();
    const options = [{ id: 'european', label: 'Paese europeo' }];
    expect(typedValue('paese EUROPEO', 'choice', options)).toBe('european');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (cents) => {
        expect(typedValue(cellText({ kind: 'value', value: cents }, 'money'), 'money')).toBe(cents);
      }),
    );
  });
});

describe('who is here', () => {
  test('PLAN-47 states that are not of the protocol are passed over, and a member with two windows is one', () => {
    const user = { id: 'anna', name: 'Anna Rossi', color: '#123456' };
    const states = new Map<number, unknown>([
      [1, { user: { id: 'me', name: 'Io', color: '#000000' } }],
      [2, { user }],
      [3, { user, place: { section: 'section-4', element: 'costs' } }],
      [4, { user: 'nobody' }],
      [5, null],
      [6, { place: { section: 'section-1' } }],
      [7, { user: { ...user, id: 'eve' }, place: { section: 'x', element: '__proto__' } }],
    ]);
    const presences = presencesOf(states, 1);
    expect(presences.map(({ client }) => client)).toEqual([2, 3, 7]);
    expect(Object.keys(presencesByElement(presences))).toEqual(['costs', '__proto__']);
    expect(membersHere(presences.slice(0, 2))).toEqual([
      { client: 3, ...user, place: { section: 'section-4', element: 'costs' } },
    ]);
  });
});

describe('unchanged parts keep their identity', () => {
  test('PLAN-48 equal parts are the same object as before, changed ones are new, and the value is right', () => {
    const before = { a: [{ x: 1 }, { x: 2 }], b: { c: 'same' } };
    const after = shareStructure(before, { a: [{ x: 1 }, { x: 3 }], b: { c: 'same' } });
    expect(after).toEqual({ a: [{ x: 1 }, { x: 3 }], b: { c: 'same' } });
    expect(after.b).toBe(before.b);
    expect(after.a[0]).toBe(before.a[0]);
    expect(after.a).not.toBe(before.a);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        expect(shareStructure(one, two)).toEqual(two);
        const copy: unknown = structuredClone(one);
        expect(shareStructure(one, copy)).toBe(one);
      }),
    );
  });
});
