import type { FeedPart } from '@filiera/shared/history/api.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formatCount } from '@filiera/shared/rules/money.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import { VisuallyHidden } from '@mantine/core';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { type Texts, useText } from '../../ui/text.tsx';
import styles from './activity.module.css';
import { CellChangeText } from './change-text.tsx';
import { placeWords } from './place-words.ts';
import type { PlacedPart } from './sitting-parts.ts';

interface PartItemProps extends PlacedPart {
  readonly onJump: (place: Place) => void;
}

/** One thing that a sitting did: where, which is the way to it, and what. */
export function PartItem({ part, place, onJump }: PartItemProps) {
  const { t } = useText();
  const { template } = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  if (!plan) return null;
  return (
    <li>
      <button type="button" className={styles.part} onClick={() => onJump(place)}>
        <span className={styles.partPlace}>{placeWords(template, plan, place, t)}</span>{' '}
        <What part={part} inGroup={formOf(template).groups.has(place.element ?? '')} />
      </button>
    </li>
  );
}

function What({ part, inGroup }: { readonly part: FeedPart; readonly inGroup: boolean }) {
  const { t } = useText();
  switch (part.kind) {
    case 'cell':
      return <CellChangeText root={part.root} cell={part.key} before={part.before} after={part.after} />;
    case 'rows':
      return <span className={styles.change}>{sayRows(part, inGroup ? 'parts' : 'rows', t)}</span>;
    case 'text': {
      const { inserted, deleted } = part;
      const signs = [
        inserted > 0 ? `+${formatCount(inserted)}` : '',
        deleted > 0 ? `−${formatCount(deleted)}` : '',
      ];
      return inserted + deleted === 0 ? (
        <span className={styles.change}>{t('activity.text.format')}</span>
      ) : (
        <span className={styles.change}>
          <span aria-hidden="true">
            {signs.filter(Boolean).join(' ')}{' '}
            {t(inserted + deleted === 1 ? 'activity.characters.one' : 'activity.characters.many')}
          </span>
          <VisuallyHidden>{sayCharacters(inserted, deleted, t)}</VisuallyHidden>
        </span>
      );
    }
  }
}

function sayCharacters(inserted: number, deleted: number, t: Texts['t']): string {
  if (deleted === 0) {
    return inserted === 1 ? t('activity.text.inserted.one') : t('activity.text.inserted.many', { inserted });
  }
  if (inserted === 0) {
    return deleted === 1 ? t('activity.text.deleted.one') : t('activity.text.deleted.many', { deleted });
  }
  return t('activity.text.both', { inserted, deleted });
}

function sayRows(
  { added, removed }: { readonly added: number; readonly removed: number },
  what: 'rows' | 'parts',
  t: Texts['t'],
): string {
  const say = (count: number, change: 'added' | 'removed'): string =>
    count === 0
      ? ''
      : count === 1
        ? t(`activity.${what}.${change}.one`)
        : t(`activity.${what}.${change}.many`, { count });
  return (
    [say(added, 'added'), say(removed, 'removed')].filter(Boolean).join(', ') || t('activity.rows.moved')
  );
}
