import type { Node } from '@tiptap/pm/model';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Marks stretches of a block's letters, which come in order and do not overlap; offsets count letters from its start.
 * `attributesOf` says how the part of a stretch that begins at an offset is marked. `null` where the text has not
 * `length` letters: text and document are not in step.
 */
export function markLetters<S extends Stretch>(
  doc: Node,
  stretches: readonly S[],
  length: number,
  attributesOf: (stretch: S, from: number) => Record<string, string>,
): DecorationSet | null {
  const marks: Decoration[] = [];
  let index = 0;
  let at = 0;
  doc.descendants((node, position) => {
    if (!node.isText) return;
    const end = at + node.nodeSize;
    for (; index < stretches.length; index += 1) {
      const stretch = stretches[index] as S;
      const from = Math.max(stretch.from, at);
      const to = Math.min(stretch.to, end);
      if (from < to) {
        marks.push(Decoration.inline(position + from - at, position + to - at, attributesOf(stretch, from)));
      }
      if (stretch.to > end) break;
    }
    at = end;
  });
  return at === length ? DecorationSet.create(doc, marks) : null;
}
