import { createAttempts } from '@filiera/server/src/auth/attempts.ts';
import { hashPassword, verifyPassword } from '@filiera/server/src/auth/passwords.ts';
import { createSessions } from '@filiera/server/src/auth/sessions.ts';
import { sha256 } from '@filiera/server/src/auth/tokens.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { Store } from '@filiera/server/src/store/store.ts';
import { AUTHOR_COLORS, nextAuthorColor } from '@filiera/shared/colors.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aUser } from '../support/stores.ts';
import { ciede2000, contrastWithWhite, differenceForAnyEye } from '../support/vision.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('passwords', () => {
  test('AUTH-1 a password is kept as Argon2id with 19 MiB and two passes, salted', async () => {
    const [one, other] = [await hashPassword('una password lunga'), await hashPassword('una password lunga')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
    expect(await verifyPassword(one, 'una password lunga')).toBe(true);
    expect(await verifyPassword(one, 'una password lungA')).toBe(false);
  });

  test('AUTH-2 a password typed with composed or combining accents is the same password', async () => {
    expect(
      await verifyPassword(
        await hashPassword('perch\u00e9 s\u00ec davvero'),
        'perche\u0301 si\u0300 davvero',
      ),
    ).toBe(true);
  });

  test('AUTH-3 an unknown user takes as long to refuse as a known one with a wrong password', async () => {
    const known = await hashPassword('una password lunga');
    await verifyPassword(null, 'warm up');
    const time = async (hash: string | null): Promise<number> => {
      const start = performance.now();
      expect(await verifyPassword(hash, 'sbagliata')).toBe(false);
      return performance.now() - start;
    };
    // The shortest of many, taken in turn: what the work takes when nothing else runs on the machine.
    const [wrong, unknown]: [number[], number[]] = [[], []];
    for (let n = 0; n < 15; n += 1) {
      wrong.push(await time(known));
      unknown.push(await time(null));
    }
    // Without the same work an unknown user would be refused a hundred times faster.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...wrong) / 4);
  });
});

describe('sessions', () => {
  let store: Store;
  const user = aUser();
  beforeEach(async () => {
    store = openSqliteStore(':memory:');
    await store.createUser(user);
  });
  afterEach(() => store.close());
  const cookieOf = (setCookie: string): string => setCookie.split(';')[0]!;

  test('AUTH-4 the cookie is out of reach of scripts and other sites, and the store holds only its hash', async () => {
    const sessions = createSessions(store);
    const plain = await sessions.open(user.id, false);
    expect(plain).toMatch(/; HttpOnly/);
    expect(plain).toMatch(/; SameSite=Lax/);
    expect(plain).toMatch(/; Path=\//);
    expect(plain).not.toMatch(/Secure/);
    const secure = await sessions.open(user.id, true);
    expect(secure).toMatch(/; Secure/);

    const id = cookieOf(plain).split('=')[1]!;
    const rows = await store.listSessions(user.id);
    expect(rows.map((row) => row.idHash)).toContain(sha256(id));
    expect(JSON.stringify(rows)).not.toContain(id);
  });

  test('AUTH-5 a cookie signs in until its session ends, and nothing else does', async () => {
    const sessions = createSessions(store);
    const cookie = cookieOf(await sessions.open(user.id, false));
    const auth = await sessions.authenticate(`other=%E0%A4%A; ${cookie}; more=1`);
    expect(auth?.user).toEqual(user);
    expect(auth?.session.fresh).toBe(false);
    const idHash = auth!.session.idHash;
    for (const none of [null, undefined, '', 'filiera_session=', `filiera_session=${idHash}`, `${cookie}x`]) {
      expect(await sessions.authenticate(none)).toBe(null);
    }
    expect(await sessions.close(idHash, false)).toMatch(/filiera_session=;.*Max-Age=0/);
    expect(await sessions.authenticate(cookie)).toBe(null);
  });

  test('AUTH-6 a session in use is prolonged once half of it has passed; one left alone ends after 30 days', async () => {
    const sessions = createSessions(store);
    const cookie = cookieOf(await sessions.open(user.id, false));
    const { idHash } = (await sessions.authenticate(cookie))!.session;

    await store.setSessionExpiry(idHash, Date.now() + 16 * DAY);
    expect((await sessions.authenticate(cookie))?.session.fresh).toBe(false);
    await store.setSessionExpiry(idHash, Date.now() + 14 * DAY);
    const { session } = (await sessions.authenticate(cookie))!;
    expect(session.fresh).toBe(true);
    expect(session.expiresAt - Date.now()).toBeGreaterThan(29 * DAY);
    expect((await store.getSession(idHash))?.expiresAt).toBe(session.expiresAt);

    await store.setSessionExpiry(idHash, Date.now() - 1);
    expect(await sessions.authenticate(cookie)).toBe(null);
    expect(await store.getSession(idHash)).toBe(null);
  });
});

describe('attempts', () => {
  test('AUTH-7 a key has its guesses, then waits for the window to pass; others do not wait for it', () => {
    let now = 1000;
    const attempts = createAttempts(() => now, { limit: 3, window: 100 });
    expect([1, 2, 3].map(() => attempts.begin('a'))).toEqual([null, null, null]);
    now += 40;
    expect(attempts.begin('a')).toBe(60);
    expect(attempts.begin('b')).toBe(null);
    now += 60;
    expect(attempts.begin('a')).toBe(null);
  });

  test('AUTH-8 a right password gives back all guesses', () => {
    const attempts = createAttempts(() => 0, { limit: 2 });
    attempts.begin('a');
    attempts.clear('a');
    expect([attempts.begin('a'), attempts.begin('a')]).toEqual([null, null]);
    expect(attempts.begin('a')).not.toBe(null);
  });

  test('AUTH-9 made-up addresses cannot fill the memory for ever', () => {
    let now = 0;
    const attempts = createAttempts(() => now, { limit: 1, window: 1e9 });
    attempts.begin('first');
    for (let n = 0; n < 20_001; n += 1) {
      now += 1;
      attempts.begin(`made-up-${n}`);
    }
    // Forgotten to make room, so it may be tried again; the newest are still held to their limit.
    expect(attempts.begin('first')).toBe(null);
    expect(attempts.begin('made-up-20000')).not.toBe(null);
  });
});

describe('colours of authors', () => {
  test('AUTH-10 twelve colours hold AA on white and differ for every kind of eye', () => {
    // A pair from the test data of those who published the measure.
    expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(new Set(AUTHOR_COLORS).size).toBe(12);
    for (const color of AUTHOR_COLORS) expect(contrastWithWhite(color), color).toBeGreaterThanOrEqual(4.5);
    for (const [n, one] of AUTHOR_COLORS.entries()) {
      for (const other of AUTHOR_COLORS.slice(n + 1)) {
        expect(differenceForAnyEye(one, other), `${one} ${other}`).toBeGreaterThanOrEqual(11);
      }
    }
  });

  test('AUTH-11 a new member gets a colour that nobody has, as long as there is one', () => {
    const given: string[] = [];
    for (let n = 0; n < 24; n += 1) given.push(nextAuthorColor(given));
    expect(given.slice(0, 12)).toEqual([...AUTHOR_COLORS]);
    expect(given.slice(12)).toEqual([...AUTHOR_COLORS]);
    expect(nextAuthorColor([...AUTHOR_COLORS.slice(0, 3), ...AUTHOR_COLORS.slice(4)])).toBe(AUTHOR_COLORS[3]);
  });
});
