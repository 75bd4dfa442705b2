import type { TemplateSource } from '../template.ts';

/** Section 2: the 5 + 4 + 3 indicators of the form; users add their own to any objective. */
export const indicatorsSection = {
  id: 'section-2',
  number: '2.',
  title: 'INDICATORI QUANTITATIVI',
  shortTitle: 'Indicatori',
  elements: [
    {
      kind: 'paragraph',
      style: 'guidance',
      text: 'Indicare i valori attesi per le principali azioni previste. La lista di indicatori sotto riportata non è da considerarsi esaustiva e può essere integrata con ulteriori indicatori individuati dal cluster',
    },
    {
      kind: 'table',
      id: 'indicators',
      label: '',
      shortLabel: 'Indicatori',
      groupColumns: { number: 'N', label: 'Obiettivi Bando' },
      columns: [
        { id: 'indicator', label: 'Indicatori', type: 'label', fill: 'required' },
        { id: 'baseline', label: 'Anno 2022 (Baseline)', type: 'count', fill: 'expected' },
        { id: 'y2023', label: 'Anno 2023', type: 'count', fill: 'expected' },
        { id: 'y2024', label: 'Anno 2024', type: 'count', fill: 'expected' },
      ],
      groups: [
        { id: 'objective-1', number: '1', label: 'Vita associativa e funzionamento dell’Associazione' },
        { id: 'objective-2', number: '2', label: 'Promozione e sviluppo dell’Associazione' },
        { id: 'objective-3', number: '3', label: 'Supporto strategico regionale e azioni di sistema' },
      ],
      rows: [
        { id: 'assemblies', group: 'objective-1', label: 'Numero di Assemblee' },
        { id: 'board-meetings', group: 'objective-1', label: 'Numero di Riunioni Consiglio Direttivo' },
        { id: 'working-tables', group: 'objective-1', label: 'Numero di Tavoli di Lavoro' },
        { id: 'member-meetings', group: 'objective-1', label: 'Numero di incontri one-to-one con Soci' },
        { id: 'value-chain-meetings', group: 'objective-1', label: 'Numero di riunioni delle Value Chain' },
        {
          id: 'events-joined',
          group: 'objective-2',
          label:
            'Numero di partecipazioni del Clust-ER ad eventi organizzati da altri soggetti, ad esclusione degli altri Clust-ER',
          shortLabel: 'Partecipazioni a eventi di altri soggetti',
        },
        {
          id: 'events-held',
          group: 'objective-2',
          label: 'Numero di eventi organizzati dal Clust-ER nel periodo di rendicontazione.',
          shortLabel: 'Eventi organizzati dal Clust-ER',
        },
        {
          id: 'participants',
          group: 'objective-2',
          label: 'Numero di partecipanti ad eventi organizzati dal Clust-ER nel periodo di rendicontazione',
          shortLabel: 'Partecipanti a eventi del Clust-ER',
        },
        {
          id: 'projects',
          group: 'objective-2',
          label:
            'Numero di progetti presentati in qualità di leader o di partner in ambito regionale, nazionale o internazionale',
          shortLabel: 'Progetti presentati',
        },
        {
          id: 'new-companies',
          group: 'objective-3',
          label: 'Numero di nuovi contatti previsti con imprese',
          shortLabel: 'Nuovi contatti con imprese',
        },
        {
          id: 'new-research-centres',
          group: 'objective-3',
          label: 'Numero di nuovi contatti previsti con centri di ricerca',
          shortLabel: 'Nuovi contatti con centri di ricerca',
        },
        {
          id: 'new-organisations',
          group: 'objective-3',
          label: 'Numero di nuovi contatti con altre organizzazioni pubbliche e private',
          shortLabel: 'Nuovi contatti con altre organizzazioni',
        },
      ],
      addable: {},
    },
  ],
} as const satisfies TemplateSource['sections'][number];
