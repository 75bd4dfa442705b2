import type { TemplateSource } from '../template.ts';

/** Section 4: the cost plan. Whoever fills it in types the staff costs and the two earmarks; the rest follows. */
export const costsSection = {
  id: 'section-4',
  number: '4.',
  title: 'IL PIANO DEI COSTI',
  shortTitle: 'Piano dei costi',
  elements: [
    {
      kind: 'table',
      id: 'costs',
      label: '',
      shortLabel: 'Piano dei costi',
      columns: [
        { id: 'label', label: 'Voci di spesa', type: 'label' },
        { id: 'y2023', label: '2023', type: 'money', fill: 'expected' },
        { id: 'y2024', label: '2024', type: 'money', fill: 'expected' },
        { id: 'total', label: 'Totale', type: 'sum', of: ['y2023', 'y2024'] },
      ],
      rows: [
        {
          id: 'staff',
          label: 'a) Costi di personale dedicato alla realizzazione del piano di attività',
          shortLabel: 'a) Costi di personale',
          fill: 'required',
        },
        {
          id: 'flat-rate',
          // The form keeps "art." and its number together with a no-break space.
          label:
            'b) 40% della voce A per coprire i costi rimanenti dell’operazione ai sensi dell’art.\u00a056 del Reg. (UE) 2021/1060',
          shortLabel: 'b) 40% della voce A',
          formula: { kind: 'flatRate', of: 'staff', basisPoints: 4000 },
          explanation: {
            it: 'Tasso forfettario del 40 % dei costi di personale (art. 56, par. 1, Reg. (UE) 2021/1060), arrotondato al centesimo anno per anno, la metà per eccesso; il totale è la somma dei due anni arrotondati.',
            en: 'Flat rate of 40 % of the staff costs (art. 56(1) Reg. (EU) 2021/1060), rounded to the cent year by year, half up; the total is the sum of the two rounded years.',
          },
        },
        {
          id: 'total',
          label: 'Totale costi',
          formula: { kind: 'sum', of: ['staff', 'flat-rate'] },
          explanation: { it: 'a) + b)', en: 'a) + b)' },
        },
        {
          id: 'cofinancing',
          label: 'Cofinanziamento richiesto (100% del totale costi)',
          shortLabel: 'Cofinanziamento richiesto',
          formula: { kind: 'sum', of: ['total'] },
          explanation: { it: '100 % del totale costi', en: '100 % of the total costs' },
        },
        {
          id: 'climate',
          label:
            "Di cui per interventi che contribuiscano alla lotta al cambiamento climatico con riferimento all'economia a basse emissioni di carbonio, alla resilienza e all'adattamento ai cambiamenti climatici (almeno il 15% del totale spese)",
          shortLabel: 'Di cui per il clima',
        },
        {
          id: 'circular',
          label: 'Di cui per interventi relativi all’economia circolare (almeno il 10% del totale spese)',
          shortLabel: 'Di cui per l’economia circolare',
        },
      ],
    },
  ],
} as const satisfies TemplateSource['sections'][number];
