/**
 * How wide words come out in Arial, roughly: enough to give a column of amounts the room that its longest amount
 * needs, and the rest to the words. Widths are twips, sizes half points.
 */
export function textWidth(text: string, size: number): number {
  let thousandths = 0;
  // By UTF-16 units: the two halves of a pair count as one wide letter.
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    thousandths += code < 128 ? ASCII[code]! : OTHER;
  }
  return Math.ceil((thousandths * size * 10) / 1000);
}

/** The width of the longest word: a column narrower than it would break it. */
export function longestWord(text: string, size: number): number {
  return text.split(/[^\S\u00a0]+/).reduce((widest, word) => Math.max(widest, textWidth(word, size)), 0);
}

/** How many lines a text takes in a column, at least. */
export function lineCount(text: string, size: number, width: number): number {
  const lines = text.split('\n').map((line) => Math.max(1, Math.ceil(textWidth(line, size) / width)));
  return lines.reduce((sum, count) => sum + count, 0);
}

/** Thousandths of an em, from Arial's metrics, a little generous where letters differ. */
const ASCII: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[.,:;'!|iljtfI()[\]\s/-]/.test(character)) return 300;
  if (/[mwMW%]/.test(character)) return 880;
  return /[0-9a-z]/.test(character) ? 556 : 690;
});
/** Accented letters, the euro sign, the no-break space: the widest of them. */
const OTHER = 600;
