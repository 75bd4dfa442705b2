import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { frozenDocument } from '@filiera/server/src/freeze/compose.ts';
import type { FrozenDocument } from '@filiera/server/src/freeze/document.ts';
import type { Draft, Edition, Seal } from '@filiera/server/src/freeze/edition.ts';
import { addRow, setCell, setField } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import * as Y from 'yjs';
import { readingOf, someFacts } from './frozen.ts';
import { paragraph } from './writers.ts';

/** Texts that would do harm in a page, or come out wrong, if anything of them were taken for more than text. */
export const NASTY = {
  script: '<script>document.title = "preso"</script>',
  attribute: '"><img src="https://example.org/x.png" onerror="document.title = 1">',
  style: '</style><style>* { display: none }</style><!-- ',
  entity: '&lt;b&gt; &amp;amp; &#60; &copy',
  rightToLeft: 'شركة الصحة (2024) – בריאות',
  override: '\u202Eottelf allad\u202C',
  emoji: 'È 👩‍🔬 e 🇮🇹 e 1️⃣',
  long: 'precipitevolissimevolmente'.repeat(30),
} as const;

/** A plan of A1 whose every kind of place holds one of them, with 200 rows in one table. */
export function nastyReading(): PlanReading {
  const doc = new Y.Doc();
  setField(doc, 'association', NASTY.script);
  setField(doc, 'duration-from', NASTY.attribute);
  const texts = Object.values(NASTY);
  doc.getXmlFragment(textRoot('specific-1')).insert(0, texts.map(paragraph));
  doc
    .getXmlFragment(textRoot('actions-1'))
    .insert(0, [paragraph(`riga\u0000\u0007\u001b\uFFFE\r\nsotto\u2028fine`)]);
  for (let row = 0; row < 200; row += 1) {
    const id = `row-${row}`;
    addRow(doc, 'climate', { id, order: `a${String(row).padStart(3, '0')}` });
    setCell(doc, 'climate', id, 'kind', `${row} ${texts[row % texts.length]}`);
    setCell(doc, 'climate', id, 'description', 'Che cosa');
    setCell(doc, 'climate', id, 'results', 'E poi');
    setCell(doc, 'climate', id, 'amount', row % 7 === 0 ? NASTY.style : 123_456_789);
  }
  return readingOf(doc, findTemplate('a1-2023-2024', 1)!);
}

/** Frozen by Anna Rossi on 12 December 2023 at 18:04 in Italy. */
export function aSeal(seal: Partial<Seal> = {}): Edition {
  return {
    kind: 'final',
    association: 'Clust-ER Health',
    planTitle: 'Piano di attività 2023-2024',
    version: 1,
    frozenAt: Date.UTC(2023, 11, 12, 17, 4, 5, 678),
    frozenBy: 'Anna Rossi',
    digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    reason: null,
    blocking: [],
    ...seal,
  };
}

export function aDraft(draft: Partial<Draft> = {}): Edition {
  return {
    kind: 'draft',
    association: 'Clust-ER Health',
    planTitle: 'Piano di attività 2023-2024',
    at: Date.UTC(2023, 11, 12, 17, 4),
    by: 'Anna Rossi',
    ...draft,
  };
}

/** The plan's canonical document, frozen over whatever is wrong with it. */
export function documentOf(reading: PlanReading): FrozenDocument {
  const reason = reading.issues.some(({ severity }) => severity === 'error') ? 'prova' : null;
  return frozenDocument(reading, someFacts({ reason }));
}
