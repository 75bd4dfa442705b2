import {
  Bookmark,
  BookmarkEnd,
  BookmarkStart,
  BuilderElement,
  FileChild,
  ImportedXmlComponent,
  InternalHyperlink,
  Paragraph,
  type ParagraphChild,
  Run,
} from 'docx';
import { STYLE } from './style.ts';
import { paragraph, runs } from './words.ts';

/** Headings down to this level stand in the table of contents. */
const DEEPEST = 2;
/** A short form that is set as running text is found through without one until it has so many headings. */
const FEWEST = 12;

/** A heading that is listed, and the mark that its line leads to: of the same name at every rendering. */
export interface Entry {
  readonly text: string;
  readonly level: number;
  readonly number: number;
  readonly anchor: string;
}

/** A listed heading's words with its mark. */
export function bookmarked(entry: Entry | null, children: readonly ParagraphChild[]): ParagraphChild[] {
  return entry === null ? [...children] : [new Landing(entry, children)];
}

/** A bookmark whose number is its entry's: docx would go on counting from one document to the next. */
class Landing extends Bookmark {
  override readonly start: BookmarkStart;
  override readonly end: BookmarkEnd;

  constructor({ anchor, number }: Entry, children: readonly ParagraphChild[]) {
    super({ id: anchor, children });
    this.start = new BookmarkStart(anchor, number);
    this.end = new BookmarkEnd(number);
  }
}

/**
 * The table of contents of one document, made while it is written. It is Word's own, with its entries already in it:
 * links to the headings. Its page numbers are Word's and LibreOffice's to fill in when somebody updates it: only they
 * know where their pages end, and a number that is wrong on another machine would be worse than none.
 */
export class Contents {
  private readonly entries: Entry[] = [];

  /** Lists a heading, in the order of the calls; `null` where it is too deep or has no words. */
  enter(text: string, level: number): Entry | null {
    if (level > DEEPEST || text === '') return null;
    const number = this.entries.length + 1;
    const entry = { text, level, number, anchor: `_Toc${String(number).padStart(9, '0')}` };
    this.entries.push(entry);
    return entry;
  }

  /** What stands in the document, in order of the headings that were listed so far. */
  children({ numbered }: { readonly numbered: boolean }): FileChild[] {
    if (this.entries.length === 0 || (!numbered && this.entries.length < FEWEST)) return [];
    const last = this.entries.length - 1;
    const lines = this.entries.map(
      ({ text, level, anchor }, index) =>
        new Paragraph({
          style: `TOC${level}`,
          children: [
            ...(index === 0
              ? [part('begin'), new Run({ children: [xml(INSTRUCTION)] }), part('separate')]
              : []),
            new InternalHyperlink({ anchor, children: runs(text.replaceAll(/\s+/g, ' ')) }),
            ...(index === last ? [part('end')] : []),
          ],
        }),
    );
    return [new ContentsBlock([paragraph('Indice', { style: STYLE.contentsTitle }), ...lines])];
  }
}

const INSTRUCTION = `<w:instrText xml:space="preserve"> TOC \\o "1-${DEEPEST}" \\h \\z </w:instrText>`;
const PROPERTIES =
  '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>';

/** The frame by which Word knows its own table of contents, and offers to update it. */
class ContentsBlock extends FileChild {
  constructor(children: readonly Paragraph[]) {
    super('w:sdt');
    this.root.push(xml(PROPERTIES), new BuilderElement({ name: 'w:sdtContent', children }));
  }
}

function xml(text: string): ImportedXmlComponent {
  return ImportedXmlComponent.fromXmlString(text);
}

/** A part of the field that the table is. */
function part(type: 'begin' | 'separate' | 'end'): Run {
  return new Run({ children: [xml(`<w:fldChar w:fldCharType="${type}"/>`)] });
}
