import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import { Button } from '@mantine/core';
import {
  IconAlertOctagon,
  IconArrowRight,
  IconCalendarDue,
  IconCheck,
  IconCircleCheck,
  IconLink,
  IconQuoteOff,
  IconRotate,
  IconUserCheck,
} from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useSession } from '../api/session.tsx';
import { usePlanState } from '../collab/use-plan.tsx';
import { dayOf } from '../history/activity/days.ts';
import { sayDay, sayWhen } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import { CommentItem } from './comment-item.tsx';
import styles from './comments.module.css';
import type { CommentsState } from './comments-store.ts';
import type { OutboxItem } from './outbox.ts';
import { PendingComment } from './pending-comment.tsx';
import { ReplyForm } from './reply-form.tsx';
import { type Task, TaskForm } from './task-form.tsx';
import { type Comments, useCommentsState } from './use-comments.tsx';
import { useThreadActions } from './use-thread-actions.ts';
import { type ThreadWords, useThreadWords } from './use-thread-words.ts';

interface ThreadCardProps {
  readonly comments: Comments;
  readonly thread: Thread;
  /** Is it the one that is open? */
  readonly active: boolean;
  /** Replies of this member that wait to be sent. */
  readonly pending: readonly OutboxItem[];
  readonly onJump: (place: Place) => void;
}

const NOBODY: CommentsState['people'] = new Map();

/** One thread: where it hangs and what has become of that, what was said, and what can be done. */
export function ThreadCard({ comments, thread, active, pending, onJump }: ThreadCardProps) {
  const { t, locale } = useText();
  const people = useCommentsState((state) => state.people, NOBODY);
  const writable = useCommentsState((state) => state.writable, false);
  const words = useThreadWords(thread.anchor);
  const actions = useThreadActions(thread);
  const card = useRef<HTMLElement>(null);
  const name = (id: string): string => people.get(id)?.name ?? t('authors.left');

  useEffect(() => {
    if (!active || !comments.takesFocus()) return;
    card.current?.scrollIntoView({ block: 'nearest' });
    card.current?.focus({ preventScroll: true });
  }, [active, comments]);

  const jump = (): void => {
    if (!words.place) return;
    comments.markThread(thread.id);
    onJump(words.place);
    // Behind the jump, which a closing drawer delays: the very words, where there are some.
    setTimeout(() => showPassage(thread.id), 120);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !active) return;
    event.preventDefault();
    event.stopPropagation();
    comments.closeThread();
    if (!comments.giveBack()) jump();
  };
  const [first, ...replies] = thread.comments;
  const shown = active ? thread.comments : first ? [first] : [];
  return (
    <li>
      <article
        ref={card}
        id={`thread/${thread.id}`}
        tabIndex={-1}
        className={styles.card}
        aria-label={t('comments.card', { place: words.name, name: name(thread.createdBy) })}
        aria-current={active || undefined}
        data-active={active || undefined}
        data-resolved={thread.resolved !== null || undefined}
        data-blocking={(thread.blocking && thread.resolved === null) || undefined}
        onKeyDown={onKeyDown}
      >
        <Hanging words={words} thread={thread} onJump={jump} />
        <Standing thread={thread} name={name} />
        <ol className={styles.comments}>
          {shown.map((comment) => (
            <CommentItem key={comment.id} comment={comment} actions={actions} writable={writable} />
          ))}
          {pending.map((item) => (
            <PendingComment key={item.body.key} item={item} />
          ))}
        </ol>
        {active ? (
          <Working comments={comments} thread={thread} actions={actions} writable={writable} />
        ) : (
          <button
            type="button"
            className={styles.open}
            aria-label={`${replies.length > 0 ? `${sayReplies(replies.length, t)}, ` : ''}${t('comments.card.openLabel', { place: words.name })}`}
            onClick={() => comments.openThread(thread.id)}
          >
            {replies.length > 0 ? sayReplies(replies.length, t) : t('comments.card.open')}
          </button>
        )}
        {thread.resolved && (
          <p className={styles.resolved}>
            <IconCircleCheck size={16} aria-hidden="true" />
            {t('comments.resolved', {
              name: name(thread.resolved.by),
              when: sayWhen(thread.resolved.at, locale, Date.now()),
            })}
          </p>
        )}
      </article>
    </li>
  );
}

function sayReplies(count: number, t: ReturnType<typeof useText>['t']): string {
  return count === 1 ? t('comments.card.replies.one') : t('comments.card.replies.many', { count });
}

/** Brings the words that a thread hangs on into sight. */
function showPassage(id: string): void {
  document.querySelector(`[data-thread~="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'center' });
}

interface HangingProps {
  readonly words: ThreadWords;
  readonly thread: Thread;
  readonly onJump: () => void;
}

/** Where the thread hangs, and what has become of that. */
function Hanging({ words: { place, name, quote, state }, thread, onJump }: HangingProps) {
  const { t, locale } = useText();
  const said = thread.anchor.kind === 'issue' ? thread.anchor.said[locale] : null;
  return (
    <div className={styles.hanging}>
      {place ? (
        <button
          type="button"
          className={styles.place}
          aria-label={t('comments.card.goto', { place: name })}
          onClick={onJump}
        >
          <IconArrowRight size={16} aria-hidden="true" />
          <span lang="it">{name}</span>
        </button>
      ) : (
        <p className={styles.placeGone}>{name}</p>
      )}
      {state && (
        <p className={styles.state} data-kind={state.kind}>
          {state.kind === 'mended' && <IconCircleCheck size={16} aria-hidden="true" />}
          {state.kind === 'gone' && <IconQuoteOff size={16} aria-hidden="true" />}
          <span>{state.words}</span>
        </p>
      )}
      {state?.kind === 'mended' && said && (
        <p className={styles.then}>{t('comments.issue.then', { said })}</p>
      )}
      {quote && (
        <blockquote className={styles.quote} lang="it" data-gone={state?.kind === 'gone' || undefined}>
          {quote}
        </blockquote>
      )}
    </div>
  );
}

/** Who is to do it, by when, and whether the plan waits for it. */
function Standing({ thread, name }: { readonly thread: Thread; readonly name: (id: string) => string }) {
  const { t, locale } = useText();
  const { assignee, due, blocking, resolved } = thread;
  if (!assignee && !due && !blocking) return null;
  // Noon in Italy is that day everywhere in Europe.
  const day = due ? sayDay(Date.parse(`${due}T12:00:00Z`), locale) : '';
  const late = due !== null && resolved === null && due < dayOf(Date.now());
  return (
    <ul className={styles.standing}>
      {blocking && (
        <li className={styles.blocking} title={t('comments.blocking.what')}>
          <IconAlertOctagon size={16} aria-hidden="true" />
          {t('comments.blocking')}
        </li>
      )}
      {assignee && (
        <li>
          <IconUserCheck size={16} aria-hidden="true" />
          {due
            ? t('comments.assigned.due', { name: name(assignee), day })
            : t('comments.assigned', { name: name(assignee) })}
        </li>
      )}
      {!assignee && due && (
        <li>
          <IconCalendarDue size={16} aria-hidden="true" />
          {t('comments.due', { day })}
        </li>
      )}
      {late && <li className={styles.late}>{t('comments.late')}</li>}
    </ul>
  );
}

interface WorkingProps {
  readonly comments: Comments;
  readonly thread: Thread;
  readonly actions: ReturnType<typeof useThreadActions>;
  readonly writable: boolean;
}

/** What can be done to the thread that is open. */
function Working({ comments, thread, actions, writable }: WorkingProps) {
  const { t } = useText();
  const { user } = useSession();
  const isManager = usePlanState((state) => state.access.role === 'manager');
  const mayUnblock = isManager || thread.createdBy === user.id;
  const isReserved = thread.blocking && !mayUnblock;
  const open = thread.resolved === null;
  const restored = useCommentsState((state) => state.restored, false);
  return (
    <div className={styles.working}>
      {writable && restored && <ReplyForm comments={comments} thread={thread} />}
      <div className={styles.actions}>
        {writable && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={isReserved}
            loading={actions.busy}
            leftSection={
              open ? <IconCheck size={16} aria-hidden="true" /> : <IconRotate size={16} aria-hidden="true" />
            }
            onClick={() => void actions.resolve(open)}
          >
            {t(open ? 'comments.resolve' : 'comments.reopen')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconLink size={16} aria-hidden="true" />}
          onClick={() => void actions.copyLink()}
        >
          {t('comments.copyLink')}
        </Button>
      </div>
      {isReserved && writable && <p className={styles.about}>{t('comments.resolve.reserved')}</p>}
      {writable && (
        <TaskPart
          // What somebody else has decided meanwhile is shown.
          key={`${thread.assignee} ${thread.due} ${thread.blocking}`}
          thread={thread}
          mayUnblock={mayUnblock}
          busy={actions.busy}
          onSave={(task) => void actions.change(task)}
        />
      )}
    </div>
  );
}

interface TaskPartProps {
  readonly thread: Thread;
  readonly mayUnblock: boolean;
  readonly busy: boolean;
  readonly onSave: (task: Task) => void;
}

function TaskPart({ thread, mayUnblock, busy, onSave }: TaskPartProps) {
  const { t } = useText();
  const { assignee, due, blocking } = thread;
  const [task, setTask] = useState<Task>({ assignee, due, blocking });
  const changed = task.assignee !== assignee || task.due !== due || task.blocking !== blocking;
  return (
    <details className={styles.details}>
      <summary>{t('comments.task')}</summary>
      <TaskForm task={task} mayUnblock={mayUnblock} onChange={setTask} />
      <Button size="xs" disabled={!changed} loading={busy} onClick={() => onSave(task)}>
        {t('comments.task.save')}
      </Button>
    </details>
  );
}
