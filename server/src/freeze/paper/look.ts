/**
 * How a paper looks, whatever kind of file it is. Lengths are twips (twentieths of a point, 567 to the centimetre), font
 * sizes half points, colours six hexadecimal digits.
 */

export const A4 = { width: 11_906, height: 16_838 };
export const MARGIN = 1_134;
/** From margin to margin. */
export const TEXT_WIDTH = A4.width - 2 * MARGIN;
/** Between a cell's border and its words. */
export const CELL_PADDING = { top: 50, bottom: 50, left: 100, right: 100 };

export const BODY_SIZE = 20;
export const TABLE_SIZE = 19;

export const INK = '000000';
/** What the form says to whoever fills it in, as against the answers; 7:1 on white. */
export const QUIET = '595959';
/** What was typed and is not what its place wants; 5.9:1 on white, and set in italics. */
export const WRONG = 'B00020';
export const HEADER_FILL = 'EDEFF2';
