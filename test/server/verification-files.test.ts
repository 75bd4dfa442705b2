import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { sha256 } from '@filiera/server/src/freeze/canonical.ts';
import { sums, zipOf } from '@filiera/server/src/freeze/dossier.ts';
import type { Verified } from '@filiera/shared/dossier/api.ts';
import { attachedFile } from '@filiera/shared/dossier/pdf-attachment.ts';
import fc from 'fast-check';
import { zipSync, zlibSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerTo } from '../../client/src/verification/answer.ts';
import { type Examined, examine } from '../../client/src/verification/examine.ts';
import { wordsFor } from '../../client/src/verification/words.ts';
import { digest, inflate } from '../../client/src/verification/worker-tools.ts';
import { onPath } from '../support/chrome.mjs';
import { readingOfDemo } from '../support/frozen.ts';
import { finalPdf } from '../support/pdf.ts';
import { tool } from '../support/tools.ts';
import { embeddedIn, updated } from '../support/updated-pdf.ts';

/** Real files of a final version, as other programs sign, change and pack them. */

const { pdf, json } = await finalPdf(readingOfDemo(activityPlan));
const files = [
  { name: 'plan.json', content: json },
  { name: 'plan.pdf', content: pdf },
];
const dossier = zipOf(files, sums(files), 'piano-versione-1');
const verified = (file: string): Verified => ({
  title: 'Piano',
  association: 'Clust-ER Health',
  version: 1,
  frozenAt: 0,
  file,
  digest: sha256(json),
});
const kept = new Map(
  [...files, { name: 'dossier.zip', content: dossier }].map(({ name, content }) => [
    sha256(content),
    verified(name),
  ]),
);
const ask = async (of: string): Promise<Verified | null> => kept.get(of) ?? null;
const look = (name: string, content: Uint8Array): Promise<Examined> =>
  examine(name, content, { digest, inflate });
const said = async (name: string, content: Uint8Array): Promise<string> =>
  wordsFor((await answerTo(await look(name, content), ask)).finding).head.replace('verification.', '');
const attached = (file: Uint8Array): string | null => {
  const found = attachedFile(file, 'plan.json', inflate);
  return found && sha256(found);
};
const flipped = (content: Uint8Array, at = content.length >> 1): Uint8Array => {
  const copy = content.slice();
  copy[at]! ^= 1;
  return copy;
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'filiera-verify-'));
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const run = (command: string, ...args: string[]): void => {
  execFileSync(command, args, { cwd: folder, stdio: 'pipe' });
};
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

describe('the PDF of a final version', () => {
  test('VERIFYPAGE-6 its attached plan is taken out byte for byte', async () => {
    expect(attached(pdf)).toBe(sha256(json));
    const { finding } = await answerTo(await look('plan.pdf', pdf), ask);
    expect(finding).toMatchObject({ kind: 'found', plan: 'same' });
  });

  test('VERIFYPAGE-6 with an update added, as a signature is, the plan is still known and the file is not', async () => {
    const signed = updated(pdf, { number: 5_000, object: '<</Type/Sig/Contents<00>>>' });
    expect(attached(signed)).toBe(sha256(json));
    expect(await said('plan.pdf', signed)).toBe('planOnly');
    expect(await said('plan.pdf', Buffer.concat([pdf, Buffer.from('\n% fine\n')]))).toBe('planOnly');
  });

  test('VERIFYPAGE-6 what an update put in place of the plan counts, not what lies under it', async () => {
    const number = embeddedIn(pdf);
    const object = `<</Length 2>>stream\n{}\nendstream`;
    const replaced = updated(pdf, { number, object });
    expect(attached(replaced)).toBe(sha256(new TextEncoder().encode('{}')));
    expect(await said('plan.pdf', replaced)).toBe('none');
    const root = Number(/\/Root (\d+) 0 R/.exec(Buffer.from(pdf).toString('latin1'))?.[1]);
    expect(attached(updated(pdf, { number: root, object: '<</Type/Catalog>>' }))).toBe(null);
    expect(attached(updated(updated(pdf, { number, object }), { number: 5_000, object: '1' }))).toBe(
      sha256(new TextEncoder().encode('{}')),
    );
  });

  test('VERIFYPAGE-6 a known file whose plan is not known is told as what cannot be', async () => {
    const examined = await look('plan.pdf', pdf);
    const { finding } = await answerTo({ ...examined, attachedPlan: '0'.repeat(64) }, ask);
    expect(finding).toMatchObject({ kind: 'found', plan: 'other' });
    expect(wordsFor(finding)).toMatchObject({ tone: 'warning', body: ['verification.found.other'] });
  });

  test.skipIf(tool('qpdf') === null)(
    'VERIFYPAGE-6 written anew by another program, in any way that the format has, it has the same plan',
    async () => {
      for (const args of [
        ['--object-streams=generate'],
        ['--object-streams=disable'],
        ['--linearize'],
        ['--linearize', '--object-streams=generate'],
        ['--qdf'],
        ['--object-streams=generate', '--stream-data=uncompress'],
      ]) {
        run('qpdf', ...args, 'plan.pdf', 'anew.pdf');
        expect(attached(read('anew.pdf')), args.join(' ')).toBe(sha256(json));
      }
      expect(await said('plan.pdf', read('anew.pdf'))).toBe('planOnly');
      run('qpdf', '--encrypt', '', 'x', '256', '--', 'plan.pdf', 'secret.pdf');
      expect(attached(read('secret.pdf'))).toBe(null);
    },
  );

  test('VERIFYPAGE-8 whatever is changed or cut off in it, it is read or holds nothing', () => {
    const tail = pdf.length - 30_000;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(29_999), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const copy = pdf.slice();
          for (const [at, to] of changes) copy[tail + at] = to;
          attachedFile(copy, 'plan.json', inflate);
          attachedFile(pdf.subarray(0, tail + changes[0]![0]), 'plan.json', inflate);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('VERIFYPAGE-8 a stream that would take more room than there is holds nothing', () => {
    const bomb = Buffer.from(zlibSync(new Uint8Array(33 * 1024 * 1024), { level: 1 })).toString('latin1');
    const number = embeddedIn(pdf);
    const object = `<</Filter/FlateDecode/Length ${bomb.length}>>stream\n${bomb}\nendstream`;
    expect(attached(updated(pdf, { number, object }))).toBe(null);
  });
});

describe('a dossier', () => {
  test('VERIFYPAGE-7 is known itself; packed anew its files are known one by one', async () => {
    expect(await said('dossier.zip', dossier)).toBe('found');
    const anew = zipSync({ 'x/plan.json': json, 'x/plan.pdf': pdf, 'x/': new Uint8Array() });
    expect(await said('dossier.zip', anew)).toBe('archive.all');
    const one = zipSync({ 'plan.json': flipped(json), 'plan.pdf': pdf });
    expect(wordsFor((await answerTo(await look('a.zip', one), ask)).finding)).toMatchObject({
      head: 'verification.archive.some',
      params: { known: 1, count: 2 },
    });
    expect(await said('a.zip', zipSync({}))).toBe('none');
  });

  test('VERIFYPAGE-8 what holds too much is not opened, nor are the parts of an office document', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 31 }, (_, index) => [`${index}.txt`, new Uint8Array()]),
    );
    expect(await said('a.zip', zipSync(many))).toBe('closed.too-large');
    expect(await said('a.docx', zipSync({ ...many, '[Content_Types].xml': new Uint8Array() }))).toBe('none');
    // As an archive says that unpacks to two gigabytes.
    const large = zipSync({ 'a.bin': json });
    new DataView(large.buffer).setUint32(Buffer.from(large).indexOf('PK\x01\x02') + 24, 2 ** 31, true);
    expect(await said('a.zip', large)).toBe('closed.too-large');
    expect(await said('a.zip', flipped(zipSync({ 'a.txt': json }), 100))).toMatch(/^(closed|archive)/);
  });
});

describe.skipIf(onPath('openssl') === null)('a signed file', () => {
  beforeAll(() => {
    run(
      'openssl',
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'k',
      '-out',
      'c',
      '-subj',
      '/CN=Anna',
    );
  });
  const sign = (name: string, ...how: string[]): Uint8Array => {
    run(
      'openssl',
      'cms',
      '-sign',
      '-binary',
      '-signer',
      'c',
      '-inkey',
      'k',
      '-in',
      name,
      '-out',
      `${name}.p7m`,
      ...how,
    );
    return read(`${name}.p7m`);
  };

  test('VERIFYPAGE-9 the file inside is told, however it was written', async () => {
    for (const how of [
      ['-nodetach', '-outform', 'DER'],
      ['-nodetach', '-outform', 'DER', '-stream'],
      ['-nodetach', '-outform', 'PEM'],
    ]) {
      const answer = await answerTo(await look('plan.pdf.p7m', sign('plan.pdf', ...how)), ask);
      expect(answer.finding).toMatchObject({
        kind: 'signed',
        content: { file: { name: 'plan.pdf', bytes: pdf.length }, finding: { kind: 'found', plan: 'same' } },
      });
      expect(wordsFor(answer.finding)).toMatchObject({ head: 'verification.signed.found' });
      expect(wordsFor(answer.finding).body).toContain('verification.signed.body');
    }
  });

  test('VERIFYPAGE-9 signed twice, apart from its document, or around something else', async () => {
    sign('plan.json', '-nodetach', '-outform', 'DER');
    const twice = sign('plan.json.p7m', '-nodetach', '-outform', 'DER');
    expect(await said('plan.json.p7m.p7m', twice)).toBe('signed.found');
    expect(await said('plan.json.p7m', sign('plan.json', '-outform', 'DER'))).toBe('detached');
    writeFileSync(join(folder, 'other.json'), flipped(json));
    expect(await said('other.json.p7m', sign('other.json', '-nodetach', '-outform', 'DER'))).toBe(
      'signed.other',
    );
  });
});
