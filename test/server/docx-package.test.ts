import { execFileSync } from 'node:child_process';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { sha256 } from '@filiera/server/src/freeze/canonical.ts';
import { italianMoment } from '@filiera/server/src/freeze/paper/sentences.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { elementsIn, openDocx, paragraphsOf, type XmlElement } from '../support/documents.ts';
import { readingOfDemo, readingWith, renderVersion, someFacts } from '../support/frozen.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const reading = readingOfDemo(activityPlan);
const render = async (facts = {}, of = reading): Promise<{ digest: string; docx: Uint8Array }> => {
  const { digest, rows } = await renderVersion(of, someFacts(facts));
  return { digest, docx: rows[1]!.content };
};
const { digest, docx } = await render();
const opened = openDocx(docx);
const body = opened.xml('word/document.xml');
const has = (element: XmlElement, name: string): boolean => elementsIn(element, name).length > 0;
const attribute = (element: XmlElement, name: string, key = 'w:val'): string | undefined =>
  elementsIn(element, name)[0]?.attributes[key];

afterEach(() => {
  vi.useRealTimers();
});

describe('DOCX-5 the same plan, frozen at the same moment, gives the same bytes', () => {
  test('DOCX-5 a second later, and a year later', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T00:00:00Z') });
    const first = await render();
    vi.setSystemTime(new Date('2030-01-01T00:00:01Z'));
    const second = await render();
    vi.setSystemTime(new Date('2031-07-01T12:34:56Z'));
    const third = await render();
    expect(sha256(second.docx)).toBe(sha256(first.docx));
    expect(sha256(third.docx)).toBe(sha256(first.docx));
    expect(sha256(first.docx)).toBe(sha256(docx));
  });

  test.each(['Pacific/Auckland', 'America/Los_Angeles'])(
    'DOCX-5 on a machine in %s, in another process',
    (zone) => {
      const script = `
      const { activityPlan } = await import('@filiera/server/src/demo/activity-plan/plan.ts');
      const { readingOfDemo, renderVersion, someFacts } = await import('./support/frozen.ts');
      const { rows } = await renderVersion(readingOfDemo(activityPlan), someFacts());
      console.log(new Date(2024, 0, 1).getTimezoneOffset(), rows.map((row) => row.sha256).join(' '));`;
      const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: new URL('..', import.meta.url),
        env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
        encoding: 'utf8',
      });
      const [offset, json, word] = answer.trim().split(' ');
      expect(Number(offset)).not.toBe(new Date(2024, 0, 1).getTimezoneOffset());
      expect(json).toBe(digest);
      expect(word).toBe(sha256(docx));
    },
  );

  test('DOCX-5 another moment is another document', async () => {
    expect(sha256((await render({ frozenAt: Date.UTC(2024, 0, 1) })).docx)).not.toBe(sha256(docx));
  });
});

describe('DOCX-6 it is a Word document that people and their programs find their way in', () => {
  test('DOCX-6 it is of A4, in Italian, and set in a font that officers have', () => {
    const page = elementsIn(body, 'w:pgSz')[0]!.attributes;
    expect([page['w:w'], page['w:h']]).toEqual(['11906', '16838']);
    const defaults = elementsIn(opened.xml('word/styles.xml'), 'w:docDefaults')[0]!;
    expect(attribute(defaults, 'w:lang')).toBe('it-IT');
    expect(attribute(defaults, 'w:rFonts', 'w:ascii')).toBe('Arial');
  });

  test('DOCX-6 headings are Word’s own, in the order of the form', () => {
    const headings = elementsIn(body, 'w:p').flatMap((paragraph) => {
      const level = /^Heading(\d)$/.exec(attribute(paragraph, 'w:pStyle') ?? '')?.[1];
      return level && Number(level) < 3 ? [`${level} ${wordsOf(paragraph)}`] : [];
    });
    expect(headings.slice(0, -1)).toEqual([
      '1 1. OBIETTIVI DEL PIANO E ATTIVITA’ PROPOSTE',
      '2 1. Vita associativa e funzionamento dell’Associazione',
      '2 2. Promozione e sviluppo dell’Associazione',
      '2 3. Supporto strategico regionale e azioni di sistema',
      '1 2. INDICATORI QUANTITATIVI',
      '1 3. ATTIVITÀ SPECIFICHE PER LA LOTTA DEL CAMBIAMENTO CLIMATICO E A FAVORE DELL’ECONOMIA CIRCOLARE COME INDICATO AL PARAGRAFO 2 DEL BANDO',
      '1 4. IL PIANO DEI COSTI',
    ]);
    expect(headings.at(-1)).toBe('1 Versione finale');
    const levels = elementsIn(opened.xml('word/styles.xml'), 'w:style').flatMap((style) =>
      /^Heading[1-4]$/.test(style.attributes['w:styleId'] ?? '') ? [attribute(style, 'w:outlineLvl')] : [],
    );
    expect(levels).toEqual(['0', '1', '2', '3']);
    const styles = elementsIn(opened.xml('word/styles.xml'), 'w:style').map(
      ({ attributes }) => attributes['w:styleId'],
    );
    const used = elementsIn(body, 'w:pStyle').map(({ attributes }) => attributes['w:val']);
    expect(used.filter((style) => !styles.includes(style))).toEqual([]);
    expect(used).toContain('Title');
  });

  test('DOCX-6 the heads of tables repeat on each page, and short rows are not split', () => {
    const tables = elementsIn(body, 'w:tbl').filter((table) => elementsIn(table, 'w:gridCol').length > 1);
    expect(tables).toHaveLength(3 + 1 + 2 + 1);
    for (const table of tables) {
      const rows = elementsIn(table, 'w:tr');
      const heads = rows.findIndex((row) => !has(row, 'w:tblHeader'));
      expect(heads).toBeGreaterThan(0);
      expect(rows.slice(heads).some((row) => has(row, 'w:tblHeader'))).toBe(false);
      for (const row of rows.filter((one) => wordsOf(one).length < 200)) {
        const isNote = wordsOf(row).startsWith('Note sulle spese');
        expect(has(row, 'w:cantSplit')).toBe(!isNote);
      }
    }
  });

  test('DOCX-6 the label of a box stands again where the box goes on, and never alone at the foot of a page', async () => {
    const boxes = elementsIn(body, 'w:tbl').filter(
      (table) => elementsIn(table, 'w:gridCol').length === 1 && elementsIn(table, 'w:tr').length > 1,
    );
    expect(boxes).toHaveLength(3 * 4);
    for (const box of boxes) {
      const rows = elementsIn(box, 'w:tr');
      expect(rows.map((row) => has(row, 'w:tblHeader'))).toEqual([true, false]);
      expect(has(rows[0]!, 'w:keepNext')).toBe(true);
      // A few lines stay together.
      if (wordsOf(rows[1]!).length > 800) expect(has(rows[1]!, 'w:cantSplit')).toBe(false);
    }
    const empty = elementsIn(
      openDocx((await render({ reason: 'prova' }, readingWith(a1, {}))).docx).xml('word/document.xml'),
      'w:tbl',
    ).filter((table) => wordsOf(table).startsWith('Risultati attesi'));
    expect(empty).toHaveLength(3);
    for (const box of empty) {
      expect(elementsIn(box, 'w:tr').every((row) => has(row, 'w:cantSplit'))).toBe(true);
    }
  });

  test('DOCX-6 a row longer than a page may go on on the next', async () => {
    const long = readingWith(a1, {
      tables: {
        climate: { added: [{ cells: { kind: 'Evento', description: 'parola '.repeat(700), amount: 1 } }] },
      },
    });
    const tables = elementsIn(
      openDocx((await render({ reason: 'prova' }, long)).docx).xml('word/document.xml'),
      'w:tr',
    );
    const row = tables.find((one) => wordsOf(one).startsWith('Evento'))!;
    expect(has(row, 'w:cantSplit')).toBe(false);
  });

  test('DOCX-6 its properties say what it is, whose, and when it was frozen', () => {
    const core = opened.xml('docProps/core.xml');
    const property = (name: string): string => elementsIn(core, name)[0]!.children.join('');
    expect(property('dc:title')).toBe('Piano di attività 2023-2024');
    expect(property('dc:creator')).toBe('Clust-ER Health');
    expect(property('dc:language')).toBe('it-IT');
    expect(property('cp:lastModifiedBy')).toBe('Anna Rossi');
    expect(property('dc:description')).toContain(digest);
    expect(property('dcterms:created')).toBe('2023-12-12T17:04:05Z');
    expect(property('dcterms:modified')).toBe('2023-12-12T17:04:05Z');
  });

  test('DOCX-6 every relationship that the text names is there, once', async () => {
    const linked = readingWith(a1, {
      texts: {
        'specific-1':
          'Si veda [il bando](https://example.org/a?b=1&c="2"#d) e [la mail](mailto:a@example.org).',
        'actions-1': 'E ancora [il bando](https://example.org/a?b=1&c=2#d).',
      },
    });
    const word = openDocx((await render({ reason: 'prova' }, linked)).docx);
    const relations = elementsIn(word.xml('word/_rels/document.xml.rels'), 'Relationship');
    const ids = relations.map(({ attributes }) => attributes.Id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = elementsIn(word.xml('word/document.xml'), 'w:hyperlink').filter(
      ({ attributes }) => attributes['w:anchor'] === undefined,
    );
    expect(links.map((link) => wordsOf(link))).toEqual(['il bando', 'la mail', 'il bando']);
    const targets = links.map(
      (link) => relations.find(({ attributes }) => attributes.Id === link.attributes['r:id'])?.attributes,
    );
    expect(targets.map((target) => [target?.Target, target?.TargetMode])).toEqual([
      ['https://example.org/a?b=1&c=%222%22#d', 'External'],
      ['mailto:a@example.org', 'External'],
      ['https://example.org/a?b=1&c=2#d', 'External'],
    ]);
  });
});

describe('DOCX-11 the table of contents is Word’s own, and shows right at once', () => {
  const field = (of: XmlElement): string[] =>
    elementsIn(of, 'w:fldChar').map(({ attributes }) => attributes['w:fldCharType']!);

  test('DOCX-11 it lists the headings of both upper levels in order, each a link to its heading', () => {
    const block = elementsIn(body, 'w:sdt')[0]!;
    expect(attribute(block, 'w:docPartGallery')).toBe('Table of Contents');
    expect(field(block)).toEqual(['begin', 'separate', 'end']);
    const marks = new Map(
      elementsIn(body, 'w:p').flatMap((paragraph) =>
        elementsIn(paragraph, 'w:bookmarkStart').map(({ attributes }) => [attributes['w:name'], paragraph]),
      ),
    );
    const lines = elementsIn(block, 'w:p').filter((line) => has(line, 'w:hyperlink'));
    const listed = lines.map((line) => {
      const heading = marks.get(attribute(line, 'w:hyperlink', 'w:anchor'))!;
      expect(wordsOf(heading)).toBe(wordsOf(line));
      const level = attribute(line, 'w:pStyle')!.replace('TOC', 'Heading');
      expect(attribute(heading, 'w:pStyle')).toBe(level);
      return heading;
    });
    const upper = elementsIn(body, 'w:p').filter((paragraph) =>
      /^Heading[12]$/.test(attribute(paragraph, 'w:pStyle') ?? ''),
    );
    expect(listed).toEqual(upper);
    expect(upper).toHaveLength(8);
  });

  test('DOCX-11 it asks nothing of whoever opens it, and shows no number that may be wrong', () => {
    expect(has(opened.xml('word/settings.xml'), 'w:updateFields')).toBe(false);
    for (const part of elementsIn(body, 'w:fldChar')) expect(part.attributes['w:dirty']).toBe(undefined);
    const fields = elementsIn(body, 'w:instrText').flatMap(({ children }) => children);
    expect(fields).toEqual([' TOC \\o "1-2" \\h \\z ']);
  });

  test('DOCX-11 a short form that is set as running text has none, a long one has', async () => {
    const promotion = findTemplate('promotion-2018', 1)!;
    const countries = (count: number) =>
      readingWith(promotion, {
        groups: {
          countries: Array.from({ length: count }, (_, n) => ({
            id: `c${n}`,
            fields: { name: `Paese ${n}` },
          })),
        },
      });
    const blocks = async (count: number): Promise<number> => {
      const { docx: word } = await render({ reason: 'prova' }, countries(count));
      return elementsIn(openDocx(word).xml('word/document.xml'), 'w:sdt').length;
    };
    expect(await blocks(2)).toBe(0);
    expect(await blocks(12)).toBe(1);
  });
});

describe('DOCX-7 the closing box says which version it is', () => {
  const seal = opened.tables.at(-1)!;

  test('DOCX-7 version, who froze it and when in Italy, and the digest in groups of four', () => {
    expect(seal).toHaveLength(1);
    const text = seal[0]![0]!;
    expect(text).toContain('Versione 1, congelata da Anna Rossi il 12 dicembre 2023, ore 18:04');
    expect(text).toContain('Piano di attività 2023-2024, Clust-ER Health');
    const groups = /^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/m.exec(text)?.[0];
    expect(groups?.replaceAll(' ', '')).toBe(digest);
    expect(text).not.toContain('Motivo');
  });

  test('DOCX-7 the moment is Italy’s, in summer and in winter, on both sides of midnight', () => {
    expect(italianMoment(Date.UTC(2024, 6, 31, 22, 5))).toBe('1 agosto 2024, ore 00:05');
    expect(italianMoment(Date.UTC(2024, 0, 31, 22, 59))).toBe('31 gennaio 2024, ore 23:59');
  });

  test('DOCX-7 frozen over errors: the reason, and each of the errors', async () => {
    const broken = readingWith(a1, {
      fields: { 'duration-from': '2023-01-01', 'duration-to': '2025-06-30' },
    });
    const reason = 'Il bando chiude oggi.\nIl Presidente ne risponde.';
    const tables = openDocx((await render({ reason }, broken)).docx).tables;
    const text = tables.at(-1)![0]![0]!;
    const errors = errorsOf(broken.issues);
    expect(errors.length).toBeGreaterThan(5);
    expect(text).toContain(`Congelata con ${errors.length} errori aperti. Motivo:`);
    expect(text).toContain(reason);
    const [, list = ''] = text.split('Errori al momento del congelamento:\n');
    expect(list.split('\n')).toHaveLength(errors.length);
    expect(list).toContain('la data 30/06/2025 è successiva al 31/12/2024');
    expect(list).toContain('Obiettivi specifici: da compilare');
  });

  test('DOCX-12 frozen over threads that block: each with its place, its author and its words', async () => {
    const blocking = [
      { where: 'Vita associativa · Obiettivi specifici', author: 'Luca Bianchi', text: 'Manca la firma.' },
      { where: '', author: 'Sara Neri', text: 'Due righe\ndi commento' },
    ];
    const text = openDocx((await render({ reason: 'Si chiude oggi.', blocking })).docx).tables.at(
      -1,
    )![0]![0]!;
    expect(text).toContain('Congelata con 2 commenti bloccanti. Motivo:\nSi chiude oggi.');
    expect(text).not.toContain('Errori al momento');
    const [, list] = text.split('Commenti bloccanti al momento del congelamento:\n');
    expect(list).toBe(
      [
        'Vita associativa · Obiettivi specifici – Luca Bianchi: «Manca la firma.»',
        'Sara Neri: «Due righe\ndi commento»',
      ].join('\n'),
    );
  });
});

function wordsOf(element: XmlElement): string {
  const paragraphs = paragraphsOf({ name: '', attributes: {}, children: [element] });
  if (paragraphs.length > 0) return paragraphs.join('\n');
  return elementsIn(element, 'w:t')
    .flatMap((text) => text.children)
    .join('');
}
