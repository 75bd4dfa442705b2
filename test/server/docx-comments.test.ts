import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import type { PaperAnchor, PaperComment } from '@filiera/server/src/freeze/docx/comments.ts';
import { renderDocx } from '@filiera/server/src/freeze/docx/render.ts';
import type { Edition } from '@filiera/server/src/freeze/edition.ts';
import type { RichText } from '@filiera/shared/plan/plan.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Annotated,
  annotated,
  elementsIn,
  HAS_OFFICE,
  type OpenDocx,
  openDocx,
  type XmlElement,
} from '../support/documents.ts';
import { readingOfDemo, readingWith } from '../support/frozen.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const at = Date.UTC(2023, 6, 31, 22, 4, 5);

const draft: Edition = {
  kind: 'draft',
  association: 'Clust-ER Health',
  planTitle: 'Piano di attività 2023-2024',
  at,
  by: 'Anna Rossi',
};
const final: Edition = {
  kind: 'final',
  association: draft.association,
  planTitle: draft.planTitle,
  version: 1,
  frozenAt: at,
  frozenBy: 'Anna Rossi',
  digest: 'ab'.repeat(32),
  reason: null,
  blocking: [],
};

const said = (...lines: string[]): RichText => ({
  blocks: lines.map((line) => ({
    kind: 'paragraph',
    inlines: line === '' ? [] : [{ kind: 'text', text: line, marks: [] }],
  })),
});

/** A thread of one entry, called by its id. */
function on(id: string, anchor: PaperAnchor, more: Partial<PaperComment> = {}): PaperComment {
  const entries = [{ author: 'Luca Bianchi', initials: 'LB', at, text: said(id) }];
  return { id, at: anchor, resolved: false, blocking: false, entries, ...more };
}

/** What the package's own marks say: the words that each comment spans, by the comment's own first line. */
function passagesIn(docx: Uint8Array): Map<string, string> {
  const opened = openDocx(docx);
  const names = new Map(
    elementsIn(opened.xml('word/comments.xml'), 'w:comment').map((comment) => [
      comment.attributes['w:id']!,
      words(comment),
    ]),
  );
  const open = new Set<string>();
  const passages = new Map<string, string>();
  const walk = (element: XmlElement): void => {
    for (const child of element.children) {
      if (typeof child === 'string') {
        if (element.name !== 'w:t') continue;
        for (const id of open) passages.set(names.get(id)!, passages.get(names.get(id)!)! + child);
      } else {
        const id = child.attributes['w:id'] ?? '';
        if (child.name === 'w:commentRangeStart') {
          open.add(id);
          passages.set(names.get(id)!, '');
        } else if (child.name === 'w:commentRangeEnd') {
          expect(open.delete(id)).toBe(true);
        } else walk(child);
      }
    }
  };
  walk(opened.xml('word/document.xml'));
  expect([...open]).toEqual([]);
  expect(elementsIn(opened.xml('word/document.xml'), 'w:commentReference')).toHaveLength(names.size);
  return passages;
}

const words = (element: XmlElement): string =>
  elementsIn(element, 'w:t')
    .flatMap((text) => text.children)
    .join('');

const ROOT = 'text/specific-1';
const TEXT = [
  'Il piano **consolida la struttura** e [il portale del bando](https://example.org/a) la apre.',
  '',
  'Secondo capoverso con una ricercatrice 👩‍🔬 e שלום עולם.',
  '',
  '- prima voce',
  '- seconda voce',
].join('\n');
const LETTERS =
  'Il piano consolida la struttura e il portale del bando la apre.Secondo capoverso con una ricercatrice 👩‍🔬 e שלום עולם.prima voceseconda voce';

/** The passage that reads so. */
function passage(words: string): PaperAnchor {
  const from = LETTERS.indexOf(words);
  expect(from).toBeGreaterThanOrEqual(0);
  return { kind: 'text', root: ROOT, range: { from, to: from + words.length } };
}

const reading = readingWith(a1, {
  fields: { association: 'Clust-ER Health' },
  texts: { 'specific-1': TEXT },
  tables: {
    'spend-1': { added: [{ cells: { item: 'Personale', y2023: 1_000, y2024: 2_000 } }] },
    climate: {
      added: [{ cells: { kind: 'Evento', description: 'Un giorno', results: 'Tanti', amount: 5 } }],
    },
  },
});
const spend = reading.plan.tables['spend-1']!.rows[0]!.id;

const PASSAGES = [
  'Il',
  'no consolida la',
  'consolida la struttura',
  'portale del',
  'ruttura e il por',
  'apre.Secondo',
  '👩‍🔬',
  'לום עו',
  'voceseconda',
  LETTERS,
] as const;

const PLACES: readonly (readonly [string, PaperAnchor, string])[] = [
  ['sezione', { kind: 'section', section: a1.sections[1]!.id }, '2. INDICATORI QUANTITATIVI'],
  ['blocco', { kind: 'text', root: ROOT, range: null }, 'Obiettivi specifici'],
  ['vuoto', { kind: 'text', root: 'text/actions-1', range: null }, labelOf('actions-1')],
  ['tabella', { kind: 'table', root: 'table/spend-1' }, 'Spese previste'],
  ['riga', { kind: 'row', root: 'table/spend-1', row: spend }, 'Personale'],
  ['cella', { kind: 'cell', root: 'table/spend-1', row: spend, column: 'y2024' }, '20,00\u00a0€'],
  ['cella vuota', { kind: 'cell', root: 'table/costs', row: 'staff', column: 'y2023' }, ''],
  ['riga del totale', { kind: 'row', root: 'table/climate', row: 'total' }, 'Totale spese'],
  ['totale', { kind: 'cell', root: 'table/climate', row: 'total', column: 'amount' }, '0,05\u00a0€'],
  ['totali', { kind: 'cell', root: 'table/spend-1', row: 'total', column: 'y2024' }, '20,00\u00a0€'],
  ['campo', { kind: 'field', field: 'association' }, 'Clust-ER Health'],
];

function labelOf(id: string): string {
  const elements = a1.sections.flatMap((one) => [one, ...one.sections]).flatMap((one) => one.elements);
  const found = elements.find((element) => element.kind === 'text' && element.id === id);
  return found?.kind === 'text' ? found.label : '';
}

const LOST: readonly (readonly [string, PaperAnchor, string])[] = [
  [
    'riga tolta',
    { kind: 'row', root: 'table/spend-1', row: 'tolta' },
    '1. Vita associativa e funzionamento dell’Associazione',
  ],
  ['testo ignoto', { kind: 'text', root: 'text/nessuno', range: { from: 0, to: 3 } }, a1.title],
  ['sezione ignota', { kind: 'section', section: 'nessuna' }, a1.title],
  ['passo tolto', { kind: 'text', root: ROOT, range: { from: 9_000, to: 9_010 } }, 'Obiettivi specifici'],
];

const comments: PaperComment[] = [
  ...PASSAGES.map((words) => on(`passo: ${words}`, passage(words))),
  ...PLACES.map(([name, anchor]) => on(name, anchor)),
  ...LOST.map(([name, anchor]) => on(name, anchor)),
  on('filo', passage('struttura'), {
    resolved: true,
    entries: [
      { author: 'Luca Bianchi', initials: 'LB', at, text: said('apre il filo') },
      {
        author: 'Sara "Neri" & <b>',
        initials: 'SN',
        at: at + 3_600_000,
        text: said('una risposta', 'su due righe'),
      },
      { author: 'Anna Rossi', initials: 'AR', at: at + 86_400_000, text: said('chiude') },
    ],
  }),
  on('blocca', passage('piano'), { blocking: true }),
  on('parole tolte', { kind: 'text', root: ROOT, range: null }, { quote: 'Così diceva' }),
];
const docx = await renderDocx(reading, draft, { comments });
const opened = openDocx(docx);

describe('DOCX-14 a draft carries its comments as Word’s own', () => {
  test.each(PASSAGES)('DOCX-14 the passage «%s» is spanned, and not a letter more', (words) => {
    expect(passagesIn(docx).get(`passo: ${words}`)).toBe(words);
  });

  test.each(PLACES)('DOCX-14 %s: the comment stands beside it', (name, _, words) => {
    expect(passagesIn(docx).get(name)).toBe(words);
  });

  test('DOCX-14 any passage of any text is spanned exactly, half an emoji with its other half', async () => {
    const piece = fc.string({
      unit: fc.constantFrom('a', 'b ', 'è', '🚀', 'ש', ' '),
      minLength: 1,
      maxLength: 12,
    });
    const inline = fc.record({
      kind: fc.constant('text' as const),
      text: piece,
      marks: fc.constantFrom([], ['bold'] as const, ['italic'] as const),
    });
    const line = fc.record({
      kind: fc.constant('paragraph' as const),
      inlines: fc.array(fc.oneof({ weight: 4, arbitrary: inline }, fc.constant({ kind: 'break' as const })), {
        maxLength: 4,
      }),
    });
    const list = fc.record({
      kind: fc.constant('list' as const),
      ordered: fc.boolean(),
      items: fc.array(fc.array(line, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
    });
    const cuts = fc.array(fc.tuple(fc.nat(80), fc.nat(80)), { minLength: 25, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(line, list), { minLength: 1, maxLength: 5 }),
        cuts,
        async (blocks, all) => {
          const letters = lettersOf({ blocks });
          fc.pre(letters.trim() !== '');
          const of = {
            ...reading,
            plan: { ...reading.plan, texts: { ...reading.plan.texts, 'specific-1': { blocks } } },
          };
          const ranges = all.map(([a, b]) => ({
            from: Math.min(a, b) % (letters.length + 1),
            to: Math.min(letters.length, (Math.min(a, b) % (letters.length + 1)) + Math.abs(a - b)),
          }));
          const found = passagesIn(
            await renderDocx(of, draft, {
              comments: ranges.map((range, n) => on(`n${n}`, { kind: 'text', root: ROOT, range })),
            }),
          );
          expect(ranges.map((_, n) => found.get(`n${n}`))).toEqual(
            ranges.map(({ from, to }) => spanned(letters, from, to)),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  test('DOCX-14 replies answer their comment, and what is resolved says so', () => {
    const extended = new Map(
      elementsIn(opened.xml('word/commentsExtended.xml'), 'w15:commentEx').map(({ attributes }) => [
        attributes['w15:paraId']!,
        attributes,
      ]),
    );
    const all = elementsIn(opened.xml('word/comments.xml'), 'w:comment').map((comment) => ({
      author: comment.attributes['w:author'],
      initials: comment.attributes['w:initials'],
      date: comment.attributes['w:date'],
      text: elementsIn(comment, 'w:p').map(words).join('\n'),
      // The part that says so knows a comment by its last paragraph.
      id: elementsIn(comment, 'w:p').at(-1)!.attributes['w14:paraId']!,
    }));
    expect(all).toHaveLength(comments.length + 2);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect([...extended.keys()].sort()).toEqual(all.map(({ id }) => id).sort());
    const first = all.findIndex(({ text }) => text === 'apre il filo');
    const thread = all.slice(first, first + 3);
    // Word shows a comment's time as it is written: Italy's clock, in summer here.
    expect(
      thread.map(({ author, initials, date, text }) => [author, initials, date?.slice(0, 19), text]),
    ).toEqual([
      ['Luca Bianchi', 'LB', '2023-08-01T00:04:05', 'apre il filo'],
      ['Sara "Neri" & <b>', 'SN', '2023-08-01T01:04:05', 'una risposta\nsu due righe'],
      ['Anna Rossi', 'AR', '2023-08-02T00:04:05', 'chiude'],
    ]);
    expect(
      thread.map(({ id }) => [extended.get(id)!['w15:paraIdParent'], extended.get(id)!['w15:done']]),
    ).toEqual([
      [undefined, '1'],
      [thread[0]!.id, '1'],
      [thread[0]!.id, '1'],
    ]);
    expect(all.filter(({ id }) => extended.get(id)!['w15:done'] === '1')).toHaveLength(3);
    const types =
      opened.text('[Content_Types].xml') + new TextDecoder().decode(opened.parts.get('[Content_Types].xml'));
    expect(types.match(/commentsExtended\+xml/g)).toHaveLength(1);
    const related = elementsIn(opened.xml('word/_rels/document.xml.rels'), 'Relationship').map(
      ({ attributes }) => attributes.Target,
    );
    expect(related.filter((target) => target === 'commentsExtended.xml')).toHaveLength(1);
  });

  test('DOCX-14 what blocks the freeze says so in its first line', () => {
    const texts = elementsIn(opened.xml('word/comments.xml'), 'w:comment').map((comment) =>
      elementsIn(comment, 'w:p').map(words),
    );
    expect(texts.filter(([line]) => line === 'Blocca il congelamento.')).toEqual([
      ['Blocca il congelamento.', 'blocca'],
    ]);
  });
});

describe('DOCX-15 no comment is left out', () => {
  test.each(LOST)(
    'DOCX-15 %s: it stands at the nearest heading and says what it was about',
    (name, _, words) => {
      const found = [...passagesIn(docx)].find(([text]) => text.endsWith(name))!;
      expect(found[1]).toBe(words);
      expect(found[0]).toContain('Riguarda un punto che nel documento non compare');
    },
  );

  test('DOCX-15 the place that is not there is named where the form names it', () => {
    const found = [...passagesIn(docx).keys()].find((text) => text.endsWith('riga tolta'))!;
    expect(found).toBe('Riguarda un punto che nel documento non compare: Spese previste.riga tolta');
  });

  test('DOCX-15 the words that are gone are quoted, beside the label of their block', () => {
    const found = [...passagesIn(docx)].find(([text]) => text.endsWith('parole tolte'))!;
    expect(found).toEqual([
      'Riguarda un punto che nel documento non compare: Obiettivi specifici, «Così diceva».parole tolte',
      'Obiettivi specifici',
    ]);
  });

  test('DOCX-15 all places of both forms take their comments, every cell and every instance', async () => {
    for (const whole of [readingOfDemo(activityPlan), readingOfDemo(promotionPlan)]) {
      const all = everywhere(whole).map((anchor, n) => on(`n${n}`, anchor));
      const found = passagesIn(await renderDocx(whole, draft, { comments: all }));
      // Notes that nobody wrote are not printed.
      const lost = [...found.keys()].filter((text) => text.startsWith('Riguarda'));
      expect(lost.filter((text) => !text.includes('Note sulle spese'))).toEqual([]);
      expect([...found.keys()].map((text) => text.replace(/^.*[.:]/, '')).sort()).toEqual(
        all.map(({ id }) => id).sort(),
      );
    }
  });
});

test('DOCX-16 a final edition never carries a comment, and a draft without any has no part for them', async () => {
  for (const bare of [await renderDocx(reading, final, { comments }), await renderDocx(reading, draft)]) {
    const { parts, xml } = openDocx(bare);
    expect([...parts.keys()].filter((path) => path.includes('comments'))).toEqual([]);
    expect(elementsIn(xml('word/document.xml'), 'w:commentReference')).toEqual([]);
  }
});

test('DOCX-5 a draft with comments is the same bytes each time', async () => {
  expect(Buffer.from(await renderDocx(reading, draft, { comments })).equals(docx)).toBe(true);
});

describe.skipIf(!HAS_OFFICE)('what LibreOffice makes of the comments', () => {
  let shown: { comments: Annotated; final: Annotated };
  beforeAll(async () => {
    shown = await annotated({ comments: docx, final: await renderDocx(reading, final, { comments }) });
  }, 120_000);

  test('DOCX-14 every comment and reply is there, with its author, its moment and its passage', () => {
    const { annotations } = shown.comments;
    expect(annotations).toHaveLength(comments.length + 2);
    const one = (text: string) => annotations.find((annotation) => annotation.text === text);
    for (const words of PASSAGES) expect(one(`passo: ${words}`)?.passage).toBe(words);
    for (const [name, , words] of PLACES) expect(one(name)?.passage).toBe(words);
    expect(one('una risposta\nsu due righe')).toEqual({
      author: 'Sara "Neri" & <b>',
      initials: 'SN',
      date: '2023-08-01T01:04:05',
      resolved: true,
      text: 'una risposta\nsu due righe',
      passage: 'struttura',
    });
    expect(annotations.filter(({ resolved }) => resolved)).toHaveLength(3);
  });

  test('DOCX-13 the watermark of a draft is in the head of its pages; DOCX-16 the final edition has neither', () => {
    expect(shown.comments.headShapes).toEqual(['BOZZA']);
    expect(shown.final.annotations).toEqual([]);
    expect(shown.final.headShapes).toEqual([]);
  });

  test('DOCX-11 the table of contents is LibreOffice’s own, its lines lead to the headings', () => {
    const lines = shown.final.contents;
    expect(lines.map(([text]) => text)).toEqual([...contentsOf(openDocx(docx)), 'Versione finale']);
    expect(new Set(lines.map(([, href]) => href)).size).toBe(lines.length);
    expect(lines.every(([, href]) => href?.startsWith('#_Toc'))).toBe(true);
  });
});

/** The lines of the table of contents, as the package has them. */
function contentsOf({ xml }: OpenDocx): string[] {
  return elementsIn(xml('word/document.xml'), 'w:hyperlink')
    .filter(({ attributes }) => attributes['w:anchor'] !== undefined)
    .map(words);
}

/** Every place that a thread can be about. */
function everywhere({ template, plan }: PlanReading): PaperAnchor[] {
  const sections = template.sections.flatMap((one) => [one, ...one.sections]);
  return [
    ...sections.map(({ id }): PaperAnchor => ({ kind: 'section', section: id })),
    ...Object.keys(plan.texts).flatMap((key): PaperAnchor[] => [
      { kind: 'text', root: `text/${key}`, range: null },
      { kind: 'text', root: `text/${key}`, range: { from: 0, to: 1 } },
    ]),
    ...Object.values(plan.tables).flatMap(({ key, rows, columns }): PaperAnchor[] => {
      const root = `table/${key}`;
      return [
        { kind: 'table', root },
        ...rows.flatMap(({ id: row }): PaperAnchor[] => [
          { kind: 'row', root, row },
          ...columns.map(({ id: column }): PaperAnchor => ({ kind: 'cell', root, row, column })),
        ]),
      ];
    }),
    ...Object.keys(plan.fields).map((field): PaperAnchor => ({ kind: 'field', field })),
    ...Object.entries(plan.groups).flatMap(([id, rows]) =>
      rows.flatMap(({ id: row, cells }): PaperAnchor[] => [
        { kind: 'row', root: `table/${id}`, row },
        ...Object.keys(cells).flatMap((column): PaperAnchor[] => [
          { kind: 'field', field: column, instance: row },
          { kind: 'cell', root: `table/${id}`, row, column },
        ]),
      ]),
    ),
  ];
}

function lettersOf({ blocks }: RichText): string {
  return blocks
    .map((block) =>
      block.kind === 'list'
        ? block.items.map((item) => lettersOf({ blocks: item })).join('')
        : block.inlines.map((inline) => (inline.kind === 'text' ? inline.text : '')).join(''),
    )
    .join('');
}

/** The letters from one to the other, and the other half of a pair that either of them cuts. */
function spanned(letters: string, from: number, to: number): string {
  if (from === to) return '';
  const cutsPair = (offset: number): boolean => (letters.codePointAt(offset - 1) ?? 0) > 0xffff;
  const start = from > 0 && cutsPair(from) ? from - 1 : from;
  const end = to < letters.length && cutsPair(to) ? to + 1 : to;
  return letters.slice(start, end);
}
