import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { type RefObject, useEffect, useState } from 'react';
import type * as Y from 'yjs';
import { useSession } from '../api/session.tsx';
import { usePlanSession } from '../collab/use-plan.tsx';
import { announce } from '../ui/announce.tsx';
import { sayWhen } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import { type AuthorsView, useAuthorsView } from './authors-view.tsx';
import type { Struct } from './authorship.ts';
import { isHistoryKey } from './history-key.ts';
import { letterAt, passagesOf, type Run, runsOf } from './passages.ts';
import styles from './text-authors.module.css';
import { boxOf, offsetOf, offsetUnder, textBlockOf } from './text-place.ts';

const HOVER_MILLIS = 250;

interface Shown {
  readonly left: number;
  readonly top: number;
  readonly person: HistoryPerson | null;
  readonly struct: Struct | null;
}

/** The runs of a block; none where a client has made something else of its root. */
export function runsAt(doc: Y.Doc, key: string): Run[] {
  try {
    return runsOf(doc.getXmlFragment(textRoot(key)));
  } catch {
    return [];
  }
}

/**
 * Who wrote a passage, and when: under the pointer while texts are shown by their authors, and with Alt and H at any
 * time where the caret is. In a text that nobody edits the arrows then go from passage to passage.
 */
export function TextAuthors({ root }: { readonly root: RefObject<HTMLElement | null> }) {
  const { t, locale } = useText();
  const { user } = useSession();
  const session = usePlanSession();
  const view = useAuthorsView();
  const [shown, setShown] = useState<Shown | null>(null);

  useEffect(() => {
    const form = root.current;
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** The last passage asked for: an answer that comes late is no longer wanted. */
    let asked = 0;
    /** Where the arrows are in a text without an editor. */
    let walking: { element: HTMLElement; offset: number } | null = null;

    const hide = (): void => {
      clearTimeout(timer);
      asked += 1;
      setShown(null);
    };
    const words = ({ person, struct }: Shown): string => {
      if (!person) return t('authors.passage.unknown');
      if (!struct) return person.id === user.id ? t('authors.passage.mine') : person.name;
      const line = { name: person.name, when: sayWhen(struct.at, locale, Date.now()) };
      return [t('authors.passage.spoken', line), ...marksOf(struct).map((key) => t(key))].join(', ');
    };
    const show = async (
      element: HTMLElement,
      key: string,
      offset: number,
      spoken: boolean,
    ): Promise<void> => {
      asked += 1;
      const mine = asked;
      const letter = letterAt(runsAt(session.state.connection.doc, key), offset);
      if (!letter) {
        if (spoken) announce(t('authors.passage.empty'));
        return;
      }
      const struct = await view.authorship.struct(letter.client, letter.clock);
      if (mine !== asked) return;
      const person =
        view.authorship.author(letter.client) ?? (struct && view.authorship.person(struct.userId));
      const around = form.getBoundingClientRect();
      const box = boxOf(element, offset);
      const left = Math.max(8, Math.min(box.left - around.left, around.width - 288));
      const next = { left, top: box.bottom - around.top + 6, person, struct };
      setShown(next);
      if (spoken) announce(words(next));
    };
    const onPointerMove = (event: PointerEvent): void => {
      if (event.pointerType === 'touch' || !view.shown) return;
      const block = textBlockOf(event.target as Node);
      clearTimeout(timer);
      if (!block) {
        timer = setTimeout(hide, HOVER_MILLIS);
        return;
      }
      const { clientX, clientY } = event;
      timer = setTimeout(() => {
        const offset = offsetUnder(block.element, clientX, clientY);
        if (offset === null) hide();
        else void show(block.element, block.key, offset, false);
      }, HOVER_MILLIS);
    };
    // On a phone a touch of the passage tells.
    const onClick = (event: MouseEvent): void => {
      const block = view.shown ? textBlockOf(event.target as Node) : null;
      const offset = block && offsetUnder(block.element, event.clientX, event.clientY);
      if (block && offset !== null) void show(block.element, block.key, offset, false);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const block = textBlockOf(event.target as Node);
      if (block && isHistoryKey(event)) {
        event.preventDefault();
        const selection = getSelection();
        const edited = block.element.isContentEditable;
        const { focusNode, focusOffset } = selection ?? { focusNode: null, focusOffset: 0 };
        const inside = edited && focusNode && block.element.contains(focusNode);
        const offset = inside ? offsetOf(block.element, focusNode, focusOffset) : 0;
        walking = edited ? null : { element: block.element, offset };
        void show(block.element, block.key, offset, true);
        return;
      }
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (block && walking?.element === block.element && by && !event.altKey) {
        event.preventDefault();
        const offset = stepFrom(session.state.connection.doc, block.key, walking.offset, by, view);
        walking = { element: block.element, offset };
        void show(block.element, block.key, offset, true);
        return;
      }
      hide();
    };
    const onFocusOut = (): void => {
      walking = null;
      hide();
    };

    form.addEventListener('pointermove', onPointerMove);
    form.addEventListener('pointerleave', hide);
    form.addEventListener('click', onClick);
    form.addEventListener('keydown', onKeyDown);
    form.addEventListener('focusout', onFocusOut);
    return () => {
      clearTimeout(timer);
      asked += 1;
      form.removeEventListener('pointermove', onPointerMove);
      form.removeEventListener('pointerleave', hide);
      form.removeEventListener('click', onClick);
      form.removeEventListener('keydown', onKeyDown);
      form.removeEventListener('focusout', onFocusOut);
    };
  }, [root, session, view, t, locale, user.id]);

  if (!shown) return null;
  const { person, struct } = shown;
  const when = struct ? sayWhen(struct.at, locale, Date.now()) : null;
  return (
    <div
      className={styles.hint}
      style={{ left: shown.left, top: shown.top }}
      lang={locale}
      aria-hidden="true"
    >
      <p className={styles.name}>
        {person?.name ?? t('authors.passage.unknown')}
        {person?.organisation && <span className={styles.of}> · {person.organisation}</span>}
      </p>
      <p>{when ?? (person?.id === user.id ? t('authors.passage.mine') : '')}</p>
      {struct && marksOf(struct).map((key) => <p key={key}>{t(key)}</p>)}
    </div>
  );
}

function marksOf({ offline, origin }: Struct): ('authors.offline' | 'authors.restore')[] {
  return [
    ...(offline ? (['authors.offline'] as const) : []),
    ...(origin === 'restore' ? (['authors.restore'] as const) : []),
  ];
}

/** The start of the next passage, or of the one before; the same where there is no further. */
function stepFrom(doc: Y.Doc, key: string, offset: number, by: number, { authorship }: AuthorsView): number {
  const passages = passagesOf(runsAt(doc, key), (client) => authorship.author(client)?.id ?? null);
  const at = passages.findIndex(({ to }) => offset < to);
  return passages[at + by]?.from ?? passages[Math.max(0, at)]?.from ?? 0;
}
