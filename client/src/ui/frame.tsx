import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useSession } from '../api/session.tsx';
import { Bell } from '../inbox/bell.tsx';
import { BrandMark } from './brand.tsx';
import styles from './frame.module.css';
import { useText } from './text.tsx';
import { UserMenu } from './user-menu.tsx';

/** The same object for every render: with another one the hook would observe anew, and draw again, without an end. */
const BORDER_BOX: ResizeObserverOptions = { box: 'border-box' };

/** A step of the way from the list of plans to this page; the last one is the page itself and has no address. */
export interface Crumb {
  readonly label: string;
  readonly href?: string;
}

interface FrameProps {
  readonly trail?: readonly Crumb[];
  /** The page's own controls, on the right of the header: saved state, who is here, actions. */
  readonly controls?: ReactNode;
  /** A second line of the header that stays in sight: the money bar, or the band of a frozen plan. */
  readonly below?: ReactNode;
  /** Without the column that pages of lists and forms are set in. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/**
 * The frame of every page behind the sign-in: a way past the header for keyboards, the trail, the member's menu.
 * `--fil-header-height` on the document holds the header's height, for what sticks or scrolls under it.
 */
export function AppFrame({ trail = [], controls, below, wide = false, children }: FrameProps) {
  const { t } = useText();
  const { demo } = useSession();
  const { ref, height } = useElementSize<HTMLElement>(BORDER_BOX);

  useEffect(() => {
    document.documentElement.style.setProperty('--fil-header-height', `${Math.ceil(height)}px`);
    return () => {
      document.documentElement.style.removeProperty('--fil-header-height');
    };
  }, [height]);

  return (
    <>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      {demo && (
        <aside className={styles.demo} aria-label={t('app.demo.label')}>
          {t('app.demo')}
        </aside>
      )}
      <header className={styles.header} ref={ref}>
        <div className={styles.bar}>
          <Link href="/" className={styles.brand ?? ''} aria-label={t('app.home')}>
            <BrandMark />
            <span className={styles.brandName}>{t('app.name')}</span>
          </Link>
          <nav className={styles.trail} aria-label={t('nav.trail')}>
            {trail.length > 0 && (
              <ol>
                {trail.map((crumb) => (
                  <li key={crumb.href ?? crumb.label}>
                    {crumb.href ? (
                      <Link href={crumb.href} className={styles.crumb ?? ''} title={crumb.label}>
                        {crumb.label}
                      </Link>
                    ) : (
                      <span className={styles.crumb} aria-current="page" title={crumb.label}>
                        {crumb.label}
                      </span>
                    )}
                  </li>
                ))}
              </ol>
            )}
          </nav>
          {controls && <div className={styles.controls}>{controls}</div>}
          <Bell />
          <UserMenu />
        </div>
        {below}
      </header>
      <main id="content" tabIndex={-1} className={wide ? `${styles.main} ${styles.wide}` : styles.main}>
        {children}
      </main>
    </>
  );
}
