// npm run chaos: installs what is missing and runs the chaos script on the pinned Node.
import { join } from 'node:path';
import { ensureInstalled, NODE, ROOT, run } from '../../server/launch/workspace.mjs';

ensureInstalled();
// An interrupt leads the script to its report, which is waited for.
process.on('SIGINT', () => {});
process.exitCode = run(NODE, [join(ROOT, 'test/chaos/chaos.ts'), ...process.argv.slice(2)]);
