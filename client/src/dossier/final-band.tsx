import type { PlanDetail } from '@filiera/shared/api.ts';
import { usePlanState } from '../collab/use-plan.tsx';
import { FrozenBand } from './frozen-band.tsx';
import { VariationBand } from './variation-band.tsx';

/** Where a plan stands between its final versions; nothing while the first one is still being written. */
export function FinalBand({ plan }: { readonly plan: PlanDetail }) {
  const status = usePlanState((state) => state.access.status);
  if (status === 'frozen') return <FrozenBand plan={plan} />;
  return status === 'open' ? <VariationBand plan={plan} /> : null;
}
