// Which browser the tests drive.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
};

/** The whole path of a program on the PATH, or `null`. */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (folder !== '' && existsSync(path)) return path;
    }
  }
  return null;
}

/** Does it start? Ubuntu's `chromium-browser`, for one, may be a script that only says what to install. */
function starts(path) {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Chrome or Chromium: what CHROME_PATH names, else what is installed, else Playwright's own; `null` for none. */
export function findChrome() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const candidates = [...NAMES.map(onPath), ...(PLACES[process.platform] ?? [])];
  try {
    candidates.push(createRequire(import.meta.url)('playwright-core').chromium.executablePath());
  } catch {
    // Playwright knows of no browser for this machine.
  }
  return candidates.find((path) => path !== null && existsSync(path) && starts(path)) ?? null;
}

/**
 * The path of Chromium without what stands around a page (windows, forms that fill themselves, a viewer of PDFs), which
 * costs a third less of work; `null` where the machine has none.
 */
export function findShell() {
  const candidates = ['chromium-headless-shell', 'chrome-headless-shell'].map(onPath);
  return candidates.find((path) => path !== null && starts(path)) ?? null;
}
