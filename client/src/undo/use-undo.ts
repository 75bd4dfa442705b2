import { FIELDS_ROOT } from '@filiera/shared/plan/layout.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { OpenPlan } from '../collab/plan-session.ts';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { showPlace } from '../plan/form/jump.ts';
import { placeId } from '../tables/cells/place-id.ts';
import { announce } from '../ui/announce.tsx';
import { type Texts, useText } from '../ui/text.tsx';
import type { Undone } from './plan-undo.ts';
import { type UndoOrRedo, undoKey } from './undo-key.ts';
import { commonPlace, placesOf, spokenPlace } from './undone-place.ts';

/** Takes back the member's own last step, wherever it was, brings its place into sight and says where it was. */
export function useUndo(): (what: UndoOrRedo) => void {
  const session = usePlanSession();
  const { t } = useText();
  return useMemo(() => (what) => run(session, what, t), [session, t]);
}

/** May there be something to take back, or to do again? */
export function useCanUndo(what: UndoOrRedo): boolean {
  const undo = usePlanState((state) => state.connection.undo);
  return useSyncExternalStore(undo.subscribe, () => (what === 'undo' ? undo.canUndo : undo.canRedo));
}

/**
 * The undo keys of the whole page, and the browser's own undo of what belongs to the plan. Windows that stand over the
 * page keep them for themselves, and so does every input that is no part of the form.
 */
export function useUndoKeys(): void {
  const undo = useUndo();
  const session = usePlanSession();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const what = event.isComposing ? null : undoKey(event);
      // Editors keep these keys from the browser, and leave them to whoever means the plan: whether the event's default
      // is prevented already says nothing.
      if (!what || !isForPlan(event.target)) return;
      event.preventDefault();
      undo(what);
    };
    const onBeforeInput = (event: InputEvent): void => {
      const what = { historyUndo: 'undo', historyRedo: 'redo' }[event.inputType] as UndoOrRedo | undefined;
      if (!what || !isForPlan(event.target)) return;
      event.preventDefault();
      undo(what);
    };
    const onFocusIn = (): void => session.state.connection.undo.startStep();
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('beforeinput', onBeforeInput);
    window.addEventListener('focusin', onFocusIn);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('beforeinput', onBeforeInput);
      window.removeEventListener('focusin', onFocusIn);
    };
  }, [session, undo]);
}

const TYPED_INTO = 'input, textarea, select, [contenteditable="true"]';

function isForPlan(target: EventTarget | null): boolean {
  if (document.querySelector('[aria-modal="true"]')) return false;
  if (!(target instanceof Element)) return true;
  if (target.closest('[role="dialog"]')) return false;
  return !target.matches(TYPED_INTO) || target.closest('[data-element]') !== null;
}

function run(session: OpenPlan, what: UndoOrRedo, t: Texts['t']): void {
  const { editable, connection, view } = session.state;
  if (!editable) return;
  const undone = connection.undo.run(what);
  if (!undone) {
    announce(t(`plan.${what}.none`));
    return;
  }
  // The page draws what has changed before the next frame: then its rows are there to go to.
  requestAnimationFrame(() => {
    const now = session.state.view;
    const places = placesOf(session.template, undone.touched);
    const common = commonPlace(places);
    const plans = [view, now].flatMap((one) => (one ? [one.plan] : []));
    const place = common ? spokenPlace(session.template, plans, common) : '';
    show(undone, places);
    announce(place === '' ? t(`authors.${what}.many`) : t(`authors.${what}.at`, { place }));
  });
}

/** Brings the undone place into sight and takes the focus there: an undo never happens where nobody sees it. */
function show(undone: Undone, places: readonly Place[]): void {
  const [root] = undone.touched.map((one) => one.root).filter((one) => isText(one));
  if (root !== undefined && undone.showInText(root)) return;
  const here = places.find((place) => document.getElementById(placeId(place)) !== null);
  if (here) {
    showPlace(here);
    return;
  }
  const [gone] = places;
  if (!gone?.element) return;
  // A row that has gone leaves the way to add one.
  const table = document.getElementById(placeId({ element: gone.element }));
  const add = table?.querySelector<HTMLElement>('[data-add]');
  if (add) add.focus();
  else showPlace(gone);
}

const isText = (root: string): boolean => root !== FIELDS_ROOT && root.startsWith('text/');
