import type { TemplateSource } from '../template.ts';

type SubsectionSource = NonNullable<TemplateSource['sections'][number]['sections']>[number];

interface Objective {
  readonly number: '1' | '2' | '3';
  readonly title: string;
  readonly shortTitle: string;
  /** The sub-objectives of the call, each with the number that the form prints. */
  readonly points: readonly { readonly number: string; readonly text: string }[];
}

/** The three objectives of the form, with the call's 2 + 6 + 8 sub-objectives word for word. */
const OBJECTIVES: readonly Objective[] = [
  {
    number: '1',
    title: 'Vita associativa e funzionamento dell’Associazione',
    shortTitle: 'Vita associativa',
    points: [
      {
        number: '1.1',
        text: 'Garantire una efficace operatività dell’Associazione e delle “Value Chain”, anche mediante l’uso di adeguati strumenti di comunicazione e di collaborazione, con particolare riguardo alla piattaforma di Open Innovation EROI,o l’adozione di nuovi strumenti.',
      },
      {
        number: '1.2',
        text: "Allargare l'adesione all'Associazione alle imprese e agli stakeholders maggiormente rappresentativi dei settori industriali e delle filiere di riferimento.",
      },
    ],
  },
  {
    number: '2',
    title: 'Promozione e sviluppo dell’Associazione',
    shortTitle: 'Promozione e sviluppo',
    points: [
      {
        number: '2.1',
        text: "Promuovere l'Associazione e le “Value Chain” e valorizzare il relativo ecosistema dell’innovazione nel suo complesso a livello regionale, nazionale, Europeo e internazionale sulla base di una strategia pluriennale.",
      },
      {
        number: '2.2',
        text: 'Sviluppare nuove collaborazioni, alleanze e progettualità con partner e reti, a livello nazionale, europeo e internazionale con particolare riferimento alle Piattaforme Tematiche Europee e ai Partenariati europei, con il coinvolgimento dei soci e il supporto alla loro partecipazione.',
      },
      {
        number: '2.3',
        text: 'Partecipare a programmi di finanziamento e bandi nazionali ed europei, con particolare riferimento a bandi dedicati ai cluster.',
      },
      {
        number: '2.4',
        text: 'Promuovere iniziative divulgative e approfondimenti tematici su ambiti di interesse dell’Associazione, privilegiando iniziative realizzate in collaborazione con le altre Associazioni e con altri attori dell’ecosistema regionale.',
      },
      {
        number: '2.5',
        text: 'Valorizzare la piattaforma di open innovation EROI, anche attraverso un’opportuna attività di animazione, sia come strumento di comunicazione interna all’Associazione, sia come strumento di promozione.',
      },
      {
        number: '2.6',
        text: 'Coinvolgere nelle attività dell’Associazione ulteriori tipologie di “innovatori”, con particolare riferimento ai portatori di interessi della società civile, dei cittadini, dei territori, del terzo settore.',
      },
    ],
  },
  {
    number: '3',
    title: 'Supporto strategico regionale e azioni di sistema',
    shortTitle: 'Supporto strategico regionale',
    points: [
      {
        number: '3.1',
        text: 'Favorire lo sviluppo di strategie di elevato impatto, su tematiche di interesse regionale e con ricadute territoriali e sociali, in particolare in un’ottica inter-Clust-ER e valorizzando i processi di collaborazione con i territori, attraverso sinergie con Tecnopoli.',
      },
      {
        number: '3.2',
        text: 'Descrivere le azioni e gli interventi che contribuiscono alla realizzazione della Strategia di Specializzazione Intelligente regionale (S3) 2021-2027 ed al conseguimento degli obiettivi dell’Agenda 2030 e del Green Deal europeo, come indicati nel Patto per il lavoro ed il clima.',
      },
      {
        number: '3.3',
        text: 'Descrivere le azioni e gli interventi previsti per il potenziamento della capacità innovativa delle filiere prioritarie della S3 e l’apertura dell’Associazione a reti nazionali ed internazionali della ricerca anche in sinergia con altri Clust-ER e altri attori dell’ecosistema regionale.',
      },
      {
        number: '3.4',
        text: 'Supportare la Regione Emilia-Romagna nelle attività di indirizzo strategico richieste. A titolo di esempio: aggiornamento periodico della Strategia di Specializzazione Intelligente (S3), Forum S3, ecc.',
      },
      {
        number: '3.5',
        text: 'Supportare la Regione Emilia-Romagna nelle attività di rappresentanza dei sistemi produttivi regionali. A titolo di esempio: missioni o partecipazioni a eventi all’estero, incontri e visite con delegazioni straniere, ecc.',
      },
      {
        number: '3.6',
        text: 'Interagire in maniera sistematica con gli altri attori dell’ecosistema regionale dell’innovazione, in particolare (ma non esclusivamente) con la rete dei Tecnopoli, garantendo un confronto costante e sinergico con ART-ER.',
      },
      {
        number: '3.7',
        text: 'Rafforzare le sinergie tra i Cluster e le altre strutture della Rete (Tecnopoli, laboratori, Centri per l’Innovazione, ART-ER, Area S3) anche al fine di evitare sovrapposizioni e promuovere le complementarità avendo a riguardo anche alle azioni finanziate dal PNRR.',
      },
      {
        number: '3.8',
        text: "Supportare la Regione Emilia-Romagna nelle analisi di scenario dei fabbisogni professionali (skill foresight) anticipando i cambiamenti possibili che interesseranno i settori di riferimento e l'impatto di tali cambiamenti sia sui nuovi bisogni di competenze sia sulle caratteristiche professionali dei lavoratori.",
      },
    ],
  },
];

/**
 * One objective as a subsection. The form leaves "Spese previste" an empty box; here it is a table of items by year,
 * so that its total can be held against the cost plan, with room for a note.
 */
function objectiveSection({ number, title, shortTitle, points }: Objective): SubsectionSource {
  return {
    id: `objective-${number}`,
    number: `${number}.`,
    title,
    shortTitle,
    elements: [
      { kind: 'points', label: 'Obiettivo generale', items: points },
      { kind: 'text', id: `specific-${number}`, label: 'Obiettivi specifici', fill: 'required' },
      {
        kind: 'text',
        id: `actions-${number}`,
        label: 'Descrizione puntuale delle azioni che si intendono realizzare',
        fill: 'required',
      },
      { kind: 'text', id: `results-${number}`, label: 'Risultati attesi', fill: 'required' },
      {
        kind: 'table',
        id: `spend-${number}`,
        label: 'Spese previste',
        columns: [
          { id: 'item', label: 'Voce', type: 'text', fill: 'required' },
          { id: 'y2023', label: '2023', type: 'money' },
          { id: 'y2024', label: '2024', type: 'money' },
          { id: 'total', label: 'Totale', type: 'sum', of: ['y2023', 'y2024'] },
        ],
        addable: {},
        total: { label: 'Totale' },
      },
      { kind: 'text', id: `spend-note-${number}`, label: 'Note sulle spese', fill: 'optional' },
    ],
  };
}

export const objectiveSections = OBJECTIVES.map(objectiveSection);
