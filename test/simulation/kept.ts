import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The seeds that once broke a promise, with what was broken. Every run replays them. */
const FILE = join(import.meta.dirname, 'seeds.json');
const keptSchema = z.array(z.object({ seed: z.int(), found: z.string() }));
export type KeptSeed = z.infer<typeof keptSchema>[number];

export function readKept(): KeptSeed[] {
  return keptSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
}

/** Keeps a seed for all runs to come. Where the folder cannot be written the seed is only printed. */
export function keep(seed: number, found: string): void {
  const kept = readKept();
  if (kept.some((one) => one.seed === seed)) return;
  try {
    writeFileSync(FILE, `${JSON.stringify([...kept, { seed, found }], null, 2)}\n`);
  } catch (error) {
    console.error(`seed ${seed} could not be kept`, error);
  }
}
