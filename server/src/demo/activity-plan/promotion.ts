import type { DemoEdit } from '../plan.ts';

/** The Medtech referent's part: objective 2 and the interventions for the climate. */
export const promotion: DemoEdit = {
  by: 'luca',
  minutesAgo: 4 * 24 * 60 + 210,
  content: {
    texts: {
      'specific-2': `
L’obiettivo è far conoscere l’ecosistema regionale della salute **fuori dall’Emilia-Romagna** e trasformare i contatti in progetti comuni. In particolare l’Associazione intende:

- presidiare le reti europee in cui la filiera è già presente e aderire ad almeno una nuova piattaforma tematica;
- accompagnare i soci, soprattutto le piccole imprese, nella preparazione di proposte europee e nazionali;
- organizzare con gli altri Clust-ER momenti divulgativi su temi di frontiera: medicina personalizzata, dispositivi indossabili, intelligenza artificiale affidabile;
- aprire il confronto a pazienti, terzo settore e amministrazioni locali.`,
      'actions-2': `
**Azione 2.a – Presenza nelle reti europee.** Partecipazione ai gruppi di lavoro delle Piattaforme Tematiche S3 sulla salute e ai lavori preparatori dei Partenariati europei. L’Associazione coordina la posizione dei soci e restituisce ogni trimestre una nota sulle opportunità aperte, consultabile anche sul [portale europeo dei bandi](https://ec.europa.eu/info/funding-tenders/opportunities/portal/).

**Azione 2.b – Progettazione.** Un servizio stabile di supporto alla progettazione:

1. analisi mensile dei bandi di interesse per la filiera;
2. incontri di ideazione per ciascuna Value Chain, due l’anno;
3. revisione delle proposte prima della scadenza, con un gruppo di revisori tra i soci.

**Azione 2.c – Eventi.** Un evento annuale dell’Associazione e un ciclo di quattro incontri tematici l’anno. Dove possibile gli incontri sono organizzati con Clust-ER Innovate e Clust-ER Mech e si svolgono nelle sedi dei Tecnopoli, raggiungibili con il trasporto pubblico.

**Azione 2.d – Apertura alla società civile.** Due laboratori l’anno con associazioni di pazienti e operatori del territorio, per raccogliere bisogni e valutare insieme soluzioni in fase di prova.`,
      'results-2': `
I risultati attesi riguardano la visibilità e la capacità di raccogliere risorse:

- adesione ad **almeno una nuova rete europea** entro giugno 2024;
- 14 proposte progettuali presentate nel biennio, con almeno 4 finanziate;
- oltre 900 partecipanti agli eventi dell’Associazione;
- un catalogo pubblico, in italiano e in inglese, delle tecnologie sviluppate dai soci.`,
    },
    tables: {
      'spend-2': {
        added: [
          { cells: { item: 'Personale: progettazione europea', y2023: 1_464_286, y2024: 1_564_286 } },
          { cells: { item: 'Personale: comunicazione ed eventi', y2023: 1_250_000, y2024: 1_150_000 } },
          {
            cells: {
              item: 'Costi rimanenti (40 % del personale): eventi, missioni, materiali',
              y2023: 1_085_714,
              y2024: 1_085_714,
            },
          },
        ],
      },
      indicators: {
        cells: {
          'events-joined': { baseline: 11, y2023: 14, y2024: 16 },
          'events-held': { baseline: 6, y2023: 8, y2024: 9 },
          participants: { baseline: 340, y2023: 430, y2024: 500 },
          projects: { baseline: 5, y2023: 6, y2024: 8 },
        },
      },
      climate: {
        added: [
          {
            cells: {
              kind: 'Ciclo di eventi tematici: ospedali a basse emissioni',
              description:
                'Quattro incontri con aziende sanitarie e imprese su consumi energetici delle apparecchiature, logistica dei farmaci e telemedicina che riduce gli spostamenti.',
              results:
                'Linee guida per l’acquisto di dispositivi a basso consumo; almeno tre sperimentazioni avviate con le aziende sanitarie.',
              amount: 1_265_000,
            },
          },
          {
            cells: {
              kind: 'Gruppo di lavoro su salute e adattamento climatico',
              description:
                'Raccolta e analisi di dati su ondate di calore e malattie croniche, con un prototipo di allerta per la medicina territoriale.',
              results: 'Un insieme di dati condiviso e un prototipo provato in due distretti sanitari.',
              amount: 980_000,
            },
          },
        ],
      },
    },
  },
};
