import type { TemplateSource } from '../template.ts';
import { costsSection } from './costs.ts';
import { earmarksSection } from './earmarks.ts';
import { indicatorsSection } from './indicators.ts';
import { objectiveSections } from './objectives.ts';
import { assumptions, headlines, rules } from './rules.ts';

/**
 * Allegato A1: the plan of activities 2023-2024 of a Clust-ER association. The words of the Region's form stand as it
 * prints them, oddities included; only its dots and underscores have become places to fill in.
 */
export const activityPlan2023 = {
  id: 'a1-2023-2024',
  version: 1,
  language: 'it',
  call: 'Bando Clust-ER 2023-2024, Regione Emilia-Romagna',
  shortTitle: 'Piano di attività 2023-2024',
  overTitle: 'ALLEGATO A1',
  title:
    "PIANO DI ATTIVITÀ DELL’ ASSOCIAZIONE CLUST-ER PER LO SVILUPPO DELLA STRATEGIA DI SPECIALIZZAZIONE INTELLIGENTE DELL'EMILIA-ROMAGNA 2023-2024",
  sections: [
    {
      id: 'section-1',
      number: '1.',
      title: 'OBIETTIVI DEL PIANO E ATTIVITA’ PROPOSTE',
      shortTitle: 'Obiettivi e attività',
      elements: [
        {
          kind: 'paragraph',
          style: 'guidance',
          text: 'Descrivere un piano di attività biennale e gli obiettivi che il piano intende perseguire avendo a riferimento quanto richiesto dal Bando.',
        },
        {
          kind: 'fields',
          parts: [
            "PIANO DI ATTIVITA’ DELL'ASSOCIAZIONE",
            {
              field: { id: 'association', label: 'Nome dell’Associazione', type: 'text', fill: 'required' },
            },
          ],
        },
        {
          kind: 'fields',
          parts: [
            'DURATA DAL',
            { field: { id: 'duration-from', label: 'Durata dal', type: 'date', fill: 'required' } },
            'AL',
            { field: { id: 'duration-to', label: 'Durata al', type: 'date', fill: 'required' } },
            '(durata massima 31/12/2024)',
          ],
        },
      ],
      sections: objectiveSections,
    },
    indicatorsSection,
    earmarksSection,
    costsSection,
  ],
  rules,
  headlines,
  assumptions,
} as const satisfies TemplateSource;
