import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type RefObject, useCallback } from 'react';
import type * as Y from 'yjs';
import { announce } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import { takeRow } from './table-edit.ts';

interface RowRemovalOptions {
  readonly doc: Y.Doc;
  readonly tableKey: string;
  /** Where the focus goes when the row's own button is gone. */
  readonly root: RefObject<HTMLElement | null>;
}

/** Removes a row or an instance, and offers to put it back. */
export function useRowRemoval({
  doc,
  tableKey,
  root,
}: RowRemovalOptions): (row: PlanRow, filled?: boolean) => void {
  const { t } = useText();
  return useCallback(
    (row, filled = !isBlankRow(row)) => {
      const putBack = takeRow(doc, tableKey, row);
      root.current?.querySelector<HTMLElement>('[data-add]')?.focus();
      announce(t('plan.row.removed'));
      if (!filled) return;
      const id = notifications.show({
        role: 'presentation',
        autoClose: 15_000,
        withBorder: true,
        closeButtonProps: { 'aria-label': t('action.close') },
        message: (
          <Group justify="space-between" gap="sm" wrap="nowrap">
            <Text size="sm">{t('plan.row.removed')}</Text>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                putBack();
                announce(t('plan.row.restored'));
              }}
            >
              {t('plan.row.restore')}
            </Button>
          </Group>
        ),
      });
    },
    [doc, tableKey, root, t],
  );
}
