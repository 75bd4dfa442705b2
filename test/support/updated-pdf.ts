/**
 * A PDF with one object added or replaced as signatures and editors do it: nothing of the file changes, and an update
 * with its own table comes behind it. `object`: its value, one byte a character.
 */
export function updated(
  pdf: Uint8Array,
  { number, object }: { readonly number: number; readonly object: string },
): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const previous = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
  const root = /\/Root (\d+ 0 R)/.exec(text)?.[1];
  const begin = `\n${number} 0 obj\n${object}\nendobj\n`;
  const at = text.length + 1;
  const table = text.length + begin.length;
  const row = `${String(at).padStart(10, '0')} 00000 n \n`;
  const trailer = `trailer\n<</Size ${Math.max(number + 1, 10_000)}/Root ${root}/Prev ${previous}>>`;
  const end = `xref\n${number} 1\n${row}${trailer}\nstartxref\n${table}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text + begin + end, 'latin1'));
}

/** The number of the object in which a PDF of ours has the plan. */
export function embeddedIn(pdf: Uint8Array): number {
  const before = Buffer.from(pdf).toString('latin1').split('/Type /EmbeddedFile')[0]!;
  return Number([...before.matchAll(/(\d+) 0 obj/g)].at(-1)![1]);
}
