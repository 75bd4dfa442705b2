import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, Redirect } from 'wouter';
import { usePlanState } from '../collab/use-plan.tsx';
import { AppFrame } from '../ui/frame.tsx';
import { useText } from '../ui/text.tsx';
import { SavedState } from './header/saved-state.tsx';

interface PlanSubpageProps {
  readonly plan: PlanDetail;
  readonly title: string;
  readonly children: ReactNode;
}

/** A page about a plan that is not the plan's own: the trail, whether all is saved, and the way back. */
export function PlanSubpage({ plan, title, children }: PlanSubpageProps) {
  const { t } = useText();
  const gone = usePlanState((state) => state.save.kind === 'stopped' && state.save.code === CLOSE.forbidden);
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const planPage = PAGES.plan(plan.id);

  // The plan's own page says that it is not this member's any more.
  if (gone) return <Redirect to={planPage} replace />;
  return (
    <AppFrame
      trail={[
        ...(phone ? [] : [{ label: plan.associationName, href: '/' }]),
        { label: plan.title, href: planPage },
        { label: title },
      ]}
      wide
      controls={
        phone ? (
          <ActionIcon
            component={Link}
            href={planPage}
            variant="default"
            size={40}
            aria-label={t('timeline.back')}
          >
            <IconArrowLeft size={20} aria-hidden="true" />
          </ActionIcon>
        ) : (
          <>
            <SavedState />
            <Button
              component={Link}
              href={planPage}
              variant="default"
              leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
            >
              {t('timeline.back')}
            </Button>
          </>
        )
      }
    >
      {children}
    </AppFrame>
  );
}
