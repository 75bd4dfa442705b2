/** The pages of a plan besides the one on which it is written, by the last part of their address. */
const PARTS = {
  cronologia: 'history',
  prova: 'rehearsal',
  versioni: 'versions',
  differenze: 'differences',
} as const;
export type PlanPart = (typeof PARTS)[keyof typeof PARTS];

/** The page of a plan that an address names: `null` for the plan itself, `undefined` for none. */
export function partOf(name: string | undefined): PlanPart | null | undefined {
  if (name === undefined) return null;
  return Object.hasOwn(PARTS, name) ? PARTS[name as keyof typeof PARTS] : undefined;
}
