import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import { useDeferredValue, useMemo, useSyncExternalStore } from 'react';
import { usePlanState } from '../collab/use-plan.tsx';
import { initials } from '../ui/initials.ts';
import { useText } from '../ui/text.tsx';
import { lineOf } from './author-mark.ts';
import styles from './authors-legend.module.css';
import { useAuthorsView } from './authors-view.tsx';
import { clientsOf } from './passages.ts';
import { runsAt } from './text-authors.tsx';

const NONE: Readonly<Record<string, unknown>> = {};

/** Who the authors of the texts are, while these are shown by them. */
export function AuthorsLegend() {
  const { t } = useText();
  const { shown } = useAuthorsView();
  return shown ? (
    <section className={styles.legend} aria-label={t('authors.legend')}>
      <Authors />
    </section>
  ) : null;
}

function Authors() {
  const { t } = useText();
  const { authorship } = useAuthorsView();
  const doc = usePlanState((state) => state.connection.doc);
  const texts = useDeferredValue(usePlanState((state) => state.view?.plan.texts) ?? NONE);
  const version = useSyncExternalStore(authorship.subscribe, () => authorship.version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that more authors are known
  const authors = useMemo(() => {
    const clients = new Set(Object.keys(texts).flatMap((key) => [...clientsOf(runsAt(doc, key))]));
    const people = new Map<string, HistoryPerson>();
    for (const client of clients) {
      const author = authorship.author(client);
      if (author) people.set(author.id, author);
    }
    return [...people.values()].sort((a, b) => a.name.localeCompare(b.name, 'it'));
  }, [texts, doc, authorship, version]);

  if (authors.length === 0) return <p className={styles.none}>{t('authors.legend.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where there is no room for all of them it is scrolled by keyboard
    <ul className={styles.authors} tabIndex={0}>
      {authors.map(({ id, name, color, organisation }) => (
        <li key={id} className={styles.author}>
          <span
            className="filiera-author"
            style={{ '--fil-author': color } as React.CSSProperties}
            data-line={lineOf(color)}
            aria-hidden="true"
          >
            <b>{initials(name)}</b>
          </span>
          <span>
            {name}
            {organisation && <span className={styles.of}> · {organisation}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
