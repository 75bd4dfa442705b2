/** Control (or Command), Alt and M: a comment on what has the focus. By the key's place too, since Alt changes letters. */
export function isCommentKey(event: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  return (
    altKey && (ctrlKey || metaKey) && !shiftKey && (event.code === 'KeyM' || event.key.toLowerCase() === 'm')
  );
}
