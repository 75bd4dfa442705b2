import type { Inline, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import {
  ConcreteHyperlink,
  type IContext,
  type IParagraphOptions,
  type Paragraph,
  type ParagraphChild,
} from 'docx';
import { safeAddress } from '../paper/address.ts';
import { type Mark, MarkReader } from './passages.ts';
import { BULLETS, DEEPEST_LEVEL, indentOf, NUMBERS } from './style.ts';
import { type Look, paragraphOf, runs, runsBetween } from './words.ts';

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

/** The paragraphs of a rich text, with its lists, marks, links and line breaks. `marks`: what stands in it besides. */
export function richParagraphs(
  text: RichText | undefined,
  ordinals: Ordinals,
  marks: readonly Mark[] = [],
): Paragraph[] {
  const reader = new MarkReader(marks);
  return (text?.blocks ?? []).flatMap((block) => blockParagraphs(block, -1, { ordinals, reader }));
}

interface Writing {
  readonly ordinals: Ordinals;
  readonly reader: MarkReader;
}

/** `level`: of the list that the block stands in, -1 outside lists. */
function blockParagraphs(block: TextBlock, level: number, writing: Writing): Paragraph[] {
  if (block.kind === 'paragraph') {
    const indent = level < 0 ? {} : { indent: { left: indentOf(Math.min(level, DEEPEST_LEVEL)) } };
    return [inlineParagraph(block.inlines, indent, writing)];
  }
  const own = Math.min(level + 1, DEEPEST_LEVEL);
  const instance = writing.ordinals.nextList();
  const list = { reference: block.ordered ? NUMBERS : BULLETS, level: own, instance };
  return block.items.flatMap((item) =>
    item.flatMap((part, index) =>
      // An item's first paragraph carries its bullet or number; what follows stands under its words.
      index === 0 && part.kind === 'paragraph'
        ? [inlineParagraph(part.inlines, { numbering: list }, writing)]
        : blockParagraphs(part, own, writing),
    ),
  );
}

function inlineParagraph(
  inlines: readonly Inline[],
  options: Omit<IParagraphOptions, 'children' | 'text'>,
  { ordinals, reader }: Writing,
): Paragraph {
  const children = inlines.flatMap((inline): ParagraphChild[] => {
    if (inline.kind === 'break') return runs('\n');
    const address = inline.link === undefined ? null : safeAddress(inline.link);
    const look = address === null ? lookOf(inline) : { ...lookOf(inline), style: 'Hyperlink' };
    const { cuts, between } = reader.read(inline.text);
    return runsBetween(inline.text, cuts, look).flatMap((piece, index): ParagraphChild[] => [
      // A link that is cut is two links to the same address: what stands between is not part of either.
      ...(address === null || piece.length === 0 ? piece : [new Link(piece, ordinals.nextLink(), address)]),
      ...(between[index] ?? []),
    ]);
  });
  const words = inlines.map((inline) => (inline.kind === 'text' ? inline.text : ' ')).join('');
  return paragraphOf(children, words, options);
}

/** The look of a run with these marks. */
export function lookOf({ marks }: Extract<Inline, { kind: 'text' }>): Look {
  return {
    ...(marks.includes('bold') ? { bold: true } : {}),
    ...(marks.includes('italic') ? { italics: true } : {}),
    ...(marks.includes('underline') ? { underline: {} } : {}),
    ...(marks.includes('strike') ? { strike: true } : {}),
  };
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
