import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { sayIssue } from '@filiera/shared/text/text.ts';
import type { Draft, OverriddenThread, Seal } from '../edition.ts';

/** What papers say of themselves, in Italian whatever language the members read the interface in. */

const date = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', dateStyle: 'long' });
const time = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', timeStyle: 'short' });

/** `12 dicembre 2023, ore 18:04`, in Italy's time whatever the machine's. */
export function italianMoment(millis: number): string {
  return `${date.format(millis)}, ore ${time.format(millis)}`;
}

/** `Versione 1, congelata da Anna Rossi il 12 dicembre 2023, ore 18:04`. */
export function sealSentence(seal: Pick<Seal, 'version' | 'frozenBy' | 'frozenAt'>): string {
  return `Versione ${seal.version}, congelata da ${seal.frozenBy} il ${italianMoment(seal.frozenAt)}`;
}

/** `Copia del 12 dicembre 2023, ore 18:04 (ora italiana), fatta da Anna Rossi` */
export function draftSentence(draft: Pick<Draft, 'at' | 'by'>): string {
  return `Copia del ${italianMoment(draft.at)} (ora italiana), fatta da ${draft.by}`;
}

/** `un errore aperto e 2 commenti bloccanti`; empty where there is neither. */
export function overWhat(errors: number, threads: number): string {
  const open = errors === 1 ? 'un errore aperto' : `${errors} errori aperti`;
  const blocking = threads === 1 ? 'un commento bloccante' : `${threads} commenti bloccanti`;
  return [...(errors > 0 ? [open] : []), ...(threads > 0 ? [blocking] : [])].join(' e ');
}

/** Where it stands, whose it is, and what it says. */
export function threadSentence({ where, author, text }: OverriddenThread): string {
  return `${where === '' ? '' : `${where} – `}${author}: «${text.trim()}»`;
}

/** Where it is and what is wrong. A rule of the form is named; a general one says in its sentence what it is about. */
export function errorSentence(issue: Issue, template: Template, plan: Plan): string {
  const { section } = namesOf(template, plan, issue.at);
  const rule = template.rules.find(({ id }) => id === issue.rule);
  const sentence = rule ? `${rule.label.it}: ${sayIssue('it', issue)}` : sayIssue('it', issue);
  return section === '' || sentence.startsWith(section) ? sentence : `${section} – ${sentence}`;
}
