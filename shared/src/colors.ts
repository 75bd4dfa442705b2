/**
 * The colours of authors. Each has a contrast of at least 4.6 : 1 with white, so it can be text on paper or the ground
 * of white initials (WCAG 2.1 AA), and any two differ by at least 11 (CIEDE2000) for eyes that see all colours and for
 * those with protanopia, deuteranopia or tritanopia. In an order that puts the most different first.
 */
export const AUTHOR_COLORS = [
  '#1e69ff',
  '#965a00',
  '#3c1e69',
  '#003c0f',
  '#3c785a',
  '#876996',
  '#e11e5a',
  '#5a1e3c',
  '#0f1eff',
  '#4b4b69',
  '#96002d',
  '#872da5',
] as const;

/** The colour for one more member: the first of those that the fewest of `taken` have. */
export function nextAuthorColor(taken: readonly string[]): string {
  const uses = AUTHOR_COLORS.map((color) => taken.filter((other) => other === color).length);
  return AUTHOR_COLORS[uses.indexOf(Math.min(...uses))]!;
}
