import type { DemoThread } from '../threads.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** What the members say about the plan of activities in its last days, oldest first. */
export const threads: readonly DemoThread[] = [
  {
    by: 'elena',
    minutesAgo: 3 * DAY + 4 * HOUR,
    on: { kind: 'passage', block: 'results-1', words: 'almeno 16 nuovi soci' },
    text: 'Sedici nuovi soci in due anni: il numero torna con la tabella degli indicatori?',
    replies: [
      {
        by: 'andrea',
        minutesAgo: 3 * DAY + 2 * HOUR,
        text: 'Sì, *Numero di nuovi soci*: 7 nel 2023 e 9 nel 2024. Nel 2022 erano stati 5.',
        reactions: { elena: '👍' },
      },
    ],
    resolved: { by: 'elena', minutesAgo: 3 * DAY + HOUR },
  },
  {
    by: 'sara',
    minutesAgo: 2 * DAY + 3 * HOUR,
    on: { kind: 'section', section: 'objective-2' },
    text: `
Per l’apertura alla società civile SalusTech può mettere a disposizione due sedi della cooperativa, a Reggio Emilia e a Faenza. Servirebbe però sapere entro l’estate:

- quanti partecipanti si prevedono;
- se gli operatori hanno bisogno di crediti formativi.

@[Medtech], per i dispositivi in prova ci pensate voi?`,
    reactions: { andrea: '👍', elena: '❤️' },
    replies: [
      {
        by: 'luca',
        minutesAgo: 2 * DAY,
        text: 'Sì, due prototipi ci sono. Per ogni laboratorio contiamo una trentina di persone; sui crediti formativi sento l’azienda sanitaria e riferisco qui.',
      },
    ],
  },
  {
    by: 'marta',
    minutesAgo: DAY + 7 * HOUR,
    on: { kind: 'cell', table: 'costs', row: 'staff', column: 'y2024', value: 7_000_000 },
    text: '@[andrea], con 70.000,00 € di personale nel 2024 il totale con il forfettario si ferma a 98.000,00 €. Per arrivare a 100.000,00 € servono **71.428,57 €**, come nel 2023.',
    replies: [
      {
        by: 'andrea',
        minutesAgo: 30,
        text: 'Giusto, ho allineato il 2024 al 2023: ora entrambi gli anni fanno 100.000,00 €. Grazie @[marta].',
        reactions: { marta: '🎉', luca: '👀' },
      },
    ],
  },
  {
    by: 'sara',
    minutesAgo: DAY + 2 * HOUR,
    on: { kind: 'passage', block: 'actions-2', words: 'un ciclo di quattro incontri tematici l’anno' },
    text: 'Quattro incontri e un evento annuale fanno cinque, ma nella tabella gli eventi organizzati nel 2023 sono otto. Quali sono gli altri tre?',
    replies: [
      {
        by: 'luca',
        minutesAgo: 20 * HOUR,
        text: 'I due laboratori dell’azione 2.d e la giornata di presentazione a Parma. Meglio scriverlo, anche in nota.',
      },
      {
        by: 'sara',
        minutesAgo: 19 * HOUR,
        text: 'D’accordo, una frase in fondo all’azione 2.d basta.',
        reactions: { luca: '✅' },
      },
    ],
  },
  {
    by: 'luca',
    minutesAgo: 22 * HOUR,
    on: {
      kind: 'row',
      table: 'climate',
      row: 'climate-a2',
      label: 'Misura delle emissioni delle attività dell’Associazione',
    },
    text: 'Chi segue il bilancio annuale delle emissioni? Se è la segreteria, va detto nella descrizione. Lo lascio ad @[andrea].',
    assignee: 'andrea',
    dueInDays: 5,
    replies: [],
  },
  {
    by: 'andrea',
    minutesAgo: 20 * HOUR,
    on: { kind: 'cell', table: 'indicators', row: 'indicators-a1', column: 'baseline', value: null },
    text: 'Manca il valore di partenza delle iniziative svolte con altri Clust-ER. Senza, la Regione ci chiederà un’integrazione: **non congeliamo prima di averlo**. @[marta], lo recuperi dai verbali del 2022?',
    assignee: 'marta',
    dueInDays: 2,
    blocking: true,
    replies: [
      {
        by: 'marta',
        minutesAgo: 3 * HOUR,
        text: 'Ho trovato i verbali fino a giugno: due iniziative, una con Clust-ER Greentech e una con l’Associazione Big Data. Il secondo semestre lo ha @[ART-ER], ho scritto oggi.',
        reactions: { andrea: '👍', elena: '👍' },
      },
    ],
  },
];
