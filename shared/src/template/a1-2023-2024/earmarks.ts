import type { TemplateSource } from '../template.ts';

type SectionSource = TemplateSource['sections'][number];
type TableSource = Extract<SectionSource['elements'][number], { kind: 'table' }>;

/** One of the two tables of interventions. The form's dotted lines are the rows that users add. */
function interventions(words: {
  readonly id: string;
  readonly shortLabel: string;
  readonly heading: string;
  readonly example: string;
  readonly limit: string;
}): TableSource {
  return {
    kind: 'table',
    id: words.id,
    label: '',
    shortLabel: words.shortLabel,
    columns: [
      {
        id: 'kind',
        label: words.heading,
        shortLabel: 'Tipologia di intervento',
        type: 'text',
        fill: 'required',
        hint: words.example,
      },
      {
        id: 'description',
        label: 'Descrizione',
        type: 'text',
        fill: 'expected',
        hint: 'Descrivere l’intervento',
      },
      {
        id: 'results',
        label: 'Risultati attesi',
        type: 'text',
        fill: 'expected',
        hint: 'Descrivere i risultati che si prevede di raggiungere',
      },
      { id: 'amount', label: 'Spese', type: 'money', fill: 'required' },
    ],
    addable: { min: 1 },
    total: { label: 'Totale spese', note: words.limit },
  };
}

/** Section 3: interventions against climate change and for the circular economy. */
export const earmarksSection = {
  id: 'section-3',
  number: '3.',
  title:
    'ATTIVITÀ SPECIFICHE PER LA LOTTA DEL CAMBIAMENTO CLIMATICO E A FAVORE DELL’ECONOMIA CIRCOLARE COME INDICATO AL PARAGRAFO 2 DEL BANDO',
  shortTitle: 'Clima ed economia circolare',
  elements: [
    {
      kind: 'paragraph',
      style: 'guidance',
      text: "Compilare la seguente tabella indicando gli interventi previsti per la lotta al cambiamento climatico con riferimento all'economia a basse emissioni di carbonio, alla resilienza e all'adattamento ai cambiamenti climatici, da realizzare con almeno il 15 % del totale spese.",
    },
    interventions({
      id: 'climate',
      shortLabel: 'Interventi per il clima',
      heading:
        "Interventi previsti per la lotta al cambiamento climatico con riferimento all'economia a basse emissioni di carbonio, alla resilienza e all'adattamento ai cambiamenti climatici",
      example: 'Indicare la tipologia di intervento es. evento tematico',
      limit: '(≥ 15% del totale spese)',
    }),
    {
      kind: 'paragraph',
      style: 'guidance',
      text: 'Compilare la seguente tabella indicando gli interventi previsti relativamente all’economia circolare, da realizzare con almeno il 10 % del totale spese.',
    },
    interventions({
      id: 'circular',
      shortLabel: 'Interventi per l’economia circolare',
      heading: 'Interventi previsti relativamente all’economia circolare',
      example: 'Indicare la tipologia di intervento es evento tematico,…',
      limit: '(≥ 10% del totale spese)',
    }),
  ],
} as const satisfies SectionSource;
