import { inflateSync } from 'node:zlib';

/** The largest attachment that is read, in bytes. */
const LARGEST = 64 * 1024 * 1024;
/** So many earlier states of a file are looked at. */
const MOST_STATES = 10;

export const isPdf = (bytes: Uint8Array): boolean => latin1(bytes.subarray(0, 5)) === '%PDF-';

/**
 * The states that a PDF had before something was added to it: whoever signs one adds a part behind its end, and what was
 * there stays byte for byte. Oldest first, without the file as it is.
 */
export function earlierStates(bytes: Uint8Array): Uint8Array[] {
  const text = latin1(bytes);
  const states: Uint8Array[] = [];
  for (let at = text.indexOf(END); at >= 0 && states.length < MOST_STATES; at = text.indexOf(END, at + 1)) {
    const end = at + END.length;
    // The end of the last line is there, or is not, in one of three ways.
    for (const tail of ['', '\n', '\r\n']) {
      if (text.startsWith(tail, end) && end + tail.length < bytes.length)
        states.push(bytes.subarray(0, end + tail.length));
    }
  }
  return states;
}

const END = '%%EOF';

/** The files that are attached to a PDF, as far as they lie in it in the plain way in which ours do. */
export function attachments(bytes: Uint8Array): Uint8Array[] {
  const text = latin1(bytes);
  const found: Uint8Array[] = [];
  for (const { index } of text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)) {
    const from = text.lastIndexOf(' obj', index);
    const stream = /stream\r?\n/g;
    stream.lastIndex = index;
    const begins = stream.exec(text);
    if (from < 0 || !begins) continue;
    const dictionary = text.slice(from, begins.index);
    const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1];
    if (length === undefined || dictionary.includes('endobj')) continue;
    const start = begins.index + begins[0].length;
    const raw = bytes.subarray(start, start + Number(length));
    const content = /\/FlateDecode\b/.test(dictionary) ? inflated(raw) : raw;
    if (content) found.push(content);
  }
  return found;
}

function inflated(raw: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(raw, { maxOutputLength: LARGEST });
  } catch {
    return null;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
