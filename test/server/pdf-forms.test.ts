import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { firstOutOfOrder } from '../support/documents.ts';
import { readingOfDemo, readingWith } from '../support/frozen.ts';
import { wordsOnPaper } from '../support/on-paper.ts';
import { draftPdf, finalPdf, HAS_PDF_TOOLS, type OpenPdf, openPdf } from '../support/pdf.ts';
import { promotionSeed } from '../support/promotion-seed.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;

/** The plans as they would be handed in, and one in which nobody wrote anything. */
const READINGS = {
  activity: readingOfDemo(activityPlan),
  promotion: readingOfDemo(promotionPlan),
  third: readingWith(thirdForm, thirdFormContent),
  empty: readingWith(a1, {}),
} as const satisfies Record<string, PlanReading>;
type Name = keyof typeof READINGS;
const NAMES = Object.keys(READINGS) as Name[];

const onPaper = (name: Name): string[] => {
  const { template, plan, computed } = READINGS[name];
  return wordsOnPaper(template, plan, computed);
};

describe.skipIf(!HAS_PDF_TOOLS)('what the pages show', () => {
  const opened = {} as Record<Name, { final: OpenPdf; draft: OpenPdf }>;
  beforeAll(async () => {
    for (const name of NAMES) {
      const { pdf } = await finalPdf(READINGS[name]);
      opened[name] = {
        final: await openPdf(pdf, { tags: name !== 'empty' }),
        draft: await openPdf(await draftPdf(READINGS[name]), { tags: name === 'promotion' }),
      };
    }
  }, 240_000);

  test.each(['activity', 'promotion', 'third'] as const)(
    'PDF-1 %s: every word of the form and every answer is read out, in order',
    (name) => {
      const words = onPaper(name);
      expect(words.length).toBeGreaterThan(20);
      const { final, draft } = opened[name];
      expect(firstOutOfOrder(final.reading, words)).toBe(null);
      if (name === 'promotion') expect(firstOutOfOrder(draft.reading, words)).toBe(null);
    },
  );

  test('PDF-1 the proof would see a word that is missing or out of place', () => {
    const words = onPaper('activity');
    const { reading } = opened.activity.final;
    expect(firstOutOfOrder(reading, words.with(10, words[11]!).with(11, words[10]!))).not.toBe(null);
    expect(firstOutOfOrder(reading, words.with(40, `${words[40]}x`))).not.toBe(null);
  });

  test.each(NAMES)('PDF-1 %s: all of it is drawn on the pages', (name) => {
    const tight = (text: string): string => text.replace(/\s+/gu, '');
    const words = onPaper(name).flatMap((stretch) => stretch.split(/\s+/u));
    for (const { pages } of [opened[name].final, opened[name].draft]) {
      const text = tight(pages.join(''));
      expect(words.filter((word) => !text.includes(word))).toEqual([]);
    }
  });

  test('PDF-1 every label and every value of the seed of 2018 stands there, in order', () => {
    const { template } = READINGS.promotion;
    const { final } = opened.promotion;
    expect(firstOutOfOrder(`${final.reading}\n${template.footer}`, promotionSeed())).toBe(null);
    for (const page of final.pages) expect(page).toContain(template.footer);
  });

  test('PDF-1 the cost plan of A1 is the form’s table, computed rows included', () => {
    const { reading } = opened.activity.final;
    const costs = reading.slice(reading.lastIndexOf('Voci di spesa')).replaceAll('\u00a0', ' ');
    expect(costs.match(/[\d.]+,\d\d €/g)).toEqual(
      [
        ['71.428,57', '71.428,57', '142.857,14'],
        ['28.571,43', '28.571,43', '57.142,86'],
        ['100.000,00', '100.000,00', '200.000,00'],
        ['100.000,00', '100.000,00', '200.000,00'],
        ['14.650,00', '15.510,00', '30.160,00'],
        ['9.600,00', '10.500,00', '20.100,00'],
      ]
        .flat()
        .map((amount) => `${amount} €`),
    );
  });

  test('PDF-2 headings, head cells, lists and links are told as what they are', () => {
    const { structure } = opened.activity.final;
    const tags = (name: string): number => [...structure.matchAll(new RegExp(`^ *${name}\\b`, 'gm'))].length;
    const headings = [...structure.matchAll(/^ *H([12]) .*\n\s*"(.*)"/gm)].map(([, level, text]) =>
      `${level} ${text}`.trim(),
    );
    expect(headings.slice(1)).toEqual([
      '1 1. OBIETTIVI DEL PIANO E ATTIVITA’ PROPOSTE',
      '2 1. Vita associativa e funzionamento dell’Associazione',
      '2 2. Promozione e sviluppo dell’Associazione',
      '2 3. Supporto strategico regionale e azioni di sistema',
      '1 2. INDICATORI QUANTITATIVI',
      '1 3. ATTIVITÀ SPECIFICHE PER LA LOTTA DEL CAMBIAMENTO CLIMATICO E A FAVORE',
      '1 4. IL PIANO DEI COSTI',
      '1 Versione finale',
      '1 Firma del legale rappresentante',
    ]);
    expect(tags('Table')).toBe(3 + 1 + 2 + 1);
    expect(tags('THead')).toBe(tags('Table'));
    expect(tags('TH')).toBeGreaterThan(25);
    expect(structure).toContain('/Scope /Column');
    expect(tags('LI')).toBeGreaterThan(30);
    expect(tags('Link')).toBe(7 + 1);
  });

  test.each(NAMES)('PDF-5 %s: every page says which of how many it is', (name) => {
    const { pages } = opened[name].final;
    expect(pages.map((page) => /pagina (\d+) di (\d+)/.exec(page)?.slice(1).map(Number))).toEqual(
      pages.map((_, index) => [index + 1, pages.length]),
    );
  });

  test('PDF-5 a form of several sections opens with a table of contents whose pages are right', () => {
    const { pages } = opened.activity.final;
    const entries = [...pages[0]!.matchAll(/^(.*?\S)(?: \.){9,} \u2060?(\d+)$/gm)];
    expect(entries.map(([, title]) => title)).toEqual([
      '1. OBIETTIVI DEL PIANO E ATTIVITA’ PROPOSTE',
      '1. Vita associativa e funzionamento dell’Associazione',
      '2. Promozione e sviluppo dell’Associazione',
      '3. Supporto strategico regionale e azioni di sistema',
      '2. INDICATORI QUANTITATIVI',
      'COME INDICATO AL PARAGRAFO 2 DEL BANDO',
      '4. IL PIANO DEI COSTI',
    ]);
    for (const [, title, page] of entries) {
      const tail = title!.split(' ').at(-1)!;
      expect(pages[Number(page) - 1]!.match(new RegExp(`${tail}$`, 'm'))).not.toBe(null);
    }
  });
});
