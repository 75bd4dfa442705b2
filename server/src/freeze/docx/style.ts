import {
  AlignmentType,
  BorderStyle,
  type INumberingOptions,
  type IParagraphStyleOptions,
  type ISectionPropertiesOptions,
  type IStylesOptions,
  LevelFormat,
  LineRuleType,
} from 'docx';
import { A4, BODY_SIZE, INK, MARGIN, QUIET, TABLE_SIZE } from '../paper/look.ts';

/**
 * How the Word document looks, in the lengths and colours that all papers share.
 *
 * The font is Arial: it is on every Windows and macOS machine, and LibreOffice puts Liberation Sans in its place, whose
 * letters are as wide. So the lines and pages that members see are those that the officer sees, whatever opens the
 * file; the font of the pages on screen (Titillium Web) is on none of these machines. Letters that Arial lacks (emoji,
 * other scripts) are taken by each program from a font that has them.
 */
const FONT = 'Arial';
/** For digests: as wide in every letter, on every machine. */
export const MONOSPACED = 'Courier New';

/** Ids of styles beside headings and title; people meet the names in Word's list of styles. */
export const STYLE = {
  overTitle: 'SopraTitolo',
  guidance: 'Istruzione',
  note: 'Nota',
  line: 'RigaDaCompilare',
  cell: 'Cella',
  cellHeader: 'IntestazioneTabella',
  cellHint: 'IstruzioneTabella',
  gap: 'Distanza',
  contentsTitle: 'TOCHeading',
  comment: 'CommentText',
  commentMark: 'CommentReference',
} as const;

export const pageProperties: ISectionPropertiesOptions = {
  page: {
    size: A4,
    margin: { top: MARGIN, bottom: MARGIN + 200, left: MARGIN, right: MARGIN, header: 567, footer: 567 },
  },
};

/** `level` counts from 1. Programs that do not know Word's names know a heading by its outline level. */
const heading = (level: number, size: number, before: number, after: number) => ({
  run: { font: FONT, size, bold: true, color: INK },
  paragraph: { spacing: { before, after }, keepNext: true, keepLines: true, outlineLevel: level - 1 },
});

/** A line of the table of contents. */
const contentsLine = (
  id: string,
  name: string,
  left: number,
  spacing: { readonly before: number; readonly after: number },
): IParagraphStyleOptions => ({
  id,
  name,
  basedOn: 'Normal',
  next: 'Normal',
  paragraph: {
    spacing,
    indent: { left, right: 567 },
  },
});

export const styles: IStylesOptions = {
  default: {
    document: {
      run: {
        font: FONT,
        size: BODY_SIZE,
        color: INK,
        language: { value: 'it-IT', eastAsia: 'it-IT', bidirectional: 'ar-SA' },
      },
      paragraph: { spacing: { after: 120, line: 264, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { font: FONT, size: 28, bold: true, color: INK },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 360 }, keepLines: true },
    },
    heading1: heading(1, 24, 360, 160),
    heading2: heading(2, 22, 320, 140),
    heading3: heading(3, BODY_SIZE, 40, 80),
    heading4: heading(4, BODY_SIZE, 40, 60),
    listParagraph: { paragraph: { spacing: { after: 60 } } },
    hyperlink: { run: { color: '0B5394', underline: {} } },
  },
  paragraphStyles: [
    {
      id: STYLE.overTitle,
      name: 'Sopra titolo',
      basedOn: 'Normal',
      next: 'Title',
      run: { bold: true, size: 24 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 200 }, keepNext: true },
    },
    {
      id: STYLE.guidance,
      name: 'Istruzione',
      basedOn: 'Normal',
      run: { italics: true, color: QUIET },
      paragraph: { spacing: { after: 140 } },
    },
    {
      id: STYLE.note,
      name: 'Nota',
      basedOn: 'Normal',
      run: { size: 18 },
      paragraph: { spacing: { before: 100, after: 140 } },
    },
    {
      id: STYLE.line,
      name: 'Riga da compilare',
      basedOn: 'Normal',
      paragraph: { spacing: { before: 60, after: 160 } },
    },
    {
      id: STYLE.cell,
      name: 'Cella',
      basedOn: 'Normal',
      quickFormat: true,
      run: { size: TABLE_SIZE },
      paragraph: { spacing: { after: 0, line: 240, lineRule: LineRuleType.AUTO } },
    },
    {
      id: STYLE.cellHeader,
      name: 'Intestazione tabella',
      basedOn: STYLE.cell,
      run: { bold: true },
      paragraph: { keepNext: true },
    },
    {
      id: STYLE.cellHint,
      name: 'Istruzione tabella',
      basedOn: STYLE.cell,
      run: { italics: true, color: QUIET, size: 18 },
      paragraph: { keepNext: true },
    },
    {
      id: STYLE.contentsTitle,
      name: 'TOC Heading',
      basedOn: 'Normal',
      run: { bold: true, size: 22 },
      paragraph: { spacing: { before: 120, after: 80 }, keepNext: true },
    },
    contentsLine('TOC1', 'toc 1', 0, { before: 60, after: 40 }),
    contentsLine('TOC2', 'toc 2', 340, { before: 0, after: 40 }),
    {
      id: STYLE.comment,
      name: 'annotation text',
      basedOn: 'Normal',
      run: { size: BODY_SIZE },
      paragraph: { spacing: { after: 0, line: 240, lineRule: LineRuleType.AUTO } },
    },
    {
      // Two tables that touch would be one table to Word.
      id: STYLE.gap,
      name: 'Distanza',
      basedOn: 'Normal',
      run: { size: 8 },
      paragraph: { spacing: { before: 0, after: 0, line: 140, lineRule: LineRuleType.EXACT } },
    },
  ],
  characterStyles: [{ id: STYLE.commentMark, name: 'annotation reference', run: { size: 16 } }],
};

/**
 * Names of the two kinds of list. Until the package is written docx marks a list in the text by its name in braces;
 * the noncharacter in it, which no text of a plan can hold, keeps a member's own words from being taken for the mark.
 */
export const BULLETS = 'elenco\uFFFE';
export const NUMBERS = 'numeri\uFFFE';
/** Word knows nine levels; what lies deeper in a plan stands at the ninth. */
export const DEEPEST_LEVEL = 8;

const GLYPHS = ['\u2022', '\u2013', '\u25AA'];
const NUMERALS = [
  { format: LevelFormat.DECIMAL, after: '.' },
  { format: LevelFormat.LOWER_LETTER, after: ')' },
  { format: LevelFormat.LOWER_ROMAN, after: '.' },
];
const LEVELS = Array.from({ length: DEEPEST_LEVEL + 1 }, (_, level) => level);
const STEP = 340;

/** Where the words of a list's level begin. */
export const indentOf = (level: number): number => STEP * (level + 1);

const levelStyle = (level: number) => ({
  paragraph: { indent: { left: indentOf(level), hanging: STEP } },
  run: { font: FONT },
});

export const numbering: INumberingOptions = {
  config: [
    {
      reference: BULLETS,
      levels: LEVELS.map((level) => ({
        level,
        format: LevelFormat.BULLET,
        text: GLYPHS[level % GLYPHS.length]!,
        alignment: AlignmentType.LEFT,
        style: levelStyle(level),
      })),
    },
    {
      reference: NUMBERS,
      levels: LEVELS.map((level) => {
        const { format, after } = NUMERALS[level % NUMERALS.length]!;
        return {
          level,
          format,
          text: `%${level + 1}${after}`,
          alignment: AlignmentType.LEFT,
          style: levelStyle(level),
        };
      }),
    },
  ],
};

const line = { style: BorderStyle.SINGLE, size: 4, color: '7F7F7F' };
export const BORDERS = {
  top: line,
  bottom: line,
  left: line,
  right: line,
  insideHorizontal: line,
  insideVertical: line,
};
