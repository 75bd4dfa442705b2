import type { CommentText, Thread } from '@filiera/shared/threads/api.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { CommentEditor } from '../editor/comment-editor.tsx';
import { announce } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import styles from './comments.module.css';
import { EMPTY_DRAFT, replyPlace } from './drafts.ts';
import type { Comments } from './use-comments.tsx';
import { useMentionables } from './use-mentionables.ts';

interface ReplyFormProps {
  readonly comments: Comments;
  readonly thread: Thread;
}

/** Where a reply is written. What stands in it is kept as a draft. */
export function ReplyForm({ comments: { store }, thread }: ReplyFormProps) {
  const { t } = useText();
  const mentionables = useMentionables();
  const place = replyPlace(thread.id);
  const [text, setText] = useState<CommentText | null>(store.state.drafts.get(place)?.text ?? null);
  // Another number makes another editor, which is empty.
  const [sent, setSent] = useState(0);

  const send = async (): Promise<void> => {
    if (!text) return;
    setText(null);
    setSent(sent + 1);
    const isThere = await store.reply(thread.id, text);
    announce(t(isThere ? 'comments.done.sent' : 'comments.done.kept'));
  };
  return (
    <div className={styles.writing}>
      <CommentEditor
        key={sent}
        label={t('comments.reply')}
        placeholder={t('comments.reply.placeholder')}
        initial={text}
        mentionables={mentionables}
        takesFocus={sent > 0}
        onChange={(now) => {
          setText(now);
          store.setDraft(place, now && { ...EMPTY_DRAFT, text: now });
        }}
        onSubmit={() => void send()}
      />
      {text && (
        <Button size="xs" className={styles.send ?? ''} onClick={() => void send()}>
          {t('comments.reply.send')}
        </Button>
      )}
    </div>
  );
}
