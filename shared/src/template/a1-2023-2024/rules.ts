import type { Amount, TemplateSource } from '../template.ts';

/** "Totale spese" of the call is read as the cost plan's total over both years. */
const COSTS_TOTAL = [{ table: 'costs', row: 'total', column: 'total' }] as const satisfies Amount;
const CLIMATE_INTERVENTIONS = [
  { table: 'climate', row: 'total', column: 'amount' },
] as const satisfies Amount;
const CIRCULAR_INTERVENTIONS = [
  { table: 'circular', row: 'total', column: 'amount' },
] as const satisfies Amount;
const PLANNED_SPEND = [
  { table: 'spend-1', row: 'total', column: 'total' },
  { table: 'spend-2', row: 'total', column: 'total' },
  { table: 'spend-3', row: 'total', column: 'total' },
] as const satisfies Amount;

/** Known from the press on the call alone, hence a warning that users can set against the call's own text. */
const CONTRIBUTION_CAP = {
  max: 10_000_000,
  source: {
    it: 'Limite di 100.000,00 € all’anno per Associazione: noto dalla stampa sul bando, da verificare sul testo del bando',
    en: 'Limit of €100,000.00 a year for each association: known from the press on the call, to be checked against the call itself',
  },
} as const;

export const rules = [
  {
    kind: 'dateOrder',
    id: 'duration-order',
    label: { it: 'Durata del piano', en: 'Duration of the plan' },
    source: { it: 'Allegato A1, «DURATA DAL … AL …»', en: 'Annex A1, “DURATA DAL … AL …”' },
    severity: 'error',
    at: { element: 'duration-to' },
    also: [{ element: 'duration-from' }],
    before: 'duration-from',
    after: 'duration-to',
  },
  {
    kind: 'dateLatest',
    id: 'duration-latest',
    label: { it: 'Durata massima', en: 'Latest end' },
    source: { it: 'Allegato A1, «durata massima 31/12/2024»', en: 'Annex A1, “durata massima 31/12/2024”' },
    severity: 'error',
    at: { element: 'duration-to' },
    field: 'duration-to',
    date: '2024-12-31',
  },
  {
    kind: 'positive',
    id: 'costs-positive',
    label: { it: 'Totale costi', en: 'Total costs' },
    source: { it: 'Allegato A1, sezione 4, «Totale costi»', en: 'Annex A1, section 4, “Totale costi”' },
    severity: 'error',
    at: { element: 'costs', row: 'total', column: 'total' },
    also: [{ element: 'costs', row: 'staff' }],
    value: COSTS_TOTAL,
  },
  {
    kind: 'share',
    id: 'earmark-climate',
    label: {
      it: 'Lotta al cambiamento climatico: almeno il 15 % del totale spese',
      en: 'Action against climate change: at least 15 % of total spend',
    },
    source: {
      it: 'Allegato A1, sezione 3, «da realizzare con almeno il 15 % del totale spese»; paragrafo 2 del bando',
      en: 'Annex A1, section 3, “da realizzare con almeno il 15 % del totale spese”; paragraph 2 of the call',
    },
    explanation: {
      it: 'Il totale degli interventi della sezione 3 diviso per il totale costi della sezione 4, sui due anni insieme. Il confronto è al centesimo, senza arrotondamenti: 14,999 % non basta.',
      en: 'The total of the interventions of section 3 divided by the total costs of section 4, over both years together. Compared to the cent, without rounding: 14.999 % is not enough.',
    },
    severity: 'error',
    at: { element: 'climate', row: 'total', column: 'amount' },
    also: [{ element: 'costs', row: 'climate', column: 'total' }],
    part: CLIMATE_INTERVENTIONS,
    total: COSTS_TOTAL,
    basisPoints: 1500,
  },
  {
    kind: 'share',
    id: 'earmark-circular',
    label: {
      it: 'Economia circolare: almeno il 10 % del totale spese',
      en: 'Circular economy: at least 10 % of total spend',
    },
    source: {
      it: 'Allegato A1, sezione 3, «da realizzare con almeno il 10 % del totale spese»; paragrafo 2 del bando',
      en: 'Annex A1, section 3, “da realizzare con almeno il 10 % del totale spese”; paragraph 2 of the call',
    },
    explanation: {
      it: 'Il totale degli interventi della sezione 3 diviso per il totale costi della sezione 4, sui due anni insieme. Il confronto è al centesimo, senza arrotondamenti: 9,999 % non basta.',
      en: 'The total of the interventions of section 3 divided by the total costs of section 4, over both years together. Compared to the cent, without rounding: 9.999 % is not enough.',
    },
    severity: 'error',
    at: { element: 'circular', row: 'total', column: 'amount' },
    also: [{ element: 'costs', row: 'circular', column: 'total' }],
    part: CIRCULAR_INTERVENTIONS,
    total: COSTS_TOTAL,
    basisPoints: 1000,
  },
  {
    kind: 'equal',
    id: 'climate-agrees',
    label: {
      it: 'Clima: piano dei costi e sezione 3 uguali',
      en: 'Climate: cost plan and section 3 agree',
    },
    source: {
      it: 'Allegato A1, sezioni 3 e 4: la stessa spesa, scritta due volte',
      en: 'Annex A1, sections 3 and 4: the same spend, written twice',
    },
    severity: 'error',
    at: { element: 'costs', row: 'climate', column: 'total' },
    also: [{ element: 'climate', row: 'total', column: 'amount' }],
    left: [{ table: 'costs', row: 'climate', column: 'total' }],
    right: CLIMATE_INTERVENTIONS,
  },
  {
    kind: 'equal',
    id: 'circular-agrees',
    label: {
      it: 'Economia circolare: piano dei costi e sezione 3 uguali',
      en: 'Circular economy: cost plan and section 3 agree',
    },
    source: {
      it: 'Allegato A1, sezioni 3 e 4: la stessa spesa, scritta due volte',
      en: 'Annex A1, sections 3 and 4: the same spend, written twice',
    },
    severity: 'error',
    at: { element: 'costs', row: 'circular', column: 'total' },
    also: [{ element: 'circular', row: 'total', column: 'amount' }],
    left: [{ table: 'costs', row: 'circular', column: 'total' }],
    right: CIRCULAR_INTERVENTIONS,
  },
  {
    kind: 'equal',
    id: 'spend-agrees',
    label: {
      it: 'Spese previste dei tre obiettivi e totale costi uguali',
      en: 'Planned spend of the three objectives and total costs agree',
    },
    source: {
      it: 'Allegato A1, sezioni 1 e 4. Il bando non lo dice: verifica predefinita, che segnala e non impedisce',
      en: 'Annex A1, sections 1 and 4. The call is silent on it: a default check, which warns and does not block',
    },
    severity: 'warning',
    at: { element: 'costs', row: 'total', column: 'total' },
    also: [
      { element: 'spend-1', row: 'total', column: 'total' },
      { element: 'spend-2', row: 'total', column: 'total' },
      { element: 'spend-3', row: 'total', column: 'total' },
    ],
    left: PLANNED_SPEND,
    right: COSTS_TOTAL,
  },
  {
    kind: 'cap',
    id: 'contribution-cap-2023',
    label: {
      it: 'Cofinanziamento 2023: al massimo 100.000,00 €',
      en: 'Co-financing 2023: at most €100,000.00',
    },
    ...CONTRIBUTION_CAP,
    severity: 'warning',
    at: { element: 'costs', row: 'cofinancing', column: 'y2023' },
    value: [{ table: 'costs', row: 'cofinancing', column: 'y2023' }],
  },
  {
    kind: 'cap',
    id: 'contribution-cap-2024',
    label: {
      it: 'Cofinanziamento 2024: al massimo 100.000,00 €',
      en: 'Co-financing 2024: at most €100,000.00',
    },
    ...CONTRIBUTION_CAP,
    severity: 'warning',
    at: { element: 'costs', row: 'cofinancing', column: 'y2024' },
    value: [{ table: 'costs', row: 'cofinancing', column: 'y2024' }],
  },
] as const satisfies TemplateSource['rules'];

export const headlines = [
  { id: 'total', label: { it: 'Totale', en: 'Total' }, amount: COSTS_TOTAL },
  {
    id: 'climate',
    label: { it: 'Clima', en: 'Climate' },
    amount: CLIMATE_INTERVENTIONS,
    rule: 'earmark-climate',
  },
  {
    id: 'circular',
    label: { it: 'Economia circolare', en: 'Circular economy' },
    amount: CIRCULAR_INTERVENTIONS,
    rule: 'earmark-circular',
  },
] as const satisfies TemplateSource['headlines'];

export const assumptions = [
  {
    it: 'Il 40 % dei costi di personale è arrotondato al centesimo per ciascun anno, la metà per eccesso; il totale è la somma dei due anni arrotondati.',
    en: 'The 40 % of staff costs is rounded to the cent for each year, half up; the total is the sum of the two rounded years.',
  },
  {
    it: '«Totale spese» è il totale costi della sezione 4 sui due anni: le quote del 15 % e del 10 % si misurano sul biennio, non anno per anno.',
    en: '“Totale spese” is the total costs of section 4 over both years: the shares of 15 % and 10 % are measured over the two years, not year by year.',
  },
  {
    it: 'Una spesa può contare sia per il clima sia per l’economia circolare.',
    en: 'One spend may count both for climate and for the circular economy.',
  },
  {
    it: 'Le spese previste dei tre obiettivi comprendono anche i costi rimanenti (voce b): la loro somma si confronta con il totale costi.',
    en: 'The planned spend of the three objectives includes the remaining costs (item b): its sum is compared with the total costs.',
  },
  {
    it: 'Gli indicatori sono numeri interi, zero o più.',
    en: 'Indicators are whole numbers, zero or more.',
  },
] as const satisfies TemplateSource['assumptions'];
