import type { Version } from '@filiera/shared/api.ts';
import { useText } from '../ui/text.tsx';
import { placeSaid } from './place-said.ts';
import { useFrozenOver } from './queries.ts';
import styles from './version-card.module.css';

interface FrozenOverProps {
  readonly planId: string;
  readonly version: Version;
  /** With the comments that were open, one by one. */
  readonly whole?: boolean;
}

/** Over what a version was frozen, and why; nothing where nothing was open. */
export function FrozenOverLine({ planId, version, whole = false }: FrozenOverProps) {
  const { t } = useText();
  const { data } = useFrozenOver(planId, version.number, version.reason !== null);
  if (version.reason === null) return null;
  const errors = data && data.errors > 0 ? count('version.over.errors', data.errors) : null;
  const threads =
    data && data.blocking.length > 0 ? count('version.over.threads', data.blocking.length) : null;
  const what = errors && threads ? t('version.over.and', { a: errors, b: threads }) : (errors ?? threads);
  return (
    <div className={styles.over}>
      <p>
        {what ? t('version.over', { what }) : t('version.over.unknown')}{' '}
        {t('version.over.reason', { reason: version.reason })}
      </p>
      {whole && data && data.blocking.length > 0 && (
        <ul>
          {data.blocking.map((thread) => (
            <li key={`${thread.where} ${thread.author} ${thread.text}`}>
              {t('version.over.thread', { ...thread, where: placeSaid(thread.where) })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );

  function count(key: 'version.over.errors' | 'version.over.threads', of: number): string {
    return t(of === 1 ? `${key}.one` : `${key}.many`, { count: of });
  }
}
