import type { Causes, FeedPart, HistoryPerson, Sitting } from '@filiera/shared/history/api.ts';
import { issueId } from '@filiera/shared/history/issue-id.ts';
import { addRow, setCell } from '@filiera/shared/plan/edit.ts';
import { FIELDS_ROOT, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { placeOfSpot } from '@filiera/shared/plan/spot.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { say, type TextKey } from '@filiera/shared/text/text.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { lastEmptying } from '../../client/src/history/activity/causes.ts';
import { byDay, dayBefore, dayOf, sayHeading, timeOf } from '../../client/src/history/activity/days.ts';
import { fileSize } from '../../client/src/history/activity/file-size.ts';
import { joinPeople } from '../../client/src/history/activity/join-people.ts';
import { tenthsOf } from '../../client/src/history/activity/percentages.ts';
import { placeWords } from '../../client/src/history/activity/place-words.ts';
import { shareLines } from '../../client/src/history/activity/shares.ts';
import { isInSight } from '../../client/src/history/activity/sight.ts';
import { bySection, firstParts } from '../../client/src/history/activity/sitting-parts.ts';
import { filtersIn } from '../../client/src/history/activity/use-activity-address.ts';
import { changeWords } from '../../client/src/history/spot.ts';

/** The pure parts of the plan's activity: names, values, days, percentages, what counts as seen. */

const activityPlan = findTemplate('a1-2023-2024', 1)!;
const promotion = findTemplate('promotion-2018', 1)!;
const t = (key: TextKey, params = {}): string => say('it', key, params);

describe('places and values of the history', () => {
  test('ACT-2 a cell, a field, a text and a part that repeats are named in the words of the form', () => {
    const doc = new Y.Doc();
    const before = readPlan(doc, promotion);
    addRow(doc, 'countries', { id: 'belgio', order: 'a0' });
    const place = placeOfSpot(promotion, tableRoot('countries'), 'belgio/#')!;
    expect(placeWords(promotion, readPlan(doc, promotion), place, t)).toBe('PAESE 1');
    // Before it was there, or after it went, it is said to be gone.
    expect(placeWords(promotion, before, place, t)).toMatch(/^parte tolta/);
    expect(placeOfSpot(promotion, 'table/unknown', 'a/b')).toBeNull();
    expect(placeOfSpot(promotion, 'elsewhere')).toBeNull();

    const a1 = readPlan(new Y.Doc(), activityPlan);
    const costs = placeOfSpot(activityPlan, 'table/costs', 'staff/y2024')!;
    expect(placeWords(activityPlan, a1, costs, t)).toMatch(/2024$/);
    const field = placeOfSpot(activityPlan, FIELDS_ROOT, 'duration-to')!;
    expect(placeWords(activityPlan, a1, field, t)).toBe('Durata al');
    const row = placeOfSpot(activityPlan, 'table/circular', 'gone/amount')!;
    expect(placeWords(activityPlan, a1, row, t)).toContain('riga tolta');
  });

  test('ACT-2 values read as their column formats them, the sign once, and what is empty is empty', () => {
    const of = (before: number | string | null, after: number | string | null) =>
      changeWords(activityPlan, 'table/costs', 'staff/y2023', { before, after });
    expect(of(1_200_000, 1_400_000)).toEqual({ before: '12.000,00', after: '14.000,00\u00a0€' });
    expect(of(1_200_000, null)).toEqual({ before: '12.000,00\u00a0€', after: '' });
    expect(of('dodicimila', 1)).toEqual({ before: 'dodicimila', after: '0,01\u00a0€' });
    expect(
      changeWords(activityPlan, FIELDS_ROOT, 'duration-to', { before: null, after: '2024-12-31' }),
    ).toEqual({ before: '', after: '31/12/2024' });
    const long = changeWords(activityPlan, FIELDS_ROOT, 'association', {
      before: '  due\nrighe ',
      after: '🎉'.repeat(200),
    });
    expect(long.before).toBe('due righe');
    expect(Array.from(long.after)).toHaveLength(80);
  });

  test('ACT-2 whatever the history holds, a value is a text', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.constant(null));
    const root = fc.constantFrom('fields', 'table/costs', 'table/circular', 'table/none', 'x');
    fc.assert(
      fc.property(root, fc.string(), value, value, (place, key, before, after) => {
        const words = changeWords(activityPlan, place, key, { before, after });
        expect(typeof words.before).toBe('string');
        expect(typeof words.after).toBe('string');
      }),
    );
  });

  test('ACT-3 what a sitting did stands under its sections, nothing twice, the first of it on request', () => {
    const parts: FeedPart[] = [
      { kind: 'text', root: textRoot('unknown'), inserted: 1, deleted: 0, seq: 1 },
      { kind: 'cell', root: 'table/circular', key: 'r/amount', before: null, after: 1, seq: 2 },
      { kind: 'rows', root: 'table/circular', added: 1, removed: 0, seq: 2 },
      { kind: 'cell', root: 'table/costs', key: 'staff/y2023', before: null, after: 1, seq: 3 },
    ];
    const sections = bySection(activityPlan, parts);
    expect(sections.map(({ section, parts: own }) => [section, own.length])).toEqual([
      ['section-3', 2],
      ['section-4', 1],
    ]);
    for (const most of [0, 1, 2, 3, 9]) {
      const first = firstParts(sections, most).flatMap(({ parts: own }) => own);
      expect(first).toEqual(sections.flatMap(({ parts: own }) => own).slice(0, most));
    }
  });

  test('ACT-4 filters of an address that mean nothing are passed over', () => {
    const of = (search: string) => filtersIn(new URLSearchParams(search), activityPlan);
    expect(of('persona=u1&sezione=section-4&giorno=2026-11-25')).toEqual({
      person: 'u1',
      section: 'section-4',
      day: '2026-11-25',
    });
    expect(of(`persona=${'x'.repeat(101)}&sezione=nope&giorno=2026-13-45`)).toEqual({});
    expect(of('giorno=ieri')).toEqual({});
  });
});

describe('days and sizes', () => {
  const sitting = (from: number): Sitting => ({
    fromSeq: from,
    toSeq: from,
    userId: 'u',
    from,
    to: from,
    offline: false,
    origin: 'edit',
    parts: [],
  });

  test('ACT-2 days are those of Italy, in summer and winter', () => {
    expect(dayOf(Date.parse('2026-06-30T22:30:00Z'))).toBe('2026-07-01');
    expect(dayOf(Date.parse('2026-12-31T22:30:00Z'))).toBe('2026-12-31');
    expect(timeOf(Date.parse('2026-12-31T22:30:00Z'), 'it')).toBe('23:30');
    expect(dayBefore('2026-03-01')).toBe('2026-02-28');
    expect(sayHeading('2023-12-12', 'it')).toBe('martedì 12 dicembre 2023');
    const days = byDay(
      ['2026-07-01T08:00Z', '2026-06-30T22:30Z', '2026-06-30T21:00Z'].map(Date.parse).map(sitting),
    );
    expect(days.map(({ day, sittings }) => [day, sittings.length])).toEqual([
      ['2026-07-01', 2],
      ['2026-06-30', 1],
    ]);
  });

  test('ACT-12 sizes in the largest unit that they fill', () => {
    const said = (bytes: number): string => {
      const { unit, size } = fileSize(bytes);
      return t(unit, { size });
    };
    expect([0, 999, 1_000, 9_960, 180_900, 1_250_000, 2_000_000_000].map(said)).toEqual([
      '0 byte',
      '999 byte',
      '1,0 kB',
      '10 kB',
      '181 kB',
      '1,3 MB',
      '2,0 GB',
    ]);
  });

  test('ACT-9 names as a sentence lists them', () => {
    expect(joinPeople(['Anna Rossi'], t)).toBe('Anna Rossi');
    expect(joinPeople(['Anna Rossi', 'Marco Bianchi'], t)).toBe('Anna Rossi e Marco Bianchi');
    expect(joinPeople(['Anna Rossi', 'Marco Bianchi', 'Elena'], t)).toBe('Anna Rossi e altre 2 persone');
    expect(joinPeople([], t)).toBe('altre persone');
  });
});

describe('shares', () => {
  test('ACT-8 percentages add up to a hundred, none is off by a tenth or more, and none goes beyond its order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { maxLength: 40 }), (parts) => {
        const tenths = tenthsOf(parts);
        const sum = parts.reduce((a, b) => a + b, 0);
        expect(tenths.reduce((a, b) => a + b, 0)).toBe(sum === 0 ? 0 : 1000);
        parts.forEach((part, index) => {
          if (sum > 0) expect(Math.abs(tenths[index]! - (part * 1000) / sum)).toBeLessThan(1);
        });
      }),
    );
    expect(tenthsOf([1, 1, 1])).toEqual([334, 333, 333]);
  });

  test('ACT-8 an organisation has what its members have, nothing is lost, and those without stand together', () => {
    const people: HistoryPerson[] = [
      { id: 'a', name: 'Anna', color: '#000000', organisation: 'Alfa' },
      { id: 'b', name: 'Bruno', color: '#000000', organisation: 'Alfa' },
      { id: 'c', name: 'Carla', color: '#000000', organisation: null },
    ];
    const author = fc.record({
      userId: fc.constantFrom('a', 'b', 'c', 'gone'),
      characters: fc.nat(1000),
      cells: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(author), (authors) => {
        const total = (lines: readonly { characters: number; cells: number }[]) =>
          lines.reduce((sum, line) => sum + line.characters + line.cells, 0);
        const members = shareLines(authors, people, 'member');
        const organisations = shareLines(authors, people, 'organisation');
        expect(total(members)).toBe(total(authors));
        expect(total(organisations)).toBe(total(authors));
        const alfa = total(organisations.filter(({ id }) => id === 'Alfa'));
        expect(alfa).toBe(total(authors.filter(({ userId }) => userId === 'a' || userId === 'b')));
        expect(new Set(organisations.map(({ id }) => id)).size).toBe(organisations.length);
      }),
    );
  });
});

describe('what counts', () => {
  test('ACT-9 a section is in sight when it is whole in the window or takes up a good part of it', () => {
    const window = { top: 100, bottom: 900 };
    expect(isInSight({ top: 150, bottom: 250 }, window)).toBe(true);
    expect(isInSight({ top: 850, bottom: 950 }, window)).toBe(false);
    expect(isInSight({ top: -3000, bottom: 3000 }, window)).toBe(true);
    expect(isInSight({ top: 700, bottom: 3000 }, window)).toBe(false);
    expect(isInSight({ top: 500, bottom: 3000 }, window)).toBe(true);
    expect(isInSight({ top: 900, bottom: 3000 }, window)).toBe(false);
    expect(isInSight({ top: 300, bottom: 300 }, window)).toBe(false);
  });

  test('ACT-10 of places to fill in, the last edit that emptied one is named, and filling in none', () => {
    const doc = new Y.Doc();
    addRow(doc, 'circular', { id: 'r', order: 'a0' });
    setCell(doc, 'circular', 'r', 'description', 'Riciclo');
    const issues = validate(activityPlan, readPlan(doc, activityPlan)).filter(({ key }) =>
      key.startsWith('required.'),
    );
    const edit = (seq: number, before: number | null, after: number | null) => ({
      seq,
      at: seq,
      userId: 'a',
      changes: [{ root: 'table/circular', key: 'r/amount', before, after }],
    });
    const [first, second, third] = issues;
    const causes: Causes = {
      seq: 9,
      people: [],
      causes: [
        { issue: issueId(first!), edit: edit(3, 100, null) },
        { issue: issueId(second!), edit: edit(5, 200, null) },
        // A row that was added empty emptied nothing.
        { issue: issueId(third!), edit: edit(7, null, null) },
      ],
    };
    expect(lastEmptying(causes, issues)?.seq).toBe(5);
    expect(lastEmptying(causes, [third!])).toBeNull();
    expect(lastEmptying(undefined, issues)).toBeNull();
  });
});
