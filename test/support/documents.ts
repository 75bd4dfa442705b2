import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { tool } from './tools.ts';

/**
 * Opens documents with eyes that are not the product's: a reader of the package's own XML that is always there, and
 * LibreOffice and Poppler where the machine has them.
 */

/** An element of an XML document, or a stretch of its text. */
export type XmlNode = XmlElement | string;
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** A DOCX as its package says it. */
export interface OpenDocx {
  /** Every part by its path. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  xml(path: string): XmlElement;
  /** The words of a part in the order of its XML, one line for each paragraph. */
  text(path?: string): string;
  /** The tables of the body: rows, cells, the cell's lines. A cell that goes on from above is empty. */
  readonly tables: readonly (readonly (readonly string[])[])[];
}

const BODY = 'word/document.xml';

export function openDocx(bytes: Uint8Array): OpenDocx {
  const parts = new Map(Object.entries(unzipSync(bytes)));
  const xml = (path: string): XmlElement => {
    const part = parts.get(path);
    if (!part) throw new Error(`the package has no ${path}`);
    return parseXml(new TextDecoder('utf-8', { fatal: true }).decode(part));
  };
  return {
    parts,
    xml,
    text: (path = BODY) => paragraphsOf(xml(path)).join('\n'),
    get tables() {
      return elementsIn(xml(BODY), 'w:tbl').map((table) =>
        elementsIn(table, 'w:tr').map((row) =>
          elementsIn(row, 'w:tc').map((cell) => paragraphsOf(cell).join('\n')),
        ),
      );
    },
  };
}

/** All elements of a name below an element, in document order. */
export function elementsIn(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return child.name === name ? [child, ...elementsIn(child, name)] : elementsIn(child, name);
  });
}

/** The words of each paragraph: text, tabs, and breaks as line feeds. */
export function paragraphsOf(element: XmlElement): string[] {
  return elementsIn(element, 'w:p').map(wordsIn);
}

function wordsIn(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return element.name === 'w:t' ? child : '';
      if (child.name === 'w:br' || child.name === 'w:cr') return '\n';
      // A tab in a run is a tab; one among a paragraph's properties is a stop.
      if (child.name === 'w:tab') return element.name === 'w:r' ? '\t' : '';
      return wordsIn(child);
    })
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that XML 1.0 cannot hold.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** Parses XML without namespaces, DTDs or comments. Throws where it is not well-formed. */
export function parseXml(text: string): XmlElement {
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden) throw new Error(`a character that XML cannot hold, at ${forbidden.index}`);
  type Open = { name: string; attributes: Record<string, string>; children: XmlNode[] };
  const root: Open = { name: '', attributes: {}, children: [] };
  const open: Open[] = [root];
  const token = /<\?[^>]*\?>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|([\s\S])/g;
  for (const [whole, slash, name, attributes, closed, words, stray] of text.matchAll(token)) {
    const parent = open.at(-1)!;
    if (stray !== undefined) throw new Error('XML that is not well-formed');
    if (words !== undefined) {
      if (parent !== root) parent.children.push(unescaped(words));
    } else if (name !== undefined && slash) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else if (name !== undefined) {
      const pairs = [...(attributes ?? '').matchAll(/([\w:.-]+)="([^"]*)"/g)];
      const element: Open = {
        name,
        attributes: Object.fromEntries(pairs.map(([, key, value]) => [key!, unescaped(value!)])),
        children: [],
      };
      parent.children.push(element);
      if (!closed) open.push(element);
    } else if (!whole.startsWith('<?')) throw new Error(`unexpected ${whole}`);
  }
  const [document, ...others] = root.children;
  if (open.length > 1 || typeof document !== 'object' || others.length > 0) {
    throw new Error('XML without exactly one root element');
  }
  return document;
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));|&/gi, (_, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    const character = ENTITIES[name];
    if (character === undefined) throw new Error('an ampersand that escapes nothing');
    return character;
  });
}

/** LibreOffice and Poppler: tests that need them are skipped only where `npm test` could not have installed them. */
export const HAS_OFFICE = tool('soffice') !== null && tool('pdftotext') !== null;

/** What other programs read in a document. */
export interface Converted {
  /** LibreOffice's own plain text. */
  readonly text: string;
  /** The text of the PDF that LibreOffice prints, page by page, in the order in which it is drawn. */
  readonly pages: readonly string[];
}

const run = promisify(execFile);

/** Opens documents in LibreOffice, all in one go since it is slow to start, and reads what it shows. */
export async function convert<Name extends string>(
  documents: Readonly<Record<Name, Uint8Array>>,
): Promise<Record<Name, Converted>> {
  const folder = await mkdtemp(join(tmpdir(), 'filiera-office-'));
  try {
    const names = Object.keys(documents) as Name[];
    const sources = names.map((name) => join(folder, `${name}.docx`));
    await Promise.all(names.map((name, index) => writeFile(sources[index]!, documents[name])));
    // A profile of its own: another LibreOffice on the machine would take the job over and answer nothing.
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    for (const format of ['pdf', 'txt:Text (encoded):UTF8']) {
      const options = [profile, '--headless', '--convert-to', format, '--outdir', folder, ...sources];
      await run('soffice', options, { timeout: 120_000 });
    }
    const read = async (name: Name): Promise<[Name, Converted]> => {
      const pdf = join(folder, `${name}.pdf`);
      const { stdout } = await run('pdftotext', ['-raw', '-enc', 'UTF-8', pdf, '-'], { maxBuffer: 1 << 26 });
      const text = await readFile(join(folder, `${name}.txt`), 'utf8');
      return [name, { text: text.replace(/^\uFEFF/, ''), pages: stdout.split('\f').slice(0, -1) }];
    };
    return Object.fromEntries(await Promise.all(names.map(read))) as Record<Name, Converted>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A comment as LibreOffice holds it. */
export interface Annotation {
  readonly author: string;
  readonly initials: string;
  /** As the file says it, without a zone. */
  readonly date: string;
  readonly resolved: boolean;
  /** The comment's own lines. */
  readonly text: string;
  /** The words of the document that it stands beside. */
  readonly passage: string;
}

/** What LibreOffice makes of a document's comments, of its table of contents, and of the shapes in its pages' heads. */
export interface Annotated {
  readonly annotations: readonly Annotation[];
  /** The lines of what it takes for its own table of contents, each with the place that it links to. */
  readonly contents: readonly (readonly [string, string | undefined])[];
  /** The words of each shape. */
  readonly headShapes: readonly string[];
}

/** Opens documents in LibreOffice, all in one go, and reads the comments that it found in them. */
export async function annotated<Name extends string>(
  documents: Readonly<Record<Name, Uint8Array>>,
): Promise<Record<Name, Annotated>> {
  const folder = await mkdtemp(join(tmpdir(), 'filiera-office-'));
  try {
    const names = Object.keys(documents) as Name[];
    const sources = names.map((name) => join(folder, `${name}.docx`));
    await Promise.all(names.map((name, index) => writeFile(sources[index]!, documents[name])));
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const options = [profile, '--headless', '--convert-to', 'fodt', '--outdir', folder, ...sources];
    await run('soffice', options, { timeout: 120_000 });
    const read = async (name: Name): Promise<[Name, Annotated]> => {
      const document = parseXml(await readFile(join(folder, `${name}.fodt`), 'utf8'));
      const headShapes = elementsIn(document, 'style:header')
        .flatMap((header) => elementsIn(header, 'draw:custom-shape'))
        .map((shape) => elementsIn(shape, 'text:p').map(flatText).join('\n'));
      const contents = elementsIn(document, 'text:index-body')
        .flatMap((body) => elementsIn(body, 'text:a'))
        .map((link): [string, string | undefined] => [flatText(link), link.attributes['xlink:href']]);
      return [name, { annotations: annotationsIn(document), contents, headShapes }];
    };
    return Object.fromEntries(await Promise.all(names.map(read))) as Record<Name, Annotated>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function annotationsIn(document: XmlElement): Annotation[] {
  const found: { name: string; open: boolean; annotation: Annotation }[] = [];
  const walk = (element: XmlElement, inWords: boolean): void => {
    for (const child of element.children) {
      if (typeof child === 'string') {
        if (inWords) say(child);
      } else if (child.name === 'office:annotation') {
        const one = (name: string): string => elementsIn(child, name).map(flatText).join('');
        found.push({
          name: child.attributes['office:name'] ?? '',
          open: child.attributes['office:name'] !== undefined,
          annotation: {
            author: one('dc:creator'),
            initials: one('meta:creator-initials'),
            date: one('dc:date'),
            resolved: child.attributes['loext:resolved'] === 'true',
            text: elementsIn(child, 'text:p').map(flatText).join('\n'),
            passage: '',
          },
        });
      } else if (child.name === 'office:annotation-end') {
        const own = found.find(({ name }) => name === child.attributes['office:name']);
        if (own) own.open = false;
      } else {
        if (child.name === 'text:s') say(' '.repeat(Number(child.attributes['text:c'] ?? 1)));
        walk(child, inWords || child.name === 'text:p' || child.name === 'text:h');
      }
    }
  };
  const say = (words: string): void => {
    for (const one of found) {
      if (one.open) one.annotation = { ...one.annotation, passage: one.annotation.passage + words };
    }
  };
  walk(document, false);
  // One that spans no passage has no end.
  return found.map(({ open, annotation }) => (open ? { ...annotation, passage: '' } : annotation));
}

function flatText(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return child;
      if (child.name === 'text:s') return ' '.repeat(Number(child.attributes['text:c'] ?? 1));
      return flatText(child);
    })
    .join('');
}

/**
 * Where the first of the stretches is that does not follow the one before it, or `null` where all stand in the text in
 * their order. White space counts for nothing: programs break lines as they like.
 */
export function firstOutOfOrder(text: string, stretches: readonly string[]): string | null {
  const tight = (part: string): string => part.replace(/\s+/gu, '');
  const all = tight(text);
  let from = 0;
  for (const [index, stretch] of stretches.entries()) {
    const at = all.indexOf(tight(stretch), from);
    if (at < 0) return `${index}: «${stretch}» after «${stretches[index - 1] ?? ''}»`;
    from = at + tight(stretch).length;
  }
  return null;
}
