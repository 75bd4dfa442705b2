import type { TemplateSource } from './template.ts';

const EUROPEAN = [
  { table: 'costs', row: '*', column: '*', where: { field: 'area', equals: 'european' } },
] as const;
const EXTRA_EUROPEAN = [
  { table: 'costs', row: '*', column: '*', where: { field: 'area', equals: 'extra-european' } },
] as const;
const ALL_COUNTRIES = [{ table: 'costs', row: '*', column: '*' }] as const;

const CAPS_NOTE =
  '(Massimo € 5.000 per le spese dedicate a paesi europei; massimo € 10.000 per le spese dedicate a paesi extra-europei; il contributo non può comunque superare € 10.000,00)';

/**
 * The promotion plan 2018 of a Clust-ER association: why, for each country, and what it costs there. The form's own
 * words stand as it prints them; it prints no title and no headings above its texts, so these are Filiera's.
 */
export const promotionPlan2018 = {
  id: 'promotion-2018',
  version: 1,
  language: 'it',
  call: 'Piano di promozione 2018, Regione Emilia-Romagna',
  shortTitle: 'Piano di promozione 2018',
  title: 'Piano di promozione per l’anno 2018',
  sections: [
    {
      id: 'section-objectives',
      number: '',
      title: 'Obiettivi del piano',
      elements: [{ kind: 'text', id: 'objectives', label: 'Descrizione degli obiettivi', fill: 'required' }],
    },
    {
      id: 'section-countries',
      number: '',
      title: 'Paesi',
      elements: [
        {
          kind: 'group',
          id: 'countries',
          label: 'PAESE {n}:',
          addLabel: { it: 'Aggiungi un paese', en: 'Add a country' },
          elements: [
            {
              kind: 'fields',
              parts: [
                { field: { id: 'name', label: 'Nome del paese', type: 'text', fill: 'required' } },
                {
                  field: {
                    id: 'area',
                    label: 'Area',
                    type: 'choice',
                    fill: 'required',
                    options: [
                      { id: 'european', label: 'Paese europeo' },
                      { id: 'extra-european', label: 'Paese extra-europeo' },
                    ],
                  },
                },
              ],
            },
            { kind: 'text', id: 'aims', label: 'Finalità nel paese', fill: 'required' },
            {
              kind: 'table',
              id: 'events',
              label: 'Tra gli eventi che segnaliamo di interesse rientrano',
              shortLabel: 'Eventi di interesse',
              columns: [
                { id: 'name', label: 'Evento', type: 'text', fill: 'required' },
                { id: 'date', label: 'Data', type: 'date' },
              ],
              addable: {},
            },
          ],
        },
      ],
    },
    {
      id: 'section-costs',
      number: '',
      title: 'Riepilogo delle risorse necessarie per la realizzazione del piano di promozione:',
      shortTitle: 'Riepilogo delle risorse',
      elements: [
        {
          kind: 'table',
          id: 'costs',
          label: '',
          shortLabel: 'Costi per paese',
          columns: [{ id: 'label', label: 'VOCI DI COSTO', type: 'label' }],
          columnsFrom: { group: 'countries', label: 'PAESE {n}' },
          rows: [
            { id: 'travel', label: 'Spese di viaggio' },
            { id: 'fees', label: 'Spese di adesione a eventi, fiere…' },
            { id: 'rent', label: 'Spese di affitto spazi e allestimento' },
            { id: 'interpreters', label: 'Spese di interpretariato' },
            { id: 'total', label: 'Totale', formula: { kind: 'sum', of: '*' } },
          ],
        },
        { kind: 'paragraph', style: 'note', text: CAPS_NOTE },
      ],
    },
  ],
  footer: 'I Clust-ER sono finanziati dai Fondi europei della Regione Emilia-Romagna - POR FESR 2021-2027',
  rules: [
    {
      kind: 'positive',
      id: 'costs-positive',
      label: { it: 'Totale delle spese', en: 'Total spend' },
      source: {
        it: 'Piano di promozione 2018, riepilogo delle risorse, «Totale»',
        en: 'Promotion plan 2018, summary of resources, “Totale”',
      },
      severity: 'error',
      at: { element: 'costs', row: 'total' },
      value: ALL_COUNTRIES,
    },
    {
      kind: 'cap',
      id: 'european-cap',
      label: { it: 'Paesi europei: al massimo 5.000,00 €', en: 'European countries: at most €5,000.00' },
      source: {
        it: 'Piano di promozione 2018, nota al riepilogo: «Massimo € 5.000 per le spese dedicate a paesi europei»',
        en: 'Promotion plan 2018, note to the summary: “Massimo € 5.000 per le spese dedicate a paesi europei”',
      },
      explanation: {
        it: 'Le spese di tutti i paesi europei del piano sommate insieme.',
        en: 'The spend of all European countries of the plan added together.',
      },
      severity: 'error',
      at: { element: 'costs', row: 'total' },
      value: EUROPEAN,
      max: 500_000,
    },
    {
      kind: 'cap',
      id: 'extra-european-cap',
      label: {
        it: 'Paesi extra-europei: al massimo 10.000,00 €',
        en: 'Extra-European countries: at most €10,000.00',
      },
      source: {
        it: 'Piano di promozione 2018, nota al riepilogo: «massimo € 10.000 per le spese dedicate a paesi extra-europei»',
        en: 'Promotion plan 2018, note to the summary: “massimo € 10.000 per le spese dedicate a paesi extra-europei”',
      },
      explanation: {
        it: 'Le spese di tutti i paesi extra-europei del piano sommate insieme.',
        en: 'The spend of all extra-European countries of the plan added together.',
      },
      severity: 'error',
      at: { element: 'costs', row: 'total' },
      value: EXTRA_EUROPEAN,
      max: 1_000_000,
    },
    {
      kind: 'cap',
      id: 'contribution-cap',
      label: { it: 'Contributo: al massimo 10.000,00 €', en: 'Contribution: at most €10,000.00' },
      source: {
        it: 'Piano di promozione 2018, nota al riepilogo: «il contributo non può comunque superare € 10.000,00»',
        en: 'Promotion plan 2018, note to the summary: “il contributo non può comunque superare € 10.000,00”',
      },
      explanation: {
        it: 'Il contributo è il totale delle spese di tutti i paesi.',
        en: 'The contribution is the total spend of all countries.',
      },
      severity: 'error',
      at: { element: 'costs', row: 'total' },
      value: ALL_COUNTRIES,
      max: 1_000_000,
    },
  ],
  headlines: [
    { id: 'total', label: { it: 'Totale', en: 'Total' }, amount: ALL_COUNTRIES, rule: 'contribution-cap' },
    {
      id: 'european',
      label: { it: 'Paesi europei', en: 'European countries' },
      amount: EUROPEAN,
      rule: 'european-cap',
    },
    {
      id: 'extra-european',
      label: { it: 'Paesi extra-europei', en: 'Extra-European countries' },
      amount: EXTRA_EUROPEAN,
      rule: 'extra-european-cap',
    },
  ],
  assumptions: [
    {
      it: 'I limiti di 5.000 € e di 10.000 € valgono per l’insieme dei paesi europei e per l’insieme dei paesi extra-europei, non per ciascun paese.',
      en: 'The limits of €5,000 and €10,000 hold for all European countries together and for all extra-European countries together, not for each country.',
    },
    {
      it: 'Il contributo richiesto è il totale delle spese del riepilogo.',
      en: 'The contribution asked for is the total spend of the summary.',
    },
    {
      it: 'È europeo il paese che chi compila indica come tale.',
      en: 'A country is European where those who fill in the plan say so.',
    },
  ],
} as const satisfies TemplateSource;
