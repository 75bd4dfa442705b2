/** Where a cell is: its sheet by name, its column and row counted from 0. */
export interface Place {
  readonly sheet: string;
  readonly column: number;
  readonly row: number;
}

/** `A`, `B`, …, `Z`, `AA` for columns counted from 0. */
export function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

/** `B5`. */
export function cellName({ column, row }: Pick<Place, 'column' | 'row'>): string {
  return `${columnName(column)}${row + 1}`;
}

/** A sheet's name as formulas write it. */
export function quotedSheet(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** `B5`, or `'Piano dei costi'!B5` from another sheet; `to` makes it a range down to that row. */
export function reference(place: Place, from: string, to: number = place.row): string {
  const sheet = place.sheet === from ? '' : `${quotedSheet(place.sheet)}!`;
  const end = to === place.row ? '' : `:${cellName({ column: place.column, row: to })}`;
  return `${sheet}${cellName(place)}${end}`;
}

/** References to cells of one column, those that follow each other as one range. */
export function references(sheet: string, column: number, rows: readonly number[], from: string): string[] {
  const runs: { first: number; last: number }[] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.last === row - 1) run.last = row;
    else runs.push({ first: row, last: row });
  }
  return runs.map(({ first, last }) => reference({ sheet, column, row: first }, from, last));
}
