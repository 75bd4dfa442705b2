import type { DemoPlan } from './plan.ts';

/** The promotion plan 2018 of a Clust-ER as it was handed in, word for word, slips of the pen included. */
export const promotionPlan: DemoPlan = {
  title: 'Piano di promozione 2018',
  template: { id: 'promotion-2018', version: 1 },
  createdBy: 'andrea',
  roles: { andrea: 'manager', marta: 'contributor', luca: 'contributor', giovanni: 'reader' },
  edits: [
    {
      by: 'andrea',
      minutesAgo: 9 * 24 * 60,
      content: {
        texts: {
          objectives: `
Gli Obiettivi del piano di promozione per l’anno 2018 sono 2 e sono la necessità di stringere alleanze a livello europeo capaci di far intraprendere azioni di internazionalizzazione extra-EU in maniere sinergica ad altri cluster europei con gli stessi interessi e la necessità di instaurare un primo approccio in paesi più “facili” da raggiungere basandosi su relazioni pre-esistenti dell’intero sistema regionale.

In particolare nelle missioni in territorio Europeo si cercherà di stabilire relazione atte alla costruzioni di consorzi per la partecipazione a bandi europei specifici per l’internazionalizzazione dei cluster, come ad esempio le call COSME Go International e per il rafforzamento della propria strategia del cluster verso i propri soci, come ad esempio le call INNOSUP.`,
        },
      },
    },
    {
      by: 'luca',
      minutesAgo: 8 * 24 * 60,
      content: {
        groups: {
          countries: [
            {
              id: 'belgio',
              fields: { name: 'Belgio', area: 'european' },
              texts: {
                aims: 'Bruxelles, sede della Commissione Europea, è la principale piazza di dialogo tra tutti i Cluster dell’unione europea. Obiettivo principale delle azioni di internazionalizzazione in questo paese è quindi quello di stabilire nuove relazioni e alleanze per azioni di internazionalizzazione di più ampio spettro. Si avrà per cui maggiore riguardo per gli eventi che prevedono l’incontro tra cluster o di scambio con stakeholder di pari livello.',
              },
              tables: {
                events: {
                  added: [
                    { cells: { name: 'MedTech Partnership Meeting' } },
                    { cells: { name: 'IMI2 – Innovative Medicine Initiative Forum' } },
                    { cells: { name: 'Cluster partnering event che si svolgerà il 25 Ottobre 2018' } },
                    { cells: { name: 'EUREGA' } },
                    { cells: { name: 'Altri da identificare' } },
                  ],
                },
              },
            },
          ],
        },
        tables: { costs: { cells: { travel: { belgio: 500_000 } } } },
      },
    },
    {
      by: 'marta',
      minutesAgo: 7 * 24 * 60,
      content: {
        groups: {
          countries: [
            {
              id: 'usa',
              fields: { name: 'U.S.A.', area: 'extra-european' },
              texts: {
                aims: `
Nella strategia di medio termine del Clust-ER ISB vengono identificati Stati Uniti, Giappone, Cina, India, Singapore e altri paesi dell’est asiatico quali paesi e aree di interesse startegico delle Value Chain del Cluster Industrie della Salute e del Benessere.

Grazie alle relazioni già instaurate dalla regione ER in Silicon Valley e alcuni scambi già avuti con ENRICH USA, che si occupa di internazionalizzazione nelle aree Boston-New York si è scelto gli USA come secondo paese target per la strategia di internazionalizzazione dell’anno 2018.`,
              },
            },
          ],
        },
        tables: { costs: { cells: { travel: { usa: 400_000 }, fees: { usa: 100_000 } } } },
      },
    },
  ],
};
