import { sums, zipOf } from '@filiera/server/src/freeze/dossier.ts';
import { listArchive, takeOut } from '@filiera/shared/dossier/archive.ts';
import { inFours, readDigest } from '@filiera/shared/dossier/digest.ts';
import { attachedFile } from '@filiera/shared/dossier/pdf-attachment.ts';
import { signedContent } from '@filiera/shared/dossier/signed-content.ts';
import fc from 'fast-check';
import { deflateSync, type Zippable, zipSync, zlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { digest, inflate } from '../../client/src/verification/worker-tools.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const anyBytes = fc.uint8Array({ maxLength: 3_000 });
/** Changes one byte, wherever. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  to: fc.nat(255),
});
const mutated = (of: Uint8Array, changes: readonly { at: number; to: number }[]): Uint8Array => {
  const copy = of.slice();
  for (const { at, to } of changes) copy[Math.floor(at * copy.length)] = to;
  return copy;
};

describe('digests', () => {
  const digests = fc.stringMatching(/^[0-9a-f]{64}$/);

  test('VERIFYPAGE-5 a digest is read as people write it, and nothing else is one', () => {
    fc.assert(
      fc.property(digests, (sha256) => {
        for (const typed of [sha256, inFours(sha256), sha256.toUpperCase(), ` SHA-256 ${inFours(sha256)}\n`])
          expect(readDigest(typed)).toBe(sha256);
        for (const typed of [sha256.slice(1), `${sha256}0`, sha256.replace(/.$/, 'g'), ''])
          expect(readDigest(typed)).toBe(null);
      }),
    );
  });

  test('VERIFYPAGE-1 a file has the digest that every other program finds', async () => {
    expect(await digest(bytes('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    const { crypto } = globalThis;
    // As in a browser that reached the page over plain http.
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    try {
      expect(await digest(bytes('abc'))).toBe(
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      );
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
    }
  });
});

describe('what is inflated', () => {
  test('VERIFYPAGE-8 comes out whole, or not at all where it is damaged or larger than there is room for', () => {
    fc.assert(
      fc.property(anyBytes, (content) => {
        for (const [packed, envelope] of [
          [deflateSync(content), 'none'],
          [zlibSync(content), 'zlib'],
        ] as const) {
          expect(inflate(packed, envelope, content.length)).toEqual(content);
          if (content.length > 0) expect(inflate(packed, envelope, content.length - 1)).toBe(null);
          expect(inflate(packed.subarray(0, 1), envelope, 1e6)).toBe(null);
        }
      }),
      { numRuns: 50 },
    );
    expect(inflate(deflateSync(new Uint8Array(5_000_000)), 'none', 100_000)).toBe(null);
  });
});

describe('archives', () => {
  const files = fc.uniqueArray(
    fc.record({ name: fc.stringMatching(/^[a-z]{1,8}\.txt$/), content: anyBytes }),
    {
      selector: ({ name }) => name,
      maxLength: 5,
    },
  );
  const opened = (archive: Uint8Array): unknown =>
    listArchive(archive)?.map((entry) => [entry.path, takeOut(archive, entry, inflate)]);

  test('VERIFYPAGE-7 every file comes out as it was, whichever program packed it', () => {
    fc.assert(
      fc.property(files, fc.constantFrom(0, 6), (all, level) => {
        const packed = zipSync(
          Object.fromEntries(all.map(({ name, content }) => [`a/${name}`, content])) as Zippable,
          {
            level,
          },
        );
        expect(opened(packed)).toEqual(all.map(({ name, content }) => [`a/${name}`, content]));
        const own = zipOf(all, sums(all), 'piano');
        expect(
          listArchive(own)
            ?.map(({ path }) => path)
            .toSorted(),
        ).toEqual([...all.map(({ name }) => `piano/${name}`), 'piano/SHA256SUMS'].toSorted());
      }),
      { numRuns: 40 },
    );
  });

  test('VERIFYPAGE-8 an entry that says less, or more, than it holds is not taken out; no name stands twice', () => {
    const content = bytes('a'.repeat(1_000));
    const archive = zipSync({ 'a.txt': content, 'b.txt': content });
    const entry = listArchive(archive)![0]!;
    expect(takeOut(archive, entry, inflate)).toEqual(content);
    for (const size of [999, 1_001]) expect(takeOut(archive, { ...entry, size }, inflate)).toBe(null);
    const twice = Uint8Array.from(archive);
    const at = Buffer.from(archive).lastIndexOf('b.txt');
    twice.set(bytes('a.txt'), at);
    expect(listArchive(twice)).toBe(null);
  });

  test('VERIFYPAGE-8 whatever is changed in an archive, it is read or refused', () => {
    const archive = zipSync({ 'a.txt': bytes('a'.repeat(300)), 'b/c.txt': new Uint8Array(200) });
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.nat(archive.length),
        (changes, cut) => {
          for (const one of [mutated(archive, changes), archive.subarray(0, cut)]) {
            for (const entry of listArchive(one) ?? []) takeOut(one, entry, inflate);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('signed files', () => {
  /** An element of BER; `indefinite`: without a length. */
  const element = (tag: number, content: Uint8Array, indefinite = false): Uint8Array => {
    if (indefinite) return join(Uint8Array.of(tag, 0x80), content, Uint8Array.of(0, 0));
    const { length } = content;
    const head =
      length < 128
        ? [length]
        : [0x84, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255];
    return join(Uint8Array.of(tag, ...head), content);
  };
  const objectId = (hex: string): Uint8Array => element(6, new Uint8Array(Buffer.from(hex, 'hex')));
  const SIGNED_DATA = objectId('2a864886f70d010702');
  const DATA = objectId('2a864886f70d010701');
  const signed = (octets: Uint8Array | null, indefinite = false): Uint8Array => {
    const holder = octets === null ? new Uint8Array() : element(0xa0, octets, indefinite);
    const data = join(
      element(2, Uint8Array.of(1)),
      element(0x31, new Uint8Array()),
      element(0x30, join(DATA, holder), indefinite),
    );
    return element(
      0x30,
      join(SIGNED_DATA, element(0xa0, element(0x30, data, indefinite), indefinite)),
      indefinite,
    );
  };

  test('VERIFYPAGE-9 the document comes out byte for byte, in one piece or in many, with lengths or without', () => {
    fc.assert(
      fc.property(fc.array(anyBytes, { maxLength: 4 }), fc.boolean(), (pieces, indefinite) => {
        const content = join(...pieces);
        const many = element(0x24, join(...pieces.map((piece) => element(4, piece))), indefinite);
        const nested = element(0x24, many, indefinite);
        for (const octets of [element(4, content), many, nested]) {
          const file = signed(octets, indefinite);
          expect(signedContent(file)).toEqual({ kind: 'enclosing', content });
          const base64 = Buffer.from(file).toString('base64');
          const lines = `-----BEGIN PKCS7-----\r\n${base64.replace(/(.{64})/g, '$1\r\n')}\r\n-----END PKCS7-----\r\n`;
          expect(signedContent(bytes(lines))).toEqual({ kind: 'enclosing', content });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('VERIFYPAGE-9 a signature apart from its document says so, and what is no signed file is none', () => {
    expect(signedContent(signed(null))).toEqual({ kind: 'detached' });
    for (const other of [
      new Uint8Array(),
      bytes('0123456789'),
      bytes('MIIB'),
      element(0x30, element(6, bytes('abc'))),
      element(0x30, SIGNED_DATA),
    ])
      expect(signedContent(other)).toBe(null);
  });

  test('VERIFYPAGE-8 whatever is changed or cut off in a signed file, it is read or refused', () => {
    const file = signed(element(0x24, join(element(4, bytes('abc')), element(4, bytes('def'))), true), true);
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.nat(file.length), (changes, cut) => {
        signedContent(mutated(file, changes));
        signedContent(file.subarray(0, cut));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('small PDFs', () => {
  /** A PDF of these objects with a table of them; `more` goes into its trailer. */
  const pdf = (objects: readonly string[], more = ''): Uint8Array => {
    let text = '%PDF-1.7\n';
    const places = objects.map((object, index) => {
      const at = text.length;
      text += `${index + 1} 0 obj\n${object}\nendobj\n`;
      return at;
    });
    const at = text.length;
    const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
    return Buffer.from(
      `${text}xref\n0 1\n0000000000 65535 f \n1 ${objects.length}\n${rows}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${more}>>\nstartxref\n${at}\n%%EOF\n`,
      'latin1',
    );
  };
  const catalog = '<</Type/Catalog/Names<</EmbeddedFiles<</Kids[2 0 R]>>>>>>';
  const tree = '<</Names[(plan.json)3 0 R(other.txt)5 0 R]>>';
  const plan =
    '<</Type/Filespec/F(pl\\141n.json)/UF<FEFF0070006C0061006E002E006A0073006F006E>/EF<</F 4 0 R>>>>';
  const stream = (text: string): string => `<</Length ${text.length}>>stream\n${text}\nendstream`;
  const other = '<</F(other.txt)/EF<</F 6 0 R>>>>';
  const attached = (file: Uint8Array): string | null => {
    const found = attachedFile(file, 'plan.json', inflate);
    return found && new TextDecoder().decode(found);
  };

  test('VERIFYPAGE-6 the attachment of that name is found in the tree of names', () => {
    expect(attached(pdf([catalog, tree, plan, stream('{"a":1}'), other, stream('no')]))).toBe('{"a":1}');
  });

  test('VERIFYPAGE-6 of two of that name that differ neither counts, nor one in an encrypted file', () => {
    const two = tree.replace('other.txt', 'b');
    const second = other.replace('other.txt', 'plan.json');
    expect(attached(pdf([catalog, two, plan, stream('one'), second, stream('two')]))).toBe(null);
    expect(attached(pdf([catalog, two, plan, stream('one'), second, stream('one')]))).toBe('one');
    expect(attached(pdf([catalog, tree, plan, stream('one'), other, stream('no')], '/Encrypt<<>>'))).toBe(
      null,
    );
  });

  test('VERIFYPAGE-8 what leads in circles, or is not as it says, holds nothing', () => {
    const circle = catalog.replace('2 0 R', '2 0 R 2 0 R');
    for (const objects of [
      [circle, '<</Kids[2 0 R]>>'],
      ['1 0 R'],
      [catalog, '2 0 R'],
      [catalog, tree, plan, '<</Length 4 0 R>>stream\nabc\nendstream', other, stream('no')],
      [catalog, tree, plan, '<</Length 999>>stream\nabc\nendstream', other, stream('no')],
      [catalog, tree, plan, '<</Length 3/Filter/LZWDecode>>stream\nabc\nendstream', other, stream('no')],
      [`${'['.repeat(100_000)}`],
    ])
      expect(attached(pdf(objects))).toBe(null);
    expect(attached(pdf([catalog, tree, plan, stream('a'), other, stream('b')], '/Prev 9'))).toBe(null);
  });
});
