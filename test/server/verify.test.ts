import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCollab } from '@filiera/server/src/collab/collab.ts';
import { DEFAULT_LIMITS } from '@filiera/server/src/collab/limits.ts';
import { dossierName, sums, zipOf } from '@filiera/server/src/freeze/dossier.ts';
import { freezePlan } from '@filiera/server/src/freeze/freeze.ts';
import { findVerified } from '@filiera/server/src/freeze/verified.ts';
import { Historian } from '@filiera/server/src/history/historian.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { VersionFileRow } from '@filiera/server/src/store/store.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeLog } from '../support/evidence.ts';
import { aPlan, seedPlan } from '../support/stores.ts';
import { embeddedIn, updated } from '../support/updated-pdf.ts';

const TITLE = 'Piano di attività 2023-2024';
let folder: string;
let files: Map<string, Uint8Array>;
let zip: Uint8Array;
let web: Server;
let url: string;

/** A data folder with one frozen version, and a server that is asked as the real one is. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'filiera-verify-file-'));
  const store = openSqliteStore(join(folder, 'filiera.db'));
  const { association, users } = await seedPlan(store, 2);
  const plan = aPlan(association.id, users[0]!.id, { templateId: 'a1-2023-2024', title: TITLE });
  await store.createPlan(plan);
  await writeLog(store, plan.id, [users[0]!.id, users[1]!.id], 7);
  const collab = createCollab({
    store,
    authenticate: async () => null,
    isOwnOrigin: () => true,
    limits: DEFAULT_LIMITS,
    now: Date.now,
  });
  const history = new Historian(new Database(':memory:'), { ...store, close: async () => {} });
  const by = { id: users[0]!.id, name: users[0]!.name };
  const deps = { store, live: collab.live, history, now: () => Date.UTC(2024, 0, 12) };
  const result = await freezePlan(deps, { planId: plan.id, by, reason: 'La scadenza è oggi.' });
  if (result.kind !== 'frozen') throw new Error(result.kind);
  const rows = await Promise.all(
    result.version.files.map(({ name }) => store.getVersionFile(plan.id, 1, name) as Promise<VersionFileRow>),
  );
  files = new Map(rows.map(({ name, content }) => [name, content]));
  const all = rows.filter(({ name }) => name !== 'SHA256SUMS');
  zip = zipOf(all, files.get('SHA256SUMS')!, dossierName(TITLE, 1));
  web = createServer((request, response) => {
    void findVerified(store, request.url!.split('/').at(-1)!).then((found) => {
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? { error: 'not-found' }));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => web.once('listening', resolve));
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  await collab.close();
  await history.close();
});
afterAll(async () => {
  await new Promise((resolve) => web.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly said: string;
}

/** What the program says of a file with this content; the data folder is asked where no server is. */
function verify(content: Uint8Array | null, ...more: string[]): Promise<Run> {
  const path = join(folder, 'some-file');
  if (content) writeFileSync(path, content);
  const program = fileURLToPath(new URL('../../server/src/verify.ts', import.meta.url));
  const args = [program, ...(content ? [path] : []), ...(more.length > 0 ? more : ['--data', folder])];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr });
    });
  });
}

const changed = (bytes: Uint8Array, at: number): Uint8Array =>
  Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

describe('npm run verify', () => {
  test('VERIFY-3 a frozen file is verified, from the data folder and by a server; another is not', async () => {
    for (const where of [
      ['--data', folder],
      ['--url', url],
    ]) {
      const whole = await verify(files.get('plan.docx')!, ...where);
      expect(whole.code).toBe(0);
      expect(whole.said).toContain(
        `VERIFIED.\nIt is plan.docx of version 1 of "${TITLE}" (Clust-ER Health), frozen on 2024-01-12`,
      );
      const other = await verify(changed(files.get('plan.docx')!, 100), ...where);
      expect(other.code).toBe(1);
      expect(other.said).toContain('NOT VERIFIED');
    }
  });

  test('VERIFY-4 what cannot be found out ends with 2 and says why', async () => {
    const cases: [Run, RegExp][] = [
      [await verify(null), /Which file/],
      [await verify(text('x'), '--data', join(folder, 'none')), /There are no data/],
      [await verify(text('x'), '--url', 'http://127.0.0.1:9'), /No server answers/],
      [await verify(text('x'), '--url', 'nowhere'), /no address/],
      [await verify(text('x'), '--what'), /Which file/],
    ];
    for (const [{ code, said }, words] of cases) {
      expect([code, said]).toEqual([2, expect.stringMatching(words)]);
    }
  });

  test('VERIFY-5 of an archive each file is looked at, and its sums', async () => {
    const whole = await verify(zip);
    expect(whole.code).toBe(0);
    expect(whole.said).toContain('It is dossier.zip of version 1');
    expect(whole.said).toContain('plan.pdf, as SHA256SUMS says: plan.pdf of version 1');
    expect(whole.said).toMatch(/checked against the log itself: in order, 7 rows/);

    const others = [...files].filter(([name]) => name !== 'SHA256SUMS');
    const spoilt = others.map(([name, content]) => ({
      name,
      content: name === 'plan.html' ? changed(content, 50) : content,
    }));
    const one = await verify(zipOf(spoilt, files.get('SHA256SUMS')!, 'x'));
    expect(one.code).toBe(1);
    expect(one.said).toContain('plan.html, NOT as SHA256SUMS says: NOT a file that was frozen here.');
    // Sums that were made to fit prove nothing.
    const fitted = await verify(zipOf(spoilt, sums(spoilt), 'x'));
    expect([fitted.code, fitted.said.match(/NOT a file that was frozen here/g)?.length]).toEqual([1, 2]);
    const fewer = await verify(zipOf(spoilt.slice(1), files.get('SHA256SUMS')!, 'x'));
    expect(fewer.said).toContain('MISSING');
  });

  test('VERIFY-6 a PDF to which something was added is told from one whose attachment alone was frozen', async () => {
    const pdf = files.get('plan.pdf')!;
    const signed = Buffer.concat([pdf, text('\n7 0 obj\n<< /Type /Sig >>\nendobj\nstartxref\n1\n%%EOF\n')]);
    const added = await verify(signed);
    expect(added.code).toBe(1);
    expect(added.said).toContain('what was added may change what it shows');
    expect(added.said).toContain(`Its first ${pdf.length} bytes are plan.pdf of version 1`);
    const spoilt = await verify(changed(pdf, 20));
    expect(spoilt.code).toBe(1);
    expect(spoilt.said).toContain('The plan that is attached to it is plan.json of version 1');
    // What an update put in the place of the attached plan counts, not what lies under it.
    const object = '<</Length 2>>stream\n{}\nendstream';
    const replaced = await verify(updated(changed(pdf, 20), { number: embeddedIn(pdf), object }));
    expect(replaced.said).toContain('Nor is any earlier state of it, or the plan that is attached to it');
    expect((await verify(text('%PDF-1.7\n%%EOF'))).said).toContain('Nor is any earlier state of it');
  });

  test('VERIFY-7 a signed envelope is opened, in DER, BER and PEM', async () => {
    const pdf = files.get('plan.pdf')!;
    for (const envelope of [der(pdf), ber(pdf), text(pem(der(pdf)))]) {
      const { code, said } = await verify(envelope);
      expect([code, said]).toEqual([0, expect.stringContaining('It is a signed envelope')]);
      expect(said).toContain('  It is plan.pdf of version 1');
    }
    for (const broken of [der(pdf).subarray(0, 5_000), der(changed(pdf, 9)), text('0'.repeat(99))])
      expect((await verify(broken)).code).toBe(1);
  });

  test('VERIFY-8 the extract of the log is checked in itself, and against the log where that is at hand', async () => {
    const log = files.get('log.jsonl')!;
    const asked = await verify(log, '--url', url);
    expect([asked.code, asked.said]).toEqual([0, expect.stringContaining('in itself')]);
    const lines = new TextDecoder().decode(log).split('\n');
    const cut = await verify(text(lines.toSpliced(3, 1).join('\n')));
    expect([cut.code, cut.said]).toEqual([1, expect.stringContaining('row 3 is missing')]);
  });
});

const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');
const DATA = Buffer.from('06092a864886f70d010701', 'hex');

function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = Buffer.from([0x84, 0, 0, 0, 0]);
  size.writeUInt32BE(content.length, 1);
  return Buffer.concat([Buffer.from([tag]), size, content]);
}
function der(content: Uint8Array): Buffer {
  const inner = tlv(0x30, DATA, tlv(0xa0, tlv(0x04, content)));
  const signed = tlv(0x30, tlv(0x02, Buffer.from([1])), tlv(0x31), inner, tlv(0x31));
  return tlv(0x30, SIGNED_DATA, tlv(0xa0, signed));
}
/** Of unknown length, its content in pieces. */
function ber(content: Uint8Array): Buffer {
  const open = (tag: number, ...parts: Uint8Array[]): Buffer =>
    Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);
  const half = Math.floor(content.length / 2);
  const octets = open(0x24, tlv(0x04, content.subarray(0, half)), tlv(0x04, content.subarray(half)));
  const signed = open(0x30, tlv(0x02, Buffer.from([1])), tlv(0x31), open(0x30, DATA, open(0xa0, octets)));
  return open(0x30, SIGNED_DATA, open(0xa0, signed));
}
const pem = (bytes: Buffer): string =>
  `-----BEGIN PKCS7-----\n${bytes.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END PKCS7-----\n`;
