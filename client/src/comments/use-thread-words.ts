import { issueId } from '@filiera/shared/history/issue-id.ts';
import { parseCellKey } from '@filiera/shared/plan/layout.ts';
import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Anchor } from '@filiera/shared/threads/api.ts';
import { findPassage } from '@filiera/shared/threads/passage.ts';
import { useMemo } from 'react';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import type { PlanView } from '../collab/view.ts';
import { placeWords } from '../history/activity/place-words.ts';
import { changeWords, presenceOf } from '../history/spot.ts';
import { joinNames } from '../plan/panel/join-names.ts';
import { type Texts, useText } from '../ui/text.tsx';
import { placeOfAnchor, valueAt } from './anchor-place.ts';

/** What is said of the place that a thread hangs on. */
export interface ThreadWords {
  /** `null` for what the form does not know. */
  readonly place: Place | null;
  /** The place in the form's words. */
  readonly name: string;
  /** The words that it hangs on, as they were. */
  readonly quote: string | null;
  /** What has become of it; `null` where nothing has to be said. */
  readonly state: { readonly kind: 'gone' | 'changed' | 'mended' | 'wrong'; readonly words: string } | null;
}

const NO_ISSUES: readonly Issue[] = [];

/** Where a thread hangs, and what has become of that since. Follows the plan. */
export function useThreadWords(anchor: Anchor): ThreadWords {
  const texts = useText();
  const { template } = usePlanSession();
  const view = usePlanState((state) => state.view);
  const doc = usePlanState((state) => state.connection.doc);
  const issues = view?.issues ?? NO_ISSUES;
  // A block's words are looked through only when they have changed.
  const key = anchor.kind === 'passage' ? anchor.root.slice(anchor.root.indexOf('/') + 1) : '';
  const text = view?.plan.texts[key];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says when to look again
  const isThere = useMemo(
    () => anchor.kind !== 'passage' || findPassage(doc, anchor) !== null,
    [anchor, doc, text],
  );
  return useMemo(() => {
    const place = placeOfAnchor(template, anchor);
    const name = view ? nameOfAnchor(template, view.plan, anchor, place, texts) : '';
    const quote = anchor.kind === 'passage' ? anchor.quote : null;
    return {
      place,
      name,
      quote,
      state: view ? stateOf(template, view, anchor, isThere, issues, texts) : null,
    };
  }, [template, view, anchor, isThere, issues, texts]);
}

/** A place that a thread hangs on, in the form's words. */
export function nameOfAnchor(
  template: Template,
  plan: Plan,
  anchor: Anchor,
  place: Place | null,
  { t, locale }: Pick<Texts, 't' | 'locale'>,
): string {
  if (!place) return anchor.kind === 'issue' ? anchor.said[locale] : t('comments.gone.place');
  const { section } = namesOf(template, plan, place);
  if (place.element === undefined) return section;
  // A row that was taken out is called as it was.
  const isGone = anchor.kind === 'row' && presenceOf(plan, place) === 'row';
  if (!isGone) return placeWords(template, plan, place, t, section);
  const table = { section: place.section, element: place.element };
  return joinNames([placeWords(template, plan, table, t, section), anchor.label].filter(Boolean));
}

function stateOf(
  template: Template,
  view: PlanView,
  anchor: Anchor,
  isThere: boolean,
  issues: readonly Issue[],
  { t, issue: say }: Texts,
): ThreadWords['state'] {
  if (anchor.kind === 'passage') return isThere ? null : { kind: 'gone', words: t('comments.gone') };
  const place = placeOfAnchor(template, anchor);
  if (anchor.kind === 'issue') {
    const now = issues.find((issue) => issueId(issue) === anchor.issue);
    return now ? { kind: 'wrong', words: say(now) } : { kind: 'mended', words: t('comments.issue.mended') };
  }
  if (!place) return { kind: 'gone', words: t('comments.gone.place') };
  const presence = presenceOf(view.plan, place);
  if (presence !== 'there')
    return { kind: 'gone', words: t(presence === 'row' ? 'comments.gone.row' : 'comments.gone.place') };
  if (anchor.kind !== 'cell' || (parseCellKey(anchor.key) === null && anchor.root !== 'fields')) return null;
  const now = valueAt(view, anchor.root, anchor.key);
  if ((now ?? '') === (anchor.value ?? '')) return null;
  const { before, after } = changeWords(template, anchor.root, anchor.key, {
    before: anchor.value,
    after: now,
  });
  const empty = t('comments.cell.empty');
  return {
    kind: 'changed',
    words: t('comments.cell.changed', { before: before || empty, after: after || empty }),
  };
}
