import { cellKey, FIELDS_ROOT, tableRoot } from '@filiera/shared/plan/layout.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import {
  IconAlertTriangle,
  IconCircleX,
  IconHistory,
  IconMessage,
  IconMessagePlus,
} from '@tabler/icons-react';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from '../../api/session.tsx';
import { usePlanState } from '../../collab/use-plan.tsx';
import { sayCount } from '../../comments/comment-handle.tsx';
import { useBeginAt } from '../../comments/comment-here.tsx';
import { useComments, useCommentsState } from '../../comments/use-comments.tsx';
import { useThreadPlaces } from '../../comments/use-thread-places.ts';
import { type CellAddress, CellHistoryView } from '../../history/cell-history.tsx';
import { isHistoryKey } from '../../history/history-key.ts';
import { sayWhen } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import styles from './cell-hint.module.css';
import { placeOf } from './use-own-place.ts';

const HINT_ID = 'cell-hint';
/** The box that the pointer may go into: the hint, and the button that stands in it. */
const BOX_ID = 'cell-hint-box';
const HOVER_MS = 350;

/** The cell or field that the hint speaks of, and where it stands in the form. */
interface Target {
  readonly element: HTMLElement;
  readonly place: Place;
  readonly left: number;
  readonly top: number;
  /**
   * Did the pointer ask for it? One that the focus brought lets the pointer through: it must not stand before what
   * somebody wants to press next.
   */
  readonly pointed: boolean;
}

const NONE: readonly Issue[] = [];
const NO_THREADS: readonly Thread[] = [];

/**
 * One hint for all cells and fields: what is the matter there, how a figure follows, who wrote it last and when. Shown
 * on hover and on focus, and put away by Escape; while shown on focus it describes the input. From it, or with Alt and
 * H in a cell, the cell's whole history opens.
 */
export function CellHint({ root }: { readonly root: RefObject<HTMLElement | null> }) {
  const target = useTarget(root);
  const [history, setHistory] = useState<CellAddress | null>(null);
  const opener = useRef<HTMLElement | null>(null);

  const open = useCallback((element: HTMLElement): void => {
    const place = placeOf(element);
    if (!place || element.dataset.computed !== undefined) return;
    opener.current = element.contains(document.activeElement)
      ? (document.activeElement as HTMLElement)
      : element.querySelector<HTMLElement>('[data-cell-input], [tabindex="0"]');
    // What opens gives the focus back to where it found it.
    opener.current?.focus({ preventScroll: true });
    setHistory({ ...addressOf(place), place });
  }, []);

  useEffect(() => {
    const form = root.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      const cell = isHistoryKey(event) ? cellOf(event.target) : null;
      if (!cell) return;
      event.preventDefault();
      open(cell);
    };
    form?.addEventListener('keydown', onKeyDown);
    return () => form?.removeEventListener('keydown', onKeyDown);
  }, [root, open]);

  return (
    <>
      {target && <Hint target={target} onHistory={() => open(target.element)} form={root} />}
      <CellHistoryView cell={history} onClose={() => setHistory(null)} />
    </>
  );
}

/** Where in the document a cell or field lies. */
function addressOf({ element = '', row, column }: Place): { readonly root: string; readonly key: string } {
  return row !== undefined && column !== undefined
    ? { root: tableRoot(element), key: cellKey(row, column) }
    : { root: FIELDS_ROOT, key: element };
}

interface HintProps {
  readonly target: Target;
  readonly onHistory: () => void;
  readonly form: RefObject<HTMLElement | null>;
}

function Hint({ target, onHistory, form }: HintProps) {
  const { t, locale, issue: say } = useText();
  const { user } = useSession();
  const { element = '', row, column } = target.place;
  const { root, key } = addressOf(target.place);
  const edit = usePlanState((state) => state.edits.get(root)?.get(key));
  const issues = (usePlanState((state) => state.view?.issuesAt[element]) ?? NONE).filter((issue) =>
    [issue.at, ...issue.also].some((at) => at.element === element && at.row === row && at.column === column),
  );
  const { formula } = target.element.dataset;
  const comments = useComments();
  const writable = useCommentsState((state) => state.writable, false);
  const begin = useBeginAt(comments);
  const places = useThreadPlaces();
  const threads =
    (root === FIELDS_ROOT ? places.fields.get(key) : places.cells.get(element)?.get(key)) ?? NO_THREADS;
  // The pointer is offered what the keyboard has a key for.
  const offersComment = comments !== null && writable && target.pointed;

  useEffect(() => {
    const input = target.element.contains(document.activeElement) ? document.activeElement : null;
    const before = input?.getAttribute('aria-describedby');
    input?.setAttribute('aria-describedby', [before, HINT_ID].filter(Boolean).join(' '));
    return () => {
      if (before) input?.setAttribute('aria-describedby', before);
      else input?.removeAttribute('aria-describedby');
    };
  }, [target]);

  if (!edit && !formula && issues.length + threads.length === 0 && !offersComment) return null;
  return (
    <div
      id={BOX_ID}
      className={styles.hint}
      data-pointed={target.pointed || undefined}
      style={{ left: target.left, top: target.top }}
      lang={locale}
    >
      <div id={HINT_ID} role="tooltip">
        {issues.map((issue) => (
          <p key={issue.rule + issue.key} className={styles.issue} data-severity={issue.severity}>
            {issue.severity === 'error' ? (
              <IconCircleX size={16} aria-hidden="true" />
            ) : (
              <IconAlertTriangle size={16} aria-hidden="true" />
            )}
            {say(issue)}
          </p>
        ))}
        {formula && <p>= {formula}</p>}
        {threads.length > 0 && <p className={styles.name}>{sayCount(threads.length, t)}</p>}
        {edit && (
          <>
            <p>
              {t(edit.userId === user.id ? 'plan.cell.editedByMe' : 'plan.cell.editedBy', {
                name: edit.name,
                when: sayWhen(edit.at, locale, Date.now()),
              })}
            </p>
            <p className={styles.key}>{t('authors.cell.key')}</p>
          </>
        )}
        {comments && writable && (edit || threads.length > 0) && (
          <p className={styles.key}>{t('comments.here.key')}</p>
        )}
      </div>
      <div className={styles.buttons}>
        {edit && (
          <HintButton onPress={onHistory}>
            <IconHistory size={16} aria-hidden="true" />
            {t('authors.cell.open')}
          </HintButton>
        )}
        {comments && threads[0] && (
          <HintButton onPress={() => comments.openThread((threads[0] as Thread).id, focusOf(target.element))}>
            <IconMessage size={16} aria-hidden="true" />
            {t('comments.card.open')}
          </HintButton>
        )}
        {offersComment && (
          <HintButton onPress={() => begin(form.current, focusOf(target.element))}>
            <IconMessagePlus size={16} aria-hidden="true" />
            {t('comments.here')}
          </HintButton>
        )}
      </div>
    </div>
  );
}

function HintButton({ onPress, children }: { readonly onPress: () => void; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      className={styles.history}
      tabIndex={-1}
      // The focus stays in the cell.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** What takes the focus in a cell. */
function focusOf(cell: HTMLElement): HTMLElement {
  return cell.querySelector<HTMLElement>('[data-cell-input], [tabindex="0"]') ?? cell;
}

/** Follows the pointer and the focus through the form. The focus wins: it is where the user works. */
function useTarget(root: RefObject<HTMLElement | null>): Target | null {
  const [target, setTarget] = useState<Target | null>(null);
  const editable = usePlanState((state) => state.editable);
  const connection = usePlanState((state) => state.connection);

  // Where inputs come and go, the focus that a hint was shown for goes without a word.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what it waits for
  useEffect(() => setTarget(null), [editable, connection]);

  useEffect(() => {
    const form = root.current;
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const show = (element: HTMLElement, pointed: boolean): void => {
      const place = placeOf(element);
      if (!place) return;
      const box = element.getBoundingClientRect();
      const around = form.getBoundingClientRect();
      const left = Math.max(8, Math.min(box.left - around.left, around.width - 328));
      setTarget({ element, place, left, top: box.bottom - around.top + 6, pointed });
    };
    const later = (element: HTMLElement | null, pointed = false): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => (element ? show(element, pointed) : setTarget(null)),
        element ? HOVER_MS : 150,
      );
    };
    const onPointerOver = (event: PointerEvent): void => {
      if (event.pointerType === 'touch') return;
      const at = event.target as HTMLElement;
      const pointed = cellOf(at);
      if (at.closest(`#${BOX_ID}`)) clearTimeout(timer);
      else {
        // One that the focus brought is for the pointer as soon as that is in its cell.
        setTarget((now) =>
          now && now.element === pointed && !now.pointed ? { ...now, pointed: true } : now,
        );
        later(pointed ?? cellOf(document.activeElement), pointed !== null);
      }
    };
    const onPointerLeave = (): void => later(cellOf(document.activeElement));
    const onFocusIn = (event: FocusEvent): void => later(cellOf(event.target));
    const onFocusOut = (): void => later(null);
    const onKeyDown = (event: KeyboardEvent): void => {
      // Escape puts it away, and so does typing, which it would stand in the way of.
      clearTimeout(timer);
      if (event.key === 'Escape' || event.key.length === 1 || isHistoryKey(event)) setTarget(null);
    };

    form.addEventListener('pointerover', onPointerOver);
    form.addEventListener('pointerleave', onPointerLeave);
    form.addEventListener('focusin', onFocusIn);
    form.addEventListener('focusout', onFocusOut);
    form.addEventListener('keydown', onKeyDown);
    return () => {
      clearTimeout(timer);
      form.removeEventListener('pointerover', onPointerOver);
      form.removeEventListener('pointerleave', onPointerLeave);
      form.removeEventListener('focusin', onFocusIn);
      form.removeEventListener('focusout', onFocusOut);
      form.removeEventListener('keydown', onKeyDown);
    };
  }, [root]);

  return target;
}

/** The cell of a table, or the box of a field, that something is inside. */
function cellOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element
    ? target.closest<HTMLElement>('td[data-row][data-column], [data-field][data-element]')
    : null;
}
