import type { Association } from '@filiera/shared/api.ts';
import { Button, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { KEYS } from '../../api/queries.ts';
import { notify } from '../../ui/announce.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { sayMoment } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import styles from './association.module.css';

/** The invitations that nobody has accepted yet. */
export function Invitations({ association }: { readonly association: Association }) {
  const { t, locale } = useText();
  const queries = useQueryClient();
  const [revoking, setRevoking] = useState<Association['invitations'][number] | null>(null);

  const revoke = async ({ id, email }: { readonly id: string; readonly email: string }): Promise<void> => {
    await api.revokeInvitation(association.id, id);
    notify(t('invitations.revoked', { email }));
    await queries.invalidateQueries({ queryKey: KEYS.association(association.id) });
  };

  return (
    <section className={styles.section} aria-labelledby="invitations">
      <Title order={2} id="invitations">
        {t('invitations.title')}
      </Title>
      <ul className={styles.list}>
        {association.invitations.map((invitation) => (
          <li key={invitation.id}>
            <div className={styles.about}>
              <strong>{invitation.email}</strong>
              <span>
                {[t(`associationRole.${invitation.role}`), invitation.organisation, invitation.valueChain]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
              <span>{t('invitations.expires', { when: sayMoment(invitation.expiresAt, locale) })}</span>
            </div>
            <Button
              variant="default"
              aria-label={t('invitations.revoke.of', { email: invitation.email })}
              onClick={() => setRevoking(invitation)}
            >
              {t('invitations.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('invitations.revoke.title')}
        body={t('invitations.revoke.body', { email: revoking?.email ?? '' })}
        action={t('invitations.revoke')}
        onConfirm={() => (revoking ? revoke(revoking) : Promise.resolve())}
      />
    </section>
  );
}
