import { FIELDS_ROOT } from '@filiera/shared/plan/layout.ts';
import type { TextKey } from '@filiera/shared/text/text.ts';
import type { Anchor, CommentText } from '@filiera/shared/threads/api.ts';
import { Button, CloseButton, Group, SegmentedControl } from '@mantine/core';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { CommentEditor } from '../editor/comment-editor.tsx';
import { announce } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import styles from './comments.module.css';
import type { Composing } from './comments-store.ts';
import { draftPlace, EMPTY_DRAFT } from './drafts.ts';
import { TaskForm } from './task-form.tsx';
import { type Comments, useCommentsState } from './use-comments.tsx';
import { useMentionables } from './use-mentionables.ts';
import { useThreadWords } from './use-thread-words.ts';

interface NewCommentProps {
  readonly comments: Comments;
  readonly composing: Composing;
}

/** Where a thread is begun: on what, the words, and who is to do something about it. */
export function NewComment({ comments, composing }: NewCommentProps) {
  const { t } = useText();
  const { store } = comments;
  const mentionables = useMentionables();
  const [takesFocus] = useState(() => comments.takesFocus());
  const [empty, setEmpty] = useState(false);
  const problem = useId();
  const title = useId();
  const anchor = composing.anchors[composing.chosen] ?? composing.anchors[0];
  const place = draftPlace(anchor);
  const draft = useCommentsState((state) => state.drafts.get(place), undefined) ?? EMPTY_DRAFT;
  const words = useThreadWords(anchor);
  const busy = useRef(false);

  const change = (part: Partial<typeof draft>): void => store.setDraft(place, { ...draft, anchor, ...part });
  const send = async (): Promise<void> => {
    const text: CommentText | null = draft.text;
    setEmpty(text === null);
    if (!text || busy.current) return;
    busy.current = true;
    const { assignee, due, blocking } = draft;
    const id = await store.open(anchor, text, { assignee, due, blocking });
    announce(t(id ? 'comments.done.sent' : 'comments.done.kept'));
    if (id) comments.openThread(id, comments.opener());
    else comments.giveBack();
  };
  const close = (): void => {
    store.compose(null);
    comments.giveBack();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <section className={styles.card} data-active aria-labelledby={title} onKeyDown={onKeyDown}>
      <div className={styles.newHead}>
        <h3 id={title} className={styles.newTitle}>
          {t('comments.new')}
        </h3>
        <CloseButton aria-label={t('action.close')} onClick={close} />
      </div>
      {composing.anchors.length > 1 && (
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('comments.new.scope')}
          value={String(composing.chosen)}
          onChange={(value) => store.choose(Number(value))}
          data={composing.anchors.map((one, index) => ({ value: String(index), label: t(scopeOf(one)) }))}
        />
      )}
      <p className={styles.on} lang="it">
        {words.name}
      </p>
      {words.quote && (
        <blockquote className={styles.quote} lang="it">
          {words.quote}
        </blockquote>
      )}
      <div className={styles.writing}>
        <CommentEditor
          label={t('comments.new.text')}
          placeholder={t('comments.new.placeholder')}
          initial={draft.text}
          mentionables={mentionables}
          takesFocus={takesFocus}
          tall
          onChange={(text) => change({ text })}
          onSubmit={() => void send()}
        />
        {empty && draft.text === null && (
          <p id={problem} role="alert" className={styles.problem}>
            {t('comments.empty.text')}
          </p>
        )}
        <details className={styles.details}>
          <summary>{t('comments.task')}</summary>
          <TaskForm task={draft} mayUnblock onChange={change} />
        </details>
        <Group gap="xs" justify="flex-end">
          <Button size="xs" variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button size="xs" onClick={() => void send()}>
            {t('comments.new.send')}
          </Button>
        </Group>
      </div>
    </section>
  );
}

function scopeOf(anchor: Anchor): TextKey {
  if (anchor.kind === 'cell' && anchor.root === FIELDS_ROOT) return 'comments.scope.field';
  return `comments.scope.${anchor.kind}`;
}
