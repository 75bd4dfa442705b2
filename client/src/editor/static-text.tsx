import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import type { Inline, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import { createElement, Fragment, type ReactNode } from 'react';
import { authorMark } from '../history/author-mark.ts';
import type { Passage } from '../history/passages.ts';

type Passages = readonly Passage<HistoryPerson | null>[];

/** How far a text is drawn: letters from its start. */
interface Progress {
  readonly passages: Passages;
  at: number;
}

interface StaticTextProps {
  readonly text: RichText;
  /** The text's passages by their authors, where they are to be shown. */
  readonly passages?: Passages | undefined;
}

/** A rich text as it reads, without an editor: the same elements that the editor draws. */
export function StaticText({ text, passages = [] }: StaticTextProps) {
  return drawBlocks(text.blocks, { passages, at: 0 });
}

// Blocks have no identity of their own: their place is the only key there is.
function drawBlocks(blocks: readonly TextBlock[], progress: Progress): ReactNode[] {
  return blocks.map((block, index) => {
    const key = `${index} ${block.kind}`;
    if (block.kind === 'paragraph') {
      const inlines = block.inlines.map((part, place) => drawInline(part, place, progress));
      return <p key={key}>{inlines.length > 0 ? inlines : <br />}</p>;
    }
    const items = block.items.map((item, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <li key={place}>{drawBlocks(item, progress)}</li>
    ));
    return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
  });
}

const MARKS = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const;

function drawInline(part: Inline, index: number, progress: Progress): ReactNode {
  if (part.kind === 'break') return <br key={index} />;
  let marked: ReactNode = drawLetters(part.text, progress);
  for (const mark of part.marks) marked = createElement(MARKS[mark], null, marked);
  return (
    <Fragment key={index}>
      {part.link === undefined ? (
        marked
      ) : (
        <a href={part.link} rel="noopener noreferrer nofollow" target="_blank">
          {marked}
        </a>
      )}
    </Fragment>
  );
}

function drawLetters(text: string, progress: Progress): ReactNode {
  const start = progress.at;
  const end = start + text.length;
  progress.at = end;
  const here = progress.passages.filter(({ from, to }) => from < end && to > start);
  if (here.length === 0) return text;
  return here.map((passage) => {
    const from = Math.max(passage.from, start);
    const { class: className, style, ...data } = authorMark(passage, from);
    const color = style?.split(': ')[1];
    return (
      <span
        key={from}
        className={className}
        style={color ? ({ '--fil-author': color } as React.CSSProperties) : undefined}
        {...data}
      >
        {text.slice(from - start, Math.min(passage.to, end) - start)}
      </span>
    );
  });
}
