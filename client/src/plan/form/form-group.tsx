import { addRow } from '@filiera/shared/plan/edit.ts';
import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import type { GroupElement } from '@filiera/shared/template/template.ts';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { placeId } from '../../tables/cells/place-id.ts';
import { RemoveRow } from '../../tables/remove-row.tsx';
import { useRowRemoval } from '../../tables/row-removal.tsx';
import { newRowId, ordersAfter } from '../../tables/table-edit.ts';
import { useText } from '../../ui/text.tsx';
import { TABLE_EDIT } from '../../undo/plan-undo.ts';
import { ElementView } from './element.tsx';
import styles from './form.module.css';

interface GroupViewProps {
  readonly element: GroupElement;
  readonly section: string;
}

const NONE: readonly never[] = [];

/** Elements that repeat for each instance that users add: a country, for example. */
export const GroupView = memo(function GroupView({ element, section }: GroupViewProps) {
  const { t, both, locale } = useText();
  const rows = usePlanState((state) => state.view?.plan.groups[element.id]) ?? NONE;
  const doc = usePlanState((state) => state.connection.doc);
  const editable = usePlanState((state) => state.editable);
  const session = usePlanSession();
  const root = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState<string | null>(null);
  const remove = useRowRemoval({ doc, tableKey: element.id, root });

  useEffect(() => {
    if (added === null || !rows.some((row) => row.id === added)) return;
    const instance = document.getElementById(placeId({ element: element.id, row: added }));
    instance?.querySelector<HTMLElement>('[data-cell-input], [role="textbox"]')?.focus();
    setAdded(null);
  }, [added, rows, element.id]);

  const add = (): void => {
    const id = newRowId();
    const [order = 'a0'] = ordersAfter(rows, 1);
    addRow(doc, element.id, { id, order }, TABLE_EDIT);
    setAdded(id);
  };

  /** Is anything written in the instance: in its fields, its texts, its tables? */
  const holdsAnything = (row: PlanRow): boolean => {
    const plan = session.state.view?.plan;
    const inside = (key: string): boolean => key.endsWith(`@${row.id}`);
    return (
      !isBlankRow(row) ||
      Object.entries(plan?.texts ?? {}).some(([key, text]) => inside(key) && !isBlank(text)) ||
      Object.entries(plan?.tables ?? {}).some(
        ([key, table]) => inside(key) && table.rows.some((part) => !part.preset && !isBlankRow(part)),
      )
    );
  };

  return (
    <div ref={root} id={placeId({ element: element.id })} className={styles.group}>
      {rows.map((row, index) => {
        const name = element.label.replaceAll('{n}', String(index + 1));
        return (
          <section
            key={row.id}
            className={styles.instance}
            id={placeId({ element: element.id, row: row.id })}
            aria-label={name.replace(/:\s*$/, '')}
          >
            <div className={styles.instanceHead}>
              <h3>{name}</h3>
              {editable && (
                <RemoveRow
                  row={row}
                  name={name.replace(/:\s*$/, '')}
                  filled={holdsAnything(row)}
                  onRemove={(gone) => remove(gone, holdsAnything(gone))}
                />
              )}
            </div>
            {element.elements.map((part, place) => (
              <ElementView
                // biome-ignore lint/suspicious/noArrayIndexKey: the elements of a form never change
                key={place}
                element={part}
                section={section}
                group={{ id: element.id, row }}
              />
            ))}
          </section>
        );
      })}
      {rows.length === 0 && (
        <p className={styles.emptyGroup} lang={locale}>
          {t('plan.group.empty')}
        </p>
      )}
      {editable && rows.length < element.max && (
        <Button
          variant="light"
          data-add
          lang={locale}
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={add}
          className={styles.addInstance ?? ''}
        >
          {both(element.addLabel)}
        </Button>
      )}
    </div>
  );
});
