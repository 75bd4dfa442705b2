import { createHash } from 'node:crypto';
import { sums, zipOf } from '@filiera/server/src/freeze/dossier.ts';
import { type Version, versionSchema } from '@filiera/shared/api.ts';
import { inFours } from '@filiera/shared/dossier/digest.ts';
import { zipSync } from 'fflate';
import type { Locator, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts';
import { createPlan, signUpFirst } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { updated } from '../support/updated-pdf.ts';

/** A stranger without an account checks the files of a plan that was really frozen. */

const TITLE = 'Piano di attività 2023-2024';

interface NamedFile {
  readonly name: string;
  readonly content: Buffer;
}

let server: TestServer;
let browser: TestBrowser;
let stranger: Visitor;
let page: Page;
let version: Version;
let files: readonly NamedFile[];
const requests: Request[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const anna = await browser.visit(server);
  await signUpFirst(anna, { name: 'Anna Rossi', email: 'anna@example.org' });
  const { id } = await createPlan(anna, 'a1-2023-2024', TITLE);
  const { request } = anna.context;
  const frozen = await request.post(`${server.url}/api/plans/${id}/freeze`, {
    headers: { origin: server.url },
    data: { reason: 'Una versione per provare la verifica.' },
  });
  version = versionSchema.parse(await frozen.json());
  files = await Promise.all(
    version.files.map(async ({ name }) => {
      const answer = await request.get(`${server.url}/api/plans/${id}/versions/1/${name}`);
      return { name, content: await answer.body() };
    }),
  );
  await anna.close();
  stranger = await browser.visit(server);
  page = stranger.page;
  stranger.context.on('request', (one) => requests.push(one));
  await page.goto('/verifica');
  await heading().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const heading = (): Locator => page.getByRole('heading', { level: 1, name: 'È questa la versione finale?' });
const check = (name: string): Locator => page.getByTestId('check').filter({ hasText: name }).first();
const file = (name: string): NamedFile => files.find((one) => one.name === name)!;
const flipped = ({ name, content }: NamedFile): NamedFile => {
  const copy = Buffer.from(content);
  copy[copy.length >> 1]! ^= 1;
  return { name: `altro-${name}`, content: copy };
};
const asUpload = ({ name, content }: NamedFile) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: content,
});

/** Drops files on the page as the pointer does. */
async function drop(...dropped: readonly NamedFile[]): Promise<void> {
  const given = dropped.map(({ name, content }) => ({ name, base64: content.toString('base64') }));
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, given);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  await answered(dropped.at(-1)!.name);
}

async function choose(...chosen: readonly NamedFile[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Scegli i file' }).press('Enter'),
  ]);
  await chooser.setFiles(chosen.map(asUpload));
  await answered(chosen.at(-1)!.name);
}

const answered = (name: string): Promise<void> =>
  check(name).and(page.locator('[data-progress="answered"]')).waitFor();
const clear = (): Promise<void> => page.getByRole('button', { name: 'Svuota i risultati' }).click();

describe('the page on which a final version is verified', () => {
  test('VERIFYPAGE-1 every file of a dossier that is dropped is recognised, and what it is of', async () => {
    await drop(...files);
    for (const { name } of files) {
      const text = await check(name).textContent();
      expect(text, name).toContain('È un file della versione finale 1.');
      expect(text).toContain(TITLE);
      expect(text).toContain('Clust-ER Health');
      expect(text).toMatch(/\d{1,2} \w+ \d{4}, \d\d:\d\d \(ora italiana\)/);
      expect(text).toContain(name);
      expect(text).not.toContain('Anna');
    }
    expect(await check('plan.pdf').textContent()).toContain(
      'Anche il piano allegato al PDF (plan.json) è quello',
    );
    expect(await axe(page)).toEqual([]);
    await clear();
    await page.getByTestId('check').first().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Scegli i file');
  });

  test('VERIFYPAGE-2 a file with one other bit is none, and the dossier is known as a whole', async () => {
    const plain = files.filter(({ name }) => name !== 'SHA256SUMS');
    const dossier = zipOf(plain, sums(plain), 'piano-di-attivita-2023-2024-versione-1');
    expect(createHash('sha256').update(dossier).digest('hex')).toBe(version.dossier);
    await choose(flipped(file('plan.json')), flipped(file('plan.docx')), {
      name: 'fascicolo.zip',
      content: Buffer.from(dossier),
    });
    for (const name of ['altro-plan.json', 'altro-plan.docx']) {
      expect(await check(name).textContent()).toContain(
        'Non è un file di una versione finale conservata qui.',
      );
    }
    expect(await check('fascicolo.zip').textContent()).toContain('dossier.zip (fascicolo intero)');
    expect(await axe(page)).toEqual([]);
    await clear();
  });

  test('VERIFYPAGE-6 a PDF that was added to keeps the plan of its version', async () => {
    const changed = Buffer.from(
      updated(file('plan.pdf').content, { number: 9_000, object: '<</Type/Sig>>' }),
    );
    await choose({ name: 'firmato.pdf', content: changed });
    const text = await check('firmato.pdf').textContent();
    expect(text).toContain('il piano allegato è quello della versione finale 1.');
    expect(text).toContain('Eventuali firme non sono state verificate qui.');
    await clear();
  });

  test('VERIFYPAGE-7 of an archive that is none itself each file is told', async () => {
    const packed = zipSync({
      'a/plan.docx': file('plan.docx').content,
      'a/altro.json': flipped(file('plan.json')).content,
    });
    await choose({ name: 'mio.zip', content: Buffer.from(packed) });
    const text = await check('mio.zip').textContent();
    expect(text).toContain('Dei file che contiene, 1 su 2 sono di una versione finale.');
    expect(text).toContain('È un file della versione finale 1.');
    await clear();
  });

  test('VERIFYPAGE-5 a digest is pasted in groups of four; what is none is said under its field', async () => {
    const field = page.getByLabel('Impronta SHA-256');
    await field.fill(`SHA-256 ${inFours(version.digest).toUpperCase()}`);
    await field.press('Enter');
    const pasted = page.getByTestId('pasted');
    await pasted.getByText('È l’impronta di un file della versione finale 1.').waitFor();
    expect(await pasted.textContent()).toContain('plan.json (dati del piano)');
    expect(await pasted.textContent()).toContain('va controllato il documento stesso');
    await field.fill('0'.repeat(64));
    await field.press('Enter');
    await pasted.getByText('Nessun file di una versione finale conservata qui ha questa impronta.').waitFor();
    await field.fill('0123');
    await field.press('Enter');
    await page.getByText('Qui ce ne sono 4.').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  test('VERIFYPAGE-3 nothing but digests was sent, to nobody but the server', () => {
    const asked = requests
      .map((one) => new URL(one.url()).pathname)
      .filter((path) => path.startsWith('/api/'));
    expect(
      asked.filter((path) => path !== '/api/state' && !/^\/api\/verify\/[0-9a-f]{64}$/.test(path)),
    ).toEqual([]);
    expect(asked.filter((path) => path !== '/api/state').length).toBeGreaterThan(files.length);
    expect(requests.filter((one) => one.method() !== 'GET' || one.postDataBuffer() !== null)).toEqual([]);
    expect(stranger.problems).toEqual([]);
  });

  test('VERIFYPAGE-4 where the server gives no answer that is said, and asked again from what was read', async () => {
    await page.route('**/api/verify/*', (route) =>
      route.fulfill({ status: 429, json: { error: 'too-many-attempts' } }),
    );
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Scegli i file' }).click(),
    ]);
    await chooser.setFiles(asUpload(file('plan.json')));
    await check('plan.json').getByText('tra un minuto si può riprovare').waitFor();
    await page.unroute('**/api/verify/*');
    await check('plan.json').getByRole('button', { name: 'Nuovo tentativo' }).click();
    await check('plan.json').getByText('È un file della versione finale 1.').waitFor();
    await clear();
  });

  test('VERIFYPAGE-8 more than there is room for is not read, and the page says so', async () => {
    // Sizes are all that is looked at first: no test needs so many bytes.
    await page.evaluate(() => {
      const large = new File(['x'], 'enorme.pdf');
      Object.defineProperty(large, 'size', { value: 201 * 1024 * 1024 });
      const [size, items] = [21, new DataTransfer()];
      for (let index = 1; index < size; index++) items.items.add(new File([String(index)], `${index}.txt`));
      const event = new DragEvent('drop', { bubbles: true, cancelable: true });
      const types = ['Files'];
      Object.defineProperty(event, 'dataTransfer', { value: { types, files: [large, ...items.files] } });
      document.body.dispatchEvent(event);
    });
    await check('enorme.pdf').getByText('Il file supera i 200 MB e non è stato controllato.').waitFor();
    await page.getByText('Da scegliere di nuovo: 1.').waitFor();
    await answered('19.txt');
    await clear();
  });

  test.each([
    { width: 1440, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('VERIFYPAGE-10 at $width, $colorScheme, in English, reached from the sign-in', async (look) => {
    const { width, colorScheme } = look;
    const other = await browser.visit(server, { viewport: { width, height: 844 }, colorScheme });
    await other.page.goto('/accedi');
    await other.page.getByRole('link', { name: 'Verifica di una versione finale' }).click();
    await other.page.getByRole('button', { name: 'English' }).click();
    await other.page.getByRole('heading', { level: 1, name: 'Is this the final version?' }).waitFor();
    expect(await axe(other.page)).toEqual([]);
    const upload = [file('plan.pdf'), flipped(file('plan.json'))].map(asUpload);
    await other.page.locator('input[type=file]').setInputFiles(upload);
    await other.page.getByText('It is a file of final version 1.', { exact: true }).waitFor();
    await other.page.getByText('It is no file of a final version kept here.', { exact: true }).waitFor();
    expect(await axe(other.page)).toEqual([]);
    expect(await other.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(other.problems).toEqual([]);
    await other.close();
  });
});
