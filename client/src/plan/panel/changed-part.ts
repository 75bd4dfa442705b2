/** The part of `after` that is not in `before`: what is left between their common beginning and their common end. */
export function changedPart(before: string, after: string): { head: string; typed: string; tail: string } {
  const a = Array.from(before);
  const b = Array.from(after);
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return {
    head: b.slice(0, start).join(''),
    typed: b.slice(start, b.length - end).join(''),
    tail: b.slice(b.length - end).join(''),
  };
}
