import type { Notification } from './api.ts';

const NEEDS = {
  mention: 'decision',
  assignment: 'decision',
  due: 'decision',
  reply: 'news',
  freeze: 'news',
  reopen: 'news',
  role: 'news',
} as const satisfies Record<Notification['what']['kind'], Notification['needs']>;

/** Does what is told wait for the member, or is it only told? */
export function needsOf(kind: Notification['what']['kind']): Notification['needs'] {
  return NEEDS[kind];
}
