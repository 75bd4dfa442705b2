import type { TextKey } from '@filiera/shared/text/text.ts';
import { useEffect } from 'react';
import { usePlanState } from '../../collab/use-plan.tsx';
import { notify } from '../../ui/announce.tsx';
import { useText } from '../../ui/text.tsx';

/** Says once, on the return from being offline, what was sent and what has come in meanwhile. */
export function BackOnline() {
  const { t } = useText();
  const returned = usePlanState((state) => state.returned);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another language is no other return
  useEffect(() => {
    if (!returned) return;
    const say = (what: 'sent' | 'received', n: number): string => {
      const key: TextKey = `offline.${what}.${n === 0 ? 'none' : n === 1 ? 'one' : 'many'}`;
      return t(key, { n });
    };
    notify(
      t('offline.back', {
        sent: say('sent', returned.sent),
        received: say('received', returned.received),
      }),
    );
  }, [returned]);
  return null;
}
