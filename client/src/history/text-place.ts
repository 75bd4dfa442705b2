/** Letters of a block as they stand in the page, in the editor or without one. Offsets count from the block's start. */

/** The block of text that something is inside: the element that holds its letters, and its key in the Plan. */
export function textBlockOf(
  target: Node | null,
): { readonly element: HTMLElement; readonly key: string } | null {
  const from = target instanceof Element ? target : target?.parentElement;
  const element = from?.closest<HTMLElement>('[data-text-block], .ProseMirror');
  const key = element?.closest<HTMLElement>('[data-element]')?.dataset.element;
  return element && key !== undefined ? { element, key } : null;
}

/** Everything but the carets of others, which stand among the letters. */
function letters(element: HTMLElement): TreeWalker {
  return document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('.filiera-caret, [data-no-letters]')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
}

/** How many letters stand before a point of the page. */
export function offsetOf(element: HTMLElement, node: Node, offset: number): number {
  const point = document.createRange();
  point.setStart(node, offset);
  const walker = letters(element);
  let count = 0;
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    if (text === node) return count + offset;
    if (point.comparePoint(text, 0) >= 0) return count;
    count += text.textContent?.length ?? 0;
  }
  return count;
}

/** Where the letter at an offset stands in the window. */
export function boxOf(element: HTMLElement, offset: number): DOMRect {
  const walker = letters(element);
  let count = 0;
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const length = text.textContent?.length ?? 0;
    if (offset < count + length) {
      const range = document.createRange();
      range.setStart(text, offset - count);
      range.setEnd(text, offset - count + 1);
      return range.getClientRects()[0] ?? range.getBoundingClientRect();
    }
    count += length;
  }
  return element.getBoundingClientRect();
}

/** The letter under a point of the window. */
export function offsetUnder(element: HTMLElement, x: number, y: number): number | null {
  const at = document.caretPositionFromPoint?.(x, y);
  const range = at ? null : document.caretRangeFromPoint?.(x, y);
  const node = at?.offsetNode ?? range?.startContainer;
  const offset = at?.offset ?? range?.startOffset ?? 0;
  return node && element.contains(node) ? offsetOf(element, node, offset) : null;
}
