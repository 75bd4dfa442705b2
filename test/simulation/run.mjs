// npm run simulate: installs what is missing and runs the simulation on the pinned Node.
import { join } from 'node:path';
import { ensureInstalled, NODE, ROOT, run } from '../../server/launch/workspace.mjs';

ensureInstalled();
process.exitCode = run(NODE, [join(ROOT, 'test/simulation/simulate.ts'), ...process.argv.slice(2)]);
