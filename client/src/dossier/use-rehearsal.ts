import { planAllows } from '@filiera/shared/permissions.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { obstaclesKey } from './obstacle-groups.ts';
import { useObstacles } from './queries.ts';
import { dossierApi } from './requests.ts';

/** How often the page of a reader, who is told nothing of comments, asks whether any came or went, in milliseconds. */
const EVERY_MILLIS = 15_000;
/** How long nobody must have written, or said anything, before it asks, in milliseconds. */
const SETTLE_MILLIS = 500;

/**
 * A rehearsal that stays as it was made until somebody asks for another: list and document speak of the same plan, and
 * neither moves under who reads them. `isStale`: the plan, or what is said about it, has changed since.
 */
export function useRehearsal(planId: string) {
  const [round, setRound] = useState(0);
  const session = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  const hearsOfComments = usePlanState((state) => planAllows(state.access.role, 'comment'));
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
  const latest = useObstacles(planId, hearsOfComments ? false : EVERY_MILLIS);

  // What is said is told to this page one by one, and `access` comes first on every connection: after a while without
  // network there may be more of it.
  const [heard, setHeard] = useState(0);
  useEffect(
    () =>
      session.onNotice(({ kind }) => {
        if (kind === 'threads' || kind === 'access') setHeard((count) => count + 1);
      }),
    [session],
  );
  const { refetch } = latest;
  const [settled] = useDebouncedValue(plan, SETTLE_MILLIS);
  const [settledTalk] = useDebouncedValue(heard, SETTLE_MILLIS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it asks when the plan, or what is said about it, changes
  useEffect(() => {
    if (settled) void refetch();
  }, [settled, settledTalk]);

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
