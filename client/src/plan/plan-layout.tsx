import type { PlanDetail } from '@filiera/shared/api.ts';
import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconHistory, IconListTree, IconMessage } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { CommentsProvider, useComments, useCommentsState } from '../comments/use-comments.tsx';
import { FinalBand } from '../dossier/final-band.tsx';
import { type PanelTab, useActivityAddress } from '../history/activity/use-activity-address.ts';
import { useFreshActivity } from '../history/activity/use-fresh-activity.ts';
import { useUnseenMarks } from '../history/activity/use-unseen-marks.ts';
import { AuthorsLegend } from '../history/authors-legend.tsx';
import { AuthorsToggle } from '../history/authors-toggle.tsx';
import { AppFrame } from '../ui/frame.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { useText } from '../ui/text.tsx';
import { useUndoKeys } from '../undo/use-undo.ts';
import { Form } from './form/form.tsx';
import { FormSkeleton } from './form/form-skeleton.tsx';
import { jumpToPlace, jumpToSection } from './form/jump.ts';
import { usePlaceAddress } from './form/place-address.ts';
import headerStyles from './header/header.module.css';
import { IssueToggle } from './header/issue-toggle.tsx';
import { MoneyBar } from './header/money-bar.tsx';
import { type PanelSwitch, PanelToggle } from './header/panel-toggle.tsx';
import { PassedRules } from './header/passed-rules.tsx';
import { PeopleHere } from './header/people-here.tsx';
import { PlanActions } from './header/plan-actions.tsx';
import { SavedState } from './header/saved-state.tsx';
import { NotTakenPanel } from './panel/not-taken-panel.tsx';
import { Outline } from './panel/outline.tsx';
import { SidePanel } from './panel/side-panel.tsx';
import { StoppedBand } from './panel/stopped-band.tsx';
import styles from './plan-layout.module.css';
import { SideDrawer } from './side-drawer.tsx';
import { useCurrentSection } from './use-current-section.ts';

const PANEL_ID = 'side-panel';

/**
 * What stands where: three columns where there is room, the outline as a strip of signs at tablet width, outline and
 * panel as drawers on a phone.
 */
export function PlanLayout({ plan }: { readonly plan: PlanDetail }) {
  return (
    <CommentsProvider plan={plan}>
      <Layout plan={plan} />
    </CommentsProvider>
  );
}

const PANEL_TITLES = {
  issues: 'panel.issues',
  comments: 'panel.comments',
  activity: 'panel.activity',
} as const;

function Layout({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const { template } = usePlanSession();
  const ready = usePlanState((state) => state.view !== null);
  const status = usePlanState((state) => state.access.status);
  const wide = useMediaQuery('(min-width: 80em)', true, { getInitialValueInEffect: false });
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  // A plan that nobody writes any more has nothing to put right, unless somebody asks.
  const [wanted, setAside] = useState<boolean | null>(null);
  const { tab, setTab } = useActivityAddress(template);
  const aside = wanted ?? (status === 'open' || tab !== 'issues');
  /** Taken away while the page was open: nothing of the plan is for this member any more. */
  const gone = usePlanState((state) => state.save.kind === 'stopped' && state.save.code === CLOSE.forbidden);
  const [drawer, setDrawer] = useState<'outline' | 'panel' | null>(null);
  const current = useCurrentSection(template, ready);
  usePlaceAddress(ready);
  useUndoKeys();
  useFreshActivity();
  const unseen = useUnseenMarks(ready);

  const panelOpen = wide ? aside : drawer === 'panel';
  const jumpTo = useCallback((jump: () => void) => {
    setDrawer(null);
    // A drawer gives the focus back when it closes: jump after that.
    setTimeout(jump, 60);
  }, []);

  // Whatever opens a thread, or begins one, shows the panel that it is in.
  const comments = useComments();
  const openings = useCommentsState((state) => state.openings, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a window that changes its width opens nothing
  useEffect(() => {
    if (openings === 0) return;
    if (wide) setAside(true);
    else setDrawer('panel');
  }, [openings]);

  const panelTitle = t(PANEL_TITLES[tab]);
  const closePanel = (): void => (wide ? setAside(false) : setDrawer(null));
  const panel = (
    <SidePanel
      tab={tab}
      onTab={setTab}
      onJump={(place) => (wide ? jumpToPlace(place) : jumpTo(() => jumpToPlace(place)))}
      onClose={closePanel}
    />
  );
  const toggle = (which: PanelTab): PanelSwitch => {
    const expanded = panelOpen && tab === which;
    return {
      expanded,
      // A drawer is a window of its own, which is not there while it is closed.
      controls: wide ? PANEL_ID : undefined,
      onToggle: () => {
        if (expanded) {
          closePanel();
          return;
        }
        setTab(which);
        if (wide) setAside(true);
        else setDrawer('panel');
      },
    };
  };
  const strip = ready && (
    <div className={headerStyles.strip}>
      {phone && (
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('plan.outline.open')}
          onClick={() => setDrawer('outline')}
        >
          <IconListTree size={20} aria-hidden="true" />
        </ActionIcon>
      )}
      <MoneyBar />
      <span className={headerStyles.spring} />
      <PassedRules />
      <div className={headerStyles.tools}>
        <AuthorsToggle />
        <IssueToggle {...toggle('issues')} />
        {comments && <PanelToggle title={t('panel.comments')} icon={IconMessage} {...toggle('comments')} />}
        <PanelToggle title={t('panel.activity')} icon={IconHistory} {...toggle('activity')} />
      </div>
    </div>
  );

  if (gone) {
    return (
      <AppFrame trail={[{ label: t('nav.home'), href: '/' }, { label: plan.title }]} wide>
        <VisuallyHidden>
          <PageHeading title={plan.title} />
        </VisuallyHidden>
        <StoppedBand />
        <NotTakenPanel />
      </AppFrame>
    );
  }
  return (
    <AppFrame
      trail={
        phone ? [{ label: plan.title }] : [{ label: plan.associationName, href: '/' }, { label: plan.title }]
      }
      wide
      controls={
        <>
          <SavedState />
          <PeopleHere />
          <PlanActions plan={plan} />
        </>
      }
      below={
        <>
          {strip}
          {ready && <AuthorsLegend />}
        </>
      }
    >
      <FinalBand plan={plan} />
      {status === 'archived' && <p className={styles.archived}>{t('plan.archived')}</p>}
      <StoppedBand />
      <div className={styles.layout} data-panel={(wide && aside) || undefined}>
        {!phone && (
          <nav className={styles.outline} aria-label={t('plan.outline.title')}>
            {wide && <p className={styles.outlineTitle}>{t('plan.outline.title')}</p>}
            <Outline current={current} unseen={unseen} onJump={jumpToSection} compact={!wide} />
          </nav>
        )}
        <div className={styles.middle}>
          {ready ? <Form template={template} title={plan.title} /> : <FormSkeleton template={template} />}
        </div>
        {wide && aside && (
          <aside className={styles.panel} id={PANEL_ID} aria-label={panelTitle}>
            {panel}
          </aside>
        )}
      </div>
      <SideDrawer
        title={t('plan.outline.title')}
        opened={drawer === 'outline'}
        onClose={() => setDrawer(null)}
        position="left"
        size={320}
      >
        <Outline
          current={current}
          unseen={unseen}
          onJump={(section) => jumpTo(() => jumpToSection(section))}
        />
      </SideDrawer>
      <SideDrawer
        title={panelTitle}
        opened={drawer === 'panel' && !wide}
        ownHead
        onClose={() => setDrawer(null)}
        position={phone ? 'bottom' : 'right'}
        size={phone ? '75%' : 380}
      >
        {panel}
      </SideDrawer>
      <NotTakenPanel />
    </AppFrame>
  );
}
