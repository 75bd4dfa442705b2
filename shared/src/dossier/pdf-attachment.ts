import type { Inflate } from './inflate.ts';
import { PdfFile } from './pdf-file.ts';
import { type PdfDictionary, PdfReference, PdfText, type PdfValue, UnreadablePdf } from './pdf-syntax.ts';

/** The largest plan that is taken out of a PDF, in bytes. */
const LARGEST_PLAN = 32 * 1024 * 1024;
const MOST_NODES = 2_000;
const DEEPEST = 16;

/**
 * The file of this name that a PDF has among its attachments (the document's own list, which programs show), byte for
 * byte. Updates that were added to the file, such as a signature, are followed: what they replaced does not count.
 * `null` where there is none, where there are several that differ, and where the file is not read without guessing.
 */
export function attachedFile(pdf: Uint8Array, name: string, inflate: Inflate): Uint8Array | null {
  try {
    const file = new PdfFile(pdf, inflate);
    const catalog = file.dictionary(file.trailer.get('Root'));
    const found = new Map<string, Uint8Array>();
    for (const specification of specifications(file, catalog)) {
      for (const stream of streamsNamed(file, specification, name)) {
        const key = `${stream.number} ${stream.generation}`;
        if (!found.has(key)) found.set(key, file.contentOf(file.stream(stream), LARGEST_PLAN));
      }
    }
    const [first, ...others] = found.values();
    return first !== undefined && others.every((other) => equal(first, other)) ? first : null;
  } catch (error) {
    if (error instanceof UnreadablePdf) return null;
    throw error;
  }
}

/** Every attachment that the document lists, by name and as one that goes with it. */
function specifications(file: PdfFile, catalog: PdfDictionary): readonly PdfDictionary[] {
  const associated = catalog.has('AF') ? file.array(catalog.get('AF')) : [];
  const names = catalog.has('Names') ? file.dictionary(catalog.get('Names')) : new Map<string, PdfValue>();
  const listed = names.has('EmbeddedFiles') ? leaves(file, names.get('EmbeddedFiles')) : [];
  return [...associated, ...listed].map((value) => file.dictionary(value));
}

/** The values of a tree of names. */
function leaves(file: PdfFile, root: PdfValue | undefined): readonly PdfValue[] {
  const found: PdfValue[] = [];
  let nodes = 0;
  const visit = (value: PdfValue | undefined, depth: number): void => {
    if (++nodes > MOST_NODES || depth > DEEPEST) throw new UnreadablePdf('names without an end');
    const node = file.dictionary(value);
    const names = node.has('Names') ? file.array(node.get('Names')) : [];
    for (let at = 1; at < names.length; at += 2) found.push(names[at]!);
    for (const kid of node.has('Kids') ? file.array(node.get('Kids')) : []) visit(kid, depth + 1);
  };
  visit(root, 0);
  return found;
}

/** Where the bytes of an attachment are, if it has this name under any of the keys that may hold one. */
function streamsNamed(file: PdfFile, specification: PdfDictionary, name: string): readonly PdfReference[] {
  const keys = ['UF', 'F', 'Unix', 'DOS', 'Mac'];
  const isNamed = keys.some((key) => {
    const value = file.resolve(specification.get(key));
    return value instanceof PdfText && said(value) === name;
  });
  if (!isNamed || !specification.has('EF')) return [];
  const embedded = file.dictionary(specification.get('EF'));
  return keys.flatMap((key) => {
    const value = embedded.get(key);
    return value instanceof PdfReference ? [value] : [];
  });
}

/** A text in the encoding that its first bytes tell; otherwise letters without accents are enough here. */
function said({ bytes }: PdfText): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes);
  return new TextDecoder('latin1').decode(bytes);
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => b[index] === byte);
