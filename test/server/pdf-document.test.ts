import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { renamed } from '@filiera/server/src/freeze/pdf/sfnt.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readingOfDemo, readingWith } from '../support/frozen.ts';
import { draftPdf, finalPdf, HAS_PDF_TOOLS, type OpenPdf, openPdf } from '../support/pdf.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const promotion = findTemplate('promotion-2018', 1)!;
const SCRIPTS = 'Testo *corsivo*, **grassetto**, *Привет мир*, *שלום* 🚀';
const reading = readingOfDemo(activityPlan);
const { pdf, json, seal } = await finalPdf(reading);
const draft = await draftPdf(reading);
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const inFours = seal.digest.replace(/(.{4})(?=.)/g, '$1 ');

afterEach(() => {
  vi.useRealTimers();
});

describe.skipIf(!HAS_PDF_TOOLS)('what the file says of itself', () => {
  let final: OpenPdf;
  let copy: OpenPdf;
  beforeAll(async () => {
    final = await openPdf(pdf);
    copy = await openPdf(draft);
  }, 60_000);

  test('PDF-2 it is a tagged PDF/A-3a in Italian with title, author and the moment of the freeze', () => {
    expect(final.xmp).toContain('<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect(final.xmp).toContain('<xmp:CreateDate>2023-12-12T17:04:05+00:00</xmp:CreateDate>');
    expect(final.info.get('Tagged')).toBe('yes');
    expect(final.info.get('Title')).toBe('Piano di attività 2023-2024');
    expect(final.info.get('Author')).toBe('Clust-ER Health');
    expect(final.info.get('Page size')).toBe('595.276 x 841.89 pts (A4)');
    expect(final.objects).toContain('/Lang (it-IT)');
    expect(final.objects).toContain('/S /GTS_PDFA1');
  });

  test('PDF-2 bookmarks lead to the headings', () => {
    const titles = [...final.objects.matchAll(/\/Dest[\s\S]{0,200}?\/Title (\(.*?\)|<[0-9a-f]*>)/g)];
    expect(titles.length).toBeGreaterThan(20);
  });

  test('PDF-2 the canonical JSON goes along byte for byte, as the source of the document', () => {
    expect([...final.attached.keys()]).toEqual(['plan.json']);
    expect(digestOf(final.attached.get('plan.json')!)).toBe(seal.digest);
    expect(Buffer.from(final.attached.get('plan.json')!).equals(Buffer.from(json))).toBe(true);
    expect(final.objects).toContain('/AFRelationship /Source');
    expect(final.objects).toMatch(/\/Subtype \/application#2fjson/);
  });

  test('PDF-3 each page of a final says plan, version, page and digest; the end has the seal and room to sign', () => {
    for (const page of final.pages) {
      expect(page).toContain('Piano di attività 2023-2024');
      expect(page).toContain('Versione 1');
      expect(page).toContain(`SHA-256 ${inFours}`);
    }
    const last = final.pages.at(-1)!;
    expect(last).toContain(
      'Versione 1, congelata da Anna Rossi il 12 dicembre 2023, ore 18:04 (ora italiana).',
    );
    expect(last).toMatch(/Firma del legale rappresentante\nLuogo\nData\nNome e cognome\nFirma\n/);
  });

  test('PDF-3 a reason, the errors and the blocking threads of a final stand in its seal', async () => {
    const empty = readingWith(a1, {});
    const threads = [{ where: 'Piano dei costi', author: 'Bruno Verdi', text: 'Manca un preventivo' }];
    const { pages } = await openPdf(
      (await finalPdf(empty, { reason: 'Il termine scade oggi.' }, threads)).pdf,
    );
    const count = empty.issues.filter(({ severity }) => severity === 'error').length;
    const flat = pages.join('\n').replaceAll(/\s+/g, ' ');
    expect(flat).toContain(
      `Congelata con ${count} errori aperti e un commento bloccante. Motivo: Il termine scade oggi.`,
    );
    expect(flat).toContain('Vita associativa – Risultati attesi: da compilare');
    expect(flat).toContain('Piano dei costi – Bruno Verdi: «Manca un preventivo»');
  });

  test('PDF-4 a draft says on each page that it is one, who made it and when, and carries nothing to sign', () => {
    for (const page of copy.pages) {
      expect(page).toContain('Bozza, non è la versione finale');
      expect(page).toContain('Copia del 12 dicembre 2023, ore 18:04 (ora italiana), fatta da Anna Rossi');
      expect(page).toMatch(/BOZZA|B\s*O\s*Z\s*Z\s*A/);
    }
    expect(copy.attached.size).toBe(0);
    const all = copy.pages.join('\n');
    for (const word of ['SHA-256', 'Firma del legale', 'Versione finale', 'Versione 1'])
      expect(all).not.toContain(word);
    expect(copy.xmp).toContain('<pdfaid:part>3</pdfaid:part>');
  });

  test('PDF-6 every font is one of ours, whole words of it embedded', () => {
    for (const font of [...final.fonts, ...copy.fonts]) {
      expect(font).toMatch(
        /^[A-Z]{6}\+(TitilliumWeb|DejaVuSans|NotoEmoji)\S* +CID TrueType +Identity-H +yes yes yes/,
      );
    }
  });
});

describe('PDF-6 the same plan and moment give the same bytes', () => {
  test('PDF-6 a year later', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-07-01T12:34:56Z') });
    expect(digestOf((await finalPdf(reading)).pdf)).toBe(digestOf(pdf));
    expect(digestOf(await draftPdf(reading))).toBe(digestOf(draft));
  });

  test('PDF-6 another moment is another document', async () => {
    const { pdf: other } = await finalPdf(reading, { frozenAt: Date.UTC(2024, 0, 1) });
    expect(digestOf(other)).not.toBe(digestOf(pdf));
  });

  test('PDF-6 in another zone and folder, on a machine that has other fonts of the same names', async () => {
    const home = mkdtempSync(join(tmpdir(), 'filiera-fonts-'));
    try {
      // Where programs look for a member's own fonts. The letters are another font's, and slanted, as ours are not.
      const fonts = join(home, '.local/share/fonts');
      mkdirSync(fonts, { recursive: true });
      mkdirSync(join(home, '.fonts'));
      const require = createRequire(new URL('../../server/package.json', import.meta.url));
      const other = readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono-Oblique.ttf'));
      for (const name of ['Titillium Web', 'DejaVu Sans', 'Noto Emoji']) {
        for (const folder of [fonts, join(home, '.fonts')]) {
          writeFileSync(join(folder, `${name}.ttf`), renamed(other, name));
        }
      }
      const script = `
        const { findTemplate } = await import('@filiera/shared/template/catalogue.ts');
        const { readingWith } = await import('./support/frozen.ts');
        const { draftPdf } = await import('./support/pdf.ts');
        const pdf = await draftPdf(readingWith(findTemplate('promotion-2018', 1), { texts: { objectives: ${JSON.stringify(SCRIPTS)} } }));
        process.stdout.write((await import('node:crypto')).createHash('sha256').update(pdf).digest('hex'));`;
      const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: new URL('..', import.meta.url),
        env: { ...process.env, TZ: 'Pacific/Auckland', HOME: home, NODE_OPTIONS: '', LANG: 'C' },
        encoding: 'utf8',
      });
      const here = await draftPdf(readingWith(promotion, { texts: { objectives: SCRIPTS } }));
      expect(answer).toBe(digestOf(here));
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
