import { send } from '../api/client.ts';

/** How long the address of a file stays after the browser was told to save it, in milliseconds. */
const KEEP_MILLIS = 60_000;

/** Has the browser save something under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MILLIS);
}

/**
 * Fetches what the server makes when it is asked, and has the browser save it under the name that the server gives.
 * `path` is what stands behind `/api`. Rejects with an `ApiFailure`: a link would save the refusal as if it were the file.
 */
export async function saveMade(path: string): Promise<string> {
  const response = await send('GET', path);
  const name = nameIn(response.headers.get('content-disposition')) ?? path.split('/').at(-1) ?? '';
  saveBlob(await response.blob(), name);
  return name;
}

function nameIn(header: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(header ?? '')?.[1];
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
