import './marks.css';
import { VisuallyHidden } from '@mantine/core';
import { useText } from '../ui/text.tsx';
import { sayCount } from './comment-handle.tsx';

interface CommentCornerProps {
  /** Of the words for assistive technology, by which the cell's input is described. */
  readonly id: string;
  /** How many threads are open on the cell. */
  readonly count: number;
}

/** A folded corner on a cell that comments hang on. */
export function CommentCorner({ id, count }: CommentCornerProps) {
  const { t, locale } = useText();
  if (count === 0) return null;
  return (
    <>
      <span className="filiera-comment-corner" title={sayCount(count, t)} />
      <VisuallyHidden id={id} lang={locale}>
        {sayCount(count, t)}
      </VisuallyHidden>
    </>
  );
}
