import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts';
import {
  createPlan,
  giveRole,
  PASSWORD,
  readAssociation,
  signIn,
  signUpFirst,
  signUpInvited,
} from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const ANNA = { name: 'Anna Rossi', email: 'anna.rossi@health.example' };
const MARCO = { name: 'Marco Bianchi', email: 'marco.bianchi@health.example' };
const GIULIA = { name: 'Giulia Ferri', email: 'giulia.ferri@unibo.example' };

let browser: TestBrowser;
beforeAll(async () => {
  // Where passwords are typed, a browser has parts of its own beside the page.
  browser = await openBrowser({ whole: true });
});
afterAll(async () => {
  await browser?.close();
});

/** Everybody who came has seen nothing go wrong behind what the page said. */
function expectQuiet(...visitors: readonly Visitor[]): void {
  for (const visitor of visitors) expect(visitor.problems).toEqual([]);
}

describe('a server that nobody has set up', () => {
  let server: TestServer;
  let anna: Visitor;
  beforeAll(async () => {
    server = await startServer();
    anna = await browser.visit(server);
  });
  afterAll(async () => {
    await anna?.close();
    await server?.stop();
  });

  test('PAGE-1 PAGE-2 the set-up link makes the association and signs its administrator in, once', async () => {
    const { page } = anna;
    await page.goto('/');
    await page.getByRole('heading', { name: 'Filiera non è ancora configurata' }).waitFor();

    await page.goto(server.setupLink ?? '');
    await page.getByLabel('Indirizzo e-mail').fill('anna');
    await page.getByLabel('Password', { exact: true }).fill('corta');
    await page.getByRole('button', { name: 'Crea l’associazione' }).click();

    const summary = page.getByRole('alert');
    await expect.poll(() => summary.textContent()).toContain('Ci sono 4 campi da correggere');
    expect(await summary.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await summary.textContent()).toContain('La password deve avere almeno 10 caratteri: ora sono 5.');
    await summary.getByRole('link', { name: /«Nome e cognome»/ }).click();
    const name = page.getByLabel('Nome e cognome');
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await name.getAttribute('aria-invalid')).toBe('true');

    await name.fill(ANNA.name);
    await page.getByLabel('Nome dell’associazione').fill('Clust-ER Health');
    await page.getByLabel('Indirizzo e-mail').fill(ANNA.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Crea l’associazione' }).click();

    await page.getByRole('heading', { name: 'Piani', level: 1 }).waitFor();
    await page.getByText('Un piano nasce dal modulo di un bando').waitFor();
    await page.getByRole('button', { name: `Menu di ${ANNA.name}` }).waitFor();

    await page.goto(server.setupLink ?? '');
    await page.getByRole('heading', { name: 'Filiera è già configurata' }).waitFor();
    expectQuiet(anna);
  });
});

describe('an association at work', () => {
  let server: TestServer;
  let anna: Visitor;
  beforeAll(async () => {
    server = await startServer();
    anna = await browser.visit(server);
    await signUpFirst(anna, ANNA);
  });
  afterAll(async () => {
    await anna?.close();
    await server?.stop();
  });

  test('PAGE-3 wrong credentials are said in a sentence, and what was typed stays', async () => {
    const visitor = await browser.visit(server);
    const { page } = visitor;
    await page.goto('/accedi');
    await page.getByLabel('Indirizzo e-mail').fill(ANNA.email);
    await page.getByLabel('Password', { exact: true }).fill('una password sbagliata');
    await page.getByRole('button', { name: 'Entra' }).click();
    await page.getByText('L’indirizzo e-mail o la password non corrispondono.').waitFor();
    expect(await page.getByLabel('Indirizzo e-mail').inputValue()).toBe(ANNA.email);
    expect(new URL(page.url()).pathname).toBe('/accedi');

    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Piani', level: 1 }).waitFor();
    expectQuiet(visitor);
    await visitor.close();
  });

  test('PAGE-4 whoever is signed out signs in and comes back to the page that was asked for', async () => {
    const { id } = await readAssociation(anna);
    const visitor = await browser.visit(server);
    const { page } = visitor;
    await page.goto(`/associazione/${id}`);
    await page.getByText('Dopo l’accesso si torna alla pagina richiesta.').waitFor();
    await page.getByLabel('Indirizzo e-mail').fill(ANNA.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Entra' }).click();
    await page.getByRole('heading', { name: 'Clust-ER Health', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/associazione/${id}`);

    // The session ends somewhere else; the page notices when it next asks for something.
    await visitor.context.clearCookies();
    await page.getByLabel('Nuova value chain').fill('SalusTech');
    await page.getByRole('button', { name: 'Aggiungi' }).first().click();
    await page.getByRole('heading', { name: 'Accesso' }).waitFor();
    expect(new URL(page.url()).search).toContain(encodeURIComponent(id));
    expectQuiet(visitor);
    await visitor.close();
  });

  test('PAGE-4 an address outside the installation is never gone to after signing in', async () => {
    const visitor = await browser.visit(server);
    await signIn(visitor, ANNA.email);
    for (const outside of [
      '//example.org/x',
      'https://example.org',
      '/\\example.org',
      'javascript:alert(1)',
    ]) {
      await visitor.page.goto(`/accedi?da=${encodeURIComponent(outside)}`);
      await visitor.page.locator('h1').filter({ hasNotText: 'Accesso' }).waitFor();
      expect(new URL(visitor.page.url()).origin).toBe(server.url);
    }
    expectQuiet(visitor);
    await visitor.close();
  });

  test('PAGE-5 an invitation: its link is shown once, lets one person in, and no more', async () => {
    const { page } = anna;
    const { id } = await readAssociation(anna);
    await page.goto(`/associazione/${id}`);
    await page.getByRole('button', { name: 'Invita' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invito di una persona' });
    await dialog.getByLabel('Indirizzo e-mail').fill(MARCO.email);
    await dialog.getByLabel('Ruolo').selectOption({ label: 'Manager' });
    await dialog.getByLabel('Ente').fill('Tecnopolo di Mirandola');
    await dialog.getByRole('button', { name: 'Invita' }).click();
    const link = await dialog.getByLabel('Collegamento').inputValue();
    expect(link.startsWith(`${server.url}/invito/`)).toBe(true);
    await dialog.getByText(/Vale fino al \d+ \p{L}+ \d{4}, \d\d:\d\d/u).waitFor();
    await dialog.getByRole('button', { name: 'Fatto' }).click();
    const open = page.getByRole('region', { name: 'Inviti aperti' });
    await open.getByText(MARCO.email).waitFor();
    expect(await page.content()).not.toContain(link.split('/').at(-1));

    const marco = await browser.visit(server);
    await marco.page.goto(link);
    await marco.page.getByRole('button', { name: 'English' }).click();
    await marco.page.getByRole('heading', { name: 'Invitation to Clust-ER Health' }).waitFor();
    await marco.page.getByRole('button', { name: 'Italiano' }).click();
    await marco.page.getByRole('heading', { name: 'Invito a Clust-ER Health' }).waitFor();
    await marco.page.getByText(`${ANNA.name} invita a lavorare`).waitFor();
    await marco.page.getByLabel('Nome e cognome').fill(MARCO.name);
    await marco.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await marco.page.getByRole('button', { name: 'Accetta l’invito' }).click();
    await marco.page.getByRole('heading', { name: 'Piani', level: 1 }).waitFor();
    // A manager may start plans.
    expect(await marco.page.getByRole('button', { name: 'Nuovo piano' }).count()).toBeGreaterThan(0);

    const late = await browser.visit(server);
    await late.page.goto(link);
    await late.page.getByRole('heading', { name: 'Invito non valido' }).waitFor();

    await page.reload();
    const row = page.getByRole('row', { name: new RegExp(MARCO.name) });
    expect(await row.textContent()).toContain('Tecnopolo di Mirandola');
    expect(await open.count()).toBe(0);
    expectQuiet(anna, marco, late);
    await marco.close();
    await late.close();
  });

  test('PAGE-5 a revoked invitation lets nobody in', async () => {
    const { page } = anna;
    const { id } = await readAssociation(anna);
    await page.goto(`/associazione/${id}`);
    await page.getByRole('button', { name: 'Invita' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invito di una persona' });
    await dialog.getByLabel('Indirizzo e-mail').fill('nessuno@health.example');
    await dialog.getByRole('button', { name: 'Invita' }).click();
    const link = await dialog.getByLabel('Collegamento').inputValue();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Revoca l’invito per nessuno@health.example' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoca' }).click();
    await page.getByRole('region', { name: 'Inviti aperti' }).waitFor({ state: 'detached' });

    const late = await browser.visit(server);
    await late.page.goto(link);
    await late.page.getByRole('heading', { name: 'Invito non valido' }).waitFor();
    expectQuiet(anna, late);
    await late.close();
  });

  test('PAGE-6 PAGE-7 a plan is created from a form, renamed, put away and taken back', async () => {
    const { page } = anna;
    await page.goto('/');
    await page.getByRole('button', { name: 'Nuovo piano' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Nuovo piano' });
    await dialog.getByText('PIANO DI ATTIVITÀ DELL’ ASSOCIAZIONE CLUST-ER').waitFor();
    await dialog.getByRole('radio', { name: /promozione 2018/ }).click();
    await dialog.getByLabel('Nome del piano').fill('Promozione in Belgio');
    await dialog.getByRole('button', { name: 'Crea il piano' }).click();
    await page.waitForURL('**/piani/*');

    await page.goto('/');
    const card = (title: string) => page.getByRole('listitem').filter({ hasText: title });
    const first = card('Promozione in Belgio');
    expect(await first.textContent()).toContain('In scrittura');
    expect(await first.textContent()).toMatch(/Compilati 0 di \d+/);
    expect(await first.textContent()).toMatch(/\d+ errori/);
    expect(await first.textContent()).toContain('Ruolo: Manager');

    await page.getByRole('button', { name: 'Azioni per Promozione in Belgio' }).click();
    await page.getByRole('menuitem', { name: 'Rinomina' }).click();
    const rename = page.getByRole('dialog', { name: 'Rinomina' });
    await rename.getByLabel('Nome del piano').fill('  ');
    await page.keyboard.press('Enter');
    await rename.getByText('Il campo «Nome del piano» è da compilare.').waitFor();
    await rename.getByLabel('Nome del piano').fill('Promozione 2018, bozza');
    await page.keyboard.press('Enter');
    await rename.waitFor({ state: 'detached' });
    await card('Promozione 2018, bozza').waitFor();

    await page.getByRole('button', { name: 'Azioni per Promozione 2018, bozza' }).click();
    await page.getByRole('menuitem', { name: 'Archivia' }).click();
    await card('Promozione 2018, bozza').waitFor({ state: 'detached' });
    await page.getByText('Archiviati', { exact: true }).click();
    expect(await card('Promozione 2018, bozza').textContent()).toContain('Archiviato');
    await page.getByRole('button', { name: 'Azioni per Promozione 2018, bozza' }).click();
    await page.getByRole('menuitem', { name: 'Riprendi dall’archivio' }).click();
    await page.getByText('Nessun piano è archiviato.').waitFor();
    await page.getByText('In corso', { exact: true }).click();
    expect(await card('Promozione 2018, bozza').textContent()).toContain('In scrittura');
    expectQuiet(anna);
  });

  test('PAGE-8 the language changes at once, and the account keeps it on every device', async () => {
    const { page } = anna;
    await page.goto('/');
    await page.getByRole('button', { name: `Menu di ${ANNA.name}` }).click();
    const saved = page.waitForResponse((response) => response.url().endsWith('/api/me'));
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await expect.poll(() => page.title()).toBe('Plans · Filiera');
    expect((await saved).status()).toBe(200);

    const elsewhere = await browser.visit(server);
    await signIn(elsewhere, ANNA.email);
    await elsewhere.page.goto('/');
    await elsewhere.page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
    await elsewhere.page.getByRole('button', { name: `Menu of ${ANNA.name}` }).click();
    const back = elsewhere.page.waitForResponse((response) => response.url().endsWith('/api/me'));
    await elsewhere.page.getByRole('menuitemradio', { name: 'Italiano' }).click();
    await back;
    expectQuiet(anna, elsewhere);
    await elsewhere.close();
  });

  test('PAGE-8 a new account speaks the language that its owner chose before, and a known one its own', async () => {
    const { page } = anna;
    const { id } = await readAssociation(anna);
    await page.goto(`/associazione/${id}`);
    await page.getByRole('button', { name: 'Invita' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invito di una persona' });
    await dialog.getByLabel('Indirizzo e-mail').fill('john.smith@health.example');
    await dialog.getByRole('button', { name: 'Invita' }).click();
    const link = await dialog.getByLabel('Collegamento').inputValue();
    await page.keyboard.press('Escape');

    const john = await browser.visit(server);
    await john.page.goto(link);
    await john.page.getByRole('button', { name: 'English' }).click();
    await john.page.getByLabel('Full name').fill('John Smith');
    await john.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await john.page.getByRole('button', { name: 'Accept the invitation' }).click();
    await john.page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
    await john.page.getByRole('button', { name: 'Menu of John Smith' }).click();
    await john.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await john.page.getByRole('button', { name: 'Italiano' }).click();
    await john.page.getByLabel('Indirizzo e-mail').fill('john.smith@health.example');
    await john.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await john.page.getByRole('button', { name: 'Entra' }).click();
    await john.page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
    expectQuiet(anna, john);
    await john.close();
  });

  test('PAGE-9 roles on a plan: given and taken in one dialog, read by those who may not assign them', async () => {
    const giulia = await browser.visit(server);
    await signUpInvited(anna, giulia, GIULIA, 'member', { valueChain: 'SalusTech' });
    const plan = await createPlan(anna, 'a1-2023-2024', 'Piano di attività 2023-2024');

    await giulia.page.goto('/');
    await giulia.page.getByText('Qui compaiono i piani condivisi da chi li coordina').waitFor();
    expect(await giulia.page.getByRole('button', { name: 'Nuovo piano' }).count()).toBe(0);

    const { page } = anna;
    await page.goto('/');
    await page.getByRole('button', { name: `Azioni per ${plan.title}` }).click();
    await page.getByRole('menuitem', { name: 'Persone e ruoli' }).click();
    const dialog = page.getByRole('dialog', { name: 'Persone e ruoli' });
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
    await dialog.getByLabel(`Ruolo di ${GIULIA.name}`).selectOption({ label: 'Commento' });
    expect((await saved).status()).toBe(200);
    await page.getByText(`${GIULIA.name} ora ha il ruolo Commento.`).waitFor({ state: 'attached' });

    await giulia.page.reload();
    const card = giulia.page.getByRole('listitem').filter({ hasText: plan.title });
    expect(await card.textContent()).toContain('Ruolo: Commento');
    await giulia.page.getByRole('button', { name: `Azioni per ${plan.title}` }).click();
    expect(await giulia.page.getByRole('menuitem', { name: 'Archivia' }).count()).toBe(0);
    expect(await giulia.page.getByRole('menuitem', { name: 'Rinomina' }).count()).toBe(0);
    await giulia.page.getByRole('menuitem', { name: 'Persone e ruoli' }).click();
    const list = giulia.page.getByRole('dialog', { name: 'Persone e ruoli' });
    await list.getByText(`${GIULIA.name} (profilo in uso)`).waitFor();
    expect(await list.getByRole('combobox').count()).toBe(0);

    await giveRole(anna, plan.id, GIULIA.email, null);
    await giulia.page.goto('/');
    await giulia.page.getByText('Qui compaiono i piani condivisi').waitFor();
    expectQuiet(anna, giulia);
    await giulia.close();
  });

  test('PAGE-10 a member’s details are changed, the last administrator kept, and removal asked for first', async () => {
    const { page } = anna;
    const { id } = await readAssociation(anna);
    await page.goto(`/associazione/${id}`);
    const row = page.getByRole('row', { name: new RegExp(GIULIA.name) });
    await page.getByRole('button', { name: `Modifica ${GIULIA.name}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Dati della persona' });
    await dialog.getByLabel('Ente').fill('Università di Bologna');
    await dialog.getByLabel('Ruolo').selectOption({ label: 'Manager' });
    await dialog.getByRole('button', { name: 'Salva' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await row.textContent()).toContain('Università di Bologna');
    expect(await row.textContent()).toContain('Manager');

    await page.getByRole('button', { name: `Modifica ${ANNA.name}` }).click();
    await dialog.getByLabel('Ruolo').selectOption({ label: 'Socio' });
    await dialog.getByRole('button', { name: 'Salva' }).click();
    await dialog.getByRole('alert').getByText('È l’unico amministratore dell’associazione').waitFor();
    await dialog.getByRole('button', { name: 'Annulla' }).click();

    await page.getByRole('button', { name: `Modifica ${GIULIA.name}` }).click();
    await dialog.getByRole('button', { name: 'Togli dall’associazione' }).click();
    const question = page.getByRole('dialog', { name: `Togliere ${GIULIA.name}?` });
    await question.getByRole('button', { name: 'Annulla' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await row.count()).toBe(1);
    await page.getByRole('button', { name: `Modifica ${GIULIA.name}` }).click();
    await dialog.getByRole('button', { name: 'Togli dall’associazione' }).click();
    await question.getByRole('button', { name: 'Togli dall’associazione' }).click();
    await row.waitFor({ state: 'detached' });
    expectQuiet(anna);
  });

  test('PAGE-11 what the server cannot give is said, and can be asked for again', async () => {
    const visitor = await browser.visit(server);
    await signIn(visitor, ANNA.email);
    await createPlan(visitor, 'promotion-2018', 'Promozione in Giappone');
    const { page } = visitor;
    await page.route('**/api/plans', (route) => route.abort());
    await page.goto('/');
    await page.getByText('Il server non risponde.').waitFor();
    await page.unroute('**/api/plans');
    await page.getByRole('button', { name: 'Nuovo tentativo' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Promozione in Giappone' }).waitFor();

    await page.goto('/nessuna/pagina');
    await page.getByRole('heading', { name: 'Pagina non trovata' }).waitFor();
    await page.goto('/associazione/nessuna');
    await page.getByRole('heading', { name: 'Pagina non trovata' }).waitFor();
    expectQuiet(visitor);
    await visitor.close();
  });

  test('PAGE-11 a page that breaks says that what was saved is safe, and loads again', async () => {
    const visitor = await browser.visit(server);
    await signIn(visitor, ANNA.email);
    const { page } = visitor;
    await page.route('**/assets/plans-page-*.js', (route) => route.abort());
    await page.goto('/');
    await page.getByRole('heading', { name: 'Qualcosa non ha funzionato' }).waitFor();
    await page.getByText('Le modifiche salvate sono al sicuro.').waitFor();
    await page.unroute('**/assets/plans-page-*.js');
    await page.getByRole('button', { name: 'Ricarica la pagina' }).click();
    await page.getByRole('heading', { name: 'Piani', level: 1 }).waitFor();
    await visitor.close();
  });
});
