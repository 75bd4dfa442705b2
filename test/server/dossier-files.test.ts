import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@filiera/server/src/freeze/canonical.ts';
import { dossierName, SUMS_NAME, sums, zipOf } from '@filiera/server/src/freeze/dossier.ts';
import { checkAgainst, checkExtract } from '@filiera/server/src/freeze/report/check-extract.ts';
import { gatherContributions } from '@filiera/server/src/freeze/report/gather.ts';
import { authoredRows, logExtract } from '@filiera/server/src/freeze/report/log-extract.ts';
import { Historian, type HistoryLog } from '@filiera/server/src/history/historian.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { PlanRecord, Store } from '@filiera/server/src/store/store.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onPath } from '../support/chrome.mjs';
import { writeLog } from '../support/evidence.ts';
import { anAssociation, aPlan, aUser } from '../support/stores.ts';
import { paragraph, Writer } from '../support/writers.ts';

const AT = Date.UTC(2023, 10, 3, 8, 30);
const ROWS = 1_203;

let store: Store;
let plan: PlanRecord;
const association = anAssociation();

beforeAll(async () => {
  store = openSqliteStore(':memory:');
  await store.createAssociation(association);
  const people = [
    ['anna', 'Anna Rossi', 'admin', 'Università di Bologna', 'SalusTech'],
    ['bruno', 'Bruno «B» Verdi', 'member', null, null],
    ['carla', 'Carla Neri', 'member', 'ART-ER', null],
    ['dario', 'Dario Blu', 'member', null, null],
  ] as const;
  for (const [id, name, role, organisation, valueChain] of people) {
    await store.createUser(aUser({ id, name, email: `${id}@example.org` }));
    await store.putMember({ associationId: association.id, userId: id, role, organisation, valueChain });
  }
  plan = aPlan(association.id, 'anna', { templateId: 'a1-2023-2024' });
  await store.createPlan(plan);
  await store.setPlanRole(plan.id, 'bruno', 'contributor');
  await store.setPlanRole(plan.id, 'carla', 'reader');
});
afterAll(() => store.close());

describe('who wrote what', () => {
  let historian: Historian;
  beforeAll(async () => {
    historian = new Historian(new Database(':memory:'), pick(store));
    const anna = new Writer(store, plan.id, 'anna', 11);
    const bruno = new Writer(store, plan.id, 'bruno', 22);
    await anna.write(
      (doc) => doc.getXmlFragment(textRoot('specific-1')).insert(0, [paragraph('dodici lette')]),
      { at: AT },
    );
    await anna.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 100), { at: AT + 1000 });
    await bruno.hear();
    await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 200), { at: AT + 2000 });
    await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2024', 300), { at: AT + 3000 });
  });

  test('REPORT-7 everybody with what stands of theirs, their edits and what they are on the plan', async () => {
    const found = await gatherContributions(store, historian, plan.id, 4);
    expect(found.people).toEqual([
      {
        id: 'anna',
        name: 'Anna Rossi',
        organisation: 'Università di Bologna',
        valueChain: 'SalusTech',
        role: 'manager',
        edits: 2,
        span: { first: AT, last: AT + 1000 },
        sections: { 'objective-1': { characters: 12, cells: 0 } },
      },
      {
        id: 'bruno',
        name: 'Bruno «B» Verdi',
        organisation: null,
        valueChain: null,
        role: 'contributor',
        edits: 2,
        span: { first: AT + 2000, last: AT + 3000 },
        sections: { 'section-4': { characters: 0, cells: 2 } },
      },
      expect.objectContaining({ id: 'carla', role: 'reader', edits: 0, span: null, sections: {} }),
    ]);
    expect(found.sections.map(({ id }) => id)).toContain('section-4');
  });

  test('REPORT-7 as it was with the row that is frozen, whatever came after it', async () => {
    const { people } = await gatherContributions(store, historian, plan.id, 2);
    expect(people.map(({ id, edits, sections }) => [id, edits, sections])).toEqual([
      ['anna', 2, { 'objective-1': { characters: 12, cells: 0 }, 'section-4': { characters: 0, cells: 1 } }],
      ['bruno', 0, {}],
      ['carla', 0, {}],
    ]);
    await expect(gatherContributions(store, historian, plan.id, 5)).rejects.toThrow('does not reach row 5');
  });
});

describe('the extract of the log', () => {
  let other: PlanRecord;
  let bytes: Uint8Array;
  const extract = (seq: number): Promise<Uint8Array> =>
    logExtract(authoredRows(store, other.id, seq), {
      plan: { id: other.id, title: 'Piano «uno»' },
      association: { id: association.id, name: association.name },
    });
  const lines = (): string[] => new TextDecoder().decode(bytes).split('\n');
  const changed = (edit: (all: string[]) => string[]): Uint8Array =>
    new TextEncoder().encode(edit(lines()).join('\n'));
  const problem = (edit: (all: string[]) => string[]): unknown => checkExtract(changed(edit)).problem;

  beforeAll(async () => {
    other = aPlan(association.id, 'anna', { templateId: 'a1-2023-2024' });
    await store.createPlan(other);
    await writeLog(store, other.id, ['anna', 'bruno'], ROWS + 5);
    bytes = await extract(ROWS);
  });

  test('EXTRACT-1 the first line explains the others, each of which is one row, and none says what was written', async () => {
    const [first, ...rest] = lines();
    const head = JSON.parse(first!);
    expect(head).toMatchObject({ format: 'filiera-log-extract', formatVersion: 1, rows: ROWS });
    expect(head.plan).toEqual({ id: other.id, title: 'Piano «uno»' });
    expect(head.about.digest).toContain('SHA-256');
    expect(rest).toHaveLength(ROWS + 1);
    expect(rest.at(-1)).toBe('');
    for (const row of await store.readLog(other.id, 0, ROWS)) {
      expect(JSON.parse(rest[row.seq - 1]!)).toEqual({
        seq: row.seq,
        at: new Date(row.at).toISOString(),
        authorId: row.userId,
        author: row.userId === 'anna' ? 'Anna Rossi' : 'Bruno «B» Verdi',
        offline: row.offline,
        origin: row.origin,
        bytes: row.update.length,
        sha256: sha256(row.update),
        digest: Buffer.from(row.digest).toString('hex'),
      });
    }
    expect(head.head).toBe(JSON.parse(rest[ROWS - 1]!).digest);
    expect(new TextDecoder().decode(bytes)).not.toContain('value 1');
  });

  test('EXTRACT-2 the same rows give the same bytes; a log that is shorter gives none', async () => {
    expect(sha256(await extract(ROWS))).toBe(sha256(bytes));
    await expect(extract(ROWS + 6)).rejects.toThrow(`does not reach row ${ROWS + 6}`);
    expect(checkExtract(await extract(0))).toEqual({ planId: other.id, rows: 0, head: '', problem: null });
  });

  test('EXTRACT-3 by itself it tells what was broken, taken out, swapped, cut off or put in', () => {
    expect(checkExtract(bytes)).toMatchObject({ planId: other.id, rows: ROWS, problem: null });
    expect(problem((all) => all.with(7, all[7]!.slice(0, -1)))).toEqual({ kind: 'unreadable', line: 8 });
    expect(problem((all) => all.toSpliced(7, 1))).toEqual({ kind: 'missing', seq: 7 });
    expect(problem((all) => all.with(7, all[8]!).with(8, all[7]!))).toEqual({ kind: 'reordered', seq: 7 });
    expect(problem((all) => all.toSpliced(-3, 2))).toEqual({ kind: 'cut', seq: ROWS - 1 });
    expect(problem((all) => all.toSpliced(-1, 0, all[7]!))).toEqual({ kind: 'missing', seq: ROWS + 1 });
    expect(problem((all) => all.with(7, all[7]!.replace('anna', 'carla')))).toEqual({
      kind: 'changed',
      seq: null,
    });
    const end = (all: string[]): string[] =>
      all.with(ROWS, all[ROWS]!.replace(/[0-9a-f]{64}"}$/, `${'0'.repeat(64)}"}`));
    expect(problem(end)).toEqual({ kind: 'changed', seq: ROWS });
    expect(problem((all) => all.with(0, '{}'))).toEqual({ kind: 'unreadable', line: 1 });
    expect(checkExtract(new Uint8Array()).problem).toEqual({ kind: 'unreadable', line: 1 });
  });

  test('EXTRACT-4 against the log, a line that was changed together with the first one is found', async () => {
    expect((await checkAgainst(bytes, store)).problem).toBe(null);
    for (const [at, edit] of [
      [7, (line: string) => line.replace('anna', 'carla')],
      [
        ROWS - 1,
        (line: string) => line.replace(/"sha256":"./, '"sha256":"0').replace(/"bytes":\d+/, '"bytes":1'),
      ],
    ] as const) {
      const forged = changed((all) => {
        const body = all.with(at, edit(all[at]!)).slice(1).join('\n');
        const head = { ...JSON.parse(all[0]!), linesSha256: sha256(new TextEncoder().encode(body)) };
        return [JSON.stringify(head), body];
      });
      expect(checkExtract(forged).problem).toBe(null);
      expect((await checkAgainst(forged, store)).problem).toEqual({ kind: 'changed', seq: at });
    }
  });
});

describe('the dossier', () => {
  const files = [
    { name: 'plan.json', content: new TextEncoder().encode('{"a":1}') },
    { name: 'log.jsonl', content: new Uint8Array(300_000).map((_, index) => index % 251) },
    { name: 'Però è così.html', content: new TextEncoder().encode('<p>è</p>') },
    { name: 'vuoto.txt', content: new Uint8Array() },
  ];
  const archive = zipOf(files, sums(files), 'piano-versione-1');
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'filiera-zip-'));
    writeFileSync(join(folder, 'a.zip'), archive);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('DOSSIER-1 the sums are of all files, by name, as sha256sum reads them', () => {
    const text = new TextDecoder().decode(sums(files));
    expect(text.split('\n').map((line) => line.slice(66))).toEqual([
      'Però è così.html',
      'log.jsonl',
      'plan.json',
      'vuoto.txt',
      '',
    ]);
    expect(text).toContain(`${sha256(files[0]!.content)}  plan.json\n`);
  });

  test('DOSSIER-2 no file is compressed, every time is 1 January 1980, names are UTF-8', () => {
    const view = new DataView(archive.buffer);
    expect(view.getUint32(0, true)).toBe(0x0403_4b50);
    expect([6, 8, 10, 12].map((at) => view.getUint16(at, true))).toEqual([0x800, 0, 0, 33]);
    // The bytes are this program's own: they change with nothing but the files.
    expect(sha256(zipOf(files.slice(0, 1), sums(files.slice(0, 1)), 'piano'))).toBe(
      '439781724c991d63f049fe1bc9a5f3c903b81530cefbbbae28aa45802b271428',
    );
  });

  test('DOSSIER-3 a name that leads elsewhere, hides, or stands twice makes no dossier', () => {
    const content = new Uint8Array();
    for (const name of ['', '../a', 'a/b', 'a\\b', 'a\nb', '.a', 'a..b', 'a\u0000', 'x'.repeat(200)]) {
      expect(() => sums([{ name, content }]), name).toThrow('no name for a dossier');
    }
    expect(() => sums([files[0]!, files[0]!])).toThrow('two files');
    expect(() => zipOf(files, sums(files), '..')).toThrow('no name');
    expect(() => zipOf([{ name: SUMS_NAME, content }], content, 'piano')).toThrow('two files');
  });

  test('DOSSIER-4 a folder is named so that every system takes it', () => {
    expect(dossierName('Piano di attività 2023/2024', 2)).toBe('piano-di-attivita-2023-2024-versione-2');
    expect(dossierName('../../etc', 1)).toBe('etc-versione-1');
    expect(dossierName('计划', 1)).toBe('piano-versione-1');
    expect(dossierName(`${'a'.repeat(59)} b`, 1)).toBe(`${'a'.repeat(59)}-versione-1`);
  });

  test.skipIf(onPath('unzip') === null || onPath('sha256sum') === null)(
    'DOSSIER-2 unzip finds nothing wrong, and sha256sum -c every file right',
    () => {
      const run = (command: string, ...args: string[]): string =>
        execFileSync(command, args, {
          cwd: folder,
          encoding: 'utf8',
          env: { ...process.env, LC_ALL: 'C.UTF-8' },
        });
      expect(run('unzip', '-t', 'a.zip')).toContain('No errors detected');
      run('unzip', '-q', 'a.zip');
      const checked = execFileSync('sha256sum', ['-c', SUMS_NAME], {
        cwd: join(folder, 'piano-versione-1'),
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      });
      expect(checked.trim().split('\n')).toHaveLength(files.length);
      for (const line of checked.trim().split('\n')) expect(line).toMatch(/: OK$/);
    },
  );

  test.skipIf(onPath('python3') === null)('DOSSIER-2 Python reads the same files out of it', () => {
    const script = `
import hashlib, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    for i in z.infolist():
        print(i.filename, i.compress_type, i.date_time[0], oct(i.external_attr >> 16), hashlib.sha256(z.read(i)).hexdigest(), sep='|')`;
    const answer = execFileSync('python3', ['-c', script, join(folder, 'a.zip')], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    const all = [...files, { name: SUMS_NAME, content: sums(files) }];
    expect(answer.trim().split('\n')).toEqual(
      ['Però è così.html', SUMS_NAME, 'log.jsonl', 'plan.json', 'vuoto.txt'].map((name) => {
        const { content } = all.find((file) => file.name === name)!;
        return `piano-versione-1/${name}|0|1980|0o100644|${sha256(content)}`;
      }),
    );
  });
});

/** What a history reads of a store; closing it is not its affair here. */
function pick(from: Store): HistoryLog {
  return {
    getPlan: from.getPlan.bind(from),
    readLog: from.readLog.bind(from),
    lastEdit: from.lastEdit.bind(from),
    readClients: from.readClients.bind(from),
    readRanges: from.readRanges.bind(from),
    listVersions: from.listVersions.bind(from),
    getSnapshot: from.getSnapshot.bind(from),
    attribute: from.attribute.bind(from),
    close: async () => {},
  };
}
