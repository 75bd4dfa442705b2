/** Names of a place in one line; a name that says the same as the one before it is said once. */
export function joinNames(names: readonly string[]): string {
  return names.filter((name, index) => name !== '' && name !== names[index - 1]).join(' · ');
}
