/**
 * What the parts of a table are. Said although the elements say it: at phone width rows are drawn as cards, and some
 * browsers then no longer tell assistive technology that they belong to a table.
 */
export const AS = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  cell: { role: 'cell' },
  columnHeader: { role: 'columnheader' },
  rowHeader: { role: 'rowheader' },
} as const;
