import type { DemoEdit } from '../plan.ts';

/** The Big Data e AI referent's part: objective 3 and the interventions for the circular economy. */
export const system: DemoEdit = {
  by: 'marta',
  minutesAgo: 2 * 24 * 60 + 330,
  content: {
    texts: {
      'specific-3': `
L’Associazione mette a disposizione della Regione le competenze della filiera per **l’attuazione e l’aggiornamento della S3 2021-2027**, in coerenza con il Patto per il Lavoro e per il Clima, l’Agenda 2030 e il Green Deal europeo.

Gli obiettivi specifici sono:

- contribuire agli ambiti tematici della S3 su salute, benessere e inclusione, con dati e analisi della filiera;
- sviluppare almeno due iniziative comuni con altri Clust-ER e con la rete dei Tecnopoli;
- anticipare i fabbisogni professionali legati all’uso dei dati e dell’intelligenza artificiale in sanità;
- favorire le complementarità con le azioni finanziate dal PNRR, evitando sovrapposizioni.`,
      'actions-3': `
**Azione 3.a – Supporto alla S3.** Partecipazione al Forum S3 e ai tavoli regionali, con un rapporto annuale sulla filiera della salute. Il rapporto raccoglie dati su imprese, brevetti, progetti e competenze ed è condiviso con ART-ER prima della pubblicazione.

**Azione 3.b – Iniziative inter-Clust-ER.** Due cantieri di lavoro comuni:

1. *Dati per la salute*, con l’Associazione Big Data: regole e casi d’uso per l’accesso sicuro ai dati clinici;
2. *Materiali sostenibili per il biomedicale*, con Clust-ER Mech e Clust-ER Greentech: riduzione e recupero delle plastiche monouso.

**Azione 3.c – Fabbisogni professionali.** Una rilevazione annuale presso i soci e tre gruppi di discussione con università, ITS ed enti di formazione sui profili emergenti, dal tecnico di dati clinici al progettista di dispositivi riciclabili.

**Azione 3.d – Rappresentanza.** Disponibilità a partecipare a missioni e all’accoglienza di delegazioni straniere, su richiesta della Regione, con una scheda aggiornata delle eccellenze della filiera.

**Azione 3.e – Raccordo con la Rete.** Incontro semestrale con i Tecnopoli, i laboratori e le Aree S3 per confrontare i programmi di attività e concordare le iniziative sul territorio.`,
      'results-3': `
Al termine del biennio saranno disponibili:

- **due rapporti annuali** sulla filiera della salute, utili all’aggiornamento della S3;
- un documento di indirizzo sull’uso secondario dei dati sanitari, discusso con le aziende sanitarie;
- una mappa dei fabbisogni professionali al 2030, con schede per dieci profili;
- almeno due progetti inter-Clust-ER presentati su bandi regionali, nazionali o europei.`,
    },
    tables: {
      'spend-3': {
        added: [
          { cells: { item: 'Personale: tavoli regionali e S3', y2023: 1_300_000, y2024: 1_340_000 } },
          {
            cells: {
              item: 'Personale: analisi dei fabbisogni professionali',
              y2023: 985_714,
              y2024: 945_714,
            },
          },
          {
            cells: {
              item: 'Costi rimanenti (40 % del personale): rilevazioni, incontri, pubblicazioni',
              y2023: 914_286,
              y2024: 914_286,
            },
          },
        ],
      },
      indicators: {
        cells: {
          'new-companies': { baseline: 22, y2023: 30, y2024: 35 },
          'new-research-centres': { baseline: 6, y2023: 8, y2024: 10 },
          'new-organisations': { baseline: 9, y2023: 12, y2024: 14 },
        },
        added: [
          // The value of 2022 was never measured: the plan shows it as one thing still to settle.
          {
            group: 'objective-3',
            cells: { indicator: 'Numero di iniziative svolte con altri Clust-ER', y2023: 3, y2024: 5 },
          },
        ],
      },
      circular: {
        added: [
          {
            cells: {
              kind: 'Laboratorio sul recupero delle plastiche biomedicali',
              description:
                'Prove di raccolta separata e riciclo di componenti monouso non contaminati, con tre imprese del distretto di Mirandola e due laboratori della Rete.',
              results: 'Un protocollo di raccolta e la stima del materiale recuperabile ogni anno.',
              amount: 1_190_000,
            },
          },
          {
            cells: {
              kind: 'Eventi tematici sull’ecodesign dei dispositivi medici',
              description:
                'Due giornate con progettisti e responsabili acquisti su durata, riparazione e ricondizionamento delle apparecchiature.',
              results: 'Venti imprese formate e cinque casi di riprogettazione documentati.',
              amount: 820_000,
            },
          },
        ],
      },
    },
  },
};
