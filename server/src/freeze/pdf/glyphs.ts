import { xmlSafe } from '../paper/letters.ts';
import { coverage } from './fonts.ts';

/**
 * Texts in which every character has a glyph. PDF/A allows no box that stands for a missing one, so a character that no
 * font of ours has is named by its number, `[U+4E2D]`: ugly, and nothing is lost.
 */

let covered: readonly ReadonlySet<number>[] | null = null;

const CLUSTERS = new Intl.Segmenter('it', { granularity: 'grapheme' });
/** Letters, figures, marks and spaces that Titillium Web has: most texts are of nothing else. */
const PLAIN = /^[\n -~\u00A0-\u00AC\u00AE-\u017E\u2013\u2014\u2018-\u201E\u2022\u2026\u20AC]*$/;
/** Show nothing themselves: what joins emoji, chooses their form, or says where a word may break. */
const UNSEEN = /^\p{Default_Ignorable_Code_Point}$/u;
const SPACE = /^\p{Zs}$/u;
const PRIVATE = /^\p{Co}$/u;
/** Turn what follows around, up to the end of the paragraph. Shown by name: a document must read as it is written. */
const OVERRIDE = /^[\u202D\u202E]$/;
/** Marks around a name that other programs paste along; the order of letters comes from the letters themselves. */
const DROPPED = /[\u202A-\u202C\u2066-\u2069\uFEFF]/g;

/** The text as it can be set: line feeds stay, tabs become spaces. */
export function settable(text: string): string {
  const safe = xmlSafe(text).replaceAll('\t', '    ');
  if (PLAIN.test(safe)) return safe;
  const parts: string[] = [];
  for (const { segment } of CLUSTERS.segment(safe.replace(DROPPED, ''))) parts.push(settableCluster(segment));
  return parts.join('');
}

/** What is drawn as one, a letter with its accents or a family of emoji, comes from one font. */
function settableCluster(cluster: string): string {
  if (cluster === '\n') return cluster;
  covered ??= coverage();
  const characters = [...cluster];
  const composed = [...cluster.normalize('NFC')];
  if (covered.some((font) => hasAll(font, characters) || hasAll(font, composed))) return cluster;
  const font = covered.find((one) => has(one, characters[0]!));
  return characters.map((one) => (font && has(font, one) ? one : named(one))).join('');
}

function hasAll(font: ReadonlySet<number>, characters: readonly string[]): boolean {
  return characters.every((one) => has(font, one));
}

function has(font: ReadonlySet<number>, character: string): boolean {
  if (OVERRIDE.test(character) || PRIVATE.test(character)) return false;
  return font.has(character.codePointAt(0)!) || UNSEEN.test(character) || SPACE.test(character);
}

function named(character: string): string {
  return `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
}
