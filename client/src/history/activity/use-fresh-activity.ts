import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { Pace } from './pace.ts';
import { ACTIVITY } from './queries.ts';

/** Keeps what the page shows of the plan's activity fresh while anybody writes. To be used once on the page. */
export function useFreshActivity(): void {
  const session = usePlanSession();
  const queries = useQueryClient();
  const doc = usePlanState((state) => state.connection.doc);

  useEffect(() => {
    const pace = new Pace(() => queries.invalidateQueries({ queryKey: ACTIVITY.all(session.planId) }));
    const onUpdate = (): void => {
      // The first content of the page is no news.
      if (session.state.view) pace.news();
    };
    // What this page wrote is in the log, and so in the activity, only when it is saved.
    let saved = session.state.save.kind === 'saved';
    const unsubscribe = session.subscribe(() => {
      const now = session.state.save.kind === 'saved';
      if (now && !saved) onUpdate();
      saved = now;
    });
    doc.on('update', onUpdate);
    return () => {
      doc.off('update', onUpdate);
      unsubscribe();
      pace.end();
    };
  }, [session, doc, queries]);
}
