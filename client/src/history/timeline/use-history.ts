import type { HistoryOverview } from '@filiera/shared/history/api.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import * as Y from 'yjs';
import { type PlanView, viewOf } from '../../collab/view.ts';
import { timelineApi } from './requests.ts';

/** How often the page asks whether others have written meanwhile, in milliseconds. */
const REFRESH_MILLIS = 10_000;
/** How long what was read of the past is kept once nothing shows it, in milliseconds: it never changes. */
const KEEP_MILLIS = 120_000;

const KEYS = {
  all: (planId: string) => ['timeline', planId] as const,
  history: (planId: string) => ['timeline', planId, 'history'] as const,
  point: (planId: string, seq: number) => ['timeline', planId, 'at', seq] as const,
  comparison: (planId: string, from: number, to: number) =>
    ['timeline', planId, 'compare', from, to] as const,
};

/** The steps and names of a plan's history, kept up with what others write. */
export function useHistory(planId: string) {
  return useQuery({
    queryKey: KEYS.history(planId),
    queryFn: () => timelineApi.history(planId),
    refetchInterval: REFRESH_MILLIS,
    refetchOnMount: 'always',
  });
}

/** A plan as it was after one row of its log. */
export interface PastView {
  readonly seq: number;
  readonly view: PlanView;
}

/** The plan at a point; while that is on its way, the point that was shown before. `null`: none is wanted. */
export function usePastView(planId: string, template: Template, seq: number | null) {
  // What stayed the same from one point to the next keeps its identity, and is not drawn again.
  const last = useRef<PlanView | null>(null);
  return useQuery({
    queryKey: KEYS.point(planId, seq ?? 0),
    enabled: seq !== null,
    queryFn: async (): Promise<PastView> => {
      const doc = new Y.Doc();
      if (seq) Y.applyUpdate(doc, await timelineApi.at(planId, seq));
      const view = viewOf(doc, template, last.current);
      doc.destroy();
      last.current = view;
      return { seq: seq ?? 0, view };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MILLIS,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

/** What differs between two points, the earlier one first. */
export function useComparison(planId: string, from: number, to: number) {
  return useQuery({
    queryKey: KEYS.comparison(planId, from, to),
    queryFn: () => timelineApi.compare(planId, from, to),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MILLIS,
    placeholderData: keepPreviousData,
  });
}

/** A change whose answer is the history as it is now. */
export function useHistoryChange<Body>(planId: string, change: (body: Body) => Promise<HistoryOverview>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (history) => queries.setQueryData(KEYS.history(planId), history),
  });
}

/** Forgets all that was read of a plan's past: it is not for this member any more. */
export function useForgetHistory(planId: string): () => void {
  const queries = useQueryClient();
  return () => queries.removeQueries({ queryKey: KEYS.all(planId) });
}
