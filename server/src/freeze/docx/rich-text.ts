import type { Inline, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import {
  ConcreteHyperlink,
  type IContext,
  type IParagraphOptions,
  type Paragraph,
  type ParagraphChild,
} from 'docx';
import { BULLETS, DEEPEST_LEVEL, indentOf, NUMBERS } from './style.ts';
import { type Look, paragraphOf, runs } from './words.ts';

/** Numbers for the links and lists of one document, in the order they appear: docx would draw them at random. */
export class Ordinals {
  private links = 0;
  private lists = 0;

  nextLink(): number {
    this.links += 1;
    return this.links;
  }

  nextList(): number {
    this.lists += 1;
    return this.lists;
  }
}

/** The paragraphs of a rich text, with its lists, marks, links and line breaks. */
export function richParagraphs(text: RichText | undefined, ordinals: Ordinals): Paragraph[] {
  return (text?.blocks ?? []).flatMap((block) => blockParagraphs(block, -1, ordinals));
}

/** `level`: of the list that the block stands in, -1 outside lists. */
function blockParagraphs(block: TextBlock, level: number, ordinals: Ordinals): Paragraph[] {
  if (block.kind === 'paragraph') {
    const indent = level < 0 ? {} : { indent: { left: indentOf(Math.min(level, DEEPEST_LEVEL)) } };
    return [inlineParagraph(block.inlines, indent, ordinals)];
  }
  const own = Math.min(level + 1, DEEPEST_LEVEL);
  const list = { reference: block.ordered ? NUMBERS : BULLETS, level: own, instance: ordinals.nextList() };
  return block.items.flatMap((item) =>
    item.flatMap((part, index) =>
      // An item's first paragraph carries its bullet or number; what follows stands under its words.
      index === 0 && part.kind === 'paragraph'
        ? [inlineParagraph(part.inlines, { numbering: list }, ordinals)]
        : blockParagraphs(part, own, ordinals),
    ),
  );
}

function inlineParagraph(
  inlines: readonly Inline[],
  options: Omit<IParagraphOptions, 'children' | 'text'>,
  ordinals: Ordinals,
): Paragraph {
  const children = inlines.flatMap((inline): ParagraphChild[] => {
    if (inline.kind === 'break') return runs('\n');
    const look = lookOf(inline);
    const address = inline.link === undefined ? null : safeAddress(inline.link);
    if (address === null) return runs(inline.text, look);
    return [new Link(runs(inline.text, { ...look, style: 'Hyperlink' }), ordinals.nextLink(), address)];
  });
  const words = inlines.map((inline) => (inline.kind === 'text' ? inline.text : ' ')).join('');
  return paragraphOf(children, words, options);
}

function lookOf({ marks }: Extract<Inline, { kind: 'text' }>): Look {
  return {
    ...(marks.includes('bold') ? { bold: true } : {}),
    ...(marks.includes('italic') ? { italics: true } : {}),
    ...(marks.includes('underline') ? { underline: {} } : {}),
    ...(marks.includes('strike') ? { strike: true } : {}),
  };
}

/** Longer addresses, and such as are none, make Word call the whole document damaged. */
const LONGEST_ADDRESS = 2_000;

/** The address as a browser would write it, or `null` where it is none that a document may carry. */
export function safeAddress(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { href, protocol } = new URL(link);
  const known = protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:';
  return known && href.length <= LONGEST_ADDRESS ? href : null;
}

/** A link to an address outside the document, under a relationship id that is the same at every rendering. */
class Link extends ConcreteHyperlink {
  private readonly address: string;
  private related = false;

  constructor(children: readonly ParagraphChild[], ordinal: number, address: string) {
    super(children, `Link${ordinal}`);
    this.address = address;
  }

  override prepForXml(context: IContext) {
    if (!this.related) {
      this.related = true;
      context.viewWrapper.Relationships.addRelationship(
        this.linkId,
        'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink',
        this.address,
        'External',
      );
    }
    return super.prepForXml(context);
  }
}
