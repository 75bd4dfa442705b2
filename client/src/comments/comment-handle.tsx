import './marks.css';
import { nameOf } from '@filiera/shared/plan/place.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import { IconMessage, IconMessagePlus } from '@tabler/icons-react';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { useText } from '../ui/text.tsx';
import { anchorsAt } from './anchor-place.ts';
import { type Comments, useComments, useCommentsState } from './use-comments.tsx';

interface CommentHandleProps {
  /** A section, a block or a table. */
  readonly place: Place;
  /** The open threads that hang on it. */
  readonly threads: readonly Thread[];
}

/**
 * The mark in the margin: how many threads are open on a place, and the way to them; beside it, while the pointer or
 * the focus is there, the way to begin one. Nothing for those who may not comment.
 */
export function CommentHandle(props: CommentHandleProps) {
  const comments = useComments();
  return comments && <Handle {...props} comments={comments} />;
}

function Handle({ place, threads, comments }: CommentHandleProps & { readonly comments: Comments }) {
  const { t, locale } = useText();
  const { template } = usePlanSession();
  const view = usePlanState((state) => state.view);
  const active = useCommentsState((state) => state.active, null);
  const writable = useCommentsState((state) => state.writable, false);
  if (!view) return null;
  const section = formOf(template).sections.find(({ id }) => id === place.section);
  const name =
    place.element === undefined && section ? sectionName(section) : nameOf(template, view.plan, place);
  const [first] = threads;
  const count = threads.length;
  const isActive = threads.some(({ id }) => id === active);
  return (
    <div className="filiera-comment-handle" lang={locale}>
      {first && (
        <button
          type="button"
          className="filiera-comment-count"
          data-active={isActive || undefined}
          aria-label={t('comments.here.open.on', { count: sayCount(count, t), place: name })}
          title={sayCount(count, t)}
          onClick={(event) => comments.openThread(next(threads, active).id, event.currentTarget)}
        >
          <IconMessage size={16} aria-hidden="true" />
          {count}
        </button>
      )}
      {writable && (
        <button
          type="button"
          className="filiera-comment-add"
          // The keyboard has Control, Alt and M, and needs no stop at every block.
          tabIndex={-1}
          aria-label={t('comments.here.on', { place: name })}
          title={`${t('comments.here')} (Ctrl+Alt+M)`}
          onClick={() => comments.compose(anchorsAt(template, view, place, ''))}
        >
          <IconMessagePlus size={18} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

/** The thread behind the one that is open, so that pressing again goes through them. */
function next(threads: readonly Thread[], active: string | null): Thread {
  const at = threads.findIndex(({ id }) => id === active);
  return threads[(at + 1) % threads.length] as Thread;
}

/** How many threads are open, in words. */
export function sayCount(count: number, t: ReturnType<typeof useText>['t']): string {
  return count === 1 ? t('comments.here.open.one') : t('comments.here.open.many', { count });
}
