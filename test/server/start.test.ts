import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError, readConfig } from '@filiera/server/src/config.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { LAUNCH, plainAccount, type ServerProcess, spawnServer } from '../support/process.ts';

const started: ServerProcess[] = [];
const spawn = (env: Readonly<Record<string, string>> = {}): ServerProcess => {
  const server = spawnServer(env);
  started.push(server);
  return server;
};
afterEach(() => Promise.all(started.splice(0).map((server) => server.dispose())));

const urlOf = async (server: ServerProcess): Promise<string> =>
  /http:\S+/.exec(await server.line(/running at/))![0];

describe('the environment', () => {
  const problems = (env: Record<string, string>): readonly string[] => {
    try {
      readConfig(env, '/srv/filiera');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).problems;
    }
    return [];
  };

  /** Each limit with its variable, its default, and another value that it may have. */
  const LIMITS = [
    ['MAX_FRAME_BYTES', 'frameBytes', 8 * 1024 * 1024, 4096],
    ['MAX_BUFFER_BYTES', 'bufferBytes', 32 * 1024 * 1024, 65_536],
    ['MAX_PLAN_BYTES', 'planBytes', 16 * 1024 * 1024, 100_000],
    ['MAX_EDITS_PER_SECOND', 'editsPerSecond', 100, 7],
    ['MAX_AWARENESS_PER_SECOND', 'awarenessPerSecond', 1000, 8],
    ['MAX_QUESTIONS_PER_SECOND', 'questionsPerSecond', 2, 9],
    ['MAX_BYTES_PER_SECOND', 'bytesPerSecond', 1024 * 1024, 2048],
    ['MAX_AWARENESS_BYTES', 'awarenessBytes', 8192, 300],
    ['MAX_AWARENESS_CLIENTS', 'awarenessClients', 8, 3],
    ['MAX_SOCKETS_PER_MEMBER', 'socketsPerMember', 20, 5],
    ['MAX_SOCKETS_PER_MEMBER_ALL_PLANS', 'socketsPerMemberAllPlans', 100, 6],
    ['ROOM_IDLE_SECONDS', 'idleMillis', 30, 5],
  ] as const;
  const COMMENTS = [
    ['MAX_COMMENTS_PER_MINUTE', 'perMinute', 60, 3],
    ['MAX_COMMENT_CLICKS_PER_MINUTE', 'clicksPerMinute', 240, 4],
    ['MAX_THREAD_BYTES', 'threadBytes', 1024 * 1024, 65_537],
    ['MAX_COMMENT_BYTES', 'planBytes', 32 * 1024 * 1024, 65_538],
  ] as const;
  const comments = (of: 2 | 3) => ({
    threads: 5_000,
    comments: 1_000,
    ...Object.fromEntries(COMMENTS.map((row) => [row[1], row[of]] as const)),
  });
  const limits = (of: 2 | 3) =>
    Object.fromEntries(
      LIMITS.map((row) => [row[1], row[of] * (row[1] === 'idleMillis' ? 1000 : 1)] as const),
    );

  test('START-1 every variable has a default, and one that is set to nothing counts as not set', () => {
    const config = readConfig({ PORT: '', HOST: ' ', PUBLIC_URL: '', HOME: '/root' }, '/srv/filiera');
    expect(config).toEqual({
      ...{ port: 3000, host: null, dataDir: '/srv/filiera/data', publicUrl: null, behindProxy: false },
      limits: limits(2),
      comments: comments(2),
      requestMillis: 30_000,
      documentMillis: 120_000,
      mail: null,
    });
  });

  test('START-2 what is set is taken', () => {
    const config = readConfig(
      {
        ...{ PORT: ' 8080 ', HOST: '::1', DATA_DIR: '/var/lib/filiera', BEHIND_PROXY: 'TRUE' },
        ...{ PUBLIC_URL: 'https://piani.example.org/', REQUEST_SECONDS: '3', DOCUMENT_SECONDS: '20' },
        ...Object.fromEntries([...LIMITS, ...COMMENTS].map(([name, , , value]) => [name, String(value)])),
      },
      '/srv/filiera',
    );
    expect(config).toMatchObject({
      ...{ port: 8080, host: '::1', dataDir: '/var/lib/filiera', behindProxy: true },
      limits: limits(3),
      comments: comments(3),
      requestMillis: 3000,
      documentMillis: 20_000,
    });
    expect(config.publicUrl?.origin).toBe('https://piani.example.org');
  });

  test('START-19 the README names every variable with its default', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const told = new Map(
      [...readme.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \|/gm)].map(([, name, value]) => [name, value]),
    );
    for (const [name, , value] of LIMITS) expect(told.get(name), name).toBe(`\`${value}\``);
    expect(told.get('REQUEST_SECONDS')).toBe('`30`');
    expect(told.get('DOCUMENT_SECONDS')).toBe('`120`');
  });

  test.each([
    ['PORT', '70000', 'a whole number from 0 to 65535'],
    ['PORT', '3000x', 'a whole number from 0 to 65535'],
    ['PORT', '-1', 'a whole number from 0 to 65535'],
    ['PORT', '1e3', 'a whole number from 0 to 65535'],
    ['HOST', 'http://x', 'a host name or an IP address'],
    ['PUBLIC_URL', 'piani.example.org', 'an address such as https://piani.example.org, without a path'],
    [
      'PUBLIC_URL',
      'https://example.org/piani',
      'an address such as https://piani.example.org, without a path',
    ],
    ['PUBLIC_URL', 'ftp://example.org', 'an address such as https://piani.example.org, without a path'],
    ['BEHIND_PROXY', 'perhaps', 'true or false'],
    ['MAX_FRAME_BYTES', '10', 'a whole number from 1024 to 268435456'],
  ])('START-3 %s=%s is refused in one sentence', (name, value, must) => {
    expect(problems({ [name]: value })).toEqual([`${name} must be ${must}, not "${value}".`]);
  });

  test('START-30 mail needs a server and a sender, and what may be a password is not repeated', () => {
    const mailOf = (MAIL_FROM: string, SMTP_URL = 'smtps://user:p%40ss@mail.example.org:465') =>
      readConfig({ SMTP_URL, MAIL_FROM }, '/srv').mail;
    const from = { name: 'Filiera', address: 'filiera@example.org' };
    expect(mailOf('filiera@example.org')).toEqual({
      url: 'smtps://user:p%40ss@mail.example.org:465',
      from,
    });
    expect(mailOf('Clust-ER Health <filiera@example.org>')?.from.name).toBe('Clust-ER Health');
    expect(problems({ SMTP_URL: 'smtp://localhost' })).toEqual([
      'MAIL_FROM must be set where SMTP_URL is, to the address that mail comes from.',
    ]);
    expect(readConfig({ MAIL_FROM: 'filiera@example.org' }, '/srv').mail).toBe(null);
    for (const url of ['user:secret@mail.example.org', 'http://user:secret@mail.example.org', 'smtp://']) {
      const [problem] = problems({ SMTP_URL: url, MAIL_FROM: 'filiera@example.org' });
      expect(problem).toMatch(/^SMTP_URL must be an address such as smtps:/);
      expect(problem).not.toContain('secret');
    }
    for (const sender of ['Filiera', 'a@b', 'Filiera <x>', 'A\nB <filiera@example.org>'])
      expect(problems({ SMTP_URL: 'smtp://localhost', MAIL_FROM: sender })).toHaveLength(1);
  });

  test('START-4 all mistakes are reported at once', () => {
    expect(problems({ PORT: 'x', BEHIND_PROXY: 'y', PUBLIC_URL: 'z' })).toHaveLength(3);
  });
});

describe('a start that cannot be', () => {
  /** Ends with 1, prints exactly this on stderr and nothing like a stack trace anywhere. */
  const refuses = async (server: ServerProcess, ...sentences: (string | RegExp)[]): Promise<void> => {
    expect(await server.ended).toBe(1);
    expect(server.out).toEqual([]);
    expect(server.err).toHaveLength(sentences.length);
    for (const [n, sentence] of sentences.entries()) expect(server.err[n]).toMatch(sentence);
  };

  test('START-5 a bad variable: a sentence each, exit 1', async () => {
    await refuses(
      spawn({ PORT: 'http', BEHIND_PROXY: 'maybe' }),
      'PORT must be a whole number from 0 to 65535, not "http".',
      'BEHIND_PROXY must be true or false, not "maybe".',
    );
  });

  test('START-6 a port in use: one sentence, exit 1, and the data is left in order', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = spawn({ PORT: String(port) });
    await refuses(server, `Port ${port} is in use by another program: stop it, or set PORT to another one.`);
    expect(readdirSync(server.dataDir)).toEqual(['filiera.db', 'filiera.db.journal', 'filiera.db.lock']);
    other.close();
  });

  test('START-7 an address that is not this machine’s: one sentence, exit 1', async () => {
    await refuses(
      spawn({ HOST: '203.0.113.7' }),
      /^HOST is 203\.0\.113\.7, which is not an address of this machine\.$/,
    );
  });

  test('START-8 a data folder that is a file, or below one: one sentence, exit 1', async () => {
    const server = spawn();
    await server.line(/running/);
    const file = join(server.dataDir, 'file');
    writeFileSync(file, '');
    await refuses(
      spawn({ DATA_DIR: join(file, 'data') }),
      /^The data folder .*file\/data cannot be created or is not a folder\.$/,
    );
    await refuses(
      spawn({ DATA_DIR: file }),
      /^The data folder .*file cannot be created or is not a folder\.$/,
    );
  });

  const account = plainAccount();
  test.skipIf(account === null)(
    'START-9 a data folder that may not be written: one sentence, exit 1',
    async () => {
      const server = spawnServer({}, { mode: 0o555, account: account! });
      started.push(server);
      await refuses(
        server,
        `The data file ${join(server.dataDir, 'filiera.db')} cannot be opened for writing.`,
      );
    },
  );

  test('START-10 data of a newer version: one sentence, exit 1', async () => {
    const first = spawn();
    await first.line(/running/);
    first.child.kill('SIGTERM');
    await first.ended;
    const db = new DatabaseSync(join(first.dataDir, 'filiera.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    await refuses(
      spawn({ DATA_DIR: first.dataDir }),
      /newer version of Filiera .*: start that version instead\.$/,
    );
  });
});

describe('a start', () => {
  test('START-11 says where it is, keeps everything for its own account, and answers', async () => {
    const server = spawn({ DATA_DIR: 'deep/data' });
    const url = await urlOf(server);
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(server.out).toContain(`Everything is kept in ${join(server.dataDir, 'deep/data')}`);
    const folder = join(server.dataDir, 'deep/data');
    expect(statSync(folder).mode & 0o077).toBe(0);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    expect(server.err).toEqual([]);
  });

  test('START-12 prints a one-time set-up link, a new one at each start until it was used', async () => {
    const first = spawn();
    const old = (await first.line(/\/setup\//)).trim();
    first.child.kill('SIGTERM');
    await first.ended;

    const second = spawn({ DATA_DIR: first.dataDir });
    const url = await urlOf(second);
    const link = (await second.line(/\/setup\//)).trim();
    expect(link.startsWith(`${url}/setup/`)).toBe(true);
    const setUp = (from: string): Promise<Response> =>
      fetch(`${url}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ association: 'Clust-ER Health', name: 'Anna Rinaldi', email: 'anna@example.org' },
          ...{ password: 'una password lunga', token: from.split('/').at(-1) },
        }),
      });
    expect((await setUp(old)).status).toBe(410);
    expect((await setUp(link)).status).toBe(200);
    expect((await setUp(link)).status).toBe(409);
    second.child.kill('SIGTERM');
    await second.ended;

    const third = spawn({ DATA_DIR: first.dataDir });
    await third.line(/Everything is kept/);
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
    expect(third.out.join('\n')).not.toContain('/setup/');
  });

  test('START-13 links start with PUBLIC_URL where it is set', async () => {
    const server = spawn({ PUBLIC_URL: 'https://piani.example.org' });
    expect(await server.line(/\/setup\//)).toMatch(/^\s*https:\/\/piani\.example\.org\/setup\/[\w-]{43}$/);
    expect(await server.line(/running at/)).toContain('https://piani.example.org');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'START-14 %s ends it with 0, the data file closed in order',
    async (signal) => {
      const server = spawn();
      const url = await urlOf(server);
      // A connection that is kept open must not hold it up.
      await (await fetch(`${url}/healthz`)).text();
      server.child.kill(signal);
      server.child.kill(signal);
      expect(await server.ended).toBe(0);
      expect(server.err).toEqual([]);
      expect(existsSync(join(server.dataDir, 'filiera.db-wal'))).toBe(false);
      await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    },
  );
});

describe('npm start', () => {
  const launch = (env: Readonly<Record<string, string>> = {}): ServerProcess => {
    const server = spawnServer(env, { program: LAUNCH });
    started.push(server);
    return server;
  };

  test('START-16 installs and builds nothing that has not changed, and passes signals on', async () => {
    // Where only some tests are run, the pages may have changed since they were built.
    const first = launch();
    await first.line(/running at/);
    const again = launch();
    await again.line(/running at/);
    expect(again.out[0]).toMatch(/^Filiera is running at/);
    for (const server of [first, again]) {
      server.child.kill('SIGTERM');
      expect(await server.ended).toBe(0);
    }
  }, 120_000);

  test('START-17 ends with the code of the server', async () => {
    const server = launch({ PORT: 'http' });
    expect(await server.ended).toBe(1);
    expect(server.err).toEqual(['PORT must be a whole number from 0 to 65535, not "http".']);
  });

  test.skipIf(process.platform === 'win32')(
    'START-18 ends the server when the shell that npm put between dies',
    async () => {
      const shell = spawnServer({ npm_lifecycle_event: 'start' }, { program: LAUNCH, throughShell: true });
      started.push(shell);
      const url = await urlOf(shell);
      shell.child.kill('SIGKILL');
      // Its output is shared with the server, so it is read to the end only when the server has gone as well.
      await shell.ended;
      await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    },
  );
});
