/** So many earlier states of a file are looked at. */
const MOST_STATES = 10;
const END = '%%EOF';

/**
 * The states that a PDF had before something was added to it: whoever signs one adds a part behind its end, and what was
 * there stays byte for byte. Oldest first, without the file as it is.
 */
export function earlierStates(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
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
