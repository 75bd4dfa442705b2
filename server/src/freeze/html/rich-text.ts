import { type Inline, plainText, type RichText, type TextBlock } from '@filiera/shared/plan/plan.ts';
import { safeAddress } from '../paper/address.ts';
import { direction, html, lines, type Markup } from './markup.ts';

/** A rich text with its paragraphs, lists, marks, links and line breaks. */
export function richText(text: RichText | undefined): readonly Markup[] {
  return (text?.blocks ?? []).map(block);
}

function block(of: TextBlock): Markup {
  const dir = direction(plainText({ blocks: [of] }));
  if (of.kind === 'paragraph') return html`<p${dir}>${inlines(of.inlines)}</p>\n`;
  const items = of.items.map((item) => html`<li>${item.map((part, index) => itemPart(part, index))}</li>\n`);
  return of.ordered ? html`<ol${dir}>\n${items}</ol>\n` : html`<ul${dir}>\n${items}</ul>\n`;
}

/** An item's first paragraph stands beside its bullet or number; what follows stands below. */
function itemPart(part: TextBlock, index: number): Markup {
  return index === 0 && part.kind === 'paragraph' ? inlines(part.inlines) : block(part);
}

/** A paragraph without words keeps its line. */
function inlines(of: readonly Inline[]): Markup {
  return of.length === 0 ? html`<br>` : html`${of.map(inline)}`;
}

const TAGS = [
  ['bold', (within: Markup) => html`<strong>${within}</strong>`],
  ['italic', (within: Markup) => html`<em>${within}</em>`],
  ['underline', (within: Markup) => html`<u>${within}</u>`],
  ['strike', (within: Markup) => html`<s>${within}</s>`],
] as const;

function inline(of: Inline): Markup {
  if (of.kind === 'break') return html`<br>`;
  const marked = TAGS.reduceRight(
    (within, [mark, tag]) => (of.marks.includes(mark) ? tag(within) : within),
    lines(of.text),
  );
  const address = of.link === undefined ? null : safeAddress(of.link);
  return address === null ? marked : html`<a href="${address}" rel="noopener noreferrer">${marked}</a>`;
}
