/** A value of a PDF (ISO 32000). Names, texts and references are told apart from plain values by their classes. */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfText
  | PdfReference
  | readonly PdfValue[]
  | PdfDictionary;
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

export class PdfName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class PdfText {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export class PdfReference {
  readonly number: number;
  readonly generation: number;
  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

/** The file is not as the format has it, or not as far as these readers go. */
export class UnreadablePdf extends Error {}

/** How deep values may lie in each other. */
const DEEPEST = 64;
/** The longest name, number or keyword. */
const LONGEST_WORD = 1024;
const LONGEST_TEXT = 4 * 1024 * 1024;

const DIGITS = /^\d{1,10}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const NUL = 0;
const [LINE_FEED, RETURN] = [10, 13];
const [OPEN, CLOSE, LESS, GREATER, SLASH, PERCENT, BACKSLASH, BRACKET, END_BRACKET] = [...'()<>/%\\[]'].map(
  (sign) => sign.charCodeAt(0),
) as [number, number, number, number, number, number, number, number, number];

const isBlank = (byte: number | undefined): boolean =>
  byte === NUL || byte === 9 || byte === LINE_FEED || byte === 12 || byte === RETURN || byte === 32;
const isDelimiter = (byte: number | undefined): boolean =>
  byte !== undefined && '()<>[]{}/%'.includes(String.fromCharCode(byte));
const escapes: ReadonlyMap<number, number> = new Map(
  [...'nrtbf'].map((sign, index) => [sign.charCodeAt(0), [10, 13, 9, 8, 12][index]!]),
);

/** Reads values one after the other. Every method throws `UnreadablePdf` where there is nothing of its kind. */
export class PdfCursor {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Passes over blanks and remarks. */
  skip(): void {
    const { bytes } = this;
    while (this.at < bytes.length) {
      if (bytes[this.at] === PERCENT) {
        while (this.at < bytes.length && bytes[this.at] !== LINE_FEED && bytes[this.at] !== RETURN) this.at++;
      } else if (!isBlank(bytes[this.at])) return;
      else this.at++;
    }
  }

  /** The next keyword or number, as it stands; empty where something else comes. */
  word(): string {
    this.skip();
    const from = this.at;
    while (
      this.at < this.bytes.length &&
      !isBlank(this.bytes[this.at]) &&
      !isDelimiter(this.bytes[this.at])
    ) {
      if (this.at - from === LONGEST_WORD) throw new UnreadablePdf('a word without an end');
      this.at++;
    }
    return String.fromCharCode(...this.bytes.subarray(from, this.at));
  }

  expect(word: string): void {
    if (this.word() !== word) throw new UnreadablePdf(`no ${word}`);
  }

  /** A whole number that is not negative. */
  count(): number {
    const word = this.word();
    if (!DIGITS.test(word)) throw new UnreadablePdf('no count');
    return Number(word);
  }

  value(depth = 0): PdfValue {
    if (depth > DEEPEST) throw new UnreadablePdf('too deep');
    this.skip();
    const byte = this.bytes[this.at];
    if (byte === SLASH) return this.name();
    if (byte === OPEN) return this.text();
    if (byte === BRACKET) return this.array(depth);
    if (byte === LESS) return this.bytes[this.at + 1] === LESS ? this.dictionary(depth) : this.hex();
    const word = this.word();
    if (word === 'null') return null;
    if (word === 'true' || word === 'false') return word === 'true';
    if (!NUMBER.test(word)) throw new UnreadablePdf('no value');
    return (DIGITS.test(word) ? this.reference(Number(word)) : null) ?? Number(word);
  }

  dictionary(depth = 0): PdfDictionary {
    this.skip();
    if (this.bytes[this.at] !== LESS || this.bytes[this.at + 1] !== LESS)
      throw new UnreadablePdf('no dictionary');
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === GREATER && this.bytes[this.at + 1] === GREATER) break;
      const { name } = this.name();
      // Programs differ on which of two counts.
      if (entries.has(name)) throw new UnreadablePdf('a key twice');
      entries.set(name, this.value(depth + 1));
    }
    this.at += 2;
    return entries;
  }

  private array(depth: number): PdfValue[] {
    this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === END_BRACKET) break;
      items.push(this.value(depth + 1));
    }
    this.at++;
    return items;
  }

  private name(): PdfName {
    if (this.bytes[this.at] !== SLASH) throw new UnreadablePdf('no name');
    this.at++;
    const from = this.at;
    if (isBlank(this.bytes[this.at])) return new PdfName('');
    const word = this.word();
    if (this.at - from !== word.length) throw new UnreadablePdf('no name');
    return new PdfName(
      word.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  }

  /** `12 0 R` behind its first number; `null`, and nothing read, where it is only a number. */
  private reference(number: number): PdfReference | null {
    const before = this.at;
    const generation = this.word();
    if (DIGITS.test(generation) && this.word() === 'R') return new PdfReference(number, Number(generation));
    this.at = before;
    return null;
  }

  private text(): PdfText {
    const { bytes } = this;
    const out: number[] = [];
    let open = 0;
    for (;;) {
      let byte = bytes[this.at++];
      if (byte === undefined || out.length > LONGEST_TEXT) throw new UnreadablePdf('a text without an end');
      if (byte === BACKSLASH) {
        const escaped = this.escaped();
        if (escaped !== null) out.push(escaped);
        continue;
      }
      if (byte === OPEN && open++ === 0) continue;
      if (byte === CLOSE && --open === 0) return new PdfText(Uint8Array.from(out));
      if (byte === RETURN) {
        if (bytes[this.at] === LINE_FEED) this.at++;
        byte = LINE_FEED;
      }
      out.push(byte);
    }
  }

  /** What stands for the signs behind a backslash; `null` for a break that is no part of the text. */
  private escaped(): number | null {
    const { bytes } = this;
    const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(...bytes.subarray(this.at, this.at + 3)))?.[0];
    if (octal !== undefined) {
      this.at += octal.length;
      return Number.parseInt(octal, 8) & 0xff;
    }
    const byte = bytes[this.at++];
    if (byte === undefined) throw new UnreadablePdf('a text without an end');
    if (byte === RETURN && bytes[this.at] === LINE_FEED) this.at++;
    if (byte === RETURN || byte === LINE_FEED) return null;
    return escapes.get(byte) ?? byte;
  }

  private hex(): PdfText {
    const end = this.bytes.indexOf(GREATER, this.at);
    if (end < 0 || end - this.at > LONGEST_TEXT) throw new UnreadablePdf('a text without an end');
    let digits = '';
    for (const byte of this.bytes.subarray(this.at + 1, end)) {
      if (!isBlank(byte)) digits += String.fromCharCode(byte);
    }
    this.at = end + 1;
    if (!/^[0-9a-fA-F]*$/.test(digits)) throw new UnreadablePdf('no hex digits');
    return new PdfText(
      Uint8Array.from(digits.match(/..?/g) ?? [], (pair) => Number.parseInt(pair.padEnd(2, '0'), 16)),
    );
  }
}
