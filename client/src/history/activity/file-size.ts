import type { TextKey } from '@filiera/shared/text/text.ts';

const STEPS = [
  { unit: 'registry.gigabytes', bytes: 1_000_000_000 },
  { unit: 'registry.megabytes', bytes: 1_000_000 },
  { unit: 'registry.kilobytes', bytes: 1_000 },
] as const satisfies readonly { unit: TextKey; bytes: number }[];

/** A size in the largest unit that it fills, with one decimal below ten of it: `1,2 MB`, `180 kB`, `512 byte`. */
export function fileSize(bytes: number): { readonly unit: TextKey; readonly size: string } {
  const step = STEPS.find((candidate) => bytes >= candidate.bytes);
  if (!step) return { unit: 'registry.bytes', size: String(bytes) };
  const tenths = Math.round((bytes * 10) / step.bytes);
  const size = tenths < 100 ? `${Math.floor(tenths / 10)},${tenths % 10}` : String(Math.round(tenths / 10));
  return { unit: step.unit, size };
}
