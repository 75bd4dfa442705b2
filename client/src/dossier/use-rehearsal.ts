import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePlanState } from '../collab/use-plan.tsx';
import { obstaclesKey } from './obstacle-groups.ts';
import { useObstacles } from './queries.ts';
import { dossierApi } from './requests.ts';

/** How often the page asks whether comments have come or been resolved, in milliseconds. */
const EVERY_MILLIS = 15_000;
/** How long nobody must have written before it asks, in milliseconds. */
const SETTLE_MILLIS = 500;

/**
 * A rehearsal that stays as it was made until somebody asks for another: list and document speak of the same plan, and
 * neither moves under who reads them. `isStale`: the plan, or what is said about it, has changed since.
 */
export function useRehearsal(planId: string) {
  const [round, setRound] = useState(0);
  const plan = usePlanState((state) => state.view?.plan);
  const saved = usePlanState((state) => state.save.kind === 'saved');

  const options = {
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
    placeholderData: keepPreviousData,
    // What is unsaved here is no part of it: the first one waits until all is.
    enabled: saved || round > 0,
  } as const;
  const list = useQuery({
    queryKey: ['dossier', planId, 'rehearsal', round],
    queryFn: () => dossierApi.rehearsal(planId),
    ...options,
  });
  const pdf = useQuery({
    queryKey: ['dossier', planId, 'rehearsal-pdf', round],
    queryFn: () => dossierApi.rehearsalPdf(planId),
    structuralSharing: false,
    ...options,
  });
  const latest = useObstacles(planId, EVERY_MILLIS);

  // As soon as somebody has written, not when the next question is due.
  const { refetch } = latest;
  const [settled] = useDebouncedValue(plan, SETTLE_MILLIS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it asks when the plan changes
  useEffect(() => {
    if (settled) void refetch();
  }, [settled]);

  const known = list.isPlaceholderData ? undefined : list.data;
  const isStale =
    known !== undefined &&
    latest.data !== undefined &&
    (latest.data.seq > known.seq ||
      (latest.dataUpdatedAt > list.dataUpdatedAt && obstaclesKey(latest.data) !== obstaclesKey(known)));
  return {
    list,
    pdf,
    isStale,
    isMaking: list.isFetching || pdf.isFetching,
    makeAnother: () => setRound(round + 1),
  };
}
