import './marks.css';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Anchor } from '@filiera/shared/threads/api.ts';
import { anchorPassage } from '@filiera/shared/threads/passage.ts';
import { IconMessagePlus } from '@tabler/icons-react';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { usePlanSession } from '../collab/use-plan.tsx';
import { viewOf } from '../collab/view.ts';
import { offsetOf, textBlockOf } from '../history/text-place.ts';
import { placeOf } from '../plan/form/use-own-place.ts';
import { useText } from '../ui/text.tsx';
import { anchorsAt } from './anchor-place.ts';
import { isCommentKey } from './comment-key.ts';
import { type Comments, useComments, useCommentsState } from './use-comments.tsx';

/** How long a selection rests before the button comes, in milliseconds. */
const REST_MILLIS = 200;

/** Words of a block that are selected. Offsets count letters from its start. */
interface Selected {
  readonly element: HTMLElement;
  readonly block: string;
  readonly from: number;
  readonly to: number;
  readonly box: DOMRect;
}

/** Begins threads in the form: on selected words by the button beside them, on any place by Control, Alt and M. */
export function CommentHere({ root }: { readonly root: RefObject<HTMLElement | null> }) {
  const comments = useComments();
  const writable = useCommentsState((state) => state.writable, false);
  return comments && writable ? <Here comments={comments} root={root} /> : null;
}

interface HereProps {
  readonly comments: Comments;
  readonly root: RefObject<HTMLElement | null>;
}

function Here({ comments, root }: HereProps) {
  const { t, locale } = useText();
  const begin = useBeginAt(comments);
  const [at, setAt] = useState<{ readonly left: number; readonly top: number } | null>(null);

  useEffect(() => {
    const form = root.current;
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const selected = selectedIn(form);
      if (!selected) {
        setAt(null);
        return;
      }
      const around = form.getBoundingClientRect();
      const { right, bottom } = selected.box;
      setAt({
        left: Math.max(8, Math.min(right - around.left, around.width - 130)),
        top: bottom - around.top + 6,
      });
    };
    const onSelection = (): void => {
      clearTimeout(timer);
      if (getSelection()?.isCollapsed !== false) setAt(null);
      else timer = setTimeout(look, REST_MILLIS);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isCommentKey(event) || !(event.target instanceof HTMLElement)) return;
      if (!begin(form, event.target)) return;
      event.preventDefault();
      setAt(null);
    };
    document.addEventListener('selectionchange', onSelection);
    form.addEventListener('keydown', onKeyDown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', onSelection);
      form.removeEventListener('keydown', onKeyDown);
    };
  }, [root, begin]);

  if (!at) return null;
  return (
    <button
      type="button"
      className="filiera-comment-selection"
      style={at}
      lang={locale}
      tabIndex={-1}
      title={`${t('comments.here.selection')} (Ctrl+Alt+M)`}
      aria-label={t('comments.here.selection')}
      // The selection stays.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        const form = root.current;
        const selected = form && selectedIn(form);
        if (form && selected) begin(form, selected.element);
        setAt(null);
      }}
    >
      <IconMessagePlus size={18} aria-hidden="true" />
      {t('comments.here')}
    </button>
  );
}

/** Begins a thread on what is selected, or else on the place that an element belongs to. `false` where it has none. */
export function useBeginAt(comments: Comments | null) {
  const session = usePlanSession();
  return useCallback(
    (form: HTMLElement | null, target: HTMLElement): boolean => {
      const { view: shown, connection } = session.state;
      if (!comments || !shown) return false;
      // What is shown may be a moment behind what was typed.
      const view = viewOf(connection.doc, session.template, shown);
      const place = placeOf(target) ?? sectionOf(target);
      if (!place) return false;
      const { row } = namesOf(session.template, view.plan, place);
      const anchors = anchorsAt(session.template, view, place, row);
      const selected = form && selectedIn(form);
      const isHere = selected && selected.block === place.element;
      const passage = isHere && passageAt(connection.doc.getXmlFragment(textRoot(selected.block)), selected);
      comments.compose(passage ? [passage, ...anchors] : anchors, focusable(target));
      return true;
    },
    [session, comments],
  );
}

function passageAt(
  fragment: Parameters<typeof anchorPassage>[0],
  { block, from, to }: Selected,
): Anchor | null {
  return anchorPassage(fragment, textRoot(block), from, to);
}

/** A section's heading stands in no element. */
function sectionOf(target: HTMLElement): Place | null {
  const section = target.closest<HTMLElement>('[data-in]')?.dataset.in;
  return section === undefined ? null : { section };
}

/** What the focus can go back to. */
function focusable(target: HTMLElement): HTMLElement {
  return (
    target.closest<HTMLElement>('.ProseMirror, [data-text-block], input, textarea, select, [tabindex]') ??
    target
  );
}

/** The words that are selected within one block of the form, blanks at the ends left out. */
function selectedIn(form: HTMLElement): Selected | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = textBlockOf(range.startContainer);
  const end = textBlockOf(range.endContainer);
  if (!start || !form.contains(start.element)) return null;
  // A double click may reach into the next block with nothing of it selected.
  if (end?.element !== start.element) return null;
  const { element, key } = start;
  if (element.querySelector('[data-no-letters]')) return null;
  const from = offsetOf(element, range.startContainer, range.startOffset);
  const to = offsetOf(element, range.endContainer, range.endOffset);
  const words = range.toString().replaceAll('\u2060', '');
  if (words.trim() === '' || to <= from) return null;
  const lead = words.length - words.trimStart().length;
  const tail = words.length - words.trimEnd().length;
  const box = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
  return { element, block: key, from: from + lead, to: Math.max(from + lead + 1, to - tail), box };
}
