import {
  type CommentText,
  type NewComment,
  type NewThread,
  type Reaction,
  type ThreadPatch,
  threadSchema,
  threadsSchema,
} from '@filiera/shared/threads/api.ts';
import { ask } from '../api/client.ts';

const part = encodeURIComponent;
const of = (planId: string): string => `/plans/${part(planId)}/threads`;
const thread = (planId: string, id: string): string => `${of(planId)}/${part(id)}`;
const comment = (planId: string, id: string, commentId: string): string =>
  `${thread(planId, id)}/comments/${part(commentId)}`;

/** The requests of a plan's comments, one function each. All reject with an `ApiFailure`. */
export const threadsApi = {
  all: (planId: string) => ask(threadsSchema, 'GET', of(planId)),
  open: (planId: string, body: NewThread) => ask(threadSchema, 'POST', of(planId), body),
  reply: (planId: string, id: string, body: NewComment) =>
    ask(threadSchema, 'POST', `${thread(planId, id)}/comments`, body),
  change: (planId: string, id: string, body: ThreadPatch) =>
    ask(threadSchema, 'PATCH', thread(planId, id), body),
  edit: (planId: string, id: string, commentId: string, text: CommentText) =>
    ask(threadSchema, 'PATCH', comment(planId, id, commentId), { text }),
  remove: (planId: string, id: string, commentId: string) =>
    ask(threadSchema, 'DELETE', comment(planId, id, commentId)),
  react: (planId: string, id: string, commentId: string, reaction: Reaction, given: boolean) =>
    ask(
      threadSchema,
      given ? 'PUT' : 'DELETE',
      `${comment(planId, id, commentId)}/reactions/${part(reaction)}`,
    ),
};
