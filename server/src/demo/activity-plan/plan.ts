import type { DemoEdit, DemoPlan } from '../plan.ts';
import { association } from './association.ts';
import { promotion } from './promotion.ts';
import { system } from './system.ts';
import { threads } from './threads.ts';

/** The president adds what the board asked for. */
const board: DemoEdit = {
  by: 'elena',
  minutesAgo: 24 * 60 + 45,
  content: {
    texts: {
      'results-1':
        'Il Consiglio Direttivo verifica l’avanzamento del piano **ogni sei mesi** e ne riferisce in assemblea.',
    },
    tables: {
      climate: {
        added: [
          {
            cells: {
              kind: 'Misura delle emissioni delle attività dell’Associazione',
              description:
                'Bilancio annuale delle emissioni di riunioni, missioni ed eventi, con criteri per l’organizzazione di eventi sostenibili.',
              results: 'Riduzione del 20 % delle emissioni per partecipante tra il 2023 e il 2024.',
              amount: 771_000,
            },
          },
        ],
      },
    },
  },
};

/**
 * The manager closes the sums: both years at the staff costs that make 100.000,00 € with the flat rate, the climate at
 * 30.160,00 € of 200.000,00 (15,08 %), the circular economy at 20.100,00 € (10,05 %).
 */
const sums: DemoEdit = {
  by: 'andrea',
  minutesAgo: 35,
  content: {
    tables: {
      costs: {
        cells: {
          staff: { y2024: 7_142_857 },
          climate: { y2023: 1_465_000, y2024: 1_551_000 },
          circular: { y2023: 960_000, y2024: 1_050_000 },
        },
      },
    },
  },
};

/** A plan of activities 2023-2024 as it looks shortly before it is handed in: no error, one thing left to settle. */
export const activityPlan: DemoPlan = {
  title: 'Piano di attività 2023-2024',
  template: { id: 'a1-2023-2024', version: 1 },
  createdBy: 'andrea',
  roles: {
    andrea: 'manager',
    marta: 'contributor',
    luca: 'contributor',
    sara: 'commenter',
    giovanni: 'reader',
  },
  edits: [association, promotion, system, board, sums],
  threads,
};
