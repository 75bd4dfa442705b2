import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import type { PlanContent } from '@filiera/server/src/demo/content.ts';
import { writeProse } from '@filiera/server/src/demo/prose.ts';
import { renderDocx } from '@filiera/server/src/freeze/docx/render.ts';
import { xmlSafe } from '@filiera/server/src/freeze/paper/letters.ts';
import { setCell, setField } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import type { Inline, Mark, TextBlock } from '@filiera/shared/plan/plan.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { templateSchema } from '@filiera/shared/template/template.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdFormSource } from '../fixtures/third-form.ts';
import {
  type Converted,
  convert,
  elementsIn,
  firstOutOfOrder,
  HAS_OFFICE,
  openDocx,
  parseXml,
  type XmlElement,
} from '../support/documents.ts';
import { readingOf, readingWith, renderVersion, someFacts } from '../support/frozen.ts';
import { withoutRepetitions } from '../support/on-paper.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const promotion = findTemplate('promotion-2018', 1)!;

const render = async (reading: PlanReading, facts = {}): Promise<Uint8Array> =>
  (await renderVersion(reading, someFacts({ reason: 'prova di stampa', ...facts }))).rows[1]!.content;

const run = (text: string, ...marks: Mark[]): Inline => ({ kind: 'text', text, marks });
const line = (...inlines: Inline[]): TextBlock => ({ kind: 'paragraph', inlines });
const list = (ordered: boolean, ...items: TextBlock[][]): TextBlock => ({ kind: 'list', ordered, items });

/** The plan of A1 whose first text is this. */
function withText(...blocks: TextBlock[]): PlanReading {
  const doc = new Y.Doc();
  writeProse(doc.getXmlFragment(textRoot('specific-1')), { blocks });
  return readingOf(doc, a1);
}

const paragraphs = (docx: Uint8Array): XmlElement[] =>
  elementsIn(openDocx(docx).xml('word/document.xml'), 'w:p');
const words = (element: XmlElement): string =>
  elementsIn(element, 'w:t')
    .flatMap((text) => text.children)
    .join('');
const paragraph = (docx: Uint8Array, starts: string): XmlElement =>
  paragraphs(docx).find((one) => words(one).startsWith(starts))!;
const value = (element: XmlElement, name: string): string | undefined =>
  elementsIn(element, name)[0]?.attributes['w:val'];

describe('DOCX-8 rich text keeps its form', () => {
  test('DOCX-8 marks, also several at once, and line breaks', async () => {
    const docx = await render(
      withText(
        line(
          run('piano '),
          run('grassetto ', 'bold'),
          run('corsivo ', 'italic'),
          run('sottolineato ', 'underline'),
          run('barrato ', 'strike'),
          run('tutto', 'bold', 'italic', 'underline', 'strike'),
          { kind: 'break' },
          run('a capo'),
        ),
      ),
    );
    const found = elementsIn(paragraph(docx, 'piano'), 'w:r').map((one) => [
      words(one),
      ...['w:b', 'w:i', 'w:u', 'w:strike', 'w:br'].filter((name) => elementsIn(one, name).length > 0),
    ]);
    expect(found).toEqual([
      ['piano '],
      ['grassetto ', 'w:b'],
      ['corsivo ', 'w:i'],
      ['sottolineato ', 'w:u'],
      ['barrato ', 'w:strike'],
      ['tutto', 'w:b', 'w:i', 'w:u', 'w:strike'],
      ['', 'w:br'],
      ['a capo'],
    ]);
  });

  test('DOCX-8 lists within lists, each numbered from one, each at its depth', async () => {
    const docx = await render(
      withText(
        list(
          true,
          [line(run('uno')), list(false, [line(run('sotto'))]), line(run('ancora uno'))],
          [line(run('due'))],
        ),
        line(run('in mezzo')),
        list(true, [line(run('da capo'))]),
      ),
    );
    const place = (starts: string): [string | undefined, string | undefined] => {
      const found = paragraph(docx, starts);
      return [value(found, 'w:numId'), value(found, 'w:ilvl')];
    };
    const [first, level] = place('uno');
    expect(level).toBe('0');
    expect(place('due')).toEqual([first, '0']);
    expect(place('sotto')[1]).toBe('1');
    expect(place('sotto')[0]).not.toBe(first);
    expect(place('da capo')[0]).not.toBe(first);
    expect(place('ancora uno')).toEqual([undefined, undefined]);
    expect(place('in mezzo')).toEqual([undefined, undefined]);
    const numbering = openDocx(docx).xml('word/numbering.xml');
    const ids = elementsIn(numbering, 'w:num').map(({ attributes }) => attributes['w:numId']);
    for (const used of elementsIn(openDocx(docx).xml('word/document.xml'), 'w:numId')) {
      expect(ids).toContain(used.attributes['w:val']);
    }
  });

  test('DOCX-8 lists deeper than Word’s nine levels stand at the ninth', async () => {
    const deep = (level: number): TextBlock =>
      list(false, [line(run(`livello ${level}.`)), ...(level < 11 ? [deep(level + 1)] : [])]);
    const docx = await render(withText(deep(0)));
    expect(value(paragraph(docx, 'livello 8.'), 'w:ilvl')).toBe('8');
    expect(value(paragraph(docx, 'livello 11.'), 'w:ilvl')).toBe('8');
  });

  test('DOCX-8 an address that no document may carry leaves its words', async () => {
    const link = (address: string): Inline => ({
      kind: 'text',
      text: `[${address.slice(0, 12)}]`,
      marks: [],
      link: address,
    });
    const docx = await render(
      withText(line(run('Vedi '), link('http://['), link(`https://example.org/${'x'.repeat(1_980)}è`))),
    );
    expect(words(paragraph(docx, 'Vedi'))).toBe('Vedi [http://[][https://exam]');
    expect(elementsIn(paragraph(docx, 'Vedi'), 'w:hyperlink')).toHaveLength(0);
  });
});

describe('DOCX-9 no text of a member can harm the document', () => {
  test('DOCX-9 what XML cannot hold goes, all else stays', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const safe = xmlSafe(text);
        expect(safe.isWellFormed()).toBe(true);
        const escaped = safe.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        expect(parseXml(`<a>${escaped}</a>`).children.join('')).toBe(safe);
        expect(xmlSafe(safe)).toBe(safe);
      }),
    );
    expect(xmlSafe('a\u0000b\u0008c\uFFFEd\uD800e\r\nf\u2028g\th')).toBe('abcd\uFFFDe\nf\ng\th');
    expect(xmlSafe('È 👩‍🔬 שלום & <b>')).toBe('È 👩‍🔬 שלום & <b>');
  });

  const NASTY = [
    'CURRENT',
    'TOTAL_PAGES',
    'NUMPAGES PAGE SECTION',
    '{elenco-1} {numeri-1} {numeri\uFFFE-1} {image.png}',
    ']]> <!-- --> &amp; <w:p/> "\'',
    '%1. %2',
    '\u202Eorpa\u202C',
  ];

  test.each(NASTY)('DOCX-9 %j is printed as it was written', async (text) => {
    const printed = text.replace('\uFFFE', '');
    const doc = new Y.Doc();
    setField(doc, 'association', text);
    writeProse(doc.getXmlFragment(textRoot('specific-1')), { blocks: [list(true, [line(run(text))])] });
    setCell(doc, 'climate', 'row-1', 'kind', text);
    const facts = {
      association: { id: 'a', name: text },
      plan: { id: 'p', title: text },
      frozenBy: { id: 'u', name: text },
    };
    const opened = openDocx(await render(readingOf(doc, a1), { ...facts, reason: text }));
    const shown = opened.text();
    expect(firstOutOfOrder(shown, [printed, printed, printed, printed, printed, printed, printed])).toBe(
      null,
    );
    expect(opened.text('word/footer1.xml')).toContain(printed);
    // No field but the table of contents: a field would show something else than what was written.
    const fields = elementsIn(opened.xml('word/document.xml'), 'w:instrText').flatMap(
      ({ children }) => children,
    );
    expect(fields).toEqual([' TOC \\o "1-2" \\h \\z ']);
    expect(elementsIn(opened.xml('word/document.xml'), 'w:fldSimple')).toEqual([]);
    for (const path of opened.parts.keys()) if (/\.(xml|rels)$/.test(path)) opened.xml(path);
    const title = elementsIn(opened.xml('docProps/core.xml'), 'dc:title')[0]!.children.join('');
    expect(title).toBe(printed);
  });

  test('DOCX-9 a name from right to left is marked as such, the words around it are not', async () => {
    const doc = new Y.Doc();
    setField(doc, 'association', 'Istituto מכון ויצמן 2024');
    writeProse(doc.getXmlFragment(textRoot('specific-1')), {
      blocks: [line(run('شراكة مع Clust-ER', 'bold')), line(run('Italiano con שלום'))],
    });
    const docx = await render(readingOf(doc, a1));
    const runs = elementsIn(paragraph(docx, 'PIANO DI ATTIVITA’ DELL'), 'w:r');
    expect(runs.filter((one) => elementsIn(one, 'w:rtl').length > 0).map(words)).toEqual(['מכון ויצמן']);
    expect(elementsIn(paragraph(docx, 'شراكة'), 'w:bidi')).toHaveLength(1);
    expect(elementsIn(paragraph(docx, 'شراكة'), 'w:bCs').length).toBeGreaterThan(0);
    expect(elementsIn(paragraph(docx, 'Italiano con'), 'w:bidi')).toHaveLength(0);
    const association = { id: 'a', name: 'עמותה' };
    const foot = openDocx(await render(readingOf(doc, a1), { association })).xml('word/footer1.xml');
    expect(elementsIn(foot, 'w:rtl').length).toBeGreaterThan(0);
    expect(elementsIn(foot, 'w:bidi')).toHaveLength(0);
  });
});

test('DOCX-3 what is not what its place wants is shown as it was typed, and marked', async () => {
  const doc = new Y.Doc();
  setField(doc, 'duration-from', '2023-02-30');
  setCell(doc, 'costs', 'staff', 'y2023', 'circa 10 mila');
  setCell(doc, 'indicators', 'assemblies', 'y2023', -3);
  const opened = openDocx(await render(readingOf(doc, a1)));
  const marked = elementsIn(opened.xml('word/document.xml'), 'w:r')
    .filter((one) => value(one, 'w:color') === 'B00020')
    .map(words);
  expect(marked).toEqual(['2023-02-30', '-3', 'circa 10 mila']);
});

test('DOCX-1 a note after a table stands in its box where there is one, and after a list below it', async () => {
  const text = { kind: 'text', fill: 'optional', hint: 'In breve' } as const;
  const dates = {
    kind: 'table',
    id: 'dates',
    label: 'Incontri previsti',
    columns: [
      { id: 'what', label: 'Incontro', type: 'text' },
      { id: 'when', label: 'Quando', type: 'date' },
    ],
    addable: {},
  } as const;
  const [applicant, partnership, ...rest] = thirdFormSource.sections;
  const [partners] = partnership.elements;
  const lists = [dates, { ...text, id: 'on-dates', label: 'Note sugli incontri' }] as const;
  const notes = [
    ...partners.elements,
    { ...text, id: 'on-products', label: 'Note sui prodotti' },
    ...lists,
  ] as const;
  const template = templateSchema.parse({
    ...thirdFormSource,
    sections: [applicant, { ...partnership, elements: [{ ...partners, elements: notes }] }, ...rest],
  });
  const opened = openDocx(
    await render(
      readingWith(template, {
        groups: {
          partners: [
            {
              id: 'first',
              texts: { 'on-products': 'Nota una.', 'on-dates': 'Nota due.' },
              tables: {
                deliverables: { added: [{ cells: { product: 'Calchi', pieces: 3 } }] },
                dates: {
                  added: [{ cells: { what: 'Avvio', when: '2026-03-01' } }, { cells: { what: 'Chiusura' } }],
                },
              },
            },
          ],
        },
      }),
    ),
  );
  const products = opened.tables.find((rows) => rows[0]![0] === 'Prodotti')!;
  expect(products.at(-1)).toEqual(['Note sui prodotti\nIn breve\nNota una.']);
  const list = [
    'Incontri previsti',
    'Avvio (01/03/2026)',
    'Chiusura',
    'Note sugli incontri',
    'In breve',
    'Nota due.',
  ];
  expect(opened.text()).toContain(list.join('\n'));
});

/** Twenty countries, with amounts from ten euros to the largest that a cell takes. */
const MANY: PlanContent = {
  groups: {
    countries: Array.from({ length: 20 }, (_, n) => ({
      id: `c${n}`,
      fields: { name: `Paese ${n}`, area: 'european' },
    })),
  },
  tables: {
    costs: {
      cells: {
        travel: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`c${n}`, 10 ** (3 + (n % 9))])),
      },
    },
  },
};

describe('DOCX-10 tables fit the page', () => {
  test('DOCX-10 columns that do not fit stand in further tables, each with the names of its rows and its total', async () => {
    const reading = readingWith(promotion, MANY);
    const opened = openDocx(await render(reading));
    const tables = opened.tables.filter((rows) => rows[0]![0] === 'VOCI DI COSTO');
    expect(tables.length).toBeGreaterThan(1);
    expect(tables.flatMap((rows) => rows[0]!.slice(1))).toEqual(
      Array.from({ length: 20 }, (_, n) => `PAESE ${n + 1}`),
    );
    for (const rows of tables) {
      expect(rows.map((cells) => cells[0])).toEqual(tables[0]!.map((cells) => cells[0]));
      expect(rows.at(-1)!.slice(1)).toEqual(rows[1]!.slice(1));
    }
    for (const grid of elementsIn(opened.xml('word/document.xml'), 'w:tblGrid')) {
      const widths = elementsIn(grid, 'w:gridCol').map(({ attributes }) => Number(attributes['w:w']));
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(11_906 - 2 * 1_134);
      expect(Math.min(...widths)).toBeGreaterThan(400);
    }
  });
});

describe.skipIf(!HAS_OFFICE)('what LibreOffice makes of it', () => {
  const long = `inizio ${'parola '.repeat(650)}fine`;
  const word = 'x'.repeat(300);
  const items = Array.from({ length: 60 }, (_, n) =>
    `Voce numero ${n + 1}: ${'personale '.repeat(1 + (n % 9))}`.trim(),
  );
  let shown: { nasty: Converted; many: Converted; draft: Converted };

  beforeAll(async () => {
    const nasty = readingWith(a1, {
      fields: { association: 'עמותת Clust-ER 🚀 & <b>Figli</b>' },
      texts: { 'specific-1': `شراكة مع مركز البحوث 2024\n\n- 👩‍🔬 ricerca\n- ${word}`, 'actions-1': long },
      tables: {
        'spend-1': {
          added: items.map((item, n) => ({ cells: { item, y2023: 999_999_999_999 - n, y2024: n } })),
        },
        climate: {
          added: [
            {
              cells: { kind: word, description: long.slice(0, 4_900), results: 'prima\nseconda', amount: 1 },
            },
          ],
        },
      },
    });
    const planTitle = 'Un piano dal titolo lungo, che va a capo più volte '.repeat(5).trim();
    const edition = { kind: 'draft', association: 'Clust-ER', planTitle, by: 'Anna Rossi' } as const;
    shown = await convert({
      nasty: await render(nasty),
      many: await render(readingWith(promotion, MANY)),
      draft: await renderDocx(nasty, { ...edition, at: Date.UTC(2023, 11, 12, 17, 4) }),
    });
  }, 240_000);

  test('DOCX-9 emoji, other scripts and the longest texts are all there', () => {
    const { text, pages } = shown.nasty;
    const expected = [
      'עמותת Clust-ER 🚀 & <b>Figli</b>',
      'شراكة مع مركز البحوث 2024',
      '👩‍🔬 ricerca',
      word,
      long,
    ];
    expect(firstOutOfOrder(text, [...expected, ...items, word, 'prima', 'seconda'])).toBe(null);
    // Emoji and shaped Arabic come out of a PDF as glyphs; the Latin words must stand on the pages.
    const printed = withoutRepetitions(pages, a1);
    expect(firstOutOfOrder(printed, [word, long])).toBe(null);
  });

  test('DOCX-13 each page of a draft says so, who made it and when, and which page it is', () => {
    const { pages } = shown.draft;
    expect(pages.length).toBeGreaterThan(5);
    for (const [index, page] of pages.entries()) {
      const said =
        'Bozza. Copia del 12 dicembre 2023, ore 18:04 (ora italiana), fatta da Anna Rossi; non è la versione';
      expect(page).toContain(said);
      expect(page).toContain('· bozza');
      expect(page).toContain(`pagina ${index + 1} di ${pages.length}`);
      expect(page).not.toContain('SHA-256');
    }
  });

  test('DOCX-12 each page of a final edition has the version and the digest', () => {
    for (const page of shown.nasty.pages) {
      expect(page).toMatch(/· versione 1\s+SHA-256 (?:[0-9a-f]{4} ){15}[0-9a-f]{4}\s+pagina \d+ di \d+/);
    }
  });

  test('DOCX-10 the head of a table that goes on stands at the top of each page', () => {
    const pages = shown.nasty.pages.filter((page) => /Voce numero \d+:/.test(page));
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(page).toMatch(/Spese previste\s+Voce\s+2023\s+2024\s+Totale/);
  });

  test('DOCX-10 no amount is broken in two lines', () => {
    const page = [...shown.many.pages, ...shown.nasty.pages].join('\n').replaceAll('\u00a0', ' ');
    const missing = ['10.000.000,00', '1.000.000.000,00', '9.999.999.999,99', '599.999.999.981,70'].filter(
      (amount) => !page.includes(`${amount} €`),
    );
    expect(missing).toEqual([]);
  });
});
