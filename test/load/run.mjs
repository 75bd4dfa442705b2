// npm run bench: the same load on this server and on others, side by side. `npm run bench -- --help` says what it takes.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, NODE, ROOT, run } from '../../server/launch/workspace.mjs';
import { onPath } from '../support/chrome.mjs';

ensureInstalled();
const program = [join(ROOT, 'test/load/bench.ts'), ...process.argv.slice(2)];
// The generator has the first core to itself; the server that is measured gets the second (subjects/process.ts).
const pinned = onPath('taskset') !== null && availableParallelism() > 1;
process.exitCode = pinned ? run('taskset', ['-c', '0', NODE, ...program]) : run(NODE, program);
