/** One or two letters for a person: `Anna Rossi` is `AR`, `Anna` is `A`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return [first, last].map((word) => Array.from(word)[0]?.toLocaleUpperCase('it') ?? '').join('');
}
