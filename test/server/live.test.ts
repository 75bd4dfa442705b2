import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@filiera/server/src/config.ts';
import { type Running, start } from '@filiera/server/src/main.ts';
import { type PlanDetail, planSchema, stateSchema } from '@filiera/shared/api.ts';
import {
  CLOSE,
  decodeFiliera,
  MESSAGE_FILIERA,
  type Notice,
  PROTOCOL_VERSION,
} from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';

/** The whole server as `main.ts` wires it, spoken to over HTTP and sockets alone. */
let folder: string;
let server: Running;
let admin: Account;
let plan: PlanDetail;
let associationId: string;

interface Account {
  readonly id: string;
  cookie: string;
}

async function send(who: Account | null, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(who === null ? {} : { cookie: who.cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response;
}

async function signedIn(response: Response): Promise<Account> {
  expect(response.status).toBe(200);
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  const { user, associations } = stateSchema.parse(await response.json());
  associationId = associations[0]!.id;
  return { id: user!.id, cookie };
}

const password = 'una password lunga';

async function addMember(email: string, planRole: string | null): Promise<Account> {
  const invited = await send(admin, 'POST', `/api/associations/${associationId}/invitations`, {
    ...{ email, role: 'member', organisation: null, valueChain: null },
  });
  const token = ((await invited.json()) as { link: string }).link.split('/').at(-1);
  const account = await signedIn(
    await send(null, 'POST', `/api/invitations/${token}`, { name: email, password }),
  );
  if (planRole !== null) {
    await send(admin, 'PUT', `/api/plans/${plan.id}/roles/${account.id}`, { role: planRole });
  }
  return account;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'filiera-live-'));
  const config = readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder }, folder);
  server = await start(config, { clientFolder: null });
  admin = await signedIn(
    await send(null, 'POST', '/api/setup', {
      ...{ association: 'Clust-ER Health', name: 'Anna Rinaldi', email: 'anna@example.org', password },
      token: server.setupLink!.split('/').at(-1),
    }),
  );
  const created = await send(admin, 'POST', '/api/plans', {
    ...{ association: associationId, template: 'promotion-2018', title: 'Piano di promozione' },
  });
  plan = planSchema.parse(await created.json());
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A socket of a plan with the notices that it was sent. */
interface PlanSocket {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  /** Resolves with the first notice, from now on or before, that `matches`. */
  notice(matches: (notice: Notice) => boolean): Promise<Notice>;
}

function connect(who: Account | null, planId = plan.id, headers: Record<string, string> = {}): PlanSocket {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/collab/${planId}?protocol=${PROTOCOL_VERSION}`,
    { headers: { ...(who === null ? {} : { cookie: who.cookie }), ...headers } },
  );
  socket.binaryType = 'nodebuffer';
  const notices: Notice[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(data);
    if (decoding.readVarUint(decoder) !== MESSAGE_FILIERA) return;
    const message = decodeFiliera(decoder);
    if (message.kind === 'notice') notices.push(message.notice);
    for (const look of waiting) look();
  });
  return {
    socket,
    // Not `once`, which takes a refused upgrade for a failure of its own.
    closed: new Promise((resolve) => socket.once('close', resolve)),
    notice: (matches) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = notices.find(matches);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

const access = (role: string, status: string) => (notice: Notice) =>
  notice.kind === 'access' && notice.role === role && notice.status === status;

/** The status that an upgrade is refused with. */
async function refusal(who: Account | null, planId = plan.id, headers: Record<string, string> = {}) {
  const { socket } = connect(who, planId, headers);
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  socket.terminate();
  return (response as { statusCode: number }).statusCode;
}

test('HTTP-42 the socket is refused before the upgrade: no session 401, a plan not to be seen 404, another site 403', async () => {
  const stranger = await addMember('altra@example.org', null);
  expect(await refusal(null)).toBe(401);
  expect(await refusal({ id: '', cookie: 'filiera_session=made-up' })).toBe(401);
  expect(await refusal(stranger)).toBe(404);
  expect(await refusal(admin, 'none')).toBe(404);
  for (const headers of [
    { origin: 'https://evil.example' },
    // A page without an origin of its own: a frame that is sandboxed, a file.
    { origin: 'null' },
    { origin: server.url.replace('http:', 'https:').replace(/\d+$/, '1') },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])
    expect([headers, await refusal(admin, plan.id, headers)]).toEqual([headers, 403]);
  // A program that is no browser names none, and has no cookie that another site could misuse.
  const program = connect(admin);
  await program.notice(access('manager', 'open'));
  program.socket.close();
  const own = connect(admin, plan.id, { origin: server.url });
  await own.notice(access('manager', 'open'));
  own.socket.close();
});

test('HTTP-43 signing out closes the sockets of that session, and no other', async () => {
  const again = await signedIn(
    await send(null, 'POST', '/api/sign-in', { email: 'anna@example.org', password }),
  );
  const [first, second] = [connect(admin), connect(again)];
  await Promise.all([first, second].map((socket) => socket.notice(access('manager', 'open'))));
  expect((await send(again, 'POST', '/api/sign-out')).status).toBe(204);
  expect(await second.closed).toBe(CLOSE.signedOut);
  expect(first.socket.readyState).toBe(WebSocket.OPEN);
  first.socket.close();
});

test('HTTP-44 a role that changes is told to the page, one that is taken away closes it', async () => {
  const bruno = await addMember('bruno@example.org', 'contributor');
  const page = connect(bruno);
  await page.notice(access('contributor', 'open'));
  await send(admin, 'PUT', `/api/plans/${plan.id}/roles/${bruno.id}`, { role: 'reader' });
  await page.notice(access('reader', 'open'));
  await send(admin, 'PUT', `/api/plans/${plan.id}/roles/${bruno.id}`, { role: null });
  expect(await page.closed).toBe(CLOSE.forbidden);
});

test('HTTP-45 who is made administrator, or is taken out of the association, sees it on the open page', async () => {
  const bruno = await addMember('bruno@example.org', 'reader');
  const page = connect(bruno);
  await page.notice(access('reader', 'open'));
  await send(admin, 'PATCH', `/api/associations/${associationId}/members/${bruno.id}`, { role: 'admin' });
  await page.notice(access('manager', 'open'));
  await send(admin, 'DELETE', `/api/associations/${associationId}/members/${bruno.id}`);
  expect(await page.closed).toBe(CLOSE.forbidden);
});

test('HTTP-46 archiving and taking back, and freezing, are told to every open page', async () => {
  const bruno = await addMember('bruno@example.org', 'reader');
  const page = connect(bruno);
  await page.notice(access('reader', 'open'));
  await send(admin, 'PATCH', `/api/plans/${plan.id}`, { archived: true });
  await page.notice(access('reader', 'archived'));
  await send(admin, 'PATCH', `/api/plans/${plan.id}`, { archived: false });
  const frozen = await send(admin, 'POST', `/api/plans/${plan.id}/freeze`, { reason: 'La scadenza è oggi.' });
  expect(frozen.status).toBe(201);
  await page.notice(access('reader', 'frozen'));
  page.socket.close();
});

/** A bare connection that has sent this and goes on saying nothing; it never hangs up by itself. */
function dial(said: string): { readonly heard: () => string; readonly gone: Promise<void> } {
  const socket = connectTo({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(said);
  let heard = '';
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1');
  });
  socket.on('error', () => {});
  // Both sides are closed at once where the server holds nothing of it any more: then writing fails.
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    const probe = setInterval(() => socket.write('x'), 50);
    socket.once('close', () => clearInterval(probe));
  });
  return { heard: () => heard, gone };
}

const UPGRADE = ['Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
const request = (path: string, ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, ...headers, '', ''].join('\r\n');

test('HTTP-47 a connection that was refused a socket, or asks for another protocol, is not held open', async () => {
  const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
  const refused = dial(request(`/collab/${plan.id}`, ...UPGRADE, key));
  await refused.gone;
  expect(refused.heard()).toMatch(/^HTTP\/1\.1 401 /);
  const elsewhere = dial(request('/api/state', ...UPGRADE, key));
  await elsewhere.gone;
  const unfinished = dial(request(`/collab/${plan.id}`, ...UPGRADE, `Cookie: ${admin.cookie}`));
  await unfinished.gone;
  expect(unfinished.heard()).toMatch(/^HTTP\/1\.1 400 /);
  const other = dial(request('/api/state', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: h2c'));
  await expect.poll(() => other.heard()).toMatch(/^HTTP\/1\.1 200 /);
});

test('HTTP-48 what does not arrive within its time is given up: nothing at all, half a head, half a body', async () => {
  await server.close();
  server = await start(
    readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, REQUEST_SECONDS: '1' }, folder),
    { clientFolder: null },
  );
  const head = request(
    '/api/sign-in',
    'Host: localhost',
    'Content-Type: application/json',
    'Content-Length: 9',
  );
  const unfinished = [
    '',
    'GET / HT',
    `GET /collab/${plan.id} HTTP/1.1\r\nHost: localhost\r\nUpgrade: webso`,
    `${head.replace('GET', 'POST')}{`,
  ].map((said) => {
    const socket = connectTo({ port: server.port, host: '127.0.0.1' });
    socket.on('error', () => {});
    socket.resume();
    socket.write(said);
    return once(socket, 'close');
  });
  await Promise.all(unfinished);
});

test('START-15 a server that stops asks its pages to come back', async () => {
  const page = connect(admin);
  await page.notice(access('manager', 'open'));
  await server.close();
  expect(await page.closed).toBe(CLOSE.restart);
  server = await start(readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder }, folder), {
    clientFolder: null,
  });
  expect(server.setupLink).toBe(null);
  const back = connect(admin);
  await back.notice(access('manager', 'open'));
  back.socket.close();
});
