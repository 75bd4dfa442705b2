import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { elementsIn, parseXml, type XmlElement } from './documents.ts';

/** Opens workbooks with eyes that are not the product's: a reader of the package's own XML, and LibreOffice. */

export interface OpenCell {
  /** A number, a text, or `null` where nothing stands. */
  readonly value: number | string | null;
  readonly formula: string | null;
  /** The code of the cell's number format, `null` where it has none. */
  readonly format: string | null;
}

export interface OpenSheet {
  readonly name: string;
  readonly xml: XmlElement;
  /** Cells by name, `B5`. */
  readonly cells: ReadonlyMap<string, OpenCell>;
  /** Values from the first line to the last, each line as long as its last cell. */
  readonly rows: readonly (readonly OpenCell[])[];
}

export interface OpenWorkbook {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly sheets: readonly OpenSheet[];
  xml(path: string): XmlElement;
  sheet(name: string): OpenSheet;
}

const NOTHING: OpenCell = { value: null, formula: null, format: null };

export function openXlsx(bytes: Uint8Array): OpenWorkbook {
  const parts = new Map(Object.entries(unzipSync(bytes)));
  const xml = (path: string): XmlElement => {
    const part = parts.get(path);
    if (!part) throw new Error(`the package has no ${path}`);
    return parseXml(new TextDecoder('utf-8', { fatal: true }).decode(part));
  };
  const texts = elementsIn(xml('xl/sharedStrings.xml'), 'si').map((item) =>
    unescapedCell(wordsOf(item, 't')),
  );
  const formats = formatsOf(xml('xl/styles.xml'));
  const targets = new Map(
    elementsIn(xml('xl/_rels/workbook.xml.rels'), 'Relationship').map(({ attributes }) => [
      attributes.Id!,
      attributes.Target!,
    ]),
  );
  const sheets = elementsIn(xml('xl/workbook.xml'), 'sheet').map(({ attributes }): OpenSheet => {
    const sheet = xml(`xl/${targets.get(attributes['r:id']!)}`);
    const rows: OpenCell[][] = [];
    const cells = new Map<string, OpenCell>();
    for (const element of elementsIn(sheet, 'c')) {
      const name = element.attributes.r!;
      const cell = cellOf(element, texts, formats);
      cells.set(name, cell);
      const { row, column } = positionOf(name);
      while (rows.length <= row) rows.push([]);
      while (rows[row]!.length < column) rows[row]!.push(NOTHING);
      rows[row]!.push(cell);
    }
    return { name: attributes.name!, xml: sheet, cells, rows };
  });
  return {
    parts,
    sheets,
    xml,
    sheet: (name) => {
      const found = sheets.find((sheet) => sheet.name === name);
      if (!found) throw new Error(`no sheet ${name} among ${sheets.map((one) => one.name).join(', ')}`);
      return found;
    },
  };
}

function cellOf(
  element: XmlElement,
  texts: readonly string[],
  formats: readonly (string | null)[],
): OpenCell {
  const { t, s } = element.attributes;
  const [formula] = elementsIn(element, 'f');
  const value = elementsIn(element, 'v').length > 0 ? wordsOf(element, 'v') : null;
  const format = formats[Number(s ?? 0)] ?? null;
  const written = formula ? formula.children.join('') : null;
  if (value === null || value === '') return { value: null, formula: written, format };
  if (t === 's') return { value: texts[Number(value)]!, formula: written, format };
  if (t === 'str') return { value: unescapedCell(value), formula: written, format };
  if (t === 'e') return { value: `error ${value}`, formula: written, format };
  return { value: Number(value), formula: written, format };
}

function wordsOf(element: XmlElement, name: string): string {
  return elementsIn(element, name)
    .map((one) => one.children.join(''))
    .join('');
}

/** What programs make of `_x0041_` in a cell. */
function unescapedCell(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function formatsOf(styles: XmlElement): (string | null)[] {
  const codes = new Map(
    elementsIn(styles, 'numFmt').map(({ attributes }) => [attributes.numFmtId!, attributes.formatCode!]),
  );
  const [cells] = elementsIn(styles, 'cellXfs');
  return elementsIn(cells!, 'xf').map(({ attributes }) => codes.get(attributes.numFmtId!) ?? null);
}

function positionOf(name: string): { row: number; column: number } {
  const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(name)!;
  const column = [...letters!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits) - 1, column: column - 1 };
}

/** The workbook with every kept result of a formula made wrong: who shows the right one has worked it out. */
export function withWrongResults(bytes: Uint8Array): Uint8Array {
  const parts = Object.entries(unzipSync(bytes)).map(([path, part]): [string, Uint8Array] => {
    if (!path.startsWith('xl/worksheets/')) return [path, part];
    const xml = strFromU8(part).replace(/ t="str"><f>/g, '><f>');
    return [path, strToU8(xml.replace(/<\/f><v>[^<]*<\/v>/g, '</f><v>-77</v>'))];
  });
  return zipSync(Object.fromEntries(parts));
}

/** LibreOffice works formulas out again when it opens a file only where its settings say so. */
const ALWAYS_RECALCULATE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`;

const run = promisify(execFile);

/** What LibreOffice works out for workbooks, all in one go since it is slow to start. */
export async function recalculated<Name extends string>(
  workbooks: Readonly<Record<Name, Uint8Array>>,
): Promise<Record<Name, OpenWorkbook>> {
  const folder = await mkdtemp(join(tmpdir(), 'filiera-calc-'));
  try {
    const profile = join(folder, 'profile');
    const out = join(folder, 'out');
    await mkdir(join(profile, 'user'), { recursive: true });
    await writeFile(join(profile, 'user/registrymodifications.xcu'), ALWAYS_RECALCULATE);
    const names = Object.keys(workbooks) as Name[];
    const sources = names.map((name) => join(folder, `${name}.xlsx`));
    await Promise.all(names.map((name, index) => writeFile(sources[index]!, workbooks[name])));
    const options = [`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', 'xlsx'];
    await run('soffice', [...options, '--outdir', out, ...sources], { timeout: 180_000 });
    const read = async (name: Name): Promise<[Name, OpenWorkbook]> => [
      name,
      openXlsx(await readFile(join(out, `${name}.xlsx`))),
    ];
    return Object.fromEntries(await Promise.all(names.map(read))) as Record<Name, OpenWorkbook>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
