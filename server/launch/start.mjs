// npm start: installs and builds what has changed since the last time, then serves.
import { join } from 'node:path';
import { ensureBuilt } from './client.mjs';
import { ensureInstalled, NODE, ROOT, supervise } from './workspace.mjs';

ensureInstalled();
await ensureBuilt();
process.exitCode = await supervise(NODE, [join(ROOT, 'server/src/main.ts')]).ended;
