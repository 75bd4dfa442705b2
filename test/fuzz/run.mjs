// npm run fuzz: installs what is missing and throws frames on the pinned Node, which may be told to tidy its memory up.
import { join } from 'node:path';
import { ensureInstalled, NODE, ROOT, run } from '../../server/launch/workspace.mjs';

ensureInstalled();
process.exitCode = run(NODE, ['--expose-gc', join(ROOT, 'test/fuzz/fuzz.ts'), ...process.argv.slice(2)]);
