/** Alt and H: who wrote what has the focus. By the key's place too, since Alt makes other letters on some keyboards. */
export function isHistoryKey(event: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  const other = ctrlKey || metaKey || shiftKey;
  return altKey && !other && (event.code === 'KeyH' || event.key.toLowerCase() === 'h');
}
