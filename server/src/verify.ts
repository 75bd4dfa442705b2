import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { verifiedSchema } from '@filiera/shared/dossier/api.ts';
import { ConfigError, readConfig } from './config.ts';
import { findVerified } from './freeze/verified.ts';
import { StoreError } from './store/failure.ts';
import { openSqliteReader } from './store/sqlite.ts';
import { judge, type Registry } from './verify/judge.ts';

/**
 * `npm run verify -- <file> [--url http://...] [--data DIR]`: is the file what was frozen? It asks a running server, or
 * reads its data folder, and changes nothing. Ends with 0 where the file is what was frozen, 1 where it is not, 2 where
 * that could not be found out.
 */

const USAGE = 'Which file? npm run verify -- <file> [--url http://...] [--data DIR]';

/** Where the program was asked for: npm goes to the folder of the project first. */
const HERE = process.env.INIT_CWD ?? process.cwd();

/** Why nothing could be found out. */
class Unanswered extends Error {}

/** Asks a server's public address. */
function server(url: string): Registry {
  return {
    log: null,
    ask: async (sha256) => {
      let response: Response;
      try {
        response = await fetch(new URL(`/api/verify/${sha256}`, url));
      } catch (error) {
        throw new Unanswered(`No server answers at ${url}.`, { cause: error });
      }
      if (response.status === 404) return null;
      const found = verifiedSchema.safeParse(response.ok ? await response.json() : null);
      if (!found.success)
        throw new Unanswered(`The server at ${url} cannot say it at present (status ${response.status}).`);
      return found.data;
    },
  };
}

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { url: { type: 'string' }, data: { type: 'string' } },
    allowPositionals: true,
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new Unanswered(USAGE);
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(HERE, path));
  } catch (error) {
    throw new Unanswered(`The file ${path} cannot be read.`, { cause: error });
  }
  if (values.url !== undefined && !URL.canParse(values.url))
    throw new Unanswered(`${values.url} is no address.`);
  const named = values.data === undefined ? null : resolve(HERE, values.data);
  const dataDir = named ?? (values.url ? null : readConfig(process.env, process.cwd()).dataDir);
  if (dataDir !== null && !existsSync(join(dataDir, 'filiera.db')))
    throw new Unanswered(
      `There are no data in ${dataDir}: --data names another folder, --url a server to be asked.`,
    );
  const reader = dataDir === null ? null : openSqliteReader(join(dataDir, 'filiera.db'));
  try {
    const registry: Registry = reader
      ? { log: reader, ask: (sha256) => findVerified(reader, sha256) }
      : server(values.url!);
    const { holds, lines } = await judge(bytes, registry);
    console.log([`${path}: ${holds ? 'VERIFIED' : 'NOT VERIFIED'}.`, ...lines].join('\n'));
    return holds ? 0 : 1;
  } finally {
    await reader?.close();
  }
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (error instanceof ConfigError) for (const problem of error.problems) console.error(problem);
    else if (error instanceof Unanswered || error instanceof StoreError) console.error(error.message);
    else if (error instanceof TypeError && 'code' in error) console.error(`${error.message}\n${USAGE}`);
    else console.error(error);
    process.exitCode = 2;
  }
}
