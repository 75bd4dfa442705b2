import { FIELDS_ROOT, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { namesOf } from '@filiera/shared/plan/place.ts';
import { keyOf, type Plan } from '@filiera/shared/plan/plan.ts';
import { fieldsIn } from '@filiera/shared/template/form.ts';
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { OpenPlan } from '../../collab/plan-session.ts';
import { shareStructure } from '../../collab/share-structure.ts';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import type { ElementToolProps } from '../../plan/form/element-tools.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './restore.module.css';
import type { RestoreRequest } from './restore-dialog.tsx';

/** What the buttons under the parts of a plan of the past work on; `null` where nothing may be brought back. */
export const RestoreContext = createContext<{
  /** The plan as it is. */
  readonly session: OpenPlan;
  readonly ask: (request: RestoreRequest) => void;
} | null>(null);

/** Under a part of the form that is not now as it was: that it is so, and the way to bring it back. */
export function RestoreTools(props: ElementToolProps) {
  const restore = useContext(RestoreContext);
  return restore && <RestoreTool {...props} {...restore} />;
}

type RestoreToolProps = ElementToolProps & NonNullable<React.ContextType<typeof RestoreContext>>;

function RestoreTool({ element, section, instance, session, ask }: RestoreToolProps) {
  const { t, locale } = useText();
  const { template } = usePlanSession();
  const then = usePlanState((state) => state.view?.plan);
  const now = useSyncExternalStore(session.subscribe, () => session.state.view?.plan);
  const editable = useSyncExternalStore(session.subscribe, () => session.state.editable);
  if (!editable || !then || !now || !differs(element, instance, then, now)) return null;

  const fields = element.kind === 'fields' ? fieldsIn([element]) : [];
  const key = element.kind === 'fields' ? (fields[0]?.id ?? '') : keyOf(element.id, instance);
  const place = { section, element: key };
  const root =
    element.kind === 'fields' ? FIELDS_ROOT : element.kind === 'text' ? textRoot(key) : tableRoot(key);
  const what = element.kind === 'fields' ? t('restore.what.fields') : namesOf(template, then, place).element;
  const action = t(`restore.${element.kind}`);
  return (
    <div className={styles.tool} lang={locale}>
      <span className={styles.differs}>{t('restore.differs')}</span>
      <Button
        variant="light"
        size="xs"
        leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
        aria-label={t('restore.of', { action, what })}
        onClick={() => ask({ root, place, what })}
      >
        {action}
      </Button>
    </div>
  );
}

/** Is a part of the form not now as it was? One that is not there now at all comes back with what it stands in. */
function differs(
  element: ElementToolProps['element'],
  instance: string | undefined,
  then: Plan,
  now: Plan,
): boolean {
  const same = (a: unknown, b: unknown): boolean => shareStructure(a, b) === a;
  switch (element.kind) {
    case 'fields':
      return fieldsIn([element]).some(({ id }) => !same(then.fields[id], now.fields[id]));
    case 'group':
      return !same(then.groups[element.id], now.groups[element.id]);
    case 'text': {
      const key = keyOf(element.id, instance);
      return now.texts[key] !== undefined && !same(then.texts[key], now.texts[key]);
    }
    case 'table': {
      const key = keyOf(element.id, instance);
      return now.tables[key] !== undefined && !same(then.tables[key]?.rows, now.tables[key]?.rows);
    }
  }
}
