// npm run verify-log: is the evidence of who wrote what whole? Needs no client, and no server that runs.
import { join } from 'node:path';
import { ensureInstalled, NODE, ROOT, supervise } from './workspace.mjs';

ensureInstalled();
const program = join(ROOT, 'server/src/verify-log.ts');
process.exitCode = await supervise(NODE, [program, ...process.argv.slice(2)]).ended;
