import type { PlanRole } from '@filiera/shared/permissions.ts';
import { formatCount } from '@filiera/shared/rules/money.ts';
import type { Severity } from '@filiera/shared/template/template.ts';
import { say } from '@filiera/shared/text/text.ts';

/**
 * The words of the pages of a dossier, all of them: they go to the Region, so they are Italian whatever language the
 * members read the interface in.
 */

/** `1 errore aperto`, `12 errori aperti`. */
function count(of: number, one: string, many: string): string {
  return `${formatCount(of)} ${of === 1 ? one : many}`;
}

export const PAGE = {
  skip: 'Vai al contenuto',
  contents: 'Indice',
  draft: 'BOZZA',
  draftNote: 'Copia di lavoro: il piano non è congelato e può ancora cambiare.',
  finalVersion: 'Versione finale',
  draftCopy: 'Copia di lavoro',
  version: 'Versione',
  plan: 'Piano',
  association: 'Associazione',
  frozen: 'Congelata',
  made: 'Fatta',
  digest: 'Impronta SHA-256',
  digestOf: 'del piano in forma canonica, plan.json',
  over: 'Congelata con',
  reason: 'Motivo',
  errors: 'Errori al momento del congelamento',
  threads: 'Commenti bloccanti al momento del congelamento',
  atEnd: 'Elenco in fondo alla pagina',
  /** `da Anna Rossi il 12 dicembre 2023, ore 18:04 (ora italiana)`, in its parts. */
  by: 'da',
  on: (moment: string): string => `il ${moment} (ora italiana)`,
  openErrors: (of: number): string => count(of, 'errore aperto', 'errori aperti'),
  openThreads: (of: number): string => count(of, 'commento bloccante', 'commenti bloccanti'),
  and: ' e ',
  numbered: (number: number): string => `versione ${number}`,
} as const;

export const PLAN = {
  unnamedTable: 'Tabella',
  goesOn: (name: string): string => `${name} (continua)`,
  nothing: '\u2014',
  /** Said to who cannot see the gap, or the look of the words. */
  unanswered: 'non compilato',
  wrong: ' (valore non valido)',
} as const;

export const RULES = {
  title: 'Rapporto sulle regole',
  intro: (form: string, call: string): string =>
    `Che cosa dicono del piano le regole del modulo «${form}» (${call}), e ogni altra cosa rimasta da sistemare.`,
  summary: 'Riepilogo',
  rules: 'Regole del modulo',
  others: 'Altri problemi',
  noOthers: 'Nessun altro problema: ogni voce obbligatoria è compilata e ogni valore è valido.',
  noRules: 'Il modulo non ha regole proprie.',
  assumptions: 'Interpretazioni del bando',
  assumptionsNote: 'Letture del bando su cui si basano le regole.',
  override: 'Congelamento con motivo',
  listed: 'Gli errori sono elencati qui sotto, ciascuno tra le regole o tra gli altri problemi.',
  rule: 'Regola',
  source: 'Fonte',
  convention: 'Convenzione',
  severity: 'Gravità',
  compared: 'Confronto',
  side: 'Termine',
  value: 'Valore',
  difference: 'Differenza',
  outcome: 'Esito',
  problem: 'Problema',
  where: 'Dove',
  noDifference: 'nessuna',
  noAmount: 'manca l’importo',
  missing: (amount: string): string => `mancano ${amount}`,
  excess: (amount: string): string => `eccedono ${amount}`,
  differs: (amount: string): string => `differiscono di ${amount}`,
  holds: 'rispettata',
  broken: 'non rispettata',
  /** A rule that nothing was there to hold against. */
  noDate: 'non verificabile: manca una data',
  noTotal: 'non verificabile: il totale è zero',
  empty: 'non indicata',
  none: '\u2014',
  share: 'Quota raggiunta',
  least: 'Quota minima',
  leastAmount: 'Importo minimo',
  most: 'Massimo',
  moreThan: 'Deve superare',
  latest: 'Data limite',
  /** What an open issue is, and what a rule's would be. */
  severities: { error: 'errore', warning: 'avviso' } as const satisfies Record<Severity, string>,
  wouldBe: {
    error: 'se non è rispettata, un errore: il piano non si congela senza un motivo',
    warning: 'se non è rispettata, un avviso: il piano si congela lo stesso',
  } as const satisfies Record<Severity, string>,
  counts: (holds: number, broken: number, unknown: number): string =>
    [
      count(holds, 'regola rispettata', 'regole rispettate'),
      `${formatCount(broken)} non ${broken === 1 ? 'rispettata' : 'rispettate'}`,
      ...(unknown === 0
        ? []
        : [`${formatCount(unknown)} non ${unknown === 1 ? 'verificabile' : 'verificabili'}`]),
    ].join(', '),
  open: (errors: number, warnings: number): string =>
    `In tutto ${count(errors, 'errore', 'errori')} e ${count(warnings, 'avviso', 'avvisi')}, compreso ciò che manca nel modulo.`,
} as const;

export const CONTRIBUTIONS = {
  title: 'Contributi',
  intro: (rows: number): string =>
    `Chi ha scritto che cosa del piano com’è in questa versione. Si conta ciò che è rimasto nel piano: i caratteri dei testi e le caselle compilate, secondo l’autore di ciascuno. Chi ha scritto è chi aveva eseguito l’accesso; tutto viene dal registro delle modifiche del server (${count(rows, 'riga', 'righe')}).`,
  rounding:
    'Le percentuali sono arrotondate al decimo di punto in modo che la somma sia sempre 100; una quota piccola può quindi risultare 0,0 %.',
  people: 'Persone',
  inAll: 'In tutto il piano',
  bySection: 'Per sezione',
  noOne: 'Nessuno ha ancora scritto nel piano.',
  emptySection: 'In questa sezione non è rimasto scritto nulla.',
  name: 'Nome',
  organisation: 'Organizzazione',
  valueChain: 'Value chain',
  role: 'Ruolo sul piano',
  edits: 'Modifiche',
  first: 'Prima modifica',
  last: 'Ultima modifica',
  characters: 'Caratteri',
  cells: 'Caselle',
  charactersShare: 'Quota dei caratteri',
  cellsShare: 'Quota delle caselle',
  total: 'Totale',
  none: '\u2014',
  roleOf: (role: PlanRole | null): string => say('it', `planRole.${role ?? 'none'}`),
  editsNote:
    'Una modifica è una riga del registro: quanto una pagina ha inviato in una volta. I momenti sono in ora italiana e dicono quando il server ha ricevuto la modifica.',
} as const;
