/** A SQLite file, as far as the index asks of it; `store/sqlite/database.ts` is one. */
export interface Sql {
  exec(sql: string): void;
  get<T>(sql: string, ...params: Param[]): T | null;
  all<T>(sql: string, ...params: Param[]): T[];
  run(sql: string, ...params: Param[]): number;
  transaction<T>(job: () => T): T;
  close(): void;
}
export type Param = string | number | null | Uint8Array;
