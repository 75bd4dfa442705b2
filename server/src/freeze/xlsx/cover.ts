import { inFours } from '@filiera/shared/dossier/digest.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Edition } from '../edition.ts';
import { italianMoment } from '../paper/sentences.ts';
import { cellOf, textCell } from './cell.ts';
import { contentOf } from './content.ts';
import type { Figures } from './figures.ts';
import { DRAFT, editionSentence, madeAt, madeBy } from './head.ts';
import type { Look } from './look.ts';
import { type Ruled, ruleWidths, writeRules } from './rule-rows.ts';
import { Sheet } from './sheet.ts';

const LABEL = { bold: true } as const satisfies Look;
const TITLE = { bold: true, size: 12 } as const satisfies Look;
const FRAMED = { framed: true } as const satisfies Look;

const LIVE_NOTE =
  'Totali, quote ed esiti sono formule: se si cambia una cella, si ricalcolano, e il foglio non è più la copia del piano.';

/** The first sheet: whose plan it is and which edition, the form's fields, the totals, and the rules. */
export function coverSheet(name: string, ruled: Ruled, figures: Figures, edition: Edition): Sheet {
  const sheet = new Sheet(name, ruleWidths(ruled));
  writeIdentity(sheet, ruled, edition);
  writeFields(sheet, ruled, figures);
  writeHeadlines(sheet, ruled, figures);
  if (ruled.template.rules.length > 0) {
    sheet.gap();
    sheet.across('Regole del modulo', TITLE);
    writeRules(sheet, ruled, figures);
  }
  writeList(
    sheet,
    'Come è letto il bando',
    ruled.template.assumptions.map(({ it }) => it),
  );
  return sheet;
}

function writeIdentity(sheet: Sheet, { template, issues }: Ruled, edition: Edition): void {
  const line = (label: string, text: string, look: Look = {}): void => {
    sheet.labelled(textCell(label, LABEL), text, look);
  };
  sheet.across(edition.planTitle, { bold: true, size: 14 });
  if (edition.kind === 'draft') sheet.across(editionSentence(edition), { bold: true, tone: 'wrong' });
  line('Associazione', edition.association);
  line('Modulo', [template.overTitle, template.title].filter(Boolean).join(' – '));
  line('Bando', template.call);
  const moment = `${italianMoment(madeAt(edition))} (ora italiana)`;
  if (edition.kind === 'final') {
    line('Versione', `${edition.version}`);
    line('Congelata il', moment);
    line('Congelata da', madeBy(edition));
    line('Impronta SHA-256 di plan.json', inFours(edition.digest));
  } else {
    line('Versione', `${DRAFT}, non congelata`);
    line('Copia del', moment);
    line('Chiesta da', madeBy(edition));
  }
  const errors = errorsOf(issues).length;
  line(
    'Errori e avvisi aperti',
    `${counted(errors, 'errore', 'errori')}, ${counted(issues.length - errors, 'avviso', 'avvisi')}`,
  );
  if (edition.kind === 'final' && edition.reason !== null) {
    line('Motivo del congelamento', edition.reason);
    for (const { where, text, author } of edition.blocking) {
      line('Commento bloccante', `${where} – ${author}: ${text}`);
    }
  }
  const binding =
    edition.kind === 'final'
      ? ' Fanno fede le cifre di plan.json, di cui sopra sta l’impronta.'
      : ' Fanno fede le cifre del piano, che può ancora cambiare.';
  sheet.labelled(textCell('Nota', LABEL), LIVE_NOTE + binding, { italics: true });
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The fields of the form outside repeated groups, by their names. */
function writeFields(sheet: Sheet, { template, plan }: Ruled, figures: Figures): void {
  const fields = [...formOf(template).fields.values()].flatMap(({ element, group }) =>
    group ? [] : [element],
  );
  if (fields.length === 0) return;
  sheet.gap();
  sheet.across('Dati del modulo', TITLE);
  for (const field of fields) {
    const { content, look } = contentOf(plan.fields[field.id], field);
    const label = textCell(field.label, FRAMED);
    if (content.kind === 'text') {
      const row = sheet.labelled(label, content.text, { ...FRAMED, ...look });
      figures.noteField(undefined, field.id, { sheet: sheet.name, column: 1, row });
      continue;
    }
    const row = sheet.add([label, cellOf(content, { ...FRAMED, ...look })]);
    figures.noteField(undefined, field.id, { sheet: sheet.name, column: 1, row });
  }
}

function writeHeadlines(sheet: Sheet, { template, computed }: Ruled, figures: Figures): void {
  if (template.headlines.length === 0) return;
  sheet.gap();
  sheet.across('Totali', TITLE);
  for (const { label, amount } of template.headlines) {
    const cents = computed.amount(amount);
    const sum = cellOf(
      { kind: 'money', cents },
      { framed: true, bold: true, fill: 'computed' },
      figures.amount(amount, sheet.name),
    );
    sheet.add([textCell(label.it, FRAMED), sum]);
  }
}

function writeList(sheet: Sheet, title: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  sheet.gap();
  sheet.across(title, TITLE);
  for (const text of texts) sheet.across(`• ${text}`, { tone: 'quiet' });
}
