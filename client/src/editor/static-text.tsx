import type { Inline, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import { createElement, Fragment, type ReactNode } from 'react';

/** A rich text as it reads, without an editor: the same elements that the editor draws. */
export function StaticText({ text }: { readonly text: RichText }) {
  return <Blocks blocks={text.blocks} />;
}

// Blocks have no identity of their own: their place is the only key there is.
function Blocks({ blocks }: { readonly blocks: readonly TextBlock[] }) {
  return blocks.map((block, index) => {
    const key = `${index} ${block.kind}`;
    if (block.kind === 'paragraph') {
      return <p key={key}>{block.inlines.length > 0 ? block.inlines.map(inline) : <br />}</p>;
    }
    const items = block.items.map((item, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <li key={place}>
        <Blocks blocks={item} />
      </li>
    ));
    return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
  });
}

const MARKS = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const;

function inline(part: Inline, index: number): ReactNode {
  if (part.kind === 'break') return <br key={index} />;
  let marked: ReactNode = part.text;
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
