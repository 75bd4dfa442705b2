import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import { ActionIcon, Button, Group, Popover, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../ui/text.tsx';

interface RemoveRowProps {
  readonly row: PlanRow;
  readonly name: string;
  /** Is anything written in it? By default what its own cells say. */
  readonly filled?: boolean;
  readonly onRemove: (row: PlanRow) => void;
}

/** Removes one's own row; asks first where something is written in it. */
export function RemoveRow({ row, name, filled = !isBlankRow(row), onRemove }: RemoveRowProps) {
  const { t, locale } = useText();
  const [asking, setAsking] = useState(false);
  return (
    <Popover opened={asking} onChange={setAsking} trapFocus returnFocus withArrow shadow="md" position="left">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          lang={locale}
          aria-label={t('plan.row.remove', { name })}
          onClick={() => (filled ? setAsking(true) : onRemove(row))}
        >
          <IconTrash size={18} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('plan.row.remove', { name })}>
        <Text size="sm" mb="xs" maw={260}>
          {t('plan.row.removeAsk')}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Button
            size="xs"
            color="red"
            data-autofocus
            onClick={() => {
              setAsking(false);
              onRemove(row);
            }}
          >
            {t('plan.row.removeDo')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsking(false)}>
            {t('action.cancel')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
