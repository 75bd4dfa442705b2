import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { Store } from '@filiera/server/src/store/store.ts';

const FILE = 'filiera.db';

/**
 * Copies what a dead server left, so that its next run, and nobody who reads meanwhile, has to recover the original.
 * Returns the copy's folder.
 */
export function copyOf(dataDir: string): string {
  const copy = join(dataDir, 'copy');
  mkdirSync(copy);
  for (const name of [FILE, `${FILE}-wal`, `${FILE}.journal`])
    if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(copy, name));
  return copy;
}

/** Reads such a copy as the server's next run would find it, with what SQLite finds wrong with it; and removes it. */
export async function readingCopy<T>(
  copy: string,
  read: (store: Store, violations: readonly string[]) => Promise<T>,
): Promise<T> {
  try {
    // Puts what is in the journal alone into the tables.
    const store = openSqliteStore(join(copy, FILE));
    try {
      return await read(store, brokenIn(join(copy, FILE)));
    } finally {
      await store.close();
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** What SQLite itself finds wrong with a file. */
function brokenIn(path: string): string[] {
  const database = new DatabaseSync(path);
  try {
    const integrity = database.prepare('PRAGMA integrity_check').all();
    const foreign = database.prepare('PRAGMA foreign_key_check').all();
    const answers = integrity.map(({ integrity_check: answer }) => String(answer));
    return [
      ...answers.filter((answer) => answer !== 'ok').map((answer) => `integrity_check: ${answer}`),
      ...foreign.map((row) => `foreign_key_check: ${JSON.stringify(row)}`),
    ];
  } finally {
    database.close();
  }
}
