import type { CommentText } from './api.ts';

/** A comment as plain text, a line for each paragraph. */
export function plainWords({ blocks }: CommentText): string {
  return blocks
    .flatMap((block) => (block.kind === 'paragraph' ? [block] : block.items.flat()))
    .map(({ inlines }) =>
      inlines
        .map((inline) =>
          inline.kind === 'text' ? inline.text : inline.kind === 'mention' ? `@${inline.label}` : '\n',
        )
        .join(''),
    )
    .join('\n');
}
