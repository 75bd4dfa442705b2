// npm run verify: is a file what was frozen? Needs no client, and a server that runs only where one is asked.
import { join } from 'node:path';
import { ensureInstalled, NODE, ROOT, supervise } from './workspace.mjs';

ensureInstalled();
const program = join(ROOT, 'server/src/verify.ts');
process.exitCode = await supervise(NODE, [program, ...process.argv.slice(2)]).ended;
