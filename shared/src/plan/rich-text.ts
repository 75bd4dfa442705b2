import * as Y from 'yjs';
import type { Inline, Mark, RichText, TextBlock } from './plan.ts';

/**
 * Reads a rich-text block. ProseMirror's nodes are Y.XmlElements (`paragraph`, `bulletList`, `orderedList`,
 * `listItem`, `hardBreak`), its text Y.XmlTexts whose formatting attributes are the marks. A node of any other name is
 * read as a paragraph of its text, so that words are never dropped.
 */

const MARKS: readonly Mark[] = ['bold', 'italic', 'underline', 'strike'];
const LINK = /^(?:https?:\/\/|mailto:)[^\s]{1,2000}$/i;
/** Deeper than this nobody nests lists; what lies deeper is read as plain text of its ancestor. */
const MAX_DEPTH = 12;

/** The text of a fragment. Throws only where Yjs itself does, on content that is no text at all. */
export function readRichText(fragment: Y.XmlFragment): RichText {
  return { blocks: readBlocks(fragment.toArray(), 0) };
}

/** Is there nothing to read in it? */
export function isBlank(text: RichText | undefined): boolean {
  const blankBlock = (block: TextBlock): boolean =>
    block.kind === 'list'
      ? block.items.every((item) => item.every(blankBlock))
      : block.inlines.every((inline) => inline.kind === 'break' || inline.text.trim() === '');
  return (text?.blocks ?? []).every(blankBlock);
}

function readBlocks(nodes: readonly unknown[], depth: number): TextBlock[] {
  const blocks: TextBlock[] = [];
  for (const node of nodes) {
    if (node instanceof Y.XmlElement) {
      const name: unknown = node.nodeName;
      if ((name === 'bulletList' || name === 'orderedList') && depth < MAX_DEPTH) {
        const items = node.toArray().map((item) => readItem(item, depth + 1));
        blocks.push({ kind: 'list', ordered: name === 'orderedList', items });
      } else {
        blocks.push({ kind: 'paragraph', inlines: mergeRuns(readInlines(node.toArray(), depth + 1)) });
      }
    } else if (node instanceof Y.XmlText) {
      blocks.push({ kind: 'paragraph', inlines: mergeRuns(readRuns(node)) });
    }
  }
  return blocks;
}

function readItem(item: unknown, depth: number): TextBlock[] {
  if (item instanceof Y.XmlElement && item.nodeName === 'listItem') return readBlocks(item.toArray(), depth);
  return readBlocks([item], depth);
}

function readInlines(nodes: readonly unknown[], depth: number): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node instanceof Y.XmlText) return readRuns(node);
    if (!(node instanceof Y.XmlElement)) return [];
    if (node.nodeName === 'hardBreak') return [{ kind: 'break' }];
    return depth < 4 * MAX_DEPTH ? readInlines(node.toArray(), depth + 1) : [];
  });
}

function readRuns(text: Y.XmlText): Inline[] {
  return text.toDelta().flatMap((run: { insert?: unknown; attributes?: unknown }): Inline[] => {
    if (typeof run.insert !== 'string' || run.insert === '') return [];
    const attributes = isRecord(run.attributes) ? run.attributes : {};
    // A mark that may overlap itself is stored with a hash behind its name.
    const names = new Map(Object.keys(attributes).map((name) => [name.split('--')[0], attributes[name]]));
    const marks = MARKS.filter((mark) => names.get(mark));
    const link = names.get('link');
    const href = isRecord(link) && typeof link.href === 'string' && LINK.test(link.href) ? link.href : null;
    return [{ kind: 'text', text: run.insert, marks, ...(href === null ? {} : { link: href }) }];
  });
}

/** Joins neighbours that look the same, so that equal texts are equal values however they were typed. */
function mergeRuns(inlines: readonly Inline[]): Inline[] {
  const merged: Inline[] = [];
  for (const inline of inlines) {
    const last = merged.at(-1);
    if (
      inline.kind === 'text' &&
      last?.kind === 'text' &&
      last.link === inline.link &&
      last.marks.join() === inline.marks.join()
    ) {
      merged[merged.length - 1] = { ...last, text: last.text + inline.text };
    } else merged.push(inline);
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
