// hocuspocus with its defaults, in memory; with DATA_DIR, its database extension over SQLite, which commits as durably
// as Filiera's store does, whenever hocuspocus thinks it time to (2 s after the last change, 10 s at most).
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';

function sqlite(folder) {
  const db = new DatabaseSync(join(folder, 'hocuspocus.db'));
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, data BLOB NOT NULL)`);
  const read = db.prepare('SELECT data FROM documents WHERE name = ?');
  const write = db.prepare(
    'INSERT INTO documents VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data',
  );
  return new Database({
    fetch: async ({ documentName }) => read.get(documentName)?.data ?? null,
    store: async ({ documentName, state }) => {
      write.run(documentName, state);
    },
  });
}

const server = new Server({
  port: Number(process.env.PORT),
  address: process.env.HOST,
  quiet: true,
  extensions: process.env.DATA_DIR ? [sqlite(process.env.DATA_DIR)] : [],
});
await server.listen();
console.log(`running at :${server.address.port}`);
