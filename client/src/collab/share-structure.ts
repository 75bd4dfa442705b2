/**
 * `after`, with every part that equals its counterpart in `before` replaced by that counterpart, so that what did not
 * change keeps its identity and nothing that shows it is drawn again. For plain data: arrays, plain objects, values.
 */
export function shareStructure<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (Array.isArray(after)) {
    if (!Array.isArray(before)) return after;
    const parts = after.map((part, index) => shareStructure(before[index], part));
    const same =
      before.length === parts.length && parts.every((part, index) => Object.is(part, before[index]));
    return (same ? before : parts) as T;
  }
  if (!isPlain(after) || !isPlain(before)) return after;
  const keys = Object.keys(after);
  const at = (key: string): unknown => (Object.hasOwn(before, key) ? before[key] : undefined);
  // `fromEntries` makes an entry of whatever name: members may call a row `__proto__`.
  const parts = Object.fromEntries(keys.map((key) => [key, shareStructure(at(key), after[key])]));
  const same =
    keys.length === Object.keys(before).length &&
    keys.every((key) => Object.hasOwn(before, key) && Object.is(parts[key], before[key]));
  return (same ? before : parts) as T;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
