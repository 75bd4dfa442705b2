import { type Examined, LARGEST_FILE } from './examine.ts';

/** Why a file was not examined. */
export type Unread = 'too-large' | 'unreadable';

/** Examines a file in a thread of its own, which ends with it. */
export function readFile(file: File): Promise<Examined | Unread> {
  if (file.size > LARGEST_FILE) return Promise.resolve('too-large');
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Examined | Unread>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Examined | null>) => resolve(data ?? 'unreadable');
    worker.onerror = () => resolve('unreadable');
    worker.postMessage(file);
  }).finally(() => worker.terminate());
}
