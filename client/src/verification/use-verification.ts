import type { Verified } from '@filiera/shared/dossier/api.ts';
import type { TextKey } from '@filiera/shared/text/text.ts';
import { useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { ApiFailure, failureText } from '../api/failure.ts';
import { announce } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import { type Answer, answerTo } from './answer.ts';
import type { Examined } from './examine.ts';
import { readFile, type Unread } from './reading.ts';
import { wordsFor } from './words.ts';

/** How many files are checked at a time. */
export const MOST_FILES = 20;

export type Progress =
  | { readonly kind: 'reading' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unread'; readonly why: Unread }
  /** The server gave no answer; what was read of the file is kept, to ask again. */
  | { readonly kind: 'failed'; readonly examined: Examined; readonly text: TextKey };

/** A file that was chosen, and how far its check is. */
export interface Check {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly progress: Progress;
}

/** The text for a check that the server did not answer. */
export function failedText(failure: unknown): TextKey {
  const tooMany = failure instanceof ApiFailure && failure.key === 'too-many-attempts';
  return tooMany ? 'verification.failed.tooMany' : failureText(failure);
}

/** What the server knows of a digest; `null` where no frozen version has such a file. */
export async function findVersion(sha256: string): Promise<Verified | null> {
  try {
    return await api.verified(sha256);
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.key === 'not-found') return null;
    throw failure;
  }
}

/** The files that were chosen on this page, newest first. They are read one after the other. */
export function useVerification() {
  const { t } = useText();
  const [checks, setChecks] = useState<readonly Check[]>([]);
  const queue = useRef(Promise.resolve());
  const lastId = useRef(0);

  const put = (id: number, progress: Progress): void =>
    setChecks((all) => all.map((check) => (check.id === id ? { ...check, progress } : check)));

  const ask = async (id: number, examined: Examined): Promise<void> => {
    put(id, { kind: 'asking' });
    try {
      const answer = await answerTo(examined, findVersion);
      put(id, { kind: 'answered', answer });
      const { head, params } = wordsFor(answer.finding);
      announce(`${examined.name}: ${t(head, params)}`);
    } catch (failure) {
      const text = failedText(failure);
      put(id, { kind: 'failed', examined, text });
      announce(`${examined.name}: ${t(text)}`);
    }
  };

  const check = async (id: number, file: File): Promise<void> => {
    const read = await readFile(file);
    if (typeof read !== 'string') return ask(id, read);
    put(id, { kind: 'unread', why: read });
    announce(`${file.name}: ${t(`verification.unread.${read}`)}`);
  };

  return {
    checks,
    add(files: readonly File[]): void {
      const fresh = files.slice(0, MOST_FILES).map((file) => ({ file, id: ++lastId.current }));
      const begun = fresh.map(({ file: { name, size }, id }) => {
        return { id, name, bytes: size, progress: { kind: 'reading' } } satisfies Check;
      });
      setChecks((all) => [...begun, ...all]);
      for (const { file, id } of fresh) queue.current = queue.current.then(() => check(id, file));
    },
    retry(id: number, examined: Examined): void {
      queue.current = queue.current.then(() => ask(id, examined));
    },
    clear(): void {
      setChecks([]);
    },
  };
}
