import type { Inbox, MailMode } from '@filiera/shared/inbox/api.ts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { inboxApi } from './requests.ts';

export const INBOX_KEY = ['inbox'] as const;
const PREFERENCES_KEY = ['mail-mode'] as const;
const unsubscribeKey = (token: string) => ['unsubscribe', token] as const;

/** What the member was told, page by page. */
export function useInbox(unreadOnly: boolean) {
  return useInfiniteQuery({
    queryKey: [...INBOX_KEY, unreadOnly],
    queryFn: ({ pageParam }) => inboxApi.list(pageParam, unreadOnly),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Inbox) => page.next,
  });
}

/** Marks some (`ids`) as read or unread, or all as read. */
export function useMarking() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: { readonly ids: readonly string[]; readonly read: boolean } | 'all') =>
      what === 'all' ? inboxApi.markAll() : inboxApi.mark(what.ids, what.read),
    onSettled: () => queries.invalidateQueries({ queryKey: INBOX_KEY }),
  });
}

export function useMailPreferences() {
  return useQuery({ queryKey: PREFERENCES_KEY, queryFn: inboxApi.preferences });
}

export function useMailMode() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (mail: MailMode) => inboxApi.setMail(mail),
    onSuccess: (preferences) => queries.setQueryData(PREFERENCES_KEY, preferences),
  });
}

/** Whose link it is, and whether mail goes there. */
export function useUnsubscribeView(token: string) {
  return useQuery({ queryKey: unsubscribeKey(token), queryFn: () => inboxApi.unsubscribeView(token) });
}

export function useUnsubscribing(token: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => inboxApi.unsubscribe(token),
    onSuccess: (view) => queries.setQueryData(unsubscribeKey(token), view),
  });
}
