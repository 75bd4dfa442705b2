import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import { plainWords } from '@filiera/shared/threads/plain-words.ts';
import { Button, CloseButton } from '@mantine/core';
import { useMemo } from 'react';
import { useSession } from '../api/session.tsx';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { ChoiceFilter, Filters, SectionFilter } from '../plan/panel/filters.tsx';
import { useText } from '../ui/text.tsx';
import { placeOfAnchor } from './anchor-place.ts';
import styles from './comments.module.css';
import type { CommentsState } from './comments-store.ts';
import { draftPlace } from './drafts.ts';
import { NewComment } from './new-comment.tsx';
import type { OutboxItem } from './outbox.ts';
import { PendingComment } from './pending-comment.tsx';
import { ThreadCard } from './thread-card.tsx';
import { inFormOrder } from './thread-order.ts';
import { isOpen } from './thread-places.ts';
import { type Comments, useComments, useCommentsState } from './use-comments.tsx';
import { COMMENT_FILTERS, type CommentFilter, useCommentsAddress } from './use-comments-address.ts';
import { nameOfAnchor } from './use-thread-words.ts';

const NO_THREADS: readonly Thread[] = [];
const NO_ITEMS: readonly OutboxItem[] = [];
const NO_DRAFTS: CommentsState['drafts'] = new Map();

/** The tab "Commenti": what is being written, and the threads, filtered, each with its place in the form. */
export function CommentsPanel({ onJump }: { readonly onJump: (place: Place) => void }) {
  const comments = useComments();
  return comments && <Panel comments={comments} onJump={onJump} />;
}

interface PanelProps {
  readonly comments: Comments;
  readonly onJump: (place: Place) => void;
}

function Panel({ comments, onJump }: PanelProps) {
  const { t } = useText();
  const { template } = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  const { user } = useSession();
  const address = useCommentsAddress();
  const threads = useCommentsState((state) => state.threads, NO_THREADS);
  const loaded = useCommentsState((state) => state.loaded, false);
  const failure = useCommentsState((state) => state.failure, null);
  const composing = useCommentsState((state) => state.composing, null);
  const outbox = useCommentsState((state) => state.outbox, NO_ITEMS);
  const writable = useCommentsState((state) => state.writable, false);
  const restored = useCommentsState((state) => state.restored, false);
  const { thread: active, filter, section, newest } = address;

  const inSection = useMemo(() => {
    const known = formOf(template).sections.find(({ id }) => id === section);
    if (!known) return threads;
    // A section holds its subsections.
    const ids = new Set([known.id, ...('sections' in known ? known.sections.map(({ id }) => id) : [])]);
    return threads.filter(({ anchor }) => ids.has(placeOfAnchor(template, anchor)?.section ?? ''));
  }, [template, threads, section]);
  const counts = useMemo(
    () =>
      Object.fromEntries(
        COMMENT_FILTERS.map((one) => [one, inSection.filter(passes(one, user.id)).length]),
      ) as Record<CommentFilter, number>,
    [inSection, user.id],
  );
  const shown = useMemo(() => {
    const kept = inSection.filter(passes(filter, user.id));
    // A link opens its thread, whatever the filter says.
    const linked = threads.find(({ id }) => id === active);
    const all = linked && !kept.includes(linked) ? [linked, ...kept] : kept;
    if (newest) return [...all].sort((a, b) => lastAt(b) - lastAt(a));
    return plan ? inFormOrder(template, plan, all) : all;
  }, [inSection, threads, active, filter, newest, plan, template, user.id]);
  const opening = outbox.filter(({ kind }) => kind === 'thread');
  const isMissing = loaded && active !== null && !threads.some(({ id }) => id === active);
  const hasFilters = filter !== 'open' || section !== null;

  return (
    <div className={styles.panel}>
      {!writable && <p className={styles.note}>{t('comments.archived')}</p>}
      {failure && (
        <div className={styles.note} role="status">
          <p>{t(loaded ? 'comments.stale' : 'comments.failed')}</p>
          <Button size="compact-sm" variant="default" onClick={() => comments.store.readAgain()}>
            {t('action.retry')}
          </Button>
        </div>
      )}
      {isMissing && (
        <p className={styles.note} role="alert">
          {t('comments.link.missing')}
        </p>
      )}
      {composing && writable && restored && (
        <NewComment key={draftPlace(composing.anchors[0])} comments={comments} composing={composing} />
      )}
      {composing && <Neighbours comments={comments} />}
      {writable && <DraftList comments={comments} />}
      {opening.length > 0 && (
        <ol className={styles.comments}>
          {opening.map((item) => (
            <PendingComment key={item.body.key} item={item} />
          ))}
        </ol>
      )}
      <CommentFilters address={address} counts={counts} />
      {!loaded && !failure && (
        <p className={styles.note} role="status">
          {t('comments.loading')}
        </p>
      )}
      {loaded && shown.length === 0 && (
        <p className={styles.note}>{t(hasFilters ? 'comments.nothing' : 'comments.empty')}</p>
      )}
      {shown.length > 0 && (
        <ol className={styles.threads} aria-label={t('comments.list')}>
          {shown.map((thread) => (
            <ThreadCard
              key={thread.id}
              comments={comments}
              thread={thread}
              active={thread.id === active}
              pending={outbox.filter((item) => item.kind === 'reply' && item.thread === thread.id)}
              onJump={onJump}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

const passes =
  (filter: CommentFilter, userId: string) =>
  (thread: Thread): boolean => {
    if (filter === 'resolved') return !isOpen(thread);
    if (!isOpen(thread)) return false;
    if (filter === 'mine') return thread.createdBy === userId;
    if (filter === 'assigned') return thread.assignee === userId;
    return filter === 'open' || thread.blocking;
  };

const lastAt = ({ comments }: Thread): number => comments.at(-1)?.at ?? 0;

interface CommentFiltersProps {
  readonly address: ReturnType<typeof useCommentsAddress>;
  readonly counts: Readonly<Record<CommentFilter, number>>;
}

function CommentFilters({ address, counts }: CommentFiltersProps) {
  const { t } = useText();
  const { filter, section, newest, setFilter, setSection, setNewest } = address;
  return (
    <Filters legend={t('comments.filters')}>
      <ChoiceFilter
        wide
        label={t('comments.filter')}
        value={filter}
        choices={COMMENT_FILTERS.map((one) => ({
          value: one,
          label: t(`comments.filter.${one}`, { count: counts[one] }),
        }))}
        onChange={(value) => setFilter(value as CommentFilter)}
      />
      <SectionFilter
        label={t('comments.section')}
        all={t('comments.section.all')}
        value={section ?? ''}
        onChange={(value) => setSection(value || null)}
      />
      <ChoiceFilter
        label={t('comments.order')}
        value={newest ? 'newest' : 'form'}
        choices={(['form', 'newest'] as const).map((value) => ({
          value,
          label: t(`comments.order.${value}`),
        }))}
        onChange={(value) => setNewest(value === 'newest')}
      />
    </Filters>
  );
}

/** Where a thread is being begun there may be others already. */
function Neighbours({ comments }: { readonly comments: Comments }) {
  const { t } = useText();
  const threads = useCommentsState((state) => state.threads, NO_THREADS);
  const composing = useCommentsState((state) => state.composing, null);
  const anchor = composing?.anchors[composing.chosen];
  const place = anchor && draftPlace(anchor);
  const here = threads.filter((thread) => isOpen(thread) && draftPlace(thread.anchor) === place);
  if (here.length === 0) return null;
  return (
    <div className={styles.note}>
      <p>
        {here.length === 1 ? t('comments.new.here.one') : t('comments.new.here.many', { count: here.length })}
      </p>
      {here.map((thread) => (
        <button
          key={thread.id}
          type="button"
          className={styles.open}
          onClick={() => comments.openThread(thread.id, comments.opener())}
        >
          {excerptOf(thread) || t('comments.card.open')}
        </button>
      ))}
    </div>
  );
}

/** The beginning of a thread, in one line. */
function excerptOf({ comments: [first] }: Thread): string {
  const words = first?.text ? plainWords(first.text).replaceAll('\n', ' ') : '';
  return words.length > 80 ? `${words.slice(0, 79)}…` : words;
}

/** What was begun elsewhere and not sent. */
function DraftList({ comments }: { readonly comments: Comments }) {
  const texts = useText();
  const { t } = texts;
  const { template } = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  const drafts = useCommentsState((state) => state.drafts, NO_DRAFTS);
  const composing = useCommentsState((state) => state.composing, null);
  const written = composing?.anchors[composing.chosen];
  const others = [...drafts].flatMap(([place, { anchor, text }]) =>
    anchor && text && (!written || draftPlace(written) !== place) ? [{ place, anchor }] : [],
  );
  if (others.length === 0 || !plan) return null;
  return (
    <ul className={styles.drafts} aria-label={t('comments.drafts')}>
      {others.map(({ place, anchor }) => {
        const name = nameOfAnchor(template, plan, anchor, placeOfAnchor(template, anchor), texts);
        return (
          <li key={place} className={styles.draft}>
            <button type="button" className={styles.open} onClick={() => comments.compose([anchor])}>
              {t('comments.draft', { place: name })}
            </button>
            <CloseButton
              aria-label={`${t('comments.draft.drop')}: ${name}`}
              onClick={() => comments.store.setDraft(place, null)}
            />
          </li>
        );
      })}
    </ul>
  );
}
