import type { DemoEdit } from '../plan.ts';

/** The manager's part: the plan's frame, objective 1, the staff costs. */
export const association: DemoEdit = {
  by: 'andrea',
  minutesAgo: 6 * 24 * 60 + 95,
  content: {
    fields: {
      association: 'Clust-ER Industrie della Salute e del Benessere (Clust-ER Health)',
      'duration-from': '2023-01-01',
      'duration-to': '2024-12-31',
    },
    texts: {
      'specific-1': `
Nel biennio 2023-2024 l’Associazione intende **consolidare la propria struttura operativa** e rendere più regolare il lavoro delle cinque Value Chain (SalusTech, Medtech, Pharma e ATMPs, Big Data e AI, Materials), che oggi riuniscono imprese, laboratori della Rete Alta Tecnologia, enti di formazione e aziende sanitarie.

Gli obiettivi specifici sono quattro:

1. dare a ogni Value Chain un calendario annuale di incontri e un referente con compiti chiari;
2. adottare strumenti di collaborazione comuni, a partire dalla piattaforma EROI, per documenti, gruppi di lavoro e candidature;
3. ampliare la base associativa, con particolare attenzione alle *piccole e medie imprese* del distretto biomedicale e alle imprese del digitale per la sanità;
4. rafforzare il rapporto con i soci attraverso incontri individuali e una rilevazione periodica dei bisogni.`,
      'actions-1': `
**Azione 1.a – Funzionamento degli organi.** L’Associazione convoca due assemblee ordinarie l’anno e riunisce il Consiglio Direttivo di norma ogni due mesi. La segreteria prepara gli atti, cura gli adempimenti statutari e pubblica ai soci verbali e materiali entro dieci giorni.

**Azione 1.b – Lavoro delle Value Chain.** Ogni Value Chain si riunisce almeno quattro volte l’anno. Per ciascuna il referente redige un documento di posizionamento, aggiornato ogni anno, che individua le priorità di ricerca e innovazione, i progetti candidabili e le competenze disponibili tra i soci.

**Azione 1.c – Strumenti di collaborazione.** Uso della piattaforma EROI come luogo principale di scambio:

- uno spazio riservato per ogni Value Chain, con documenti e scadenze;
- una vetrina delle competenze e delle infrastrutture dei soci;
- la pubblicazione delle sfide di innovazione proposte dalle aziende sanitarie.

**Azione 1.d – Nuove adesioni.** Campagna di incontri *one-to-one* con imprese non ancora associate, svolta insieme ai Tecnopoli e alle associazioni di categoria; giornate di presentazione a Mirandola, Parma e Ravenna.`,
      'results-1': `
Al termine del biennio si prevede di ottenere:

- una partecipazione media alle riunioni delle Value Chain superiore al 60 % dei soci iscritti;
- **almeno 16 nuovi soci**, di cui 10 imprese;
- cinque documenti di posizionamento pubblicati e aggiornati al 2024;
- la presenza di tutti i soci sulla piattaforma EROI con un profilo completo.

Il gradimento dei soci viene rilevato ogni anno con un questionario breve, i cui esiti sono presentati in assemblea.`,
      'spend-note-1':
        'I costi rimanenti comprendono la piattaforma di collaborazione, la sede, la consulenza contabile e le spese per le assemblee.',
    },
    tables: {
      'spend-1': {
        added: [
          {
            cells: {
              item: 'Personale: coordinamento delle Value Chain',
              y2023: 1_400_000,
              y2024: 1_400_000,
            },
          },
          { cells: { item: 'Personale: segreteria e amministrazione', y2023: 742_857, y2024: 742_857 } },
          {
            cells: {
              item: 'Costi rimanenti (40 % del personale): strumenti, sede, assemblee',
              y2023: 857_143,
              y2024: 857_143,
            },
          },
        ],
      },
      indicators: {
        cells: {
          assemblies: { baseline: 2, y2023: 2, y2024: 2 },
          'board-meetings': { baseline: 5, y2023: 6, y2024: 6 },
          'working-tables': { baseline: 4, y2023: 6, y2024: 8 },
          'member-meetings': { baseline: 28, y2023: 40, y2024: 45 },
          'value-chain-meetings': { baseline: 17, y2023: 20, y2024: 22 },
        },
        added: [
          {
            group: 'objective-1',
            cells: { indicator: 'Numero di nuovi soci', baseline: 5, y2023: 7, y2024: 9 },
          },
        ],
      },
      costs: { cells: { staff: { y2023: 7_142_857, y2024: 7_000_000 } } },
    },
  },
};
