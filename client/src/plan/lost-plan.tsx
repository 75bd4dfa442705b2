import { planSchema } from '@filiera/shared/api.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { useEffect, useState } from 'react';
import * as Y from 'yjs';
import { ADDRESSES } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { notTaken } from '../collab/not-taken.ts';
import { type Refusal, refusalOf } from '../collab/refusal.ts';
import { giveUpItems } from '../comments/outbox.ts';
import { keptAnswer } from '../offline/answers.ts';
import { dismissRefusal, forgetCopy, keptRefusals } from '../offline/keeping.ts';
import { PlanCopy } from '../offline/plan-copy.ts';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { useText } from '../ui/text.tsx';
import { Refusals } from './panel/not-taken-panel.tsx';

/**
 * A plan that the member may not open, or no longer. What they wrote while they could and the server does not have
 * is shown until they have read it; everything else of the plan leaves this browser.
 */
export function LostPlan({ planId }: { readonly planId: string }) {
  const { t } = useText();
  const { user } = useSession();
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);

  useEffect(() => {
    let here = true;
    void letGo(user.id, planId, t('comments.here.unsent')).then((kept) => here && setRefusals(kept));
    return () => {
      here = false;
    };
  }, [user.id, planId, t]);

  const dismiss = (id: string): void => {
    void dismissRefusal(user.id, planId, id);
    setRefusals(refusals.filter((refusal) => refusal.id !== id));
  };
  return (
    <>
      <NotFoundPage />
      <Refusals refusals={refusals} onDismiss={dismiss} />
    </>
  );
}

/** Turns what is unsent of the plan into texts, drops its copy, and returns all texts that nobody has read. */
async function letGo(userId: string, planId: string, comment: string): Promise<Refusal[]> {
  const detail = planSchema.safeParse(await keptAnswer(userId, ADDRESSES.plan(planId)));
  const template = detail.success
    ? findTemplate(detail.data.template.id, detail.data.template.version)
    : null;
  if (template) {
    const theirs = new Y.Doc();
    const copy = await PlanCopy.open(userId, planId, theirs);
    if (copy && copy.kept.unsent.length > 0) {
      const mine = new Y.Doc();
      Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
      for (const { update } of copy.kept.unsent) Y.applyUpdate(mine, update);
      const items = notTaken(template, readPlan(theirs, template), readPlan(mine, template));
      const ids = copy.kept.unsent.map(({ id }) => id);
      await copy.refused(ids, items.length > 0 ? refusalOf('forbidden', items) : null);
    }
    copy?.close();
  }
  await giveUpItems(userId, planId, comment);
  await forgetCopy(userId, planId);
  return keptRefusals(userId, planId);
}
