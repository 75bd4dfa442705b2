import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { sha256 } from '@filiera/server/src/freeze/canonical.ts';
import type { Edition } from '@filiera/server/src/freeze/edition.ts';
import { renderHtml } from '@filiera/server/src/freeze/html/render.ts';
import { renderContributions } from '@filiera/server/src/freeze/report/contributions.ts';
import type { Contributions } from '@filiera/server/src/freeze/report/gather.ts';
import { renderRuleReport } from '@filiera/server/src/freeze/report/rules.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { axe, openBrowser, type TestBrowser } from '../support/browser.ts';
import { firstOutOfOrder } from '../support/documents.ts';
import { aDraft, aSeal, documentOf, NASTY, nastyReading } from '../support/dossier.ts';
import { readingOfDemo, readingWith } from '../support/frozen.ts';
import { wordsOnPaper } from '../support/on-paper.ts';
import { promotionSeed } from '../support/promotion-seed.ts';
import { tool } from '../support/tools.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const broken = readingWith(a1, {
  fields: { 'duration-from': '2023-01-01', 'duration-to': '2025-06-30' },
  tables: { costs: { cells: { staff: { y2023: 1_000_000, y2024: 0 } } } },
});
const over = aSeal({
  reason: 'Il bando chiude oggi.\nIl Presidente ne risponde.',
  blocking: [{ where: 'Piano dei costi · 2023', text: 'Da concordare.', author: 'Bruno Verdi' }],
});

/** What a version is rendered from: plans as they would be handed in, one of nobody's, one of somebody who means harm. */
const READINGS = {
  activity: readingOfDemo(activityPlan),
  promotion: readingOfDemo(promotionPlan),
  third: readingWith(thirdForm, thirdFormContent),
  empty: readingWith(a1, {}),
  nasty: nastyReading(),
} as const;
type Name = keyof typeof READINGS;
const NAMES = Object.keys(READINGS) as Name[];
const EDITIONS: Readonly<Record<Name, Edition>> = {
  activity: aSeal(),
  promotion: aSeal(),
  third: aDraft(),
  empty: over,
  nasty: aSeal({
    association: NASTY.script,
    planTitle: NASTY.attribute,
    frozenBy: NASTY.rightToLeft,
    reason: NASTY.style,
    blocking: [{ where: NASTY.long, text: NASTY.script, author: NASTY.override }],
  }),
};

const someone = (
  id: string,
  name: string,
  characters: number,
  cells: number,
): Contributions['people'][number] => ({
  id,
  name,
  organisation: NASTY.script,
  valueChain: null,
  role: 'contributor',
  edits: 3,
  span: { first: Date.UTC(2023, 6, 31, 22, 5), last: Date.UTC(2023, 11, 1, 10) },
  sections: { 'section-1': { characters, cells } },
});
const contributions: Contributions = {
  seq: 4321,
  sections: [
    { id: 'section-1', name: '1. Obiettivi' },
    { id: 'section-2', name: '2. Indicatori' },
  ],
  people: [
    someone('1', 'Anna Rossi', 1, 1),
    someone('2', NASTY.rightToLeft, 1, 0),
    someone('3', NASTY.long, 1, 2),
    { ...someone('4', 'Carla Neri', 0, 0), role: null, edits: 0, span: null, sections: {} },
  ],
};

/** Every page there is, by name. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  ...Object.fromEntries(NAMES.map((name) => [name, renderHtml(READINGS[name], EDITIONS[name])])),
  ...Object.fromEntries(
    NAMES.map((name) => [
      `rules-${name}`,
      renderRuleReport(READINGS[name], EDITIONS[name], documentOf(READINGS[name])),
    ]),
  ),
  'rules-broken': renderRuleReport(broken, over, documentOf(broken)),
  contributions: renderContributions(aSeal(), contributions, []),
};

let folder: string;
let browser: TestBrowser;
let page: Page;
/** What no page may do: ask anybody for anything, complain, run anything. */
const problems: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'filiera-dossier-'));
  for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(folder, `${name}.html`), bytes);
  browser = await openBrowser();
  page = await browser.browser.newPage({ reducedMotion: 'reduce' });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) problems.push(`request to ${request.url()}`);
  });
  page.on('console', (message) => problems.push(`console: ${message.text()}`));
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(name: string, width = 1440, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
}

/** The words of a part of the page, as they are to be seen. */
async function seen(part: Locator): Promise<string> {
  return (await part.allInnerTexts()).join('\n');
}

/** What is to be seen of the page's main part. */
async function textOf(name: string): Promise<string> {
  await open(name);
  return seen(page.locator('main'));
}

describe('what the page of a plan says', () => {
  test.each(NAMES.filter((name) => name !== 'nasty'))(
    'HTML-1 %s: every word of the form and every answer stands in it, in order',
    async (name) => {
      const { template, plan, computed } = READINGS[name];
      const words = wordsOnPaper(template, plan, computed);
      const text = await textOf(name);
      expect(words.length).toBeGreaterThan(20);
      expect(firstOutOfOrder(text, words)).toBe(null);
      expect(firstOutOfOrder(text, words.with(10, words[11]!).with(11, words[10]!))).not.toBe(null);
    },
  );

  test('HTML-2 every label and every value of the seed of 2018 stands in it, in order', async () => {
    expect(firstOutOfOrder(await textOf('promotion'), promotionSeed())).toBe(null);
  });

  test('HTML-9 the seal at its head and at its end: who, when in Italy, the digest in fours', async () => {
    await open('activity');
    for (const part of [page.locator('header'), page.locator('footer')]) {
      const text = await seen(part);
      expect(text).toContain('da Anna Rossi il 12 dicembre 2023, ore 18:04 (ora italiana)');
      expect(text).toMatch(/^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}\b/m);
      expect(text).not.toContain('Motivo');
    }
    expect(await page.title()).toContain('versione 1');
  });

  test('HTML-9 frozen over errors and threads: how many at its head, each of them at its end', async () => {
    await open('empty');
    const errors = errorsOf(READINGS.empty.issues).length;
    const sentence = `${errors} errori aperti e 1 commento bloccante`;
    expect(await seen(page.locator('header'))).toContain(sentence);
    const foot = page.locator('footer');
    expect(await seen(foot)).toContain(sentence);
    expect(await seen(foot)).toContain('Il bando chiude oggi.\nIl Presidente ne risponde.');
    expect(await foot.locator('li').count()).toBe(errors + 1);
    expect(await seen(foot.locator('li').last())).toBe(
      'Piano dei costi · 2023 – Bruno Verdi: «Da concordare.»',
    );
  });

  test('HTML-9 a draft says BOZZA at its head, at its end and in its title, and has no digest', async () => {
    await open('third');
    expect(await page.title()).toContain('BOZZA');
    for (const part of ['header', 'footer']) {
      expect(await seen(page.locator(part))).toContain('BOZZA');
      expect(await seen(page.locator(part))).not.toContain('SHA-256');
    }
  });
});

describe('how the pages are made', () => {
  // Three of the reports differ from others in their words alone.
  test.each(Object.keys(FILES).filter((name) => !/^rules-(?:promotion|third|empty)$/.test(name)))(
    'HTML-3 HTML-4 %s: nothing is wrong, wider than the screen, or asked for',
    async (name) => {
      for (const [width, scheme] of [
        [1440, 'light'],
        [390, 'dark'],
      ] as const) {
        await open(name, width, scheme);
        expect(await axe(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      expect(problems).toEqual([]);
    },
  );

  test.each(Object.keys(FILES))(
    'HTML-5 %s: one first heading, none skipped, and a way to every part',
    async (name) => {
      await open(name);
      const levels = await page
        .locator('main :is(h1, h2, h3, h4, h5, h6)')
        .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      for (const [index, level] of levels.entries())
        expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);

      const found = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        dead: [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].filter(
          ({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))) === null,
        ).length,
        ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
        nameless: [...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent)
          .length,
        scopeless: document.querySelectorAll('th:not([scope])').length,
        links: document.querySelectorAll('nav a').length,
      }));
      expect(found).toMatchObject({ lang: 'it', dead: 0, nameless: 0, scopeless: 0 });
      expect(new Set(found.ids).size).toBe(found.ids.length);
      expect(found.links).toBeGreaterThan(2);
    },
  );

  test('HTML-4 its policy allows its own style and nothing else', async () => {
    for (const bytes of Object.values(FILES)) {
      const text = new TextDecoder().decode(bytes);
      const style = /<style>([\s\S]*?)<\/style>/.exec(text)![1]!;
      const hash = createHash('sha256').update(style).digest('base64');
      expect(text).toContain(
        `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
      );
      expect(text).not.toMatch(/<(?:script|link|img|iframe|object|form)\b|\sstyle=|@import|url\(/i);
    }
    await open('activity');
    expect(
      await page
        .locator('.box')
        .first()
        .evaluate((box) => getComputedStyle(box).borderTopWidth),
    ).toBe('1px');
  });

  test('HTML-6 a text that means harm is printed as it was written', async () => {
    const text = await textOf('nasty');
    expect(firstOutOfOrder(text, [NASTY.script, NASTY.attribute, ...Object.values(NASTY)])).toBe(null);
    expect(text).toContain('riga\nsotto\nfine');
    expect(await page.title()).toContain(NASTY.attribute);
    expect(await page.locator('main tr').count()).toBeGreaterThan(200);
    expect(await page.locator('td[dir="rtl"], p[dir="rtl"]').count()).toBeGreaterThan(0);
  });

  test('HTML-7 rich text keeps its lists, marks and breaks; links lead to the web and mail alone', async () => {
    const rich = readingWith(a1, {
      texts: {
        'specific-1':
          'Si veda [il bando](https://example.org/a?b=1&c="2") e [la mail](mailto:a@example.org).',
        'actions-1': '- uno **forte**\n- due *corsivo*',
      },
    });
    const { plan } = rich;
    const marked = {
      ...plan,
      texts: {
        ...plan.texts,
        'results-1': {
          blocks: [
            {
              kind: 'paragraph',
              inlines: [
                { kind: 'text', text: 'tutto', marks: ['bold', 'italic', 'underline', 'strike'] },
                { kind: 'break' },
                { kind: 'text', text: 'qui', marks: [], link: 'javascript:alert(1)' },
              ],
            },
          ],
        },
      },
    } as const;
    const text = new TextDecoder().decode(renderHtml({ ...rich, plan: marked }, aSeal()));
    expect(text).toContain('<p><strong><em><u><s>tutto</s></u></em></strong><br>qui</p>');
    expect(text).toContain(
      '<a href="https://example.org/a?b=1&amp;c=%222%22" rel="noopener noreferrer">il bando</a>',
    );
    expect(text).toContain('<a href="mailto:a@example.org" rel="noopener noreferrer">la mail</a>');
    expect(text).toMatch(
      /<ul>\s*<li>uno <strong>forte<\/strong><\/li>\s*<li>due <em>corsivo<\/em><\/li>\s*<\/ul>/,
    );
    expect(text).not.toContain('javascript:');
  });

  test('HTML-8 the same plan gives the same bytes, in another process and another zone too', () => {
    expect(sha256(renderHtml(READINGS.activity, EDITIONS.activity))).toBe(sha256(FILES.activity!));
    const script = `
      const { activityPlan } = await import('@filiera/server/src/demo/activity-plan/plan.ts');
      const { sha256 } = await import('@filiera/server/src/freeze/canonical.ts');
      const { renderHtml } = await import('@filiera/server/src/freeze/html/render.ts');
      const { renderRuleReport } = await import('@filiera/server/src/freeze/report/rules.ts');
      const { aSeal, documentOf } = await import('./support/dossier.ts');
      const { readingOfDemo } = await import('./support/frozen.ts');
      const reading = readingOfDemo(activityPlan);
      console.log(sha256(renderHtml(reading, aSeal())));
      console.log(sha256(renderRuleReport(reading, aSeal(), documentOf(reading))));`;
    const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: new URL('..', import.meta.url),
      env: { ...process.env, TZ: 'Pacific/Auckland', NODE_OPTIONS: '' },
      encoding: 'utf8',
    });
    expect(answer.trim().split('\n')).toEqual([sha256(FILES.activity!), sha256(FILES['rules-activity']!)]);
  });
});

describe.skipIf(tool('pdftotext') === null)('what the pages print', () => {
  async function printed(name: string): Promise<string[]> {
    await open(name);
    const pdf = join(folder, `${name}.pdf`);
    await page.pdf({ path: pdf, preferCSSPageSize: true });
    return execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
  }

  test('HTML-10 each page says which of how many it is; a table that goes on repeats its head', async () => {
    const pages = await printed('nasty');
    expect(pages.length).toBeGreaterThan(8);
    expect(pages.map((one) => /pagina (\d+) di (\d+)\s*$/.exec(one)?.slice(1).map(Number))).toEqual(
      pages.map((_, index) => [index + 1, pages.length]),
    );
    const rows = pages.filter((one) => one.includes('1.234.567,89'));
    expect(rows.length).toBeGreaterThan(5);
    for (const one of rows) expect(one).toMatch(/Descrizione\s+Risultati.*\s+Spese/);
  });

  test('HTML-9 every printed page of a draft says that it is one', async () => {
    const pages = await printed('third');
    expect(pages.length).toBeGreaterThan(1);
    for (const one of pages) expect(one).toContain('BOZZA');
  });
});

describe('the report on the rules', () => {
  const rule = async (name: string): Promise<string> =>
    seen(page.locator('.rule', { has: page.getByRole('heading', { name, exact: true }) }));

  test('REPORT-1 every rule stands in it with its source, its sides and what became of it', async () => {
    for (const name of ['activity', 'promotion', 'third'] as const) {
      const { template } = READINGS[name];
      const text = await textOf(`rules-${name}`);
      const words = template.rules.flatMap(({ label, source }) => [label.it, source.it]);
      expect(firstOutOfOrder(text, words)).toBe(null);
      expect(
        firstOutOfOrder(
          text,
          template.assumptions.map(({ it }) => it),
        ),
      ).toBe(null);
    }
    await open('rules-activity');
    const climate = await rule('Lotta al cambiamento climatico: almeno il 15\u00a0% del totale spese');
    expect(climate).toContain('rispettata');
    for (const figure of [
      '30.160,00\u00a0€',
      '200.000,00\u00a0€',
      '15,08\u00a0%',
      '15,00\u00a0%',
      '30.000,00\u00a0€',
    ]) {
      expect(climate).toContain(figure);
    }
  });

  test('REPORT-2 a rule that does not hold says what is missing, to the cent', async () => {
    await open('rules-broken');
    const climate = await rule('Lotta al cambiamento climatico: almeno il 15\u00a0% del totale spese');
    expect(climate).toContain('non rispettata');
    // 15 % of 10.000,00 and the flat rate of 40 % on it.
    expect(climate).toContain('mancano 2.100,00\u00a0€');
    const late = await rule('Durata massima');
    expect(late).toContain('la data 30/06/2025 è successiva al 31/12/2024');
    expect(late).toMatch(/Durata al\s+30\/06\/2025/);
  });

  test('REPORT-3 a rule that there was nothing to hold against is not called kept', async () => {
    const text = await textOf('rules-empty');
    expect(text).toContain('non verificabile: manca una data');
    expect(text).toContain('non verificabile: il totale è zero');
    expect(text).not.toMatch(/^Durata del piano\t[^\t]*\t[^\t]*\trispettata$/m);
  });

  test('REPORT-4 all else that is open, with its section; why it was frozen all the same, and over what', async () => {
    const text = await textOf('rules-empty');
    const own = new Set(a1.rules.map(({ id }) => id));
    const others = READINGS.empty.issues.filter((issue) => !own.has(issue.rule));
    expect(others.length).toBeGreaterThan(10);
    const table = page.getByRole('group', { name: 'Altri problemi' });
    expect(await table.locator('tbody tr').count()).toBe(others.length);
    expect(firstOutOfOrder(text, ['Il bando chiude oggi.', 'Bruno Verdi', '«Da concordare.»'])).toBe(null);
    await open('rules-activity');
    expect(await seen(page.locator('main'))).not.toContain('Congelamento con motivo');
  });
});

describe('the page of contributions', () => {
  test('REPORT-5 who, for whom, as what, how much of each section and of all, since and until when', async () => {
    await open('contributions');
    const people = page.getByRole('group', { name: 'Persone' });
    const rows = await people.locator('tbody tr').allInnerTexts();
    expect(rows).toHaveLength(4);
    expect(rows[0]!.split('\t')).toEqual([
      'Anna Rossi',
      NASTY.script,
      '—',
      'Scrittura',
      '3',
      '1 agosto 2023, ore 00:05',
      '1 dicembre 2023, ore 11:00',
    ]);
    expect(rows[3]!.split('\t').slice(3)).toEqual(['Nessun accesso', '0', '—', '—']);
    const section = page.getByRole('group', { name: '1. Obiettivi' });
    expect(
      (await section.locator('tbody tr').allInnerTexts()).map((row) => row.split('\t').slice(1)),
    ).toEqual([
      ['1', '33,4\u00a0%', '1', '33,3\u00a0%'],
      ['1', '33,3\u00a0%', '0', '—'],
      ['1', '33,3\u00a0%', '2', '66,7\u00a0%'],
      ['3', '100,0\u00a0%', '3', '100,0\u00a0%'],
    ]);
    expect(await seen(page.locator('main'))).toContain('In questa sezione non è rimasto scritto nulla.');
  });
});
