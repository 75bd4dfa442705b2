import { execFileSync } from 'node:child_process';
import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { sha256 } from '@filiera/server/src/freeze/canonical.ts';
import type { Edition } from '@filiera/server/src/freeze/edition.ts';
import { renderXlsx } from '@filiera/server/src/freeze/xlsx/render.ts';
import { CUT_REMARK } from '@filiera/server/src/freeze/xlsx/sheet-text.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { formatMoney, MAX_CENTS } from '@filiera/shared/rules/money.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { elementsIn, type XmlElement } from '../support/documents.ts';
import { readingOf, readingOfDemo, readingWith, someDraft, someEdition } from '../support/frozen.ts';
import { readOut } from '../support/sheet-grids.ts';
import { type OpenWorkbook, openXlsx } from '../support/workbooks.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const reading = readingOfDemo(activityPlan);
const render = async (of: PlanReading = reading, edition: Edition = someEdition()): Promise<OpenWorkbook> =>
  openXlsx(await renderXlsx(of, edition));
const attribute = (element: XmlElement, name: string, key: string): string | undefined =>
  elementsIn(element, name)[0]?.attributes[key];
const words = (element: XmlElement, name: string): string =>
  elementsIn(element, name)
    .map((one) => one.children.join(''))
    .join('');

afterEach(() => {
  vi.useRealTimers();
});

/** Label and what stands right of it on the first sheet. */
function identity(book: OpenWorkbook): Map<string, string> {
  return new Map(
    book.sheets[0]!.rows.flatMap(([label, value]) =>
      label && value ? [[readOut(label), readOut(value)] as const] : [],
    ),
  );
}

describe('XLSX-4 every kind of answer is what it is to a spreadsheet', () => {
  test('XLSX-4 amounts are euro with their format, counts whole numbers, dates dates, shares percentages', async () => {
    const book = await render();
    const find = (sheet: string, label: string, column: number) =>
      book.sheet(sheet).rows.find(([first, , third]) => first?.value === label || third?.value === label)![
        column
      ]!;
    expect(find('Spese previste 1', 'Totale', 3)).toMatchObject({
      value: 60_000,
      format: '[$-410]#,##0.00 "€"',
    });
    expect(find('Indicatori', 'Numero di Assemblee', 3)).toMatchObject({ value: 2, format: '[$-410]#,##0' });
    expect(find('Riepilogo', 'Durata al', 1)).toMatchObject({ value: 45_657, format: 'dd/mm/yyyy' });
    const [, share, least] = [0, 4, 5].map((column) =>
      find('Riepilogo', 'Economia circolare: almeno il 10 % del totale spese', column),
    );
    expect(share).toMatchObject({ value: 0.1005, format: '[$-410]0.00%' });
    expect(least).toMatchObject({ value: 0.1, format: '[$-410]0.00%' });
  });

  test('XLSX-4 what is no answer stands as it was typed, marked, and an empty place takes its kind', async () => {
    const doc = new Y.Doc();
    setCell(doc, 'costs', 'staff', 'y2023', 'circa 10 mila');
    const book = await render(readingOf(doc, a1));
    const costs = book.sheet('Piano dei costi');
    const staff = costs.rows.find(([label]) => String(label?.value).startsWith('a)'))!;
    expect(staff[1]!.value).toBe('circa 10 mila');
    expect(staff[2]).toMatchObject({ value: null, format: '[$-410]#,##0.00 "€"' });
    const styles = book.xml('xl/styles.xml');
    const fonts = elementsIn(elementsIn(styles, 'fonts')[0]!, 'font');
    const cells = elementsIn(elementsIn(styles, 'cellXfs')[0]!, 'xf');
    const typed = elementsIn(costs.xml, 'c').find(({ attributes }) => attributes.r === 'B6')!;
    const font = fonts[Number(cells[Number(typed.attributes.s)]!.attributes.fontId)]!;
    expect(attribute(font, 'color', 'rgb')).toBe('FFB00020');
    expect(elementsIn(font, 'i')).toHaveLength(1);
  });
});

test('XLSX-6 a text that is longer than a cell is cut, and says so; the longest that a plan takes is whole', async () => {
  const doc = new Y.Doc();
  const long = `inizio ${'parola '.repeat(700)}fine`;
  doc.getMap('table/climate').set('r1/#', 'a0');
  doc.getMap('table/climate').set('r1/description', long);
  const reason = `inizio ${'😀'.repeat(20_000)} fine`;
  const book = await render(readingOf(doc, a1), someEdition({ reason }));
  const texts = book.sheets.flatMap((sheet) => [...sheet.cells.values()].map(({ value }) => String(value)));
  const cut = texts.filter((text) => text.startsWith('inizio 😀'));
  expect(cut).toHaveLength(1);
  expect(cut[0]!.length).toBeLessThanOrEqual(32_767);
  expect(cut[0]!.endsWith(CUT_REMARK)).toBe(true);
  expect(texts).toContain(long);
});

describe('XLSX-8 the same plan and moment give the same bytes', () => {
  test('XLSX-8 at any time', async () => {
    const made: string[] = [];
    for (const now of ['2030-01-01T00:00:00Z', '2030-01-01T00:00:01Z', '2031-07-01T12:34:56Z']) {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
      made.push(sha256(await renderXlsx(reading, someEdition())));
    }
    expect(new Set(made).size).toBe(1);
    const changed = [someEdition({ version: 2 }), someEdition({ reason: 'prova' }), someDraft()];
    for (const edition of changed) made.push(sha256(await renderXlsx(reading, edition)));
    expect(new Set(made).size).toBe(4);
  });

  test.each(['Pacific/Auckland', 'America/Los_Angeles'])('XLSX-8 on a machine in %s', async (zone) => {
    const script = `
      const { activityPlan } = await import('@filiera/server/src/demo/activity-plan/plan.ts');
      const { sha256 } = await import('@filiera/server/src/freeze/canonical.ts');
      const { renderXlsx } = await import('@filiera/server/src/freeze/xlsx/render.ts');
      const { readingOfDemo, someEdition } = await import('./support/frozen.ts');
      const bytes = await renderXlsx(readingOfDemo(activityPlan), someEdition());
      console.log(new Date(2024, 0, 1).getTimezoneOffset(), sha256(bytes));`;
    const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: new URL('..', import.meta.url),
      env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
      encoding: 'utf8',
    });
    const [offset, digest] = answer.trim().split(' ');
    expect(Number(offset)).not.toBe(new Date(2024, 0, 1).getTimezoneOffset());
    expect(digest).toBe(sha256(await renderXlsx(reading, someEdition())));
  });
});

describe('XLSX-9 it is a workbook that programs open and officers print', () => {
  const READINGS: Record<string, PlanReading> = {
    activity: reading,
    promotion: readingOfDemo(promotionPlan),
    third: readingWith(thirdForm, thirdFormContent),
    empty: readingWith(thirdForm, {}),
  };

  test.each(Object.keys(READINGS))(
    'XLSX-9 %s: every part is well-formed and refers to what is there',
    async (name) => {
      const book = await render(READINGS[name]);
      for (const path of book.parts.keys()) book.xml(path);
      const types = book.xml('[Content_Types].xml');
      const listed = elementsIn(types, 'Override').map(({ attributes }) => attributes.PartName!.slice(1));
      const own = [...book.parts.keys()].filter((path) => !/\.rels$|^\[/.test(path));
      expect(listed.sort()).toEqual(own.sort());
      const styles = elementsIn(elementsIn(book.xml('xl/styles.xml'), 'cellXfs')[0]!, 'xf').length;
      const texts = elementsIn(book.xml('xl/sharedStrings.xml'), 'si').length;
      for (const sheet of book.sheets) {
        const rows = elementsIn(sheet.xml, 'row');
        expect(rows.map(({ attributes }) => Number(attributes.r))).toEqual(rows.map((_, index) => index + 1));
        for (const row of rows) expect(Number(row.attributes.ht)).toBeLessThanOrEqual(409);
        for (const { attributes, children } of elementsIn(sheet.xml, 'c')) {
          expect(Number(attributes.s)).toBeLessThan(styles);
          if (attributes.t === 's')
            expect(Number(words({ name: 'c', attributes, children }, 'v'))).toBeLessThan(texts);
        }
        for (const { formula } of sheet.cells.values()) expect(formula?.length ?? 0).toBeLessThan(8_192);
        const merged = elementsIn(sheet.xml, 'mergeCell').flatMap(({ attributes }) =>
          cellsIn(attributes.ref!),
        );
        expect(new Set(merged).size).toBe(merged.length);
        // The order that the standard gives the parts of a sheet.
        const order = sheet.xml.children.map((child) => (typeof child === 'string' ? '' : child.name));
        expect(order.filter((one) => !ORDER.includes(one))).toEqual([]);
        expect([...order].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))).toEqual(order);
      }
    },
  );

  test('XLSX-9 pages are A4 across, as wide as the sheet, headed on each page and counted', async () => {
    const book = await render();
    const names = book.sheets.map(({ name }) => name);
    for (const sheet of book.sheets) {
      const page = elementsIn(sheet.xml, 'pageSetup')[0]!.attributes;
      expect(page).toEqual({ paperSize: '9', orientation: 'landscape', fitToWidth: '1', fitToHeight: '0' });
      expect(attribute(sheet.xml, 'pageSetUpPr', 'fitToPage')).toBe('1');
      expect(words(sheet.xml, 'oddFooter')).toContain('pagina &P di &N');
    }
    const titles = elementsIn(book.xml('xl/workbook.xml'), 'definedName');
    expect(titles).toHaveLength(names.length - 1);
    for (const { attributes, children } of titles) {
      expect(attributes.name).toBe('_xlnm.Print_Titles');
      const sheet = book.sheets[Number(attributes.localSheetId)]!;
      const [, line] = /!\$(\d+):\$\1$/.exec(children.join(''))!;
      expect(children.join('')).toContain(sheet.name);
      const pane = elementsIn(sheet.xml, 'pane')[0]!.attributes;
      // The head of the table is the last line that stays in sight.
      expect(pane).toMatchObject({ ySplit: line, state: 'frozen', topLeftCell: `A${Number(line) + 1}` });
    }
    const head = book.sheet('Indicatori').rows.map((row) => row.map(readOut).join(' | '));
    expect(head).toContain('N | Obiettivi Bando | Indicatori | Anno 2022 (Baseline) | Anno 2023 | Anno 2024');
  });

  test('XLSX-9 the numbers and names of the groups reach down over their rows', async () => {
    const book = await render(readingWith(a1, {}));
    const sheet = book.sheet('Indicatori');
    const merged = elementsIn(sheet.xml, 'mergeCell').map(({ attributes }) => attributes.ref!);
    const groups = sheet.rows.flatMap(([number, label], index) =>
      number?.value && label?.value && index > 4 ? [[index + 1, number.value, label.value] as const] : [],
    );
    expect(groups.map(([, number, label]) => `${number} ${label}`)).toEqual([
      '1 Vita associativa e funzionamento dell’Associazione',
      '2 Promozione e sviluppo dell’Associazione',
      '3 Supporto strategico regionale e azioni di sistema',
    ]);
    const rows = [5, 4, 3];
    for (const [index, [row]] of groups.entries()) {
      expect(merged).toContain(`A${row}:A${row + rows[index]! - 1}`);
      expect(merged).toContain(`B${row}:B${row + rows[index]! - 1}`);
    }
  });

  test('XLSX-9 its properties say what it is, whose, and when it was frozen', async () => {
    const core = (await render()).xml('docProps/core.xml');
    expect(words(core, 'dc:title')).toBe('Piano di attività 2023-2024');
    expect(words(core, 'dc:creator')).toBe('Clust-ER Health');
    expect(words(core, 'dc:language')).toBe('it-IT');
    expect(words(core, 'dcterms:created')).toBe('2023-12-12T17:04:05Z');
  });

  test('XLSX-9 every amount has room in its column, the largest too', async () => {
    const added = Array.from({ length: 50 }, () => ({
      cells: { item: 'Voce', y2023: MAX_CENTS, y2024: MAX_CENTS },
    }));
    const book = await render(readingWith(a1, { tables: { 'spend-1': { added } } }));
    for (const sheet of book.sheets) {
      const widths = elementsIn(sheet.xml, 'col').map(({ attributes }) => Number(attributes.width));
      for (const cells of sheet.rows) {
        for (const [column, { value, format }] of cells.entries()) {
          if (typeof value !== 'number' || !format?.includes('€')) continue;
          // A digit for each letter is more than Arial takes, whose stops are half as wide.
          expect(widths[column], `${sheet.name}: ${value}`).toBeGreaterThan(
            formatMoney(Math.round(value * 100)).length * 0.85,
          );
        }
      }
    }
  });

  test('XLSX-9 names of any length and kind leave the page’s words in order', async () => {
    const edition = someEdition({ association: '&P & '.repeat(90), planTitle: '😀'.repeat(300) });
    for (const sheet of (await render(reading, edition)).sheets) {
      const footer = words(sheet.xml, 'oddFooter');
      expect(footer.length).toBeLessThanOrEqual(255);
      expect(footer.isWellFormed()).toBe(true);
      expect(footer.replaceAll('&&', '').match(/&[PN]/g)).toEqual(['&P', '&N']);
    }
  });
});

describe('XLSX-10 a workbook says which edition it is', () => {
  test('XLSX-10 a final one: association, title, version, when and by whom, digest, reason, blocking comments', async () => {
    const edition = someEdition({
      reason: 'Il bando chiude oggi',
      blocking: [{ where: 'Piano dei costi', text: 'Chi paga?', author: 'Luca Bianchi' }],
    });
    const book = await render(reading, edition);
    const said = identity(book);
    if (edition.kind !== 'final') throw new Error('not final');
    expect(Object.fromEntries(said)).toMatchObject({
      Associazione: 'Clust-ER Health',
      Versione: '1',
      'Congelata il': '12 dicembre 2023, ore 18:04 (ora italiana)',
      'Congelata da': 'Anna Rossi',
      'Errori e avvisi aperti': '0 errori, 1 avviso',
      'Motivo del congelamento': 'Il bando chiude oggi',
      'Commento bloccante': 'Piano dei costi – Luca Bianchi: Chi paga?',
    });
    expect(said.get('Impronta SHA-256 di plan.json')?.replaceAll(' ', '')).toBe(edition.digest);
    expect(said.get('Nota')).toContain('Fanno fede le cifre di plan.json');
    expect(words(book.xml('docProps/custom.xml'), 'vt:lpwstr')).toBe(edition.digest);
    for (const sheet of book.sheets) expect(JSON.stringify(sheet.rows)).not.toContain('BOZZA');
    for (const sheet of book.sheets) expect(words(sheet.xml, 'oddHeader')).not.toContain('BOZZA');
  });

  test('XLSX-10 a draft: in the head of every sheet and of every page', async () => {
    const book = await render(reading, someDraft());
    for (const sheet of book.sheets) {
      expect(sheet.rows.slice(0, 3).some(([first]) => String(first?.value).startsWith('BOZZA'))).toBe(true);
      expect(words(sheet.xml, 'oddHeader')).toContain('BOZZA');
    }
    const said = identity(book);
    expect(said.get('Versione')).toBe('BOZZA, non congelata');
    expect([...said.keys()].some((label) => label.includes('SHA-256'))).toBe(false);
    expect(said.get('Nota')).not.toContain('plan.json');
  });
});

const ORDER = [
  'sheetPr',
  'dimension',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'sheetData',
  'mergeCells',
  'conditionalFormatting',
  'pageMargins',
  'pageSetup',
  'headerFooter',
];

function cellsIn(ref: string): string[] {
  const [from, to] = ref.split(':').map((name) => /^([A-Z])(\d+)$/.exec(name)!) as [
    RegExpExecArray,
    RegExpExecArray,
  ];
  const cells: string[] = [];
  for (let letter = from[1]!.charCodeAt(0); letter <= to[1]!.charCodeAt(0); letter += 1) {
    for (let row = Number(from[2]); row <= Number(to[2]); row += 1)
      cells.push(`${String.fromCharCode(letter)}${row}`);
  }
  return cells;
}
