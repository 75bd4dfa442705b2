import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
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
  expect(await refusal(admin, plan.id, { origin: 'https://evil.example' })).toBe(403);
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
