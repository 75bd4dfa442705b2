import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { codePoints, renamed } from './sfnt.ts';

/**
 * The fonts of a PDF, each a file of a package that is installed with the server. The compiler looks through the
 * machine's fonts as well, and cannot be told not to; so ours go under family names that no font elsewhere has, and the
 * template asks for these names alone.
 */
const TITILLIUM = '@expo-google-fonts/titillium-web';
const DEJAVU = 'dejavu-fonts-ttf/ttf';
const EMOJI = '@expo-google-fonts/noto-emoji';

const FILES = [
  { family: 'Filiera Words', path: `${TITILLIUM}/400Regular/TitilliumWeb_400Regular.ttf` },
  { family: 'Filiera Words', path: `${TITILLIUM}/400Regular_Italic/TitilliumWeb_400Regular_Italic.ttf` },
  { family: 'Filiera Words', path: `${TITILLIUM}/700Bold/TitilliumWeb_700Bold.ttf` },
  { family: 'Filiera Words', path: `${TITILLIUM}/700Bold_Italic/TitilliumWeb_700Bold_Italic.ttf` },
  { family: 'Filiera Emoji', path: `${EMOJI}/400Regular/NotoEmoji_400Regular.ttf` },
  // Greek, Cyrillic, Hebrew, Arabic, Armenian, Georgian, symbols. What the bold one lacks is set in the other.
  { family: 'Filiera Scripts', path: `${DEJAVU}/DejaVuSans.ttf` },
  { family: 'Filiera Scripts', path: `${DEJAVU}/DejaVuSans-Bold.ttf` },
  { family: 'Filiera Last', path: `${DEJAVU}/DejaVuSans.ttf` },
  { family: 'Filiera Figures', path: `${DEJAVU}/DejaVuSansMono.ttf` },
] as const;

/** Those that between them say which characters can be drawn, whatever the weight and slope. */
const COVERING = [FILES[0], FILES[4], FILES[7]] as const;

const require = createRequire(import.meta.url);
const read = (path: string): Buffer => readFileSync(require.resolve(path));

/** The font files under the names that the template asks for. */
export function fontFiles(): Buffer[] {
  return FILES.map(({ family, path }) => renamed(read(path), family));
}

/** For each font that texts may be set in, the characters that it has. */
export function coverage(): readonly ReadonlySet<number>[] {
  return COVERING.map(({ path }) => codePoints(read(path)));
}
