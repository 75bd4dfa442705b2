import { type Comment, type CommentText, REACTIONS, type Reaction } from '@filiera/shared/threads/api.ts';
import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconDots, IconMoodPlus, IconPencil, IconTrash } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { useSession } from '../api/session.tsx';
import { CommentEditor } from '../editor/comment-editor.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Disc } from '../ui/disc.tsx';
import { sayWhen } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import { CommentWords } from './comment-text.tsx';
import styles from './comments.module.css';
import type { CommentsState } from './comments-store.ts';
import { useCommentsState } from './use-comments.tsx';
import { useMentionables } from './use-mentionables.ts';
import type { useThreadActions } from './use-thread-actions.ts';

interface CommentItemProps {
  readonly comment: Comment;
  readonly actions: ReturnType<typeof useThreadActions>;
  readonly writable: boolean;
}

const NOBODY: CommentsState['people'] = new Map();

/** One comment: who, when, the words, what others answered with one click; its author may change it or take it away. */
export function CommentItem({ comment, actions, writable }: CommentItemProps) {
  const { t } = useText();
  const { user } = useSession();
  const people = useCommentsState((state) => state.people, NOBODY);
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  const author = people.get(comment.authorId);
  const name = author?.name ?? t('authors.left');
  const isOwn = comment.authorId === user.id && comment.deletedAt === null;
  const closeEdit = (): void => {
    setEditing(false);
    setTimeout(() => menu.current?.focus());
  };
  return (
    <li className={styles.comment}>
      <Disc name={name} color={author?.color} size="medium" />
      <div className={styles.commentBody}>
        <div className={styles.commentHead}>
          <p className={styles.author}>
            {comment.authorId === user.id ? t('members.self', { name }) : name} <Moments comment={comment} />
          </p>
          {isOwn && writable && !editing && (
            <Menu position="bottom-end" width={180} withinPortal>
              <Menu.Target>
                <ActionIcon
                  ref={menu}
                  variant="subtle"
                  size={28}
                  color="gray"
                  aria-label={t('comments.actions', { name })}
                >
                  <IconDots size={18} aria-hidden="true" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<IconPencil size={16} aria-hidden="true" />}
                  onClick={() => setEditing(true)}
                >
                  {t('comments.edit')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconTrash size={16} aria-hidden="true" />}
                  onClick={() => setDeleting(true)}
                >
                  {t('comments.delete')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
        {comment.text === null ? (
          <p className={styles.deleted}>{t('comments.deleted')}</p>
        ) : editing ? (
          <EditComment
            text={comment.text}
            busy={actions.busy}
            onSave={async (text) => {
              if (await actions.edit(comment.id, text)) closeEdit();
            }}
            onCancel={closeEdit}
          />
        ) : (
          <div className={styles.words} lang="it">
            <CommentWords text={comment.text} />
          </div>
        )}
        {comment.text !== null && !editing && (
          <Reactions
            comment={comment}
            names={(id) => people.get(id)?.name ?? t('authors.left')}
            writable={writable}
            onReact={(reaction, given) => void actions.react(comment.id, reaction, given)}
          />
        )}
      </div>
      <ConfirmDialog
        opened={deleting}
        title={t('comments.delete.title')}
        body={t('comments.delete.body')}
        action={t('comments.delete')}
        onConfirm={async () => {
          await actions.remove(comment.id);
        }}
        onClose={() => setDeleting(false)}
      />
    </li>
  );
}

function Moments({ comment }: { readonly comment: Comment }) {
  const { t, locale } = useText();
  const when = (at: number): string => sayWhen(at, locale, Date.now());
  const { at, editedAt, deletedAt } = comment;
  return (
    <span className={styles.when}>
      <time dateTime={new Date(at).toISOString()}>{when(at)}</time>
      {editedAt !== null && deletedAt === null && (
        <>
          {' · '}
          <span title={t('comments.edited.at', { when: when(editedAt) })}>{t('comments.edited')}</span>
        </>
      )}
    </span>
  );
}

interface EditCommentProps {
  readonly text: CommentText;
  readonly busy: boolean;
  readonly onSave: (text: CommentText) => Promise<void>;
  readonly onCancel: () => void;
}

function EditComment({ text, busy, onSave, onCancel }: EditCommentProps) {
  const { t } = useText();
  const mentionables = useMentionables();
  const [now, setNow] = useState<CommentText | null>(text);
  const problem = useId();
  const [empty, setEmpty] = useState(false);
  const save = (): void => {
    setEmpty(now === null);
    if (now) void onSave(now);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves what is being changed
    <div
      className={styles.writing}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <CommentEditor
        label={t('comments.new.text')}
        placeholder={t('comments.new.placeholder')}
        initial={text}
        mentionables={mentionables}
        takesFocus
        tall
        onChange={setNow}
        onSubmit={save}
      />
      {empty && now === null && (
        <p id={problem} role="alert" className={styles.problem}>
          {t('comments.empty.text')}
        </p>
      )}
      <Group gap="xs" justify="flex-end">
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button size="xs" loading={busy} onClick={save}>
          {t('action.save')}
        </Button>
      </Group>
    </div>
  );
}

interface ReactionsProps {
  readonly comment: Comment;
  readonly names: (id: string) => string;
  readonly writable: boolean;
  readonly onReact: (reaction: Reaction, given: boolean) => void;
}

function Reactions({ comment, names, writable, onReact }: ReactionsProps) {
  const { t } = useText();
  const { user } = useSession();
  const given = comment.reactions.filter(({ userIds }) => userIds.length > 0);
  const isMine = (reaction: Reaction): boolean =>
    given.some((one) => one.reaction === reaction && one.userIds.includes(user.id));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a form's
    <div role="group" aria-label={t('comments.reactions')} className={styles.reactions}>
      {given.map(({ reaction, userIds }) => (
        <button
          key={reaction}
          type="button"
          className={styles.reaction}
          aria-pressed={isMine(reaction)}
          disabled={!writable}
          aria-label={t('comments.reaction.given', {
            reaction: t(`comments.reaction.${reaction}`),
            names: userIds.map(names).join(', '),
          })}
          title={userIds.map(names).join(', ')}
          onClick={() => onReact(reaction, !isMine(reaction))}
        >
          <span aria-hidden="true">{reaction}</span>
          <span aria-hidden="true">{userIds.length}</span>
        </button>
      ))}
      {writable && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              size={28}
              color="gray"
              className={styles.addReaction ?? ''}
              aria-label={t('comments.react')}
              title={t('comments.react')}
            >
              <IconMoodPlus size={18} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {REACTIONS.map((reaction) => (
              <Menu.Item key={reaction} onClick={() => onReact(reaction, !isMine(reaction))}>
                <span aria-hidden="true">{reaction}</span> {t(`comments.reaction.${reaction}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
