import type { Differences } from '@filiera/shared/dossier/api.ts';
import type { ComparisonRun } from '@filiera/shared/history/api.ts';
import { formatMoney, formatPercent } from '@filiera/shared/rules/money.ts';
import { Document, Footer, type Paragraph, Table, TableCell, TableRow, WidthType } from 'docx';
import { packageBytes } from '../docx/package.ts';
import { BORDERS, numbering, pageProperties, STYLE, styles } from '../docx/style.ts';
import { type Look, paragraph, paragraphOf, runs } from '../docx/words.ts';
import type { CoreProperties } from '../paper/core-properties.ts';
import { CELL_PADDING, QUIET, TEXT_WIDTH } from '../paper/look.ts';
import { italianMoment } from '../paper/sentences.ts';
import {
  bridgesBetween,
  type ChangedSection,
  type ChangedText,
  changedSections,
  type TwoPlans,
} from './differences.ts';

/** What the log says of what changed. */
export type Compared = Pick<Differences['comparison'], 'texts' | 'cells'>;

/** What the paper says beside the differences themselves. */
export interface DifferencesFacts {
  readonly association: string;
  readonly planTitle: string;
  readonly from: Differences['from'];
  readonly to: Differences['to'];
  /** Why work went on; `null` where it did not. */
  readonly reason: string | null;
  /** By user id. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * What came after a frozen version, as a Word document: the money, then each place of the form that changed, with who
 * changed it. What was inserted is underlined, what was deleted struck through. Pure: the same input gives the same
 * bytes.
 */
export async function renderDifferences(
  plans: TwoPlans,
  comparison: Compared,
  facts: DifferencesFacts,
): Promise<Uint8Array<ArrayBuffer>> {
  const { planTitle, association, from, to, reason } = facts;
  const title = `Differenze rispetto alla versione ${from.version}`;
  const points = `Dalla versione ${from.version} (${italianMoment(from.at)}) ${
    to.version === null
      ? `allo stato del piano del ${italianMoment(to.at)}`
      : `alla versione ${to.version} (${italianMoment(to.at)})`
  }.`;
  const sections = changedSections(plans, comparison);
  const bridges = bridgesBetween(plans);
  const children = [
    paragraph(planTitle, { style: STYLE.overTitle }),
    paragraph(title, { style: 'Title' }),
    paragraph(`${association}. ${points}`),
    ...(reason === null ? [] : [paragraph(`Motivo della nuova versione: ${reason}`)]),
    ...(sections.length + bridges.length === 0
      ? [paragraph('Nessuna differenza.')]
      : [
          paragraph(
            'Il testo aggiunto è sottolineato, quello tolto è barrato; tra parentesi il nome dell’autore.',
            { style: STYLE.note },
          ),
        ]),
    ...(bridges.length > 0 ? [paragraph('Importi', { heading: 'Heading1' })] : []),
    ...bridges.flatMap((bridge) => bridgeTable(bridge)),
    ...sections.flatMap((section) => sectionBody(section, facts)),
  ];
  const document = new Document({
    title,
    creator: association,
    styles,
    numbering,
    sections: [
      {
        properties: pageProperties,
        footers: {
          default: new Footer({
            children: [paragraph(`${planTitle}. ${points}`, {}, { size: 16, color: QUIET })],
          }),
        },
        children,
      },
    ],
  });
  const properties: CoreProperties = {
    title: `${planTitle}. ${title}`,
    creator: association,
    lastModifiedBy: association,
    description: points,
    language: 'it-IT',
    version: to.version === null ? 'bozza' : String(to.version),
    at: to.at,
  };
  return packageBytes(document, properties);
}

function bridgeTable({
  label,
  before,
  after,
  share,
  steps,
}: Differences['bridges'][number]): (Paragraph | Table)[] {
  const percent = (basisPoints: number | null): string =>
    basisPoints === null ? 'non calcolabile' : formatPercent(basisPoints);
  const words = share
    ? `${label.it}: da ${formatMoney(before)} (${percent(share.before)}) a ${formatMoney(after)} (${percent(share.after)}); limite ${formatPercent(share.limit)}`
    : `${label.it}: da ${formatMoney(before)} a ${formatMoney(after)}`;
  const rows = steps.map((step) => [
    step.computed ? `${step.name} (calcolato)` : step.name,
    formatMoney(step.before),
    formatMoney(step.after),
    signed(step.change),
  ]);
  return [
    paragraph(words, { heading: 'Heading2' }),
    table(['Voce', 'Prima', 'Dopo', 'Differenza'], rows, [0.4, 0.2, 0.2, 0.2]),
    paragraph('', { style: STYLE.gap }),
  ];
}

const signed = (cents: number): string => (cents > 0 ? `+${formatMoney(cents)}` : formatMoney(cents));

function sectionBody(
  { name, texts, values }: ChangedSection,
  facts: DifferencesFacts,
): (Paragraph | Table)[] {
  const rows = values.map(({ name: place, before, after, userId, at }) => [
    place,
    before === '' ? '(vuoto)' : before,
    after === '' ? '(vuoto)' : after,
    [userId === null ? '' : (facts.names.get(userId) ?? ''), at === null ? '' : italianMoment(at)]
      .filter(Boolean)
      .join(', '),
  ]);
  return [
    paragraph(name, { heading: 'Heading1' }),
    ...texts.flatMap((text) => textBody(text, facts)),
    ...(rows.length > 0
      ? [
          table(['Dove', 'Prima', 'Dopo', 'Chi e quando'], rows, [0.3, 0.25, 0.25, 0.2]),
          paragraph('', { style: STYLE.gap }),
        ]
      : []),
  ];
}

/** Paragraphs that changed; a run of those that did not is told in a few words. */
function textBody({ name, paragraphs }: ChangedText, facts: DifferencesFacts): Paragraph[] {
  const body: Paragraph[] = [paragraph(name, { heading: 'Heading2' })];
  let skipped = 0;
  const tell = (): void => {
    if (skipped > 0)
      body.push(
        paragraph(skipped === 1 ? '[un paragrafo invariato]' : `[${skipped} paragrafi invariati]`, {
          style: STYLE.note,
        }),
      );
    skipped = 0;
  };
  for (const { runs: pieces } of paragraphs) {
    if (pieces.every(({ kind }) => kind === 'same')) {
      skipped += 1;
      continue;
    }
    tell();
    const children = pieces.flatMap((piece, index) => [
      ...runs(piece.text, LOOKS[piece.kind]),
      ...runs(authorBehind(pieces, index, facts), { color: QUIET }),
    ]);
    body.push(paragraphOf(children, pieces.map(({ text }) => text).join('')));
  }
  tell();
  return body;
}

const LOOKS = {
  same: {},
  inserted: { underline: {}, bold: true },
  deleted: { strike: true, italics: true },
} as const satisfies Record<ComparisonRun['kind'], Look>;

/** Who made this change, where the next piece is not by the same hand. */
function authorBehind(pieces: readonly ComparisonRun[], index: number, { names }: DifferencesFacts): string {
  const { kind, userId } = pieces[index]!;
  const next = pieces[index + 1];
  if (kind === 'same' || userId === null) return '';
  return next && next.kind !== 'same' && next.userId === userId ? '' : ` (${names.get(userId) ?? ''}) `;
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  parts: readonly number[],
): Table {
  const widths = parts.map((part) => Math.round(part * TEXT_WIDTH));
  const row = (texts: readonly string[], header: boolean): TableRow =>
    new TableRow({
      tableHeader: header,
      cantSplit: true,
      children: texts.map(
        (text, index) =>
          new TableCell({
            margins: CELL_PADDING,
            width: { size: widths[index]!, type: WidthType.DXA },
            children: [paragraph(text, { style: header ? STYLE.cellHeader : STYLE.cell })],
          }),
      ),
    });
  return new Table({
    columnWidths: widths,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    borders: BORDERS,
    rows: [row(head, true), ...rows.map((texts) => row(texts, false))],
  });
}
