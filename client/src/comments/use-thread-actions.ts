import { PAGES } from '@filiera/shared/api.ts';
import type { CommentText, Reaction, Thread, ThreadPatch } from '@filiera/shared/threads/api.ts';
import { useCallback, useMemo, useState } from 'react';
import { failureText } from '../api/failure.ts';
import { usePlanSession } from '../collab/use-plan.tsx';
import { copyText } from '../plan/panel/copy-text.ts';
import { announce, notify, notifyFailure } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import { threadsApi } from './requests.ts';
import { useComments } from './use-comments.tsx';

/** What can be done to a thread. Each resolves with whether it was done; what could not be done is said. */
export function useThreadActions(thread: Thread) {
  const { t } = useText();
  const { planId } = usePlanSession();
  const comments = useComments();
  const [busy, setBusy] = useState(false);
  const { id } = thread;

  const run = useCallback(
    async (asked: Promise<Thread>, done: string | null): Promise<boolean> => {
      setBusy(true);
      try {
        comments?.store.took(await asked);
        if (done) announce(done);
        return true;
      } catch (failure) {
        notifyFailure(t(failureText(failure)));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [comments, t],
  );
  return useMemo(
    () => ({
      busy,
      change: (patch: ThreadPatch, done: string | null = null) =>
        run(threadsApi.change(planId, id, patch), done),
      resolve: (resolved: boolean) =>
        run(
          threadsApi.change(planId, id, { resolved }),
          t(resolved ? 'comments.done.resolved' : 'comments.done.reopened'),
        ),
      edit: (comment: string, text: CommentText) => run(threadsApi.edit(planId, id, comment, text), null),
      remove: (comment: string) => run(threadsApi.remove(planId, id, comment), t('comments.done.deleted')),
      react: (comment: string, reaction: Reaction, given: boolean) =>
        run(threadsApi.react(planId, id, comment, reaction, given), null),
      copyLink: async () => {
        const link = `${location.origin}${PAGES.thread(planId, id)}`;
        if (await copyText(link)) notify(t('comments.copied'));
        else notifyFailure(t('comments.copy.failed', { link }));
      },
    }),
    [busy, run, planId, id, t],
  );
}
