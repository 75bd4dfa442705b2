import type { Unseen } from '@filiera/shared/history/api.ts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { activityApi, type FeedFilters } from './requests.ts';

/** Under which keys the activity of a plan is kept; all of it is asked for again when the plan moves on. */
export const ACTIVITY = {
  all: (planId: string) => ['activity', planId] as const,
  overview: (planId: string) => ['activity', planId, 'overview'] as const,
  feed: (planId: string, filters: FeedFilters) => ['activity', planId, 'feed', filters] as const,
  shares: (planId: string) => ['activity', planId, 'shares'] as const,
  causes: (planId: string) => ['activity', planId, 'causes'] as const,
  unseen: (planId: string) => ['activity', planId, 'unseen'] as const,
};

/** How many sittings are asked for at a time. */
const PAGE = 30;

export function useFeed(planId: string, filters: FeedFilters) {
  return useInfiniteQuery({
    queryKey: ACTIVITY.feed(planId, filters),
    queryFn: ({ pageParam }) => activityApi.feed(planId, filters, pageParam, PAGE),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    // Another filter: the list stays until the new one is there.
    placeholderData: keepPreviousData,
  });
}

export function useOverview(planId: string) {
  return useQuery({ queryKey: ACTIVITY.overview(planId), queryFn: () => activityApi.overview(planId) });
}

export function useShares(planId: string) {
  return useQuery({ queryKey: ACTIVITY.shares(planId), queryFn: () => activityApi.shares(planId) });
}

export function useCauses(planId: string) {
  return useQuery({ queryKey: ACTIVITY.causes(planId), queryFn: () => activityApi.causes(planId) });
}

export function useUnseen(planId: string) {
  return useQuery({ queryKey: ACTIVITY.unseen(planId), queryFn: () => activityApi.unseen(planId) });
}

/** Tells the server that a section was seen; its answer is what is unseen now. */
export function useSeen(planId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly section: string; readonly seq: number }) => activityApi.seen(planId, body),
    onSuccess: (unseen) => {
      const key = ACTIVITY.unseen(planId);
      // Answers can pass each other on the way: an older one says nothing new.
      queries.setQueryData<Unseen>(key, (known) => (known && known.seq > unseen.seq ? known : unseen));
    },
  });
}

/** Has the server check the whole log; only when somebody asks for it. */
export function useVerification(planId: string) {
  return useMutation({ mutationFn: () => activityApi.verify(planId) });
}
