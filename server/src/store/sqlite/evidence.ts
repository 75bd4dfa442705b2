/**
 * What makes tables refuse every change to rows that are there, by their keys. REPLACE fires no delete trigger, so it
 * has one of its own.
 */
export const evidence = (tables: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(tables)
    .map(
      ([table, key]) => `
  CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
  BEGIN SELECT RAISE(ABORT, '${table} is evidence: rows are never changed'); END;
  CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
  BEGIN SELECT RAISE(ABORT, '${table} is evidence: rows are never removed'); END;
  CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table}
  WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${key.map((column) => `${column} = NEW.${column}`).join(' AND ')})
  BEGIN SELECT RAISE(ABORT, '${table} is evidence: rows are never replaced'); END;`,
    )
    .join('');
