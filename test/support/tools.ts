import { onPath } from './chrome.mjs';

/**
 * The path of a tool that reads documents (`soffice`, `pdftotext`, `qpdf`), or `null` where it is missing: use it with
 * `test.skipIf(tool('soffice') === null)`. Throws where `npm test` could have installed it, so that a missing tool is
 * not taken for a test that passed.
 */
export function tool(name: 'soffice' | 'pdftotext' | 'qpdf'): string | null {
  const path = onPath(name);
  if (path === null && process.env.FILIERA_TOOLS === 'required') {
    throw new Error(`${name} is missing and could not be installed: run "npm test" and see what it says`);
  }
  return path;
}
