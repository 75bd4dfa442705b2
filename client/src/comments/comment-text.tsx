import type { CommentInline, CommentText } from '@filiera/shared/threads/api.ts';
import { createElement, Fragment, type ReactNode } from 'react';
import { useSession } from '../api/session.tsx';

/** A comment as it reads. */
export function CommentWords({ text }: { readonly text: CommentText }) {
  const { user } = useSession();
  // Words have no identity of their own: their place is the only key there is.
  const paragraph = (inlines: readonly CommentInline[], key: number): ReactNode => (
    <p key={key}>
      {inlines.map((inline, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Fragment key={index}>{drawInline(inline, user.id)}</Fragment>
      ))}
    </p>
  );
  return text.blocks.map((block, place) => {
    if (block.kind === 'paragraph') return paragraph(block.inlines, place);
    const items = block.items.map((item, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <li key={index}>{item.map(({ inlines }, at) => paragraph(inlines, at))}</li>
    ));
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    return block.ordered ? <ol key={place}>{items}</ol> : <ul key={place}>{items}</ul>;
  });
}

const MARKS = { bold: 'strong', italic: 'em' } as const;

function drawInline(inline: CommentInline, userId: string): ReactNode {
  if (inline.kind === 'break') return <br />;
  if (inline.kind === 'mention') {
    const isReader = inline.of === 'member' && inline.id === userId;
    return (
      <span className="filiera-mention" data-own={isReader || undefined}>
        @{inline.label}
      </span>
    );
  }
  let marked: ReactNode = inline.text;
  for (const mark of inline.marks) marked = createElement(MARKS[mark], null, marked);
  return inline.link === undefined ? (
    marked
  ) : (
    <a href={inline.link} rel="noopener noreferrer nofollow" target="_blank">
      {marked}
    </a>
  );
}
