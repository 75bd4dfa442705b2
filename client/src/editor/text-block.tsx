import { keyOf } from '@filiera/shared/plan/plan.ts';
import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import type { TextElement } from '@filiera/shared/template/template.ts';
import { VisuallyHidden } from '@mantine/core';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { usePlanState } from '../collab/use-plan.tsx';
import { CommentHandle, sayCount } from '../comments/comment-handle.tsx';
import { useCommentsState } from '../comments/use-comments.tsx';
import { useHungPassages } from '../comments/use-hung-threads.ts';
import { useElementThreads } from '../comments/use-thread-places.ts';
import { usePassages } from '../history/use-passages.ts';
import { troubleOf } from '../tables/cells/issue-mark.tsx';
import { placeId } from '../tables/cells/place-id.ts';
import { PresenceFlag, presenceStyle } from '../tables/cells/presence-flag.tsx';
import { useText } from '../ui/text.tsx';
import { mountWhenIdle } from './mount-queue.ts';
import { type FocusAt, RichTextBlock } from './rich-text-block.tsx';
import { StaticText } from './static-text.tsx';
import styles from './text-block.module.css';

interface TextBlockProps {
  readonly element: TextElement;
  readonly section: string;
  /** The instance of the repeated group that the block is part of. */
  readonly instance?: string | undefined;
}

const EMPTY = { blocks: [] };
const NONE: readonly never[] = [];

/**
 * One block of text in its box. Until it comes near the window it is drawn without an editor; the editor takes over
 * when there is time, or at once when somebody goes into it. Those who may not edit never get one.
 */
export const TextBlockView = memo(function TextBlockView({ element, section, instance }: TextBlockProps) {
  const { t, issue: say, locale } = useText();
  const key = keyOf(element.id, instance);
  const id = placeId({ element: key });
  const issues = usePlanState((state) => state.view?.issuesAt[key]) ?? NONE;
  const presences = usePlanState((state) => state.presencesAt[key]) ?? NONE;
  const connection = usePlanState((state) => state.connection);
  const editable = usePlanState((state) => state.editable);
  const box = useRef<HTMLDivElement>(null);
  const { near, enter, takeFocus } = useNearness(box, editable);
  const live = near && editable;
  // An editor draws its own text: what is typed into it draws nothing else of the block.
  const text = usePlanState((state) => (live ? undefined : state.view?.plan.texts[key])) ?? EMPTY;

  const passages = usePassages(key, live ? null : text);
  const hung = useHungPassages(key, live ? null : text);
  const threads = useElementThreads(key);
  const mayComment = useCommentsState((state) => state.writable, false);

  const presence = presences[0] ?? null;
  const missing = issues.length > 0;
  const describedBy = `${id}/about`;
  const placeholder = element.hint ?? t('plan.text.placeholder');
  const name = element.label || element.hint || t('plan.text.unnamed');
  return (
    <div className={styles.block} data-section={section} data-element={key} data-comment-host>
      {element.label && (
        <p className={styles.label} id={`${id}/label`}>
          {element.label}
          {missing && (
            <span className={styles.missing} lang={locale}>
              {' '}
              · {t('plan.text.missing')}
            </span>
          )}
        </p>
      )}
      <div
        ref={box}
        className={styles.box}
        data-editable={editable || undefined}
        data-trouble={troubleOf(issues) ?? undefined}
        data-presence={presence ? true : undefined}
        style={presenceStyle(presence)}
      >
        {presence && <PresenceFlag presence={presence} />}
        {live ? (
          <RichTextBlock
            key={key}
            connection={connection}
            blockKey={key}
            id={id}
            label={name}
            placeholder={placeholder}
            describedBy={describedBy}
            takeFocus={takeFocus}
          />
        ) : (
          <div
            id={id}
            lang="it"
            className={styles.static}
            data-text-block
            {...(editable
              ? {
                  role: 'textbox',
                  'aria-multiline': true,
                  'aria-label': name,
                  tabIndex: 0,
                  onFocus: () => enter('end'),
                  onPointerDown: (event) => enter({ left: event.clientX, top: event.clientY }),
                }
              : { role: 'group', 'aria-label': name, 'aria-describedby': describedBy, tabIndex: 0 })}
          >
            {isBlank(text) ? (
              <p className={styles.empty} lang={locale} data-no-letters>
                {editable ? placeholder : t('plan.text.none')}
              </p>
            ) : (
              <StaticText text={text} passages={passages} hung={hung} />
            )}
          </div>
        )}
      </div>
      <CommentHandle place={{ section, element: key }} threads={threads} />
      <VisuallyHidden id={describedBy} lang={locale}>
        {[
          ...issues.map(say),
          ...(editable ? [t('plan.toolbar.hint'), t('authors.text.key')] : [t('authors.text.keyStatic')]),
          ...(mayComment ? [t('comments.here.key')] : []),
          ...(threads.length > 0 ? [sayCount(threads.length, t)] : []),
        ].join('. ')}
      </VisuallyHidden>
    </div>
  );
});

/** Is the box near enough to the window to be worth an editor? Once it was, it stays so. */
function useNearness(box: React.RefObject<HTMLElement | null>, editable: boolean) {
  const [near, setNear] = useState(false);
  const focusAt = useRef<FocusAt | null>(null);

  useEffect(() => {
    if (near || !editable || !box.current) return;
    let cancel: (() => void) | undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        cancel = mountWhenIdle(() => setNear(true));
      },
      { rootMargin: '600px 0px' },
    );
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      cancel?.();
    };
  }, [near, editable, box]);

  const takeFocus = useCallback((): FocusAt | null => {
    const at = focusAt.current;
    focusAt.current = null;
    return at;
  }, []);
  return {
    near,
    takeFocus,
    enter: (at: FocusAt) => {
      // A press brings the point and then the focus: the point says more.
      focusAt.current ??= at;
      setNear(true);
    },
  };
}
