import type { PlanDetail } from '@filiera/shared/api.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { KEYS } from '../api/queries.ts';
import { usePlanState } from '../collab/use-plan.tsx';
import { notify } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';

/**
 * When the plan is frozen or opened again, or somebody's role changes, what was read of it before is no longer so; the
 * first two are said to whoever has a page of it open.
 */
export function FreshDetail({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const queries = useQueryClient();
  const access = usePlanState((state) => state.access);
  const changed = access.status !== plan.status || access.role !== plan.role;
  useEffect(() => {
    if (changed) void queries.invalidateQueries({ queryKey: KEYS.plan(plan.id) });
  }, [changed, plan.id, queries]);

  const before = useRef(access.status);
  useEffect(() => {
    const was = before.current;
    before.current = access.status;
    if (was === 'open' && access.status === 'frozen') notify(t('freeze.now'));
    if (was === 'frozen' && access.status === 'open') notify(t('freeze.reopened'));
  }, [access.status, t]);
  return null;
}
