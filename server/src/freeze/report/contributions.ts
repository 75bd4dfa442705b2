import { formatCount } from '@filiera/shared/rules/money.ts';
import type { Edition } from '../edition.ts';
import { CONTRIBUTIONS as SAYS } from '../html/italian.ts';
import { apart, heading, html, type Markup, type Piece } from '../html/markup.ts';
import { Outline } from '../html/outline.ts';
import { pageBytes } from '../html/page.ts';
import { sealAtEnd } from '../html/seal.ts';
import { scrolling } from '../html/table.ts';
import { italianMoment } from '../paper/sentences.ts';
import type { Contributions, Contributor, Written } from './gather.ts';
import { formatTenths, sharesOf } from './shares.ts';

/** A member's part of something, with their share of its characters and of its cells in tenths of a percent. */
interface Part {
  readonly who: Contributor;
  readonly written: Written;
  readonly ofCharacters: number;
  readonly ofCells: number;
}

/**
 * Who wrote what stands in a frozen plan, as a page. Pure: the same input gives the same bytes. `errors`: a sentence for
 * each error that the plan had, for the seal (`errorSentences`).
 */
export function renderContributions(
  edition: Edition,
  contributions: Contributions,
  errors: readonly string[],
): Uint8Array<ArrayBuffer> {
  const { people, sections, seq } = contributions;
  const outline = new Outline();
  let tables = 0;
  const tableId = (): string => {
    tables += 1;
    return `tabella-${tables}`;
  };
  const headed = (words: string, depth: number): Markup =>
    html`${heading(2 + depth, words, html` id="${outline.add(words, depth)}"`)}\n`;

  const overall = partsOf(people.map((who) => [who, sumOf(who)]));
  const sectionOf = ({ id, name }: Contributions['sections'][number]): Markup => {
    const written = people.map((who): [Contributor, Written] => [who, who.sections[id] ?? NOTHING]);
    const parts = partsOf(written.filter(([, { characters, cells }]) => characters + cells > 0));
    return html`${headed(name, 1)}${
      parts.length === 0 ? html`<p>${SAYS.emptySection}</p>\n` : shareTable(tableId(), name, parts)
    }`;
  };
  const main = html`<h1>${SAYS.title}</h1>
<p>${SAYS.intro(seq)}</p>
${headed(SAYS.people, 0)}${
  people.length === 0
    ? html`<p>${SAYS.noOne}</p>\n`
    : html`${peopleTable(tableId(), people)}<p class="note">${SAYS.editsNote}</p>\n`
}${headed(SAYS.inAll, 0)}${
  overall.every(({ written: { characters, cells } }) => characters + cells === 0)
    ? html`<p>${SAYS.noOne}</p>\n`
    : html`${shareTable(tableId(), SAYS.inAll, overall)}<p class="note">${SAYS.rounding}</p>\n`
}${headed(SAYS.bySection, 0)}${sections.map(sectionOf)}`;
  return pageBytes({
    title: SAYS.title,
    edition,
    errors: errors.length,
    contents: outline.entries,
    main,
    foot: sealAtEnd(edition, errors),
  });
}

const NOTHING: Written = { characters: 0, cells: 0 };

function sumOf({ sections }: Contributor): Written {
  return Object.values(sections).reduce(
    (sum, { characters, cells }) => ({ characters: sum.characters + characters, cells: sum.cells + cells }),
    NOTHING,
  );
}

function partsOf(written: readonly (readonly [Contributor, Written])[]): readonly Part[] {
  const ofCharacters = sharesOf(written.map(([, { characters }]) => characters));
  const ofCells = sharesOf(written.map(([, { cells }]) => cells));
  return written.map(([who, own], index) => ({
    who,
    written: own,
    ofCharacters: ofCharacters[index]!,
    ofCells: ofCells[index]!,
  }));
}

function peopleTable(id: string, people: readonly Contributor[]): Markup {
  const rows = people.map(
    ({
      name,
      organisation,
      valueChain,
      role,
      edits,
      span,
    }) => html`<tr><th scope="row" class="words">${apart(name)}</th>
<td class="few">${apart(organisation ?? SAYS.none)}</td><td class="few">${apart(valueChain ?? SAYS.none)}</td><td class="few">${SAYS.roleOf(role)}</td>
<td class="figure">${formatCount(edits)}</td>${moment(span?.first)}${moment(span?.last)}</tr>
`,
  );
  const { name, organisation, valueChain, role, edits, first, last } = SAYS;
  return table(
    id,
    SAYS.people,
    [[name], [organisation], [valueChain], [role], [edits, 'figure'], [first], [last]],
    rows,
  );
}

function moment(at: number | undefined): Markup {
  return html`<td class="moment">${at === undefined ? SAYS.none : italianMoment(at)}</td>`;
}

function shareTable(id: string, name: string, parts: readonly Part[]): Markup {
  const row = ({
    who,
    written,
    ofCharacters,
    ofCells,
  }: Part): Markup => html`<tr><th scope="row" class="words">${apart(who.name)}</th>
${figures(written, ofCharacters, ofCells)}</tr>
`;
  const all = parts.reduce(
    (sum, { written }) => ({
      characters: sum.characters + written.characters,
      cells: sum.cells + written.cells,
    }),
    NOTHING,
  );
  const ofAll = (kind: 'ofCharacters' | 'ofCells'): number =>
    parts.reduce((sum, part) => sum + part[kind], 0);
  const total = html`<tr class="sum"><th scope="row">${SAYS.total}</th>
${figures(all, ofAll('ofCharacters'), ofAll('ofCells'))}</tr>
`;
  const heads: readonly Head[] = [
    [SAYS.name],
    [SAYS.characters, 'figure'],
    [SAYS.charactersShare, 'figure'],
    [SAYS.cells, 'figure'],
    [SAYS.cellsShare, 'figure'],
  ];
  return table(id, name, heads, [...parts.map(row), total]);
}

function figures({ characters, cells }: Written, ofCharacters: number, ofCells: number): Piece {
  const share = (count: number, tenths: number): string => (count === 0 ? SAYS.none : formatTenths(tenths));
  return [
    formatCount(characters),
    share(characters, ofCharacters),
    formatCount(cells),
    share(cells, ofCells),
  ].map((words) => html`<td class="figure">${words}</td>`);
}

type Head = readonly [words: string, kind?: 'figure'];

function table(id: string, name: string, heads: readonly Head[], rows: readonly Markup[]): Markup {
  const cells = heads.map(
    ([words, kind]) => html`<th scope="col"${kind ? html` class="${kind}"` : null}>${words}</th>`,
  );
  return scrolling(
    id,
    html`<table>
<caption><span class="hidden" id="${id}">${name}</span></caption>
<thead>
<tr>${cells}</tr>
</thead>
<tbody>
${rows}</tbody>
</table>
`,
  );
}
