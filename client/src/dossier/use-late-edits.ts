import type { LateEdits } from '@filiera/shared/dossier/api.ts';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { usePlan } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { lateKeysOf } from '../collab/late-edits.ts';
import type { NotTaken } from '../collab/not-taken.ts';
import type { Refusal } from '../collab/refusal.ts';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';

/** What its author wrote too late for a frozen version. */
export interface LateEdit {
  readonly key: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly items: readonly NotTaken[];
  /** Is it in this browser alone? */
  readonly isHereOnly: boolean;
  /** Its author has done with it, on every device. Rejects where the server cannot be told. */
  readonly dismiss: () => Promise<void>;
}

/** Did it come too late for a version, as against being refused for another reason? */
export const isLate = (refusal: Refusal): refusal is Refusal & { version: number } =>
  refusal.version !== undefined;

const keyOf = (planId: string, sent: string) => ['late-edits', planId, sent] as const;

/** The reader's own late edits: what this browser has, and what the server keeps from their other devices. */
export function useLateEdits(): readonly LateEdit[] {
  const { user } = useSession();
  const session = usePlanSession();
  const { planId } = session;
  const queries = useQueryClient();
  // What the server said before it heard that its author has done with something still names it.
  const [done, setDone] = useState<readonly string[]>([]);
  const here = usePlanState((state) => state.refusals).filter(isLate);
  const hasVersions = (usePlan(user.id, planId).data?.versions.length ?? 0) > 0;
  // With each one that is sent the server is asked anew, so that its answer tells of all that it was given.
  const sent = here.filter((refusal) => refusal.sent).flatMap(lateKeysOf);
  const address = keyOf(planId, sent.join(' '));
  const { data, isPlaceholderData } = useQuery({
    queryKey: address,
    queryFn: () => api.lateEdits(planId),
    enabled: hasVersions,
    placeholderData: keepPreviousData,
  });

  // Its author has done with it on another device.
  useEffect(() => {
    if (!data || isPlaceholderData) return;
    const kept = new Set(data.edits.map(({ key }) => key));
    for (const refusal of session.state.refusals) {
      if (!isLate(refusal) || !refusal.sent) continue;
      const keys = lateKeysOf(refusal);
      const isAsked = keys.every((key) => sent.includes(key));
      if (isAsked && keys.length > 0 && !keys.some((key) => kept.has(key)))
        session.dismissRefusal(refusal.id);
    }
  }, [data, isPlaceholderData, session, sent]);

  const drop = async (key: string): Promise<void> => {
    queries.setQueryData<LateEdits>(address, await api.dropLateEdits(planId, key));
    setDone((keys) => [...keys, key]);
  };
  const own = new Set([...here.flatMap(lateKeysOf), ...done]);
  return [
    ...here.map((refusal): LateEdit => {
      const { id, version, at, items } = refusal;
      const dismiss = async (): Promise<void> => {
        setDone((keys) => [...keys, ...lateKeysOf(refusal)]);
        session.dismissRefusal(id);
      };
      return { key: id, version, at, items, isHereOnly: !refusal.sent, dismiss };
    }),
    ...(data?.edits ?? [])
      .filter(({ key }) => !own.has(key))
      .map(({ key, version, at, items }): LateEdit => {
        const texts = items.map(({ place, before, after }, index) => ({
          place: { section: key, element: String(index) },
          names: place.split(' · '),
          mine: after,
          theirs: before,
          // A value is short; what was written into a text is looked for in it.
          block: before.length + after.length > 80,
        }));
        return { key, version, at, items: texts, isHereOnly: false, dismiss: () => drop(key) };
      }),
  ];
}
