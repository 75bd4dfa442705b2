import { useMemo } from 'react';
import { useAssociation } from '../api/queries.ts';
import { type Mentionable, mentionablesOf } from './mentionables.ts';
import { useComments } from './use-comments.tsx';

const NOBODY: readonly Mentionable[] = [];

/** Who and what can be named in a comment on the plan that is open. */
export function useMentionables(): readonly Mentionable[] {
  const plan = useComments()?.plan;
  const { data } = useAssociation(plan?.association ?? '');
  return useMemo(() => (plan ? mentionablesOf(plan, data) : NOBODY), [plan, data]);
}
