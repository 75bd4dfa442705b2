import { createHash } from 'node:crypto';
import { canonicalJson, NotCanonical, sha256 } from '@filiera/server/src/freeze/canonical.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const text = (value: unknown): string => new TextDecoder().decode(canonicalJson(value));

/** The same value, the keys of its objects written in another order. */
function shuffled(value: unknown, order: (keys: string[]) => string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, order));
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  return Object.fromEntries(order(Object.keys(record)).map((key) => [key, shuffled(record[key], order)]));
}

/** Any JSON value; `__proto__` left out, since a literal of it is no key in ECMAScript. */
const anyJson = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });

test('FREEZE-1 the order in which keys were written does not reach the canonical JSON', () => {
  fc.assert(
    fc.property(anyJson, fc.infiniteStream(fc.nat()), (value, stream) => {
      const byChance = (keys: string[]): string[] =>
        keys
          .map((key) => ({ key, rank: stream.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ key }) => key);
      expect(text(shuffled(value, byChance))).toBe(text(value));
      expect(text(shuffled(value, (keys) => keys.toReversed()))).toBe(text(value));
    }),
  );
});

test('FREEZE-2 canonical JSON says what was given, and is its own canonical form', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      const once = text(value);
      expect(JSON.parse(once)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(text(JSON.parse(once))).toBe(once);
    }),
  );
});

test('FREEZE-3 the examples of RFC 8785 come out as it prints them', () => {
  const example = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  );
  expect(text(example)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  const sorted = JSON.parse(
    text({
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }),
    (_, value) => value,
  );
  // By UTF-16 code units: the emoji's surrogates come before the Hebrew letter.
  expect(text(sorted)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
      '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  );
});

test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555557', '333333333.33333343'],
])('FREEZE-3 the number %s of RFC 8785 is written %s', (bits, written) => {
  expect(text(Buffer.from(bits, 'hex').readDoubleBE())).toBe(written);
});

class Money {
  readonly cents = 1;
}
const itself: Record<string, unknown> = {};
itself.inner = [itself];

test.each([
  ['a lone surrogate', { a: [{ 'b/c': 'x\ud800' }] }, '/a/0/b~1c'],
  ['the second half of a pair', ['\udc00'], '/0'],
  ['a key that is no text', { 'k\ud800': 1 }, ''],
  ['no number', { a: Number.NaN }, '/a'],
  ['infinity', { a: { b: Number.NEGATIVE_INFINITY } }, '/a/b'],
  ['undefined', { a: undefined }, '/a'],
  ['a hole in a list', new Array(2), '/1'],
  ['a function', { toJSON: () => 1 }, '/toJSON'],
  ['a bigint', [10n], '/0'],
  ['a symbol', Symbol('x'), ''],
  ['a date', { at: new Date(0) }, '/at'],
  ['a map', new Map([['a', 1]]), ''],
  ['an object of a class', { sum: new Money() }, '/sum'],
  ['a value within itself', itself, '/inner/0'],
])('FREEZE-4 %s is refused, with its place', (_, value, path) => {
  const refusal = ((): unknown => {
    try {
      canonicalJson(value);
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(NotCanonical);
  expect((refusal as NotCanonical).path).toBe(path);
  expect((refusal as NotCanonical).message).toContain(path === '' ? 'at the top' : `at ${path}`);
});

test('FREEZE-4 depth alone is no reason to fail', () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 2_000; level += 1) deep = [deep];
  expect(text(deep)).toBe(`${'['.repeat(2_000)}"bottom"${']'.repeat(2_000)}`);
});

test('FREEZE-3 the digest is SHA-256 over the UTF-8 bytes, in lower-case hex', () => {
  expect(sha256(canonicalJson({ à: '€' }))).toBe(
    createHash('sha256').update('{"à":"€"}', 'utf8').digest('hex'),
  );
  // FIPS 180-4's own example.
  expect(sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
