import { join } from 'node:path';
import type { Verification } from '@filiera/shared/history/api.ts';
import { ConfigError, readConfig } from './config.ts';
import { verifyLog } from './history/verify-log.ts';
import { StoreError } from './store/failure.ts';
import { openSqliteReader } from './store/sqlite.ts';

/**
 * `npm run verify-log -- <plan id or all>`: is the evidence of who wrote what whole? It only reads, so the server may
 * run meanwhile. One line for each plan; ends with 1 where something is wrong, or nothing could be verified.
 */

const PROBLEMS = {
  changed: 'is not what was written, or the index of authors says otherwise',
  missing: 'is missing',
  reordered: 'is not where it was written',
  snapshot: 'has a snapshot beside it that says what nobody wrote',
  cut: 'and all after it have been cut off',
} as const;

function sentence(planId: string, { rows, head, problem }: Verification): string {
  if (problem) return `Plan ${planId}: WRONG. Row ${problem.seq} of its log ${PROBLEMS[problem.kind]}.`;
  if (rows === 0) return `Plan ${planId}: in order, nothing has been written yet.`;
  return `Plan ${planId}: in order, ${rows} rows, the last with the digest ${head}.`;
}

async function main(asked: string | undefined): Promise<number> {
  if (asked === undefined) {
    console.error('Which plan? npm run verify-log -- <the plan\'s id, as in its address>, or "all".');
    return 1;
  }
  const { dataDir } = readConfig(process.env, process.cwd());
  const reader = openSqliteReader(join(dataDir, 'filiera.db'));
  try {
    const ids = asked === 'all' ? await reader.listPlanIds() : [asked];
    if (ids.length === 0) console.log(`There are no plans in ${dataDir}.`);
    let code = 0;
    for (const planId of ids) {
      const verification = await verifyLog(reader, planId);
      if (verification) console.log(sentence(planId, verification));
      else console.error(`There is no plan ${planId} in ${dataDir}.`);
      if (!verification || verification.problem) code = 1;
    }
    return code;
  } finally {
    await reader.close();
  }
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv[2]);
  } catch (error) {
    if (error instanceof ConfigError) for (const problem of error.problems) console.error(problem);
    else console.error(error instanceof StoreError ? error.message : error);
    process.exitCode = 1;
  }
}
