import { PAGES } from '@filiera/shared/api.ts';
import { placeOfSpot } from '@filiera/shared/plan/spot.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import { IconHistory, IconPencil } from '@tabler/icons-react';
import { Link } from 'wouter';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { sayWhen } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import styles from './cause.module.css';
import { type CauseEdit, causeOf, lastEmptying } from './causes.ts';
import { CellChangeText } from './change-text.tsx';
import { nameOfPerson } from './join-people.ts';
import { placeWords } from './place-words.ts';
import { useCauses } from './queries.ts';

/** The most cells of one edit that are named one by one. */
const SHOWN = 3;

interface CauseLineProps {
  readonly issue: Issue;
  readonly onJump: (place: Place) => void;
}

/** Since which edit an issue has been open: whose, when, which values, and the ways there. */
export function CauseLine({ issue, onJump }: CauseLineProps) {
  const { t, locale } = useText();
  const { planId, template } = usePlanSession();
  const { data } = useCauses(planId);
  const plan = usePlanState((state) => state.view?.plan);
  const cause = causeOf(data, issue);
  if (!cause || !data || !plan) return null;
  const { edit } = cause;
  if (!edit) {
    return (
      <p className={styles.cause}>
        <IconPencil size={16} aria-hidden="true" />
        {t('cause.start')}
      </p>
    );
  }
  const changes = edit.changes.flatMap((change) => {
    const place = placeOfSpot(template, change.root, change.key);
    return place ? [{ ...change, place }] : [];
  });
  const hidden = changes.length > SHOWN + 1 ? changes.length - SHOWN : 0;
  const sectionOf = ({ section }: Place): string => {
    const found = formOf(template).sections.find(({ id }) => id === section);
    return section === issue.at.section || !found ? '' : sectionName(found);
  };
  return (
    <div className={styles.cause}>
      <IconPencil size={16} aria-hidden="true" />
      <div className={styles.words}>
        <p>
          {t('cause.edit', {
            name: nameOfPerson(data.people, edit.userId, t),
            when: sayWhen(edit.at, locale, Date.now()),
          })}
          {changes.length > 0 && ':'}
        </p>
        {changes.length > 0 && (
          <ul>
            {changes.slice(0, changes.length - hidden).map(({ root, key, place, before, after }) => (
              <li key={`${root} ${key}`}>
                <button type="button" className={styles.change} onClick={() => onJump(place)}>
                  <span className={styles.place}>
                    {placeWords(template, plan, place, t, sectionOf(place))}
                  </span>{' '}
                  <CellChangeText root={root} cell={key} before={before} after={after} />
                </button>
              </li>
            ))}
            {hidden > 0 && <li>{t('cause.more.many', { count: hidden })}</li>}
          </ul>
        )}
        <ToThen edit={edit} />
      </div>
    </div>
  );
}

/** Of places that are to be filled in: who emptied them last, if anybody did. */
export function EmptiedLine({ issues }: { readonly issues: readonly Issue[] }) {
  const { t, locale } = useText();
  const { planId } = usePlanSession();
  const { data } = useCauses(planId);
  const edit = lastEmptying(data, issues);
  if (!edit || !data) return null;
  return (
    <div className={styles.emptied}>
      <p>
        {t('cause.emptied', {
          name: nameOfPerson(data.people, edit.userId, t),
          when: sayWhen(edit.at, locale, Date.now()),
        })}
      </p>
      <ToThen edit={edit} />
    </div>
  );
}

/** The way to the plan as it was with that edit. */
function ToThen({ edit }: { readonly edit: CauseEdit }) {
  const { t } = useText();
  const { planId } = usePlanSession();
  return (
    <Link
      href={`${PAGES.history(planId)}?seq=${edit.seq}`}
      className={styles.then}
      aria-label={t('cause.timeline')}
    >
      <IconHistory size={16} aria-hidden="true" />
      {t('activity.timeline')}
    </Link>
  );
}
