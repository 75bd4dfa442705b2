import type { AssociationRole } from '@filiera/shared/permissions.ts';

/** The association of the demonstration. Its people and their companies are invented. */
export const ASSOCIATION = {
  name: 'Clust-ER Health',
  valueChains: ['SalusTech', 'Medtech', 'Pharma e ATMPs', 'Big Data e AI', 'Materials'],
  organisations: [
    'Clust-ER Health',
    'ART-ER',
    'Bioprotesi Emilia S.r.l.',
    'Cooperativa Cura e Territorio',
    'Farmaceutica Secchia S.p.A.',
    'Laboratorio ReGen',
    'Nuvola Sanità S.p.A.',
  ],
} as const;

export interface DemoMember {
  readonly name: string;
  readonly email: string;
  /** What the person is, as the list of sign-in links says it. */
  readonly described: { readonly it: string; readonly en: string };
  readonly role: AssociationRole;
  readonly organisation: (typeof ASSOCIATION.organisations)[number];
  readonly valueChain: (typeof ASSOCIATION.valueChains)[number] | null;
}

export const MEMBERS = {
  elena: {
    name: 'Elena Marchetti',
    email: 'elena.marchetti@clust-er-health.example',
    described: { it: 'Presidente, amministra l’associazione', en: 'President, runs the association' },
    role: 'admin',
    organisation: 'Farmaceutica Secchia S.p.A.',
    valueChain: null,
  },
  andrea: {
    name: 'Andrea Ruggeri',
    email: 'andrea.ruggeri@clust-er-health.example',
    described: { it: 'Manager, coordina i piani', en: 'Manager, coordinates the plans' },
    role: 'manager',
    organisation: 'Clust-ER Health',
    valueChain: null,
  },
  marta: {
    name: 'Marta Benassi',
    email: 'marta.benassi@clust-er-health.example',
    described: { it: 'Referente VC Big Data e AI, scrive', en: 'Referent of VC Big Data e AI, writes' },
    role: 'member',
    organisation: 'Nuvola Sanità S.p.A.',
    valueChain: 'Big Data e AI',
  },
  luca: {
    name: 'Luca Ferrari',
    email: 'luca.ferrari@clust-er-health.example',
    described: { it: 'Referente VC Medtech, scrive', en: 'Referent of VC Medtech, writes' },
    role: 'member',
    organisation: 'Bioprotesi Emilia S.r.l.',
    valueChain: 'Medtech',
  },
  sara: {
    name: 'Sara Montanari',
    email: 'sara.montanari@clust-er-health.example',
    described: { it: 'Socia, VC SalusTech, commenta', en: 'Member of VC SalusTech, comments' },
    role: 'member',
    organisation: 'Cooperativa Cura e Territorio',
    valueChain: 'SalusTech',
  },
  giovanni: {
    name: 'Giovanni Tassi',
    email: 'giovanni.tassi@art-er.example',
    described: { it: 'ART-ER, legge', en: 'ART-ER, reads' },
    role: 'member',
    organisation: 'ART-ER',
    valueChain: null,
  },
} as const satisfies Record<string, DemoMember>;

export type DemoMemberKey = keyof typeof MEMBERS;
