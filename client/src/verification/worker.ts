import { examine } from './examine.ts';
import { digest, inflate } from './worker-tools.ts';

/**
 * The thread in which files are read, so that the page answers meanwhile. Takes a `File`, answers with what it is known
 * by, or with `null` where it cannot be read. It asks nobody for anything.
 */
self.onmessage = async ({ data: file }: MessageEvent<File>): Promise<void> => {
  try {
    self.postMessage(await examine(file.name, new Uint8Array(await file.arrayBuffer()), { digest, inflate }));
  } catch {
    // A folder, a file that is gone by now, or more than this device's memory holds.
    self.postMessage(null);
  }
};
