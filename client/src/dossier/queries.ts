import type { PlanDetail } from '@filiera/shared/api.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KEYS } from '../api/queries.ts';
import { dossierApi } from './requests.ts';

const of = (planId: string) => ['dossier', planId] as const;

/** What stands in the way of a freeze at this moment. `every`: how often it is asked again, in milliseconds. */
export function useObstacles(planId: string, every: number | false = false) {
  return useQuery({
    queryKey: [...of(planId), 'obstacles'],
    queryFn: () => dossierApi.rehearsal(planId),
    // What was known when a dialog was last open is no answer now.
    staleTime: 0,
    gcTime: 0,
    refetchInterval: every,
  });
}

/** Over what a version was frozen; what is frozen never changes. Asked only where the version gives a reason. */
export function useFrozenOver(planId: string, number: number, isOver: boolean) {
  return useQuery({
    queryKey: [...of(planId), 'over', number],
    queryFn: () => dossierApi.frozenOver(planId, number),
    enabled: isOver,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What came after a version, as it is when it is asked for: it does not change under who reads it. */
export function useDifferences(planId: string, number: number) {
  return useQuery({
    queryKey: [...of(planId), 'differences', number],
    queryFn: () => dossierApi.differences(planId, number),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
  });
}

/** Records under which number a version was handed in. */
export function useFiling(planId: string, number: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { protocol: string; date: string }) => dossierApi.file(planId, number, body),
    onSuccess: (version) =>
      queries.setQueryData<PlanDetail>(
        KEYS.plan(planId),
        (plan) =>
          plan && {
            ...plan,
            versions: plan.versions.map((one) => (one.number === number ? version : one)),
          },
      ),
  });
}
