import type { AssociationRow, MemberRow, Store, UserRow } from '../store.ts';
import type { Database } from './database.ts';

const USER = `id, email, name, color, locale, password_hash AS "passwordHash", created_at AS "createdAt"`;
const MEMBER = `association_id AS "associationId", user_id AS "userId", role, organisation,
  value_chain AS "valueChain"`;

type People = Pick<
  Store,
  | 'setSetupToken'
  | 'getSetupTokenHash'
  | 'hasAssociation'
  | 'setUp'
  | 'createAssociation'
  | 'getAssociation'
  | 'addValueChain'
  | 'addOrganisation'
  | 'listValueChains'
  | 'listOrganisations'
  | 'createUser'
  | 'getUser'
  | 'getUserByEmail'
  | 'listUsers'
  | 'setLocale'
  | 'putMember'
  | 'removeMember'
  | 'getMember'
  | 'listMembers'
  | 'listMemberships'
>;

/** False where the e-mail address is taken. */
export function insertUser(db: Database, user: UserRow): boolean {
  return (
    db.run(
      `INSERT INTO users (id, email, name, color, locale, password_hash, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING`,
      user.id,
      user.email,
      user.name,
      user.color,
      user.locale,
      user.passwordHash,
      user.createdAt,
    ) === 1
  );
}

function insertAssociation(db: Database, association: AssociationRow): void {
  db.run(
    'INSERT INTO associations (id, name, created_at) VALUES (?, ?, ?)',
    association.id,
    association.name,
    association.createdAt,
  );
}

function upsertMember(db: Database, member: MemberRow): void {
  db.run(
    `INSERT INTO members (association_id, user_id, role, organisation, value_chain) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (association_id, user_id) DO UPDATE SET
       role = excluded.role, organisation = excluded.organisation, value_chain = excluded.value_chain`,
    member.associationId,
    member.userId,
    member.role,
    member.organisation,
    member.valueChain,
  );
}

const names = (rows: readonly { name: string }[]): string[] => rows.map((row) => row.name);

/** Associations, users and who is a member of what. */
export function people(db: Database): People {
  const hasAssociation = (): boolean => db.get('SELECT 1 FROM associations LIMIT 1') !== null;
  return {
    async setSetupToken(tokenHash, at) {
      const value = JSON.stringify({ tokenHash, at });
      db.run(
        `INSERT INTO settings (name, value) VALUES ('setup', ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        value,
      );
    },
    async getSetupTokenHash() {
      const row = db.get<{ value: string }>(`SELECT value FROM settings WHERE name = 'setup'`);
      return row === null || hasAssociation() ? null : (JSON.parse(row.value).tokenHash as string);
    },
    async hasAssociation() {
      return hasAssociation();
    },
    async setUp(association, user) {
      return db.transaction(() => {
        if (hasAssociation()) return false;
        insertAssociation(db, association);
        if (!insertUser(db, user)) throw new Error(`the address ${user.email} is taken`);
        upsertMember(db, {
          associationId: association.id,
          userId: user.id,
          role: 'admin',
          organisation: null,
          valueChain: null,
        });
        db.run(`DELETE FROM settings WHERE name = 'setup'`);
        return true;
      });
    },

    async createAssociation(association) {
      insertAssociation(db, association);
    },
    async getAssociation(id) {
      return db.get<AssociationRow>(
        'SELECT id, name, created_at AS "createdAt" FROM associations WHERE id = ?',
        id,
      );
    },
    async addValueChain(associationId, name) {
      db.run('INSERT INTO value_chains VALUES (?, ?) ON CONFLICT DO NOTHING', associationId, name);
    },
    async addOrganisation(associationId, name) {
      db.run('INSERT INTO organisations VALUES (?, ?) ON CONFLICT DO NOTHING', associationId, name);
    },
    async listValueChains(associationId) {
      return names(
        db.all('SELECT name FROM value_chains WHERE association_id = ? ORDER BY name', associationId),
      );
    },
    async listOrganisations(associationId) {
      return names(
        db.all('SELECT name FROM organisations WHERE association_id = ? ORDER BY name', associationId),
      );
    },

    async createUser(user) {
      return insertUser(db, user);
    },
    async getUser(id) {
      return db.get<UserRow>(`SELECT ${USER} FROM users WHERE id = ?`, id);
    },
    async getUserByEmail(email) {
      return db.get<UserRow>(`SELECT ${USER} FROM users WHERE email = ?`, email);
    },
    async listUsers(ids) {
      return db.all<UserRow>(
        `SELECT ${USER} FROM users WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name, id`,
        JSON.stringify(ids),
      );
    },
    async setLocale(userId, locale) {
      db.run('UPDATE users SET locale = ? WHERE id = ?', locale, userId);
    },

    async putMember(member) {
      upsertMember(db, member);
    },
    async removeMember(associationId, userId) {
      db.transaction(() => {
        for (const table of ['plan_roles', 'seen_marks', 'notifications']) {
          db.run(
            `DELETE FROM ${table}
             WHERE user_id = ? AND plan_id IN (SELECT id FROM plans WHERE association_id = ?)`,
            userId,
            associationId,
          );
        }
        db.run('DELETE FROM members WHERE association_id = ? AND user_id = ?', associationId, userId);
      });
    },
    async getMember(associationId, userId) {
      return db.get<MemberRow>(
        `SELECT ${MEMBER} FROM members WHERE association_id = ? AND user_id = ?`,
        associationId,
        userId,
      );
    },
    async listMembers(associationId) {
      return db.all<MemberRow>(
        `SELECT ${MEMBER} FROM members WHERE association_id = ? ORDER BY user_id`,
        associationId,
      );
    },
    async listMemberships(userId) {
      return db.all<MemberRow>(
        `SELECT ${MEMBER} FROM members WHERE user_id = ? ORDER BY association_id`,
        userId,
      );
    },
  };
}
