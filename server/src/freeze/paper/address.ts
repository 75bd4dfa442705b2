/** Longer addresses, and such as are none, make Word call the whole document damaged. */
const LONGEST_ADDRESS = 2_000;

/** The address as a browser would write it, or `null` where it is none that a document may carry. */
export function safeAddress(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { href, protocol } = new URL(link);
  const known = protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:';
  return known && href.length <= LONGEST_ADDRESS ? href : null;
}
