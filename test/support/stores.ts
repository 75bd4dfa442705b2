import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type {
  AppendEntry,
  AssociationRow,
  PlanRecord,
  Store,
  StructRange,
  UserRow,
} from '@filiera/server/src/store/store.ts';

/** A kind of store that must keep the contract. `reopen` is what a new process would find; absent in memory. */
export interface StoreKind {
  readonly name: string;
  make(): { store: Store; reopen?: () => Promise<Store>; dispose: () => Promise<void> };
}

/** Every store there is. A new driver joins this list and has to pass the same suite. */
export const STORES: readonly StoreKind[] = [
  {
    name: 'SQLite on disk',
    make() {
      const folder = mkdtempSync(join(tmpdir(), 'filiera-store-'));
      const path = join(folder, 'deep', 'filiera.db');
      let store = openSqliteStore(path);
      return {
        store,
        async reopen() {
          await store.close();
          store = openSqliteStore(path);
          return store;
        },
        async dispose() {
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
  {
    name: 'SQLite in memory',
    make() {
      const store = openSqliteStore(':memory:');
      return { store, dispose: () => store.close() };
    },
  },
];

let serial = 0;
const next = (what: string): string => {
  serial += 1;
  return `${what}-${serial}`;
};

export function anAssociation(fields: Partial<AssociationRow> = {}): AssociationRow {
  return { id: next('association'), name: 'Clust-ER Health', createdAt: 1_700_000_000_000, ...fields };
}

export function aUser(fields: Partial<UserRow> = {}): UserRow {
  const id = next('user');
  return {
    id,
    email: `${id}@example.org`,
    name: 'Marta Bassi',
    color: '#0066cc',
    locale: 'it',
    passwordHash: '$argon2id$unused',
    createdAt: 1_700_000_000_000,
    ...fields,
  };
}

export function aPlan(
  associationId: string,
  createdBy: string,
  fields: Partial<PlanRecord> = {},
): PlanRecord {
  return {
    id: next('plan'),
    associationId,
    templateId: 'a1-2023',
    templateVersion: 1,
    title: 'Piano di attività 2023-2024',
    status: 'open',
    statusBefore: 'open',
    createdBy,
    createdAt: 1_700_000_000_000,
    seq: 0,
    epoch: 0,
    ...fields,
  };
}

/** An association with one plan and the given number of members, the first of whom made the plan. */
export async function seedPlan(
  store: Store,
  members = 2,
): Promise<{ association: AssociationRow; users: UserRow[]; plan: PlanRecord }> {
  const association = anAssociation();
  await store.createAssociation(association);
  const users: UserRow[] = [];
  for (let n = 0; n < members; n += 1) {
    const user = aUser();
    users.push(user);
    await store.createUser(user);
    await store.putMember({
      associationId: association.id,
      userId: user.id,
      role: n === 0 ? 'admin' : 'member',
      organisation: null,
      valueChain: null,
    });
  }
  const plan = aPlan(association.id, users[0]!.id);
  await store.createPlan(plan);
  return { association, users, plan };
}

/** An entry of the log. */
export function anEntry(
  planId: string,
  userId: string,
  ranges: readonly StructRange[] = [],
  update: Uint8Array = Uint8Array.of(1, 2, 3),
  at = 1_700_000_001_000,
): AppendEntry {
  return { planId, userId, at, update, ranges, offline: false, origin: 'edit' };
}
