import type { Inline, Mark, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import * as Y from 'yjs';

/**
 * Rich text from plain text, as demonstrations and fixtures write it. Blank lines part paragraphs; consecutive lines
 * that start with `- ` are a list, those that start with `1. ` a numbered one; `**bold**`, `*italic*`, `[words](address)`.
 */
export function prose(text: string): RichText {
  const blocks: TextBlock[] = [];
  for (const chunk of text.trim().split(/\n\s*\n/)) {
    let lines: string[] = [];
    const endParagraph = (): void => {
      if (lines.length > 0) blocks.push({ kind: 'paragraph', inlines: inlinesOf(lines.join(' ')) });
      lines = [];
    };
    for (const line of chunk.split('\n').map((one) => one.trim())) {
      const item = /^(?:-|(\d+)\.) (.+)$/.exec(line);
      if (!item) {
        if (line !== '') lines.push(line);
        continue;
      }
      endParagraph();
      const ordered = item[1] !== undefined;
      const content: TextBlock[] = [{ kind: 'paragraph', inlines: inlinesOf(item[2] ?? '') }];
      const last = blocks.at(-1);
      if (last?.kind === 'list' && last.ordered === ordered) {
        blocks[blocks.length - 1] = { ...last, items: [...last.items, content] };
      } else blocks.push({ kind: 'list', ordered, items: [content] });
    }
    endParagraph();
  }
  return { blocks };
}

const MARKED = /\*\*(.+?)\*\*|\*(.+?)\*|\[(.+?)\]\((\S+?)\)/g;

function inlinesOf(line: string): Inline[] {
  const inlines: Inline[] = [];
  let end = 0;
  const add = (text: string, marks: readonly Mark[], link?: string): void => {
    if (text !== '') inlines.push({ kind: 'text', text, marks, ...(link === undefined ? {} : { link }) });
  };
  for (const match of line.matchAll(MARKED)) {
    const [whole, bold, italic, linked, address] = match;
    add(line.slice(end, match.index), []);
    if (bold !== undefined) add(bold, ['bold']);
    else if (italic !== undefined) add(italic, ['italic']);
    else add(linked ?? '', [], address);
    end = match.index + whole.length;
  }
  add(line.slice(end), []);
  return inlines;
}

/** Writes rich text at the end of a block, in the nodes and marks that the editor itself would store. */
export function writeProse(fragment: Y.XmlFragment, text: RichText): void {
  const write = (): void => fragment.insert(fragment.length, text.blocks.map(nodeOf));
  if (fragment.doc) fragment.doc.transact(write);
  else write();
}

function nodeOf(block: TextBlock): Y.XmlElement {
  if (block.kind === 'list') {
    // `start` is the one attribute that a list has when somebody makes it in the editor.
    const list = new Y.XmlElement<{ start: number }>(block.ordered ? 'orderedList' : 'bulletList');
    if (block.ordered) list.setAttribute('start', 1);
    list.insert(
      0,
      block.items.map((item) => {
        const node = new Y.XmlElement('listItem');
        node.insert(0, item.map(nodeOf));
        return node;
      }),
    );
    return list as Y.XmlElement;
  }
  const paragraph = new Y.XmlElement('paragraph');
  const nodes: (Y.XmlText | Y.XmlElement)[] = [];
  let run: { insert: string; attributes: Record<string, object> }[] = [];
  const endRun = (): void => {
    if (run.length > 0) {
      const words = new Y.XmlText();
      words.applyDelta(run);
      nodes.push(words);
    }
    run = [];
  };
  for (const inline of block.inlines) {
    if (inline.kind === 'text') run.push({ insert: inline.text, attributes: attributesOf(inline) });
    else {
      endRun();
      nodes.push(new Y.XmlElement('hardBreak'));
    }
  }
  endRun();
  paragraph.insert(0, nodes);
  return paragraph;
}

/** An attribute for each mark, as y-prosemirror stores them: its name, and the mark's own attributes. */
function attributesOf(inline: Extract<Inline, { kind: 'text' }>): Record<string, object> {
  return {
    ...Object.fromEntries(inline.marks.map((mark) => [mark, {}])),
    ...(inline.link === undefined ? {} : { link: { href: inline.link } }),
  };
}
