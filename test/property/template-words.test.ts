import { readFileSync } from 'node:fs';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { expect, test } from 'vitest';
import { type Printed, printedWords, wordsOf } from '../support/printed-words.ts';

const seed = (name: string): string =>
  readFileSync(new URL(`../fixtures/seeds/${name}.txt`, import.meta.url), 'utf8');

function form(id: string): Template {
  const template = findTemplate(id, 1);
  if (!template) throw new Error(`no form ${id}`);
  return template;
}

/**
 * Takes out of a form's words those that the paper does not print, one by one, and fails where one of them is not
 * there: what is left must be the paper's words and no others.
 */
function without(printed: readonly Printed[], additions: readonly Printed[]): readonly Printed[] {
  const left = [...printed];
  for (const addition of additions) {
    const index = left.findIndex((piece) => piece.at === addition.at && piece.text === addition.text);
    expect(index, `${addition.at}: ${addition.text}`).toBeGreaterThanOrEqual(0);
    left.splice(index, 1);
  }
  return left;
}

/** What a converter from Word left in the text, and the dots and underscores that stand for gaps. */
function withoutArtefacts(text: string): string {
  return text
    .replaceAll(/\[bookmark: \w+\]/g, '')
    .replaceAll(/_{3,}/g, ' ')
    .replaceAll(/…{3,}\.*/g, ' ')
    .replaceAll(/^\s*[·•](?=\s)/gm, ' ');
}

/** Names of places that the paper leaves unnamed. */
const A1_ADDITIONS: readonly Printed[] = [
  { at: 'association', text: 'Nome dell’Associazione' },
  { at: 'duration-from', text: 'Durata dal' },
  { at: 'duration-to', text: 'Durata al' },
  ...['1', '2', '3'].flatMap((number) => [
    ...['Voce', '2023', '2024', 'Totale', 'Totale'].map((text) => ({ at: `spend-${number}`, text })),
    { at: `spend-note-${number}`, text: 'Note sulle spese' },
  ]),
];

test('FORM-1 Allegato A1 prints every word of the paper form in its order, and no others but names of its places', () => {
  const printed = without(printedWords(form('a1-2023-2024')), A1_ADDITIONS);
  const paper = wordsOf(withoutArtefacts(seed('a1-2023-2024')));
  expect(paper.length).toBeGreaterThan(900);
  expect(printed.flatMap((piece) => wordsOf(piece.text))).toEqual(paper);
});

test('FORM-2 Allegato A1 has 2 + 6 + 8 sub-objectives and 5 + 4 + 3 indicators', () => {
  const { sections } = form('a1-2023-2024');
  const points = sections[0]?.sections.map(({ elements }) =>
    elements.flatMap((element) => (element.kind === 'points' ? element.items : [])),
  );
  expect(points?.map((items) => items.length)).toEqual([2, 6, 8]);
  expect(points?.flatMap((items) => items.map((item) => item.number))).toEqual(
    '1.1 1.2 2.1 2.2 2.3 2.4 2.5 2.6 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8'.split(' '),
  );
  const indicators = sections[1]?.elements.find((element) => element.kind === 'table');
  const inGroup = (id: string): number => indicators?.rows.filter((row) => row.group === id).length ?? 0;
  expect(indicators?.groups?.map((group) => inGroup(group.id))).toEqual([5, 4, 3]);
});

/** A stretch of the filled seed: the form's own words, a value that was filled in, or a mark of the layout. */
type Stretch =
  | { readonly form: string /** as the form prints it */; readonly prints?: string }
  | { readonly value: string }
  | { readonly mark: string };

const bullets = (...items: readonly string[]): readonly Stretch[] =>
  items.flatMap((value) => [{ mark: '•' }, { value }]);

/** The seed of 2018 is a filled plan. Which of its words are the form's is told here, stretch by stretch. */
const PROMOTION_SEED: readonly Stretch[] = [
  {
    value:
      'Gli Obiettivi del piano di promozione per l’anno 2018 sono 2 e sono la necessità di stringere alleanze a livello europeo capaci di far intraprendere azioni di internazionalizzazione extra-EU in maniere sinergica ad altri cluster europei con gli stessi interessi e la necessità di instaurare un primo approccio in paesi più “facili” da raggiungere basandosi su relazioni pre-esistenti dell’intero sistema regionale.',
  },
  {
    value:
      'In particolare nelle missioni in territorio Europeo si cercherà di stabilire relazione atte alla costruzioni di consorzi per la partecipazione a bandi europei specifici per l’internazionalizzazione dei cluster, come ad esempio le call COSME Go International e per il rafforzamento della propria strategia del cluster verso i propri soci, come ad esempio le call INNOSUP.',
  },
  { form: 'PAESE 1:' },
  { value: 'Belgio' },
  {
    value:
      'Bruxelles, sede della Commissione Europea, è la principale piazza di dialogo tra tutti i Cluster dell’unione europea. Obiettivo principale delle azioni di internazionalizzazione in questo paese è quindi quello di stabilire nuove relazioni e alleanze per azioni di internazionalizzazione di più ampio spettro. Si avrà per cui maggiore riguardo per gli eventi che prevedono l’incontro tra cluster o di scambio con stakeholder di pari livello.',
  },
  { form: 'Tra gli eventi che segnaliamo di interesse rientrano' },
  ...bullets(
    'MedTech Partnership Meeting',
    'IMI2 – Innovative Medicine Initiative Forum',
    'Cluster partnering event che si svolgerà il 25 Ottobre 2018',
    'EUREGA',
    'Altri da identificare',
  ),
  // Whoever filled it in wrote the second heading by hand, and left out the list of events, which is empty there.
  { form: 'Paese 2:', prints: 'PAESE 2: Tra gli eventi che segnaliamo di interesse rientrano' },
  { value: 'U.S.A.' },
  {
    value:
      'Nella strategia di medio termine del Clust-ER ISB vengono identificati Stati Uniti, Giappone, Cina, India, Singapore e altri paesi dell’est asiatico quali paesi e aree di interesse startegico delle Value Chain del Cluster Industrie della Salute e del Benessere.',
  },
  {
    value:
      'Grazie alle relazioni già instaurate dalla regione ER in Silicon Valley e alcuni scambi già avuti con ENRICH USA, che si occupa di internazionalizzazione nelle aree Boston-New York si è scelto gli USA come secondo paese target per la strategia di internazionalizzazione dell’anno 2018.',
  },
  { form: 'Riepilogo delle risorse necessarie per la realizzazione del piano di promozione:' },
  { form: 'VOCI DI COSTO' },
  { form: 'PAESE 1' },
  { form: 'PAESE 2' },
  { form: 'Spese di viaggio' },
  { value: '5.000' },
  { value: '4.000' },
  { form: 'Spese di adesione a eventi, fiere…' },
  { value: '1.000' },
  { form: 'Spese di affitto spazi e allestimento' },
  { form: 'Spese di interpretariato' },
  { form: 'Totale' },
  { value: '5.000' },
  { value: '5.000' },
  {
    form: '(Massimo € 5.000 per le spese dedicate a paesi europei; massimo € 10.000 per le spese dedicate a paesi extra-europei; il contributo non può comunque superare € 10.000,00)',
  },
  { form: 'I Clust-ER sono finanziati dai Fondi europei della Regione Emilia-Romagna - POR FESR 2021-2027' },
];

const PROMOTION_ADDITIONS: readonly Printed[] = [
  { at: 'title', text: 'Piano di promozione per l’anno 2018' },
  { at: 'section-objectives', text: 'Obiettivi del piano' },
  { at: 'objectives', text: 'Descrizione degli obiettivi' },
  { at: 'section-countries', text: 'Paesi' },
  ...[1, 2].flatMap(() => [
    { at: 'name', text: 'Nome del paese' },
    { at: 'area', text: 'Area' },
    { at: 'area', text: 'Paese europeo' },
    { at: 'area', text: 'Paese extra-europeo' },
    { at: 'aims', text: 'Finalità nel paese' },
    { at: 'events', text: 'Evento' },
    { at: 'events', text: 'Data' },
  ]),
];

test('FORM-3 the seed of the promotion plan 2018 is made of the words of the form and the values told apart here', () => {
  const stretches = PROMOTION_SEED.map((stretch) => Object.values(stretch)[0]).join('');
  // Cells stand glued together in the seed ("PAESE 1PAESE 2"), so white space is no evidence there.
  expect(stretches.replaceAll(/\s/g, '')).toBe(seed('promotion-2018').replaceAll(/\s/g, ''));
});

test('FORM-4 the promotion plan 2018 prints every fixed word of the seed in its order, and no others but names of its places', () => {
  const printed = without(printedWords(form('promotion-2018'), 2), PROMOTION_ADDITIONS);
  const paper = PROMOTION_SEED.flatMap((stretch) =>
    'form' in stretch ? wordsOf(stretch.prints ?? stretch.form) : [],
  );
  expect(printed.flatMap((piece) => wordsOf(piece.text))).toEqual(paper);
});

test('FORM-5 no word of a form is cut, doubled by white space or left as a filler', () => {
  for (const template of [form('a1-2023-2024'), form('promotion-2018')]) {
    for (const { at, text } of printedWords(template)) {
      expect(text, at).toBe(text.trim());
      expect(text, at).not.toMatch(/\s{2}|\[bookmark|_{2,}|…{2,}/);
    }
  }
});
