import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import type { Inline, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import { createElement, Fragment, type ReactNode } from 'react';
import { type HungPassage, hungMark } from '../comments/hung-passages.ts';
import { authorMark } from '../history/author-mark.ts';
import type { Passage } from '../history/passages.ts';

type Passages = readonly Passage<HistoryPerson | null>[];

/** How far a text is drawn: letters from its start. */
interface Progress {
  readonly passages: Passages;
  readonly hung: readonly HungPassage[];
  at: number;
}

interface StaticTextProps {
  readonly text: RichText;
  /** The text's passages by their authors, where they are to be shown. */
  readonly passages?: Passages | undefined;
  /** The passages that comments hang on. */
  readonly hung?: readonly HungPassage[] | undefined;
}

/** A rich text as it reads, without an editor: the same elements that the editor draws. */
export function StaticText({ text, passages = [], hung = [] }: StaticTextProps) {
  return drawBlocks(text.blocks, { passages, hung, at: 0 });
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
  const isHere = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
    from < end && to > start;
  const passages = progress.passages.filter(isHere);
  const hung = progress.hung.filter(isHere);
  if (passages.length + hung.length === 0) return text;
  const cuts = [start, end, ...[...passages, ...hung].flatMap(({ from, to }) => [from, to])]
    .filter((at) => at >= start && at <= end)
    .sort((a, b) => a - b);
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index] as number;
    if (from === to) return null;
    const covers = (one: { readonly from: number; readonly to: number }): boolean =>
      one.from <= from && one.to >= to;
    const passage = passages.find(covers);
    const comment = hung.find(covers);
    let letters: ReactNode = text.slice(from - start, to - start);
    if (passage) letters = <AuthorPart attributes={authorMark(passage, from)}>{letters}</AuthorPart>;
    if (comment) letters = <mark {...hungAttributes(comment)}>{letters}</mark>;
    return <Fragment key={from}>{letters}</Fragment>;
  });
}

function AuthorPart({
  attributes: { class: className, style, ...data },
  children,
}: {
  readonly attributes: Record<string, string>;
  readonly children: ReactNode;
}) {
  const color = style?.split(': ')[1];
  return (
    <span
      className={className}
      style={color ? ({ '--fil-author': color } as React.CSSProperties) : undefined}
      {...data}
    >
      {children}
    </span>
  );
}

function hungAttributes(passage: HungPassage) {
  const { class: className, ...data } = hungMark(passage);
  return { className, ...data };
}
