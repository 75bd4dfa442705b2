import { startsRightToLeft, xmlSafe } from '../paper/letters.ts';

/**
 * Markup that may stand in a page as it is. Only `html` makes it, and `html` escapes whatever is no markup: a text that
 * people wrote cannot become part of the page's own structure by being forgotten somewhere.
 */
export class Markup {
  private readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** What was written here, in this program, or has been escaped. */
  static trusted(text: string): Markup {
    return new Markup(text);
  }

  toString(): string {
    return this.text;
  }
}

/** What a page is made of. Texts are escaped; `null` is nothing; lists stand one after the other. */
export type Piece = Markup | string | number | null | readonly Piece[];

/** Markup with pieces in it, each escaped unless it is markup itself. Attributes are to stand in double quotes. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const written = parts.map((part, index) => (index === 0 ? part : `${markupOf(pieces[index - 1]!)}${part}`));
  return Markup.trusted(written.join(''));
}

function markupOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.toString();
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return escaped(piece);
  return piece.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as markup says it; what no document can hold is gone, as in the Word document. */
export function escaped(text: string): string {
  // A carriage return and a form feed would be read as other characters; `xmlSafe` makes them line feeds.
  return xmlSafe(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A text with its lines kept. */
export function lines(text: string): Markup {
  return Markup.trusted(escaped(text).replaceAll('\n', '<br>'));
}

/** A name or a value within a sentence: its direction of writing does not spread to the words around it. */
export function apart(text: string): Markup {
  return html`<bdi>${lines(text)}</bdi>`;
}

/** The attribute of an element whose words begin from right to left. */
export function direction(text: string): Markup | null {
  return startsRightToLeft(text) ? Markup.trusted(' dir="rtl"') : null;
}

/** A heading; levels deeper than six are the sixth. */
export function heading(level: number, words: Piece, attributes: Markup | null = null): Markup {
  const name = Markup.trusted(`h${Math.min(level, 6)}`);
  return html`<${name}${attributes}>${words}</${name}>`;
}
