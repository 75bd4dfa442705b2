import type { Inflate } from './inflate.ts';
import {
  PdfCursor,
  type PdfDictionary,
  PdfName,
  PdfReference,
  type PdfValue,
  UnreadablePdf,
} from './pdf-syntax.ts';

/** What is inflated of one file in all, in bytes. */
const MOST_INFLATED = 128 * 1024 * 1024;
const MOST_OBJECTS = 500_000;
/** How often a file may have been added to. */
const MOST_UPDATES = 500;
/** The end of a file, where it says where its table of objects is. */
const TAIL = 2048;

/** Where an object is: at a place of the file, or as so many-th of a stream of objects. */
type Place =
  | { readonly kind: 'at'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'in'; readonly stream: number; readonly index: number }
  | { readonly kind: 'free' };

export interface PdfStream {
  readonly dictionary: PdfDictionary;
  /** As it stands in the file. */
  readonly data: Uint8Array;
}

/**
 * The objects of a PDF as programs that open it find them: by the tables that its end leads to, the newest first, so
 * that what an update replaced is not taken for what counts. Nothing is guessed: a file whose tables are broken, mixed
 * or encrypted is unreadable here, although some programs repair it. Every method throws `UnreadablePdf`.
 */
export class PdfFile {
  private readonly bytes: Uint8Array;
  private readonly inflate: Inflate;
  private readonly places = new Map<number, Place>();
  private readonly objectStreams = new Map<number, ReadonlyMap<number, PdfCursor>>();
  private streamsBegun = 0;
  private left = MOST_INFLATED;
  readonly trailer: PdfDictionary;

  constructor(bytes: Uint8Array, inflate: Inflate) {
    this.bytes = bytes;
    this.inflate = inflate;
    this.trailer = this.readTables();
    if (this.trailer.has('Encrypt')) throw new UnreadablePdf('encrypted');
  }

  /** The value itself, or the object that it refers to. */
  resolve(value: PdfValue | undefined): PdfValue {
    for (let steps = 0; value instanceof PdfReference; steps++) {
      if (steps === 8) throw new UnreadablePdf('references without an end');
      value = this.object(value);
    }
    return value ?? null;
  }

  dictionary(value: PdfValue | undefined): PdfDictionary {
    const found = this.resolve(value);
    if (!(found instanceof Map)) throw new UnreadablePdf('no dictionary');
    return found;
  }

  array(value: PdfValue | undefined): readonly PdfValue[] {
    const found = this.resolve(value);
    if (!Array.isArray(found)) throw new UnreadablePdf('no array');
    return found;
  }

  /** The stream that a value refers to. */
  stream(value: PdfValue | undefined): PdfStream {
    const place = value instanceof PdfReference ? this.places.get(value.number) : undefined;
    if (place?.kind !== 'at') throw new UnreadablePdf('no stream');
    return this.streamAt(place.offset, value as PdfReference);
  }

  /** The content of a stream, at most so many bytes. */
  contentOf({ dictionary, data }: PdfStream, most: number): Uint8Array {
    const filters = listed(this.resolve(dictionary.get('Filter')));
    const params = listed(this.resolve(dictionary.get('DecodeParms')));
    if (filters.length > 2) throw new UnreadablePdf('too many filters');
    if (filters.length === 0 && data.length > most) throw new UnreadablePdf('too large');
    return filters.reduce<Uint8Array>((content, filter, index) => {
      const name = this.resolve(filter);
      if (!(name instanceof PdfName) || name.name !== 'FlateDecode')
        throw new UnreadablePdf('another filter');
      const inflated = this.inflate(content, 'zlib', Math.min(most, this.left));
      if (inflated === null) throw new UnreadablePdf('damaged or too large');
      this.left -= inflated.length;
      const param = this.resolve(params[index]);
      return param === null ? inflated : unpredicted(inflated, this.dictionary(param));
    }, data);
  }

  private object({ number, generation }: PdfReference): PdfValue {
    const place = this.places.get(number);
    if (place === undefined || place.kind === 'free') return null;
    if (place.kind === 'in') {
      const found = this.objectsOf(place.stream).get(number);
      if (found === undefined || generation !== 0) throw new UnreadablePdf('no such object');
      return new PdfCursor(found.bytes, found.at).value();
    }
    return this.headed(place.offset, { number, generation }).value();
  }

  /** Behind `12 0 obj`, which must stand there. */
  private headed(
    offset: number,
    { number, generation }: Pick<PdfReference, 'number' | 'generation'>,
  ): PdfCursor {
    const cursor = new PdfCursor(this.bytes, offset);
    if (cursor.count() !== number || cursor.count() !== generation) throw new UnreadablePdf('another object');
    cursor.expect('obj');
    return cursor;
  }

  private streamAt(offset: number, reference: Pick<PdfReference, 'number' | 'generation'>): PdfStream {
    const cursor = this.headed(offset, reference);
    const dictionary = cursor.dictionary();
    cursor.expect('stream');
    let from = cursor.at;
    if (this.bytes[from] === 13) from++;
    if (this.bytes[from] !== 10) throw new UnreadablePdf('no stream');
    from++;
    const length = this.lengthOf(dictionary);
    const end = new PdfCursor(this.bytes, from + length);
    end.expect('endstream');
    return { dictionary, data: this.bytes.subarray(from, from + length) };
  }

  /** It may be an object, and that in another stream, which has a length. */
  private lengthOf(dictionary: PdfDictionary): number {
    if (this.streamsBegun++ === 8) throw new UnreadablePdf('streams in each other');
    const length = this.resolve(dictionary.get('Length'));
    this.streamsBegun--;
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0)
      throw new UnreadablePdf('no length');
    return length;
  }

  /** Where each object begins that is still in this stream. */
  private objectsOf(number: number): ReadonlyMap<number, PdfCursor> {
    const known = this.objectStreams.get(number);
    if (known) return known;
    const stream = this.stream(new PdfReference(number, 0));
    const [count, first] = [stream.dictionary.get('N'), stream.dictionary.get('First')].map((value) =>
      this.resolve(value),
    );
    if (typeof count !== 'number' || typeof first !== 'number' || count > MOST_OBJECTS)
      throw new UnreadablePdf('no stream of objects');
    const content = this.contentOf(stream, this.left);
    const head = new PdfCursor(content, 0);
    const objects = new Map<number, PdfCursor>();
    for (let index = 0; index < count; index++) {
      const [object, offset] = [head.count(), head.count()];
      const place = this.places.get(object);
      // One that was replaced since is elsewhere.
      if (place?.kind === 'in' && place.stream === number && place.index === index)
        objects.set(object, new PdfCursor(content, first + offset));
    }
    this.objectStreams.set(number, objects);
    return objects;
  }

  /** Fills in where each object is, newest first, and returns what the newest table says of the file. */
  private readTables(): PdfDictionary {
    let newest: PdfDictionary | null = null;
    const seen = new Set<number>();
    let at: PdfValue = this.start();
    while (typeof at === 'number') {
      if (seen.has(at) || seen.size === MOST_UPDATES) throw new UnreadablePdf('tables without an end');
      seen.add(at);
      const trailer: PdfDictionary = this.tableAt(at);
      // A table and a stream that both count: programs differ on which does more.
      if (trailer.has('XRefStm')) throw new UnreadablePdf('two tables in one');
      newest ??= trailer;
      at = trailer.get('Prev') ?? null;
    }
    if (newest === null || at !== null) throw new UnreadablePdf('no table');
    return newest;
  }

  private start(): number {
    if (!isPdf(this.bytes)) throw new UnreadablePdf('no PDF');
    const from = Math.max(0, this.bytes.length - TAIL);
    const tail = String.fromCharCode(...this.bytes.subarray(from));
    const at = tail.lastIndexOf('startxref');
    if (at < 0) throw new UnreadablePdf('no start');
    return new PdfCursor(this.bytes, from + at + 'startxref'.length).count();
  }

  private tableAt(offset: number): PdfDictionary {
    const cursor = new PdfCursor(this.bytes, offset);
    const word = cursor.word();
    if (word === 'xref') return this.readTable(cursor);
    if (!/^\d{1,10}$/.test(word)) throw new UnreadablePdf('no table');
    const stream = this.streamAt(offset, { number: Number(word), generation: cursor.count() });
    this.readStreamTable(stream);
    return stream.dictionary;
  }

  private readTable(cursor: PdfCursor): PdfDictionary {
    for (;;) {
      const word = cursor.word();
      if (word === 'trailer') return cursor.dictionary();
      if (!/^\d{1,10}$/.test(word)) throw new UnreadablePdf('no table');
      const first = Number(word);
      const count = cursor.count();
      for (let number = first; number < first + count; number++) {
        const [place, generation, kind] = [cursor.count(), cursor.count(), cursor.word()];
        if (kind !== 'n' && kind !== 'f') throw new UnreadablePdf('no table');
        this.put(number, kind === 'n' ? { kind: 'at', offset: place, generation } : { kind: 'free' });
      }
    }
  }

  private readStreamTable(stream: PdfStream): void {
    const { dictionary } = stream;
    const type = dictionary.get('Type');
    if (!(type instanceof PdfName) || type.name !== 'XRef') throw new UnreadablePdf('no table');
    const [size, widths] = [dictionary.get('Size'), dictionary.get('W')];
    const index = dictionary.get('Index') ?? [0, size ?? null];
    if (!isCounts(widths) || widths.length !== 3 || widths.some((width) => width > 6) || !isCounts(index))
      throw new UnreadablePdf('no table');
    const content = this.contentOf(stream, this.left);
    let at = 0;
    const next = (width: number): number => {
      let value = 0;
      if (at + width > content.length) throw new UnreadablePdf('no table');
      for (let digit = 0; digit < width; digit++) value = value * 256 + content[at++]!;
      return value;
    };
    if (widths[0] + widths[1]! + widths[2]! === 0) throw new UnreadablePdf('no table');
    for (let pair = 0; pair + 1 < index.length; pair += 2) {
      const first = index[pair]!;
      for (let number = first; number < first + index[pair + 1]!; number++) {
        const kind = widths[0] === 0 ? 1 : next(widths[0]!);
        const [second, third] = [next(widths[1]!), next(widths[2]!)];
        if (kind === 1) this.put(number, { kind: 'at', offset: second, generation: third });
        else if (kind === 2) this.put(number, { kind: 'in', stream: second, index: third });
        else this.put(number, { kind: 'free' });
      }
    }
  }

  private put(number: number, place: Place): void {
    if (this.places.size === MOST_OBJECTS) throw new UnreadablePdf('too many objects');
    if (!this.places.has(number)) this.places.set(number, place);
  }
}

/** `%PDF-` */
const PDF_MARK = Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d);

/** Whether these bytes begin as a PDF does. */
export function isPdf(bytes: Uint8Array): boolean {
  return PDF_MARK.every((byte, index) => bytes[index] === byte);
}

const listed = (value: PdfValue): readonly PdfValue[] =>
  value === null ? [] : Array.isArray(value) ? value : [value];

const isCounts = (value: PdfValue | undefined): value is [number, ...number[]] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);

/** Undoes the predictors of PNG, for data of one byte a sample. */
function unpredicted(data: Uint8Array, params: PdfDictionary): Uint8Array {
  const predictor = params.get('Predictor') ?? 1;
  if (predictor === 1) return data;
  const columns = params.get('Columns') ?? 1;
  const others = [params.get('Colors') ?? 1, params.get('BitsPerComponent') ?? 8];
  if (
    typeof predictor !== 'number' ||
    predictor < 10 ||
    typeof columns !== 'number' ||
    columns < 1 ||
    columns > 64
  )
    throw new UnreadablePdf('another predictor');
  if (others[0] !== 1 || others[1] !== 8 || data.length % (columns + 1) !== 0)
    throw new UnreadablePdf('another predictor');
  const rows = data.length / (columns + 1);
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (columns + 1)]!;
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const left = column > 0 ? out[at - 1]! : 0;
      const up = row > 0 ? out[at - columns]! : 0;
      const corner = column > 0 && row > 0 ? out[at - columns - 1]! : 0;
      out[at] = data[row * (columns + 1) + 1 + column]! + predicted(kind, left, up, corner);
    }
  }
  return out;
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  switch (kind) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      throw new UnreadablePdf('another predictor');
  }
}
