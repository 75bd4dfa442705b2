import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSessions } from '@filiera/server/src/auth/sessions.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';

const FORM = { templateId: 'a1-2023-2024', templateVersion: 1 };
const AT = Date.UTC(2024, 4, 30, 18);

/**
 * Makes a data folder with an association, the plans, and members who are signed in and contribute to all of them.
 * Returns each member's cookie.
 */
export async function prepare(dataDir: string, plans: readonly string[], members: number): Promise<string[]> {
  mkdirSync(dataDir, { recursive: true });
  const store = openSqliteStore(join(dataDir, 'filiera.db'));
  try {
    const sessions = createSessions(store);
    const associationId = 'clust-er-health';
    await store.createAssociation({ id: associationId, name: 'Clust-ER Health', createdAt: AT });
    const users = Array.from({ length: members }, (_, index) => `member-${index}`);
    for (const [index, id] of users.entries()) {
      await store.createUser({
        id,
        email: `${id}@example.org`,
        name: `Socio ${index + 1}`,
        color: '#0066cc',
        locale: 'it',
        passwordHash: '$argon2id$nobody-signs-in-with-it',
        createdAt: AT,
      });
      await store.putMember({
        associationId,
        userId: id,
        role: 'member',
        organisation: null,
        valueChain: null,
      });
    }
    for (const id of plans) {
      await store.createPlan({
        ...FORM,
        id,
        associationId,
        title: 'Piano di attività 2023-2024',
        status: 'open',
        statusBefore: 'open',
        createdBy: users[0]!,
        createdAt: AT,
        seq: 0,
        epoch: 0,
      });
      for (const user of users) await store.setPlanRole(id, user, 'contributor');
    }
    const cookies: string[] = [];
    for (const user of users) cookies.push((await sessions.open(user, false)).split(';')[0]!);
    return cookies;
  } finally {
    await store.close();
  }
}
