import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { type Converted, convert, firstOutOfOrder, HAS_OFFICE, openDocx } from '../support/documents.ts';
import { readingOfDemo, readingWith, renderVersion, someFacts } from '../support/frozen.ts';
import { withoutRepetitions, wordsOnPaper } from '../support/on-paper.ts';
import { promotionSeed } from '../support/promotion-seed.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;

async function docxOf(reading: PlanReading): Promise<Uint8Array> {
  const reason = reading.issues.some((issue) => issue.severity === 'error') ? 'prova di stampa' : null;
  const { rows } = await renderVersion(reading, someFacts({ reason }));
  return rows.find(({ name }) => name === 'plan.docx')!.content;
}

/** The plans as they would be handed in, and one in which nobody wrote anything. */
const READINGS = {
  activity: readingOfDemo(activityPlan),
  promotion: readingOfDemo(promotionPlan),
  third: readingWith(thirdForm, thirdFormContent),
  empty: readingWith(a1, {}),
} as const satisfies Record<string, PlanReading>;
type Name = keyof typeof READINGS;
const NAMES = Object.keys(READINGS) as Name[];

const documents = {} as Record<Name, Uint8Array>;
beforeAll(async () => {
  for (const name of NAMES) documents[name] = await docxOf(READINGS[name]);
});

const onPaper = (name: Name): string[] => {
  const { template, plan, computed } = READINGS[name];
  return wordsOnPaper(template, plan, computed);
};

describe('what the package itself says', () => {
  test.each(NAMES)('DOCX-1 %s: every word of the form and every answer stands in it, in order', (name) => {
    const words = onPaper(name);
    expect(words.length).toBeGreaterThan(20);
    expect(firstOutOfOrder(openDocx(documents[name]).text(), words)).toBe(null);
  });

  test('DOCX-1 the proof would see a word that is missing or out of place', () => {
    const text = openDocx(documents.activity).text();
    const words = onPaper('activity');
    const swapped = words.with(10, words[11]!).with(11, words[10]!);
    expect(firstOutOfOrder(text, swapped)).not.toBe(null);
    expect(firstOutOfOrder(text, words.with(40, `${words[40]}x`))).not.toBe(null);
  });

  test('DOCX-2 every label and every value of the seed of 2018 stands in it, in order', () => {
    const opened = openDocx(documents.promotion);
    const footer = opened.text('word/footer1.xml');
    const seed = promotionSeed();
    expect(seed).toHaveLength(22);
    expect(firstOutOfOrder(`${opened.text()}\n${footer}`, seed)).toBe(null);
  });

  test('DOCX-2 the amounts of the seed stand in their rows and columns', () => {
    const table = openDocx(documents.promotion).tables[0];
    expect(table).toEqual([
      ['VOCI DI COSTO', 'PAESE 1', 'PAESE 2'],
      ['Spese di viaggio', '5.000,00\u00a0€', '4.000,00\u00a0€'],
      ['Spese di adesione a eventi, fiere…', '', '1.000,00\u00a0€'],
      ['Spese di affitto spazi e allestimento', '', ''],
      ['Spese di interpretariato', '', ''],
      ['Totale', '5.000,00\u00a0€', '5.000,00\u00a0€'],
    ]);
  });

  test('DOCX-1 the cost plan of A1 is the form’s table, computed rows included', () => {
    const { tables } = openDocx(documents.activity);
    const costs = tables.find((rows) => rows[0]?.[0] === 'Voci di spesa')!;
    expect(costs.map((cells) => cells.slice(1))).toEqual([
      ['2023', '2024', 'Totale'],
      ['71.428,57\u00a0€', '71.428,57\u00a0€', '142.857,14\u00a0€'],
      ['28.571,43\u00a0€', '28.571,43\u00a0€', '57.142,86\u00a0€'],
      ['100.000,00\u00a0€', '100.000,00\u00a0€', '200.000,00\u00a0€'],
      ['100.000,00\u00a0€', '100.000,00\u00a0€', '200.000,00\u00a0€'],
      ['14.650,00\u00a0€', '15.510,00\u00a0€', '30.160,00\u00a0€'],
      ['9.600,00\u00a0€', '10.500,00\u00a0€', '20.100,00\u00a0€'],
    ]);
  });

  test('DOCX-1 each question of A1 has its box: the label in the first line, the answer below', () => {
    const boxes = openDocx(documents.activity)
      .tables.filter((rows) => rows.every((cells) => cells.length === 1))
      .map((rows) => rows[0]![0]!.split('\n')[0]);
    const three = [
      'Obiettivo generale',
      'Obiettivi specifici',
      'Descrizione puntuale delle azioni che si intendono realizzare',
      'Risultati attesi',
    ];
    expect(boxes).toEqual([...three, ...three, ...three, 'Versione finale']);
  });

  test('DOCX-3 a plan that nobody wrote shows the form, and every gap as one', () => {
    const opened = openDocx(documents.empty);
    const text = opened.text();
    expect(text).toMatch(/PIANO DI ATTIVITA’ DELL'ASSOCIAZIONE _{10,}\nDURATA DAL _{10,} AL _{10,} \(durata/);
    const box = opened.tables.find((rows) => rows[0]![0]!.startsWith('Risultati attesi'))!;
    expect(box).toEqual([['Risultati attesi'], ['\n']]);
    const climate = opened.tables.find((rows) => rows[0]?.[1] === 'Descrizione')!;
    expect(climate[2]).toEqual(['', '', '', '']);
  });
});

describe.skipIf(!HAS_OFFICE)('what LibreOffice shows', () => {
  let shown: Record<Name, Converted>;
  beforeAll(async () => {
    shown = await convert(documents);
  }, 240_000);

  test.each(NAMES)('DOCX-4 %s: LibreOffice reads every word and every answer, in order', (name) => {
    expect(firstOutOfOrder(shown[name].text, onPaper(name))).toBe(null);
  });

  test.each(NAMES)('DOCX-4 %s: the printed pages show every word and every answer, in order', (name) => {
    expect(firstOutOfOrder(printed(name, shown[name]), onPaper(name))).toBe(null);
  });

  test('DOCX-2 the printed pages show every label and value of the seed of 2018, in order', () => {
    const { pages } = shown.promotion;
    const { template } = READINGS.promotion;
    const text = `${printed('promotion', shown.promotion)}\n${template.footer}`;
    expect(firstOutOfOrder(text, promotionSeed())).toBe(null);
    for (const page of pages) expect(page).toContain(template.footer);
  });

  test.each(NAMES)('DOCX-6 %s: every page says which of how many it is', (name) => {
    const { pages } = shown[name];
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.map((page) => /pagina (\d+) di (\d+)/.exec(page)?.slice(1).map(Number))).toEqual(
      pages.map((_, index) => [index + 1, pages.length]),
    );
  });
});

/** The pages one after the other, without what each of them repeats: its foot, and the heads of what goes on. */
function printed(name: Name, { pages }: Converted): string {
  const { template } = READINGS[name];
  const heads = ['N Obiettivi Bando Indicatori'];
  return withoutRepetitions(
    pages.map((page, index) => {
      const goesOn = index > 0 && heads.some((head) => page.trimStart().startsWith(head));
      return goesOn ? page.trimStart().replace(/^[\s\S]*?Anno 2024\n/, '') : page;
    }),
    template,
  );
}
