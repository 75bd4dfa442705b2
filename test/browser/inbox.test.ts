import { randomUUID } from 'node:crypto';
import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { preferencesSchema } from '@filiera/shared/inbox/api.ts';
import { latestTemplates } from '@filiera/shared/template/catalogue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import { type Thread, threadSchema } from '@filiera/shared/threads/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { createPlan, giveRole, readAssociation, send } from '../support/people.ts';
import { words } from '../support/threads.ts';

const ANNA = { name: 'Anna Rossi', email: 'anna.rossi@health.example' };
const BRUNO = { name: 'Bruno Bruni', email: 'bruno.bruni@unibo.example' };

let mail: MailServer;
let meeting: Meeting<'anna' | 'bruno'>;
let anna: Visitor;
let bruno: Visitor;
let plan: PlanDetail;
let brunoId: string;
beforeAll(async () => {
  mail = await startMailServer();
  meeting = await meet(
    { anna: ANNA, bruno: BRUNO },
    { env: { SMTP_URL: mail.url(), MAIL_FROM: 'filiera@health.example' } },
  );
  ({ anna, bruno } = meeting.people);
  brunoId = (await readAssociation(anna)).members.find(({ email }) => email === BRUNO.email)!.id;
  plan = await createPlan(anna, 'a1-2023-2024', 'Piano di attività 2023-2024');
});
afterAll(async () => {
  await meeting?.close();
  await mail?.close();
});

/** Anna opens a thread that names Bruno, and may give it to him. */
function comment(text: string, assignee: string | null = null): Promise<Thread> {
  const form = formOf(latestTemplates().find(({ id }) => id === 'a1-2023-2024')!);
  const body = words(text);
  const mention = { kind: 'mention', of: 'member', id: brunoId, label: BRUNO.name } as const;
  const [paragraph] = body.blocks;
  if (paragraph?.kind === 'paragraph' && assignee === null) paragraph.inlines.push(mention);
  return send(anna, threadSchema, 'POST', `/plans/${plan.id}/threads`, {
    key: randomUUID(),
    anchor: { kind: 'block', root: `text/${[...form.texts.keys()][0]}` },
    text: body,
    assignee,
    due: assignee === null ? null : '2030-12-31',
  });
}

/** When Bruno gets mail, as the server has it. */
const modeNow = async () => (await send(bruno, preferencesSchema, 'GET', '/me/notifications')).mail;

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

describe('what a member is told, on their pages', () => {
  test('INBOX-40 who was told nothing yet reads what will be here', async () => {
    const { page } = bruno;
    await page.goto('/avvisi');
    await page.getByRole('heading', { name: 'Ancora nessun avviso' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: 'Vai ai piani' }).click();
    await page.getByRole('heading', { name: 'Piani', level: 1 }).waitFor();
  });

  test('INBOX-41 the bell counts live on whatever page is open, and what came is said quietly', async () => {
    const { page } = bruno;
    const bell = page.getByRole('link', { name: /^Avvisi/ });
    expect(await bell.getAttribute('aria-label')).toBe('Avvisi');
    await giveRole(anna, plan.id, BRUNO.email, 'contributor');
    await page.getByRole('link', { name: 'Avvisi: 1 da leggere' }).waitFor();
    await comment('Che cosa ne dice');
    await page.getByRole('link', { name: 'Avvisi: 2 da leggere' }).waitFor();
    const said = 'Menzione in un commento di Anna Rossi · Piano di attività 2023-2024';
    await page.getByRole('status').filter({ hasText: said }).first().waitFor({ state: 'attached' });
    await bell.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Avvisi', level: 1 }).waitFor();
  });

  test('INBOX-42 what needs a decision stands first; opened, it is read and the very thread is asked for', async () => {
    const { page } = bruno;
    const thread = await comment('Da rivedere entro fine anno', brunoId);
    const decisions = page.getByRole('region', { name: 'Serve la tua decisione' });
    await decisions.getByText('Da rivedere entro fine anno').waitFor();
    await page.getByRole('link', { name: 'Avvisi: 3 da leggere' }).waitFor();
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'Serve la tua decisione',
      'Altre novità',
      'Avvisi per e-mail',
    ]);
    const link = decisions.getByRole('link', {
      name: 'Anna Rossi ha assegnato un commento, da chiudere entro il 31/12/2030',
    });
    await link.click();
    await page.waitForURL((url) => url.pathname + url.search === PAGES.thread(plan.id, thread.id));
    await page.getByRole('link', { name: 'Avvisi: 2 da leggere' }).waitFor();
  });

  test('INBOX-43 marked as read and back, one by one and all, on every window', async () => {
    const { page, context } = bruno;
    const other = await context.newPage();
    await other.goto('/');
    await other.getByRole('link', { name: 'Avvisi: 2 da leggere' }).waitFor();
    // A window behind another one is drawn once a second.
    await page.bringToFront();
    await page.goto('/avvisi');
    const role = 'Anna Rossi ha assegnato il ruolo «Scrittura»';
    await page.getByRole('button', { name: `Segna come letto: ${role}`, exact: true }).click();
    await other.getByRole('link', { name: 'Avvisi: 1 da leggere' }).waitFor();
    await page.getByRole('button', { name: `Segna come da leggere: ${role}` }).click();
    await other.getByRole('link', { name: 'Avvisi: 2 da leggere' }).waitFor();
    await page.getByText('Da leggere', { exact: true }).first().click();
    await page.getByRole('button', { name: 'Segna tutto come letto' }).click();
    await page.getByRole('heading', { name: 'Nessun avviso da leggere' }).waitFor();
    await other.getByRole('link', { name: 'Avvisi', exact: true }).waitFor();
    await other.close();
  });

  test('MAIL-50 mail is chosen on the page', async () => {
    const { page } = bruno;
    await page.goto('/avvisi');
    await page.getByText(`Vanno a ${BRUNO.email}.`).waitFor();
    await page.getByRole('radio', { name: /^Una volta al giorno/ }).check();
    await expect.poll(modeNow).toBe('daily');
    await page.getByRole('radio', { name: /^Subito/ }).check();
    await expect.poll(modeNow).toBe('at-once');

    // It waits ten seconds for what follows on its heels.
    await comment('Con una e-mail');
  });

  test.each(SIZES)(
    'INBOX-44 the page fits $width pixels and passes axe, light and dark',
    async (viewport) => {
      const { page } = bruno;
      await page.setViewportSize(viewport);
      for (const scheme of ['light', 'dark'] as const) {
        await page.evaluate((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
        await page.goto('/avvisi');
        await page.getByRole('region', { name: 'Serve la tua decisione' }).waitFor();
        await page.getByRole('radio', { name: /^Subito/ }).waitFor();
        expect(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe(scheme);
        expect(await axe(page)).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(viewport.width);
      }
      await page.evaluate(() => localStorage.removeItem('mantine-color-scheme-value'));
      await page.setViewportSize(SIZES[0]);
    },
  );

  test('MAIL-50 the link in a mail ends it for who is signed out', async () => {
    expect(await mail.accepted(1)).toBe(true);
    const text = mail.mails.at(-1)?.text ?? '';
    expect(text).toContain(`${meeting.server.url}/piani/${plan.id}?commento=`);
    const address = /\S+\/disiscrizione\/\S+/.exec(text)?.[0] ?? '';
    const nobody = await meeting.browser.visit(meeting.server);
    await nobody.page.goto(address);
    await nobody.page.getByText('b•••@unibo.example').waitFor();
    expect(await axe(nobody.page)).toEqual([]);
    expect(await modeNow()).toBe('at-once');
    await nobody.page.getByRole('button', { name: 'Non ricevere più e-mail' }).click();
    await nobody.page.getByRole('heading', { name: 'Nessuna e-mail' }).waitFor();
    expect(await axe(nobody.page)).toEqual([]);
    expect(await modeNow()).toBe('none');
    await nobody.page.goto(`${address}x`);
    await nobody.page.getByRole('heading', { name: 'Collegamento non valido' }).waitFor();
    expect(nobody.problems).toEqual([]);
    await nobody.close();
  });

  test('INBOX-45 no page complained', () => {
    expect(meeting.problems()).toEqual([]);
  });
});
