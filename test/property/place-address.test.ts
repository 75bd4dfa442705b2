import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeAddress, placeIn } from '../../client/src/plan/form/place-address.ts';

/** A place of a plan in an address that can be sent on. */

const name = fc.string({ minLength: 1, unit: 'binary' });
const place = fc.record(
  { section: name, element: name, row: name, column: name },
  { requiredKeys: ['section'] },
);
const paramsOf = (address: string): URLSearchParams => new URL(address, 'http://here').searchParams;

test('FINAL-12 a place is read back from its address as it was, whatever it is called', () => {
  fc.assert(
    fc.property(place, (at) => {
      const address = placeAddress('plan', at);
      expect(new URL(address, 'http://here').pathname).toBe('/piani/plan');
      expect(placeIn(paramsOf(address))).toEqual(at);
    }),
  );
});

test('FINAL-13 an address that names no place goes nowhere', () => {
  for (const query of ['', '?posto=', '?posto=%25E0%25A4%25A', '?posto=/costs', '?altro=1'])
    expect(placeIn(paramsOf(`/piani/plan${query}`))).toBe(null);
});
