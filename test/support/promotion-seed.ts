import { readFileSync } from 'node:fs';

/** The lines of the seed of 2018, with its amounts as documents write them. */
export function promotionSeed(): string[] {
  const seed = readFileSync(new URL('../fixtures/seeds/promotion-2018.txt', import.meta.url), 'utf8');
  return seed
    .split('\n')
    .map((line) => line.replace(/^\s*•\s*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('(') ? line : line.replace(/\d\.000/g, '$&,00 €')))
    .map((line) => line.replace(/^Paese (?=\d)/, 'PAESE '));
}
