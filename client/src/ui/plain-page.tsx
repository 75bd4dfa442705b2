import { LOCALES } from '@filiera/shared/text/text.ts';
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStateQuery } from '../api/queries.ts';
import { useLocaleChange } from '../api/session.tsx';
import { BrandMark } from './brand.tsx';
import styles from './plain-page.module.css';
import { useText } from './text.tsx';

interface PlainPageProps {
  /** Room for more than a form. */
  readonly wide?: boolean;
  /** Links that stand below, before the languages. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** A page with one thing to do and nobody signed in yet: a card, the brand above it, the languages below. */
export function PlainPage({ wide = false, foot, children }: PlainPageProps) {
  const { t, locale } = useText();
  const changeLocale = useLocaleChange();
  const { data: state } = useStateQuery();
  return (
    <div className={styles.page}>
      <header className={styles.brand}>
        <BrandMark size={36} />
        {t('app.name')}
      </header>
      <main className={wide ? `${styles.card} ${styles.wide}` : styles.card} id="content" tabIndex={-1}>
        {state?.demo && <p className={styles.demo}>{t('app.demo')}</p>}
        {children}
      </main>
      <footer className={styles.foot}>
        {foot}
        {LOCALES.filter((value) => value !== locale).map((value) => (
          <Anchor
            key={value}
            component="button"
            type="button"
            lang={value}
            onClick={() => changeLocale(value)}
          >
            {t(`locale.${value}`)}
          </Anchor>
        ))}
      </footer>
    </div>
  );
}
