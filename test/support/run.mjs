// npm test: installs what is missing, the browser and the tools that read documents among it, builds the pages and runs
// every test, or those that the arguments name (`npm test -- server/sign-in`).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../../server/launch/client.mjs';
import { ensureInstalled, environment, NODE, ROOT, run } from '../../server/launch/workspace.mjs';
import { findChrome, findShell, onPath } from './chrome.mjs';

const isRootOnDebian =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/etc/os-release') &&
  /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));

const PACKAGES = { soffice: 'libreoffice-writer-nogui', pdftotext: 'poppler-utils', qpdf: 'qpdf' };
/** The part of LibreOffice that opens workbooks, which brings no program of its own. */
const CALC = {
  package: 'libreoffice-calc-nogui',
  library: '/usr/lib/libreoffice/program/libsclo.so',
};
/** The documents are set in Arial; these are as wide, and what LibreOffice puts in its place. */
const FONTS = {
  package: 'fonts-liberation',
  folders: ['liberation', 'liberation2'].map((name) => `/usr/share/fonts/truetype/${name}`),
};

function apt(packages) {
  console.log(`Installing for the tests: ${packages.join(', ')}…`);
  const env = environment({ DEBIAN_FRONTEND: 'noninteractive' });
  return (
    run('apt-get', ['update', '-qq'], { env }) === 0 &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env }) === 0
  );
}

ensureInstalled();

let chrome = findChrome();
const isNamed = Boolean(process.env.CHROME_PATH);
const missing = Object.keys(PACKAGES)
  .filter((tool) => onPath(tool) === null)
  .map((tool) => PACKAGES[tool]);
if (!existsSync(CALC.library)) missing.push(CALC.package);
if (!FONTS.folders.some((folder) => existsSync(folder))) missing.push(FONTS.package);
if (isRootOnDebian && (chrome === null || missing.length > 0)) {
  apt([...(chrome === null ? ['chromium'] : []), ...missing]);
  chrome ??= findChrome();
}
if (chrome === null) {
  console.log('Installing a browser for the tests…');
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  run(NODE, [
    join(ROOT, 'test/node_modules/playwright-core/cli.js'),
    'install',
    ...(isRoot ? ['--with-deps'] : []),
    'chromium',
  ]);
  chrome = findChrome();
}
if (chrome === null) console.error('No Chrome or Chromium was found or could be installed: set CHROME_PATH.');

/** Most tests look at pages alone; where they can have it, they do so in a browser that is nothing else. */
let shell = isNamed ? null : findShell();
if (shell === null && !isNamed && isRootOnDebian) {
  apt(['chromium-headless-shell']);
  shell = findShell();
}

await ensureBuilt();

process.exitCode = run(
  NODE,
  [join(ROOT, 'test/node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
  {
    cwd: join(ROOT, 'test'),
    env: environment({
      ...(chrome === null ? {} : { CHROME_PATH: chrome }),
      ...(shell === null ? {} : { CHROME_SHELL_PATH: shell }),
      // Where a tool could have been installed, a test that lacks it fails; elsewhere it is skipped.
      ...(isRootOnDebian ? { FILIERA_TOOLS: 'required' } : {}),
    }),
  },
);
