import type { Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { createPlan, giveRole, signUpFirst, signUpInvited } from '../support/people.ts';
import { startServer } from '../support/test-server.ts';
import { quantile } from './quantile.ts';

/**
 * How long from a key press on one page until another browser has drawn it, beside how long until the typist's own
 * page has: the floor that any way of sharing stands on. Run: `npm run bench:page`, after `npm test` has built the pages.
 */

const KEYS = 300;

/** Has the page note when it draws a change of the block: once a frame, as milliseconds since 1970. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const store = window as unknown as { drawn: [length: number, at: number][]; pressed: number[] };
    store.drawn = [];
    store.pressed = [];
    const editor = document.querySelector('[id="at/specific-1"]')!;
    const text = (): number => {
      const copy = editor.cloneNode(true) as HTMLElement;
      for (const caret of copy.querySelectorAll('.filiera-caret')) caret.remove();
      return copy.textContent?.length ?? 0;
    };
    const now = (): number => performance.timeOrigin + performance.now();
    new MutationObserver(() => {
      const length = text();
      if (store.drawn.at(-1)?.[0] === length) return;
      requestAnimationFrame(() => store.drawn.push([length, now()]));
    }).observe(editor, { subtree: true, childList: true, characterData: true });
    editor.addEventListener('keydown', () => store.pressed.push(now()), { capture: true });
  });
}

const drawn = (page: Page): Promise<[number, number][]> =>
  page.evaluate(() => (window as unknown as { drawn: [number, number][] }).drawn);

const server = await startServer();
const browser = await openBrowser();
try {
  const writer = await browser.visit(server);
  const reader = await browser.visit(server);
  await signUpFirst(writer, { name: 'Elena Marchetti', email: 'elena@example.org' });
  await signUpInvited(writer, reader, { name: 'Anna Rossi', email: 'anna@example.org' });
  const { id } = await createPlan(writer, 'a1-2023-2024', 'Piano');
  await giveRole(writer, id, 'anna@example.org', 'contributor');
  for (const { page } of [writer, reader]) {
    await page.goto(`/piani/${id}`);
    await page.getByText('Salvato', { exact: true }).first().waitFor();
    // Into the block, so that its editor is there.
    await page.locator('[id="at/specific-1"]').click();
    await page
      .locator('[id="at/specific-1"][contenteditable="true"], [id="at/specific-1"] [contenteditable="true"]')
      .first()
      .waitFor();
    await watch(page);
  }
  for (let key = 0; key < KEYS; key += 1) {
    await writer.page.keyboard.press('a');
    // A quick typist: about ten keys a second.
    await writer.page.waitForTimeout(80);
  }
  await reader.page.waitForFunction(
    (keys) => (window as unknown as { drawn: unknown[] }).drawn.length >= keys,
    KEYS,
  );
  const pressed = await writer.page.evaluate(() => (window as unknown as { pressed: number[] }).pressed);
  const delays = (seen: [number, number][]): number[] =>
    pressed.flatMap((at, index) => {
      const first = seen.find(([length]) => length >= index + 1);
      return first ? [first[1] - at] : [];
    });
  const own = delays(await drawn(writer.page));
  const other = delays(await drawn(reader.page));
  console.log(`${pressed.length} key presses; milliseconds from the press until it is drawn`);
  console.log(
    `  on the typist's own page   median ${quantile(own, 0.5).toFixed(1)}  p99 ${quantile(own, 0.99).toFixed(1)}`,
  );
  console.log(
    `  on the other's page        median ${quantile(other, 0.5).toFixed(1)}  p99 ${quantile(other, 0.99).toFixed(1)}`,
  );
  console.log(`  ratio of the medians       ${(quantile(other, 0.5) / quantile(own, 0.5)).toFixed(2)}`);
} finally {
  await browser.close();
  await server.stop();
}
