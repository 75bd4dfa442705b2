import type { State } from '@filiera/shared/api.ts';
import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import type { TextKey } from '@filiera/shared/text/text.ts';
import { Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { KEYS } from '../../api/queries.ts';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import { NotTakenList } from './not-taken-list.tsx';
import styles from './stopped-band.module.css';

const SAYINGS: Readonly<Record<number, TextKey>> = {
  [CLOSE.signedOut]: 'plan.stopped.signedOut',
  [CLOSE.forbidden]: 'plan.stopped.forbidden',
  [CLOSE.wrongVersion]: 'plan.stopped.version',
};

/** The server closed the connection for good: why, what is not saved, and what can be done. */
export function StoppedBand() {
  const { t } = useText();
  const session = usePlanSession();
  const save = usePlanState((state) => state.save);
  const stranded = usePlanState((state) => state.stranded);
  const queries = useQueryClient();
  const code = save.kind === 'stopped' ? save.code : null;
  const signedOut = code === CLOSE.signedOut;

  // With nothing unsaved here the whole window may go to the sign-in, and come back from there.
  useEffect(() => {
    if (!signedOut || stranded.length > 0) return;
    queries.setQueryData<State>(KEYS.state, (state) => state && { ...state, user: null, associations: [] });
  }, [signedOut, stranded, queries]);

  if (code === null) return null;
  return (
    <section className={styles.band} role="alert">
      <IconAlertTriangle size={22} aria-hidden="true" className={styles.sign} />
      <div className={styles.words}>
        <p className={styles.title}>{t(SAYINGS[code] ?? 'plan.stopped.reload')}</p>
        {stranded.length > 0 && (
          <>
            <p>{t('plan.stopped.unsaved')}</p>
            <NotTakenList items={stranded} />
          </>
        )}
        <Group gap="sm" mt="xs">
          {signedOut && (
            <>
              <Button component="a" href="/accedi" target="_blank" rel="opener">
                {t('plan.stopped.signIn')}
              </Button>
              <Button variant="default" onClick={() => session.retry()}>
                {t('plan.stopped.retry')}
              </Button>
            </>
          )}
          {code === CLOSE.forbidden && (
            <Button component={Link} href="/">
              {t('notFound.home')}
            </Button>
          )}
          {code !== CLOSE.forbidden && !signedOut && (
            <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
          )}
        </Group>
      </div>
    </section>
  );
}
