import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { CommentText, Thread } from '@filiera/shared/threads/api.ts';
import { plainWords } from '@filiera/shared/threads/plain-words.ts';
import { whereOf } from '../threads/where.ts';
import type { OverriddenThread } from './edition.ts';

/** A comment as plain text; empty where its words were deleted. */
export function wordsOf(text: CommentText | null): string {
  return text ? plainWords(text).trim() : '';
}

/** Threads as a paper names them that was frozen over them. */
export function onPaper(
  { template, plan }: { readonly template: Template; readonly plan: Plan },
  threads: readonly Thread[],
  nameOfUser: (id: string) => string,
): OverriddenThread[] {
  return threads.map(({ anchor, comments, createdBy }) => ({
    where: whereOf(template, plan, anchor, 'it'),
    text: wordsOf(comments.find(({ text }) => text !== null)?.text ?? null),
    author: nameOfUser(createdBy),
  }));
}
