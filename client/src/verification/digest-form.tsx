import type { Verified } from '@filiera/shared/dossier/api.ts';
import { readDigest } from '@filiera/shared/dossier/digest.ts';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiFailure } from '../api/failure.ts';
import { announce } from '../ui/announce.tsx';
import { Fields, useForm } from '../ui/form.tsx';
import { useText } from '../ui/text.tsx';
import { Verdict } from './finding.tsx';
import { failedText, findVersion } from './use-verification.ts';
import styles from './verification.module.css';
import { VersionFacts } from './version-facts.tsx';

/** A digest that somebody read or copied, and what is known of it. */
export function DigestForm() {
  const { t } = useText();
  const [answer, setAnswer] = useState<{ readonly verified: Verified | null } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm({
    initial: { digest: '' },
    labels: { digest: t('verification.paste.label') },
    check: ({ digest }) => {
      if (readDigest(digest) !== null) return {};
      const signs = digest.replace(/\s/g, '').replace(/^sha-?256:?/i, '');
      const strange = /[^0-9a-f]/i.test(signs);
      return {
        digest: strange
          ? t('verification.paste.strange')
          : t('verification.paste.wrong', { count: signs.length }),
      };
    },
    submit: async ({ digest }) => {
      setAnswer(null);
      setFailure(null);
      try {
        const verified = await findVersion(readDigest(digest) ?? '');
        setAnswer({ verified });
        announce(said(verified));
      } catch (thrown) {
        if (!(thrown instanceof ApiFailure)) throw thrown;
        setFailure(t(failedText(thrown)));
      }
    },
  });
  const said = (verified: Verified | null): string =>
    verified === null
      ? t('verification.paste.none')
      : t('verification.paste.found', { version: String(verified.version) });

  return (
    <form {...form.form}>
      <Fields>
        <TextInput
          {...form.field('digest')}
          description={t('verification.paste.hint')}
          classNames={{ input: styles.digestInput ?? '' }}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={form.busy} className={styles.submit}>
          {t('verification.paste.submit')}
        </Button>
        {failure && (
          <div role="alert">
            <Verdict tone="warning">{failure}</Verdict>
          </div>
        )}
        {answer && (
          <div className={styles.check} data-testid="pasted">
            <Verdict tone={answer.verified ? 'success' : 'plain'}>{said(answer.verified)}</Verdict>
            {answer.verified && (
              <>
                <VersionFacts verified={answer.verified} />
                <p className={styles.more}>{t('verification.paste.found.body')}</p>
              </>
            )}
          </div>
        )}
      </Fields>
    </form>
  );
}
