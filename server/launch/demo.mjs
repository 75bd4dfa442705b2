// npm run demo: the product on a temporary folder, with an association whose plans are under way.
import { join } from 'node:path';
import { ensureBuilt } from './client.mjs';
import { ensureInstalled, NODE, ROOT, supervise } from './workspace.mjs';

ensureInstalled();
await ensureBuilt();
process.exitCode = await supervise(NODE, [join(ROOT, 'server/src/demo/demo.ts')]).ended;
