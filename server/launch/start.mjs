// npm start: installs and builds what has changed since the last time, then serves.
import { ensureBuilt } from './client.mjs';
import { ensureInstalled, NODE, SERVER, supervise } from './workspace.mjs';

ensureInstalled();
await ensureBuilt();
process.exitCode = await supervise(NODE, SERVER).ended;
