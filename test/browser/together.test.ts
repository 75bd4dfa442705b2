import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, BRUNO, ELENA } from '../support/people.ts';
import { at, saved } from '../support/plan-page.ts';

/** Three members in three browsers write one A1 plan at the same time. */

let meeting: Meeting<'elena' | 'anna' | 'bruno'>;
let planId: string;
let pages: Page[];

beforeAll(async () => {
  meeting = await meet({ elena: ELENA, anna: ANNA, bruno: BRUNO });
  const { elena, anna, bruno } = meeting.people;
  pages = [elena.page, anna.page, bruno.page];
  planId = await meeting.startPlan('a1-2023-2024', 'Piano di attività 2023-2024', {
    anna: 'contributor',
    bruno: 'contributor',
  });
  await all((page) => page.goto(`/piani/${planId}`));
  await all((page) => saved(page));
});
afterAll(() => meeting?.close());

const all = <T>(act: (page: Page, index: number) => Promise<T>): Promise<T[]> => Promise.all(pages.map(act));
/** The figure of a computed cell, without its sign and its explanation. */
const computed = async (page: Page, ...place: string[]): Promise<string> =>
  /[\d.]+,\d\d/.exec((await at(page, ...place).textContent()) ?? '')?.[0] ?? '';

describe('three members write one plan at the same time', () => {
  test('LIVE-1 text typed by three into the same paragraph at once arrives whole on every page', async () => {
    const blocks = pages.map((page) => page.getByRole('textbox', { name: 'Obiettivi specifici' }).first());
    await blocks[0]!.click();
    await pages[0]!.keyboard.type('Inizio. Centro. Fine.');
    await all(async (_page, index) =>
      expect.poll(() => ownText(blocks[index]!)).toBe('Inizio. Centro. Fine.'),
    );
    await all(async (page, index) => {
      if (index === 1) await clickBehind(page, blocks[index]!, 'Centro.');
      else {
        await blocks[index]!.click();
        await page.keyboard.press(index === 0 ? 'Control+Home' : 'Control+End');
      }
    });
    const sentences = ['Elena scrive la premessa. ', ' Anna aggiunge i soci.', ' Bruno elenca le azioni.'];
    await all((page, index) => page.keyboard.type(sentences[index]!, { delay: 15 }));
    await all(async (page) => saved(page));
    const whole =
      'Elena scrive la premessa. Inizio. Centro. Anna aggiunge i soci. Fine. Bruno elenca le azioni.';
    await all(async (_page, index) => expect.poll(() => ownText(blocks[index]!)).toBe(whole));
    // One paragraph, not one for each.
    expect(await blocks[0]!.locator('p').count()).toBe(1);
  });

  test('LIVE-2 each sees the carets of the two others, with their names', async () => {
    const names = ['Elena Marchetti', 'Anna Rossi', 'Bruno Neri'];
    await all(async (page, index) => {
      const others = names.filter((_, other) => other !== index);
      for (const name of others) {
        await expect.poll(() => page.locator('.ProseMirror').first().textContent()).toContain(name);
        await page.getByRole('banner').getByText(initials(name)).first().waitFor();
      }
    });
  });

  test('LIVE-3 cells of one table filled at once: totals follow on every page', async () => {
    const cells: [row: string, column: string, typed: string][] = [
      ['staff', 'y2023', '71428,57'],
      ['staff', 'y2024', '€ 71.428,57'],
      ['climate', 'y2023', '15 000'],
    ];
    await all(async (page, index) => {
      const [row, column, typed] = cells[index]!;
      await at(page, 'costs', row, column).click();
      await page.keyboard.type(typed, { delay: 10 });
      await page.keyboard.press('Tab');
    });
    await all(async (page) => {
      await expect.poll(() => computed(page, 'costs', 'total', 'total')).toBe('200.000,00');
      await expect.poll(() => at(page, 'costs', 'staff', 'y2023').inputValue()).toBe('71.428,57');
      await expect.poll(() => at(page, 'costs', 'staff', 'y2024').inputValue()).toBe('71.428,57');
      await expect.poll(() => at(page, 'costs', 'climate', 'y2023').inputValue()).toBe('15.000,00');
    });
  });

  test('LIVE-4 rows added at once by three are all there, and LIVE-5 a share fails and passes at the cent', async () => {
    const rows = (page: Page): Locator => page.locator('[id="at/climate"] tbody tr[id]');
    await all((page) => page.getByRole('button', { name: /Aggiungi una riga.*clima/ }).click());
    await all(async (page) => expect.poll(() => rows(page).count()).toBe(3));
    const ids = await Promise.all(
      pages.map((page) => rows(page).evaluateAll((found) => found.map((row) => row.id))),
    );
    expect(ids[1]).toEqual(ids[0]);
    expect(ids[2]).toEqual(ids[0]);

    const amounts = ['10000', '10000', '9999,99'];
    await all(async (page, index) => {
      const place = ids[0]![index]!.split('/').slice(1);
      await at(page, ...place, 'kind').fill(`Evento ${index + 1}`);
      await at(page, ...place, 'amount').fill(amounts[index]!);
      await page.keyboard.press('Tab');
    });
    await all(async (page) => {
      await page
        .getByText(/mancano 0,01\s€/)
        .first()
        .waitFor();
      await expect
        .poll(() => page.getByRole('button', { name: /^Clima \d/ }).textContent())
        .toMatch(/15,00\s%.*mancano/);
    });
    await at(pages[2]!, ...ids[0]![2]!.split('/').slice(1), 'amount').fill('10.000');
    await all(async (page) => {
      await expect
        .poll(() => page.getByRole('button', { name: /^Clima \d/ }).textContent())
        .toMatch(/15,00\s%.*ok/);
      await expect.poll(() => page.getByText(/mancano 0,01\s€/).count()).toBe(0);
    });
  });

  test('LIVE-6 after a reload everything is there', async () => {
    await all(saved);
    await all((page) => page.reload());
    await all(async (page) => {
      await expect
        .poll(() => page.getByRole('textbox', { name: 'Obiettivi specifici' }).first().textContent())
        .toContain('Anna aggiunge i soci.');
      await expect.poll(() => computed(page, 'costs', 'total', 'total')).toBe('200.000,00');
      await expect.poll(() => page.locator('[id="at/climate"] tbody tr[id]').count()).toBe(3);
      await expect.poll(() => computed(page, 'climate', 'total', 'amount')).toBe('30.000,00');
    });
  });

  test('LIVE-7 no page has complained, and none has asked anybody else for anything', () => {
    expect(meeting.problems()).toEqual([]);
  });
});

/** What stands in an editor without the carets of others. */
function ownText(editor: Locator): Promise<string> {
  return editor.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const caret of copy.querySelectorAll(
      '[contenteditable="false"], .ProseMirror-widget, [class*="caret"]',
    ))
      caret.remove();
    return copy.textContent?.replaceAll('\u2060', '') ?? '';
  });
}

/** Puts the caret right behind some words, as one does with the mouse. */
async function clickBehind(page: Page, editor: Locator, words: string): Promise<void> {
  await editor.click();
  const spot = await editor.evaluate((element, wanted) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const from = node.textContent?.indexOf(wanted) ?? -1;
      if (from < 0) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, from + wanted.length);
      const { right, top, height } = range.getBoundingClientRect();
      return { x: right, y: top + height / 2 };
    }
    return null;
  }, words);
  if (!spot) throw new Error(`"${words}" does not stand there`);
  await page.mouse.click(spot.x, spot.y);
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((part) => part[0])
    .join('');
}
