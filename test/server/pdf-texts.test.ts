import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { writeProse } from '@filiera/server/src/demo/prose.ts';
import { settable } from '@filiera/server/src/freeze/pdf/glyphs.ts';
import { setCell, setField } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import type { Inline, Mark, TextBlock } from '@filiera/shared/plan/plan.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { firstOutOfOrder } from '../support/documents.ts';
import { readingOf, readingWith } from '../support/frozen.ts';
import { draftPdf, finalPdf, HAS_PDF_TOOLS, openPdf } from '../support/pdf.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const promotion = findTemplate('promotion-2018', 1)!;

const run = (text: string, ...marks: Mark[]): Inline => ({ kind: 'text', text, marks });
const line = (...inlines: Inline[]): TextBlock => ({ kind: 'paragraph', inlines });
const list = (ordered: boolean, ...items: TextBlock[][]): TextBlock => ({ kind: 'list', ordered, items });

/** The plan of 2018, which is short, whose first text is this. */
function withText(...blocks: TextBlock[]): PlanReading {
  const doc = new Y.Doc();
  writeProse(doc.getXmlFragment(textRoot('objectives')), { blocks });
  return readingOf(doc, promotion);
}

const textOf = async (pdf: Uint8Array): Promise<string> => (await openPdf(pdf)).pages.join('\n');

describe('PDF-7 every character is set or named', () => {
  test('PDF-7 what no font has is named by its number, everything else stays', () => {
    expect(settable('È già “così” – 1.234,50\u00a0€')).toBe('È già “così” – 1.234,50\u00a0€');
    expect(settable('שלום Привет Ελλάδα العربية 👩‍🔬 🇮🇹 Dvořák')).toBe(
      'שלום Привет Ελλάδα العربية 👩‍🔬 🇮🇹 Dvořák',
    );
    expect(settable('中文')).toBe('[U+4E2D][U+6587]');
    expect(settable('a\uE000b\uFEFFc')).toBe('a[U+E000]bc');
    expect(settable('a\u202Eb\u2066c\u2069')).toBe('a[U+202E]bc');
    expect(settable('e\u0301 🚀\u0951')).toBe('e\u0301 🚀[U+0951]');
    expect(settable('a\tb\r\nc\u0000\uD800')).toBe('a    b\nc\uFFFD');
  });

  test('PDF-7 whatever is written, a valid PDF comes of it', async () => {
    const texts = fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), {
      numRuns: 250,
      seed: 7,
    });
    const clusters = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), {
      numRuns: 250,
      seed: 7,
    });
    const looks: Mark[][] = [[], ['bold'], ['italic'], ['bold', 'italic', 'underline', 'strike']];
    const blocks = [...texts, ...clusters].map((text, index) =>
      line(run(text, ...looks[index % looks.length]!)),
    );
    // The compiler refuses a PDF/A in which any glyph is missing.
    expect((await draftPdf(withText(...blocks))).length).toBeGreaterThan(10_000);
  });
});

describe.skipIf(!HAS_PDF_TOOLS)('PDF-8 no text of a member can harm or change the document', () => {
  const NASTY = [
    '#import "a.typ": * #panic()',
    '#let x = 1; #sys.inputs',
    '$x^2$ $ sum_(i=0) $',
    '*a* _b_ `c` ```d```',
    '<label> @ref @plan',
    '// nothing /* here */ https://example.org',
    '\\ \\u{41} \\# \\\\',
    '= Titolo',
    '- voce + voce / voce: x',
    '[ ] ( ) { } ; "quoted" \'single\'',
    '-- --- ... ~ -? 1/2',
    '{x} {{y}} %s \\n',
    '<script>alert(1)</script> &amp; ]]>',
    '(PDF) Tj ET endstream endobj',
    'BOZZA pagina 1 di 1',
  ];

  test('PDF-8 what other languages take for markup is printed as it was written', async () => {
    const doc = new Y.Doc();
    const all = NASTY.join(' | ');
    setField(doc, 'association', all);
    writeProse(doc.getXmlFragment(textRoot('specific-1')), {
      blocks: [
        ...NASTY.map((text) => line(run(text))),
        list(true, ...NASTY.map((text) => [line(run(text, 'bold'))])),
      ],
    });
    NASTY.forEach((text, index) => {
      setCell(doc, 'climate', `row-${10 + index}`, 'kind', text);
    });
    const threads = [{ where: all, author: all, text: all }];
    const facts = {
      association: { id: 'a', name: '#panic() $x$ *a*' },
      plan: { id: 'p', title: '= @ref <label> \\ //' },
      frozenBy: { id: 'u', name: '`#eval("1")`' },
      reason: all,
    };
    const { pdf } = await finalPdf(readingOf(doc, a1), facts, threads);
    const opened = await openPdf(pdf);
    // A list's numbers stand between its items.
    const text = opened.pages.join('\n');
    expect(
      firstOutOfOrder(text, [all, ...NASTY, ...NASTY, ...NASTY, '`#eval("1")`', all, all, all, all]),
    ).toBe(null);
    expect(opened.info.get('Title')).toBe('= @ref <label> \\ //');
    expect(opened.info.get('Author')).toBe('#panic() $x$ *a*');
    // Titillium sets two slashes so close that Poppler sees them on two lines.
    for (const page of opened.pages) expect(page.replaceAll(/\s/g, '')).toContain('=@ref<label>\\//');
  });

  test('PDF-8 any text of letters comes out as it went in', async () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'#$*_`@<>/\\[]{}()=-+~"\'^&%!?;:,.|abcXYZ09 '.split('')),
      minLength: 1,
      maxLength: 60,
    });
    const texts = fc.sample(letters, { numRuns: 200, seed: 8 }).filter((text) => text.trim() !== '');
    const text = await textOf(await draftPdf(withText(...texts.map((one) => line(run(one))))));
    const pages = text
      .replaceAll(/^Piano di attività 2023-2024.*$/gm, '')
      .replaceAll('BOZZA', '')
      .replaceAll(/^(I Clust-ER sono|Clust-ER Health|Copia del).*$/gm, '');
    expect(firstOutOfOrder(pages, texts)).toBe(null);
  });
});

describe.skipIf(!HAS_PDF_TOOLS)('PDF-9 rich text and tables keep their form', () => {
  test('PDF-9 marks, breaks, nested lists and links', async () => {
    const pdf = await draftPdf(
      withText(
        line(
          run('piano '),
          run('grassetto ', 'bold'),
          run('corsivo ', 'italic'),
          { kind: 'break' },
          run('a capo'),
        ),
        list(
          true,
          [line(run('uno')), list(false, [line(run('sotto'))]), line(run('ancora uno'))],
          [line(run('due'))],
        ),
        list(true, [line(run('da capo'))]),
        line({ kind: 'text', text: 'il bando', marks: [], link: 'https://example.org/a?b=1&c="2"#d' }),
        line({ kind: 'text', text: 'nessun indirizzo', marks: [], link: 'http://[' }),
      ),
    );
    const opened = await openPdf(pdf, { tags: true });
    expect(opened.pages.join('\n')).toMatch(
      /piano grassetto corsivo\na capo\n1\. uno\n[–•] sotto\nancora uno\n2\. due\n1\. da capo\nil bando\nnessun indirizzo/,
    );
    expect(opened.objects).toContain('/URI (https://example.org/a?b=1&c=%222%22#d)');
    expect([...opened.objects.matchAll(/\/URI \(/g)]).toHaveLength(1);
    expect(opened.fonts.join('\n')).toMatch(
      /TitilliumWeb-Bold[\s\S]*TitilliumWeb-Italic|TitilliumWeb-Italic[\s\S]*TitilliumWeb-Bold/,
    );
  });

  const word = 'x'.repeat(300);
  const long = `inizio ${'parola '.repeat(650)}fine`;
  const items = Array.from({ length: 200 }, (_, n) =>
    `Voce numero ${n + 1}: ${'personale '.repeat(1 + (n % 9))}`.trim(),
  );

  test('PDF-9 the longest words and texts and 200 rows are all there, within the page', async () => {
    const nasty = readingWith(a1, {
      fields: { association: 'עמותת Clust-ER 🚀 & <b>Figli</b> 中' },
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
    const { pages } = await openPdf((await finalPdf(nasty)).pdf);
    const text = pages
      .join('\n')
      .replaceAll(/^(Piano di attività|Clust-ER Health|SHA-256|Voce 2023).*$/gm, '');
    expect(firstOutOfOrder(text, ['Clust-ER', '[U+4E2D]', word, long, ...items])).toBe(null);
    const rows = pages.filter((page) => /Voce numero \d+:/.test(page));
    expect(rows.length).toBeGreaterThan(4);
    for (const page of rows) expect(page).toMatch(/^Voce 2023 2024 Totale$/m);
    // An amount never goes on on the next line.
    const amounts = pages.join('\n').replaceAll('\u00a0', ' ');
    for (const amount of ['9.999.999.999,99 €', '1.999.999.999.799,00 €']) expect(amounts).toContain(amount);
  });

  test('PDF-9 columns that do not fit stand in further tables, each with the names of its rows', async () => {
    const many = readingWith(promotion, {
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
    });
    const text = (await textOf(await draftPdf(many))).replaceAll('\u00a0', ' ');
    const heads = [...text.matchAll(/^VOCI DI COSTO(( PAESE \d+)+)$/gm)].map(([, columns]) => columns);
    expect(heads.length).toBeGreaterThan(2);
    expect(heads.join('')).toBe(Array.from({ length: 20 }, (_, n) => ` PAESE ${n + 1}`).join(''));
    expect(text.match(/1\.000\.000\.000,00 €/g)).toHaveLength(4);
  });
});

test.skipIf(!HAS_PDF_TOOLS)(
  'PDF-10 what is not what its place wants is shown as it was typed, and marked',
  async () => {
    const doc = new Y.Doc();
    setField(doc, 'duration-from', '2023-02-30');
    setCell(doc, 'costs', 'staff', 'y2023', 'circa 10 mila');
    const opened = await openPdf(await draftPdf(readingOf(doc, a1)));
    expect(opened.pages.join('\n')).toContain('DURATA DAL 2023-02-30');
    expect(opened.pages.join('\n')).toMatch(/circa 10\s+mila/);
    // B00020, the colour of what is wrong.
    expect(opened.objects).toMatch(/0\.690196\d* 0 0\.12549\d* (?:sc|scn|rg)/);
  },
);
