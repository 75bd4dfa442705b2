// npm run check: types, lint and format. Reports all of them before it fails.
import { ensureInstalled, run } from './workspace.mjs';

ensureInstalled();
const checks = [
  ['types', 'tsc', ['-p', '.']],
  ['lint and format', 'biome', ['check', '--error-on-warnings', '.']],
];
const failed = checks.filter(([, command, args]) => run(command, args) !== 0).map(([name]) => name);
if (failed.length > 0) {
  console.error(`Not in order: ${failed.join('; ')}.`);
  process.exitCode = 1;
}
