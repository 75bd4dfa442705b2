import { SUMS_NAME, sums, zipOf } from '@filiera/server/src/freeze/dossier.ts';
import { html } from '@filiera/server/src/freeze/html/markup.ts';
import { xmlSafe } from '@filiera/server/src/freeze/paper/letters.ts';
import { formatTenths, sharesOf } from '@filiera/server/src/freeze/report/shares.ts';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { parseXml } from '../support/documents.ts';

test('HTML-6 whatever a text holds, markup holds it as a text and nothing more', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '=', '\u0000', '\uD800', '&amp;', '-->'))
      .map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, (written) => {
      const page = parseXml(`${html`<p title="${written}"><b>${written}</b></p>`}`);
      expect(page.attributes).toEqual({ title: xmlSafe(written) });
      const [within, ...others] = page.children;
      expect(others).toEqual([]);
      expect(typeof within === 'object' && within.name === 'b' && within.children.join('')).toBe(
        xmlSafe(written),
      );
    }),
  );
});

test('REPORT-6 shares add up to 100 and none is off by a tenth or more', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 40 }), (counts) => {
      const shares = sharesOf(counts);
      const total = counts.reduce((sum, count) => sum + count, 0);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total === 0 ? 0 : 1000);
      for (const [index, share] of shares.entries()) {
        expect(Math.abs(share - (total === 0 ? 0 : (counts[index]! * 1000) / total))).toBeLessThan(1);
        if (counts[index] === 0) expect(share).toBe(0);
      }
    }),
  );
  expect(sharesOf([1, 1, 1])).toEqual([334, 333, 333]);
  expect(formatTenths(5)).toBe('0,5\u00a0%');
});

test('DOSSIER-2 whatever files it holds, another program takes them out of the archive as they are', () => {
  const file = fc.record({
    name: fc.stringMatching(/^[a-zàèéìòù][a-z0-9._-]{0,20}$/).filter((name) => !name.includes('..')),
    content: fc.uint8Array({ maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(file, { selector: ({ name }) => name, maxLength: 8 }), (files) => {
      const checksums = sums(files);
      const archive = zipOf(files, checksums, 'piano');
      const found = unzipSync(archive);
      const expected = [...files, { name: SUMS_NAME, content: checksums }];
      expect(new Map(Object.entries(found))).toEqual(
        new Map(expected.map(({ name, content }) => [`piano/${name}`, content])),
      );
      expect(zipOf(files.toReversed(), sums(files.toReversed()), 'piano')).toEqual(archive);
    }),
  );
});
