import type { ApiErrorKey } from '../../api.ts';

/** What the server answers when it does not do what was asked. */
export const errors = {
  'error.bad-request': 'Some of the data was not accepted: please check the fields marked.',
  'error.signed-out': 'The session has ended: please sign in again to continue.',
  'error.wrong-credentials': 'The e-mail address or the password does not match.',
  'error.too-many-attempts': 'Too many attempts to sign in: please try again in a few minutes.',
  'error.forbidden': 'The assigned role does not allow this.',
  'error.not-found': 'The page or plan does not exist, or this account may not see it.',
  'error.setup-done': 'This installation has been set up already: please sign in.',
  'error.bad-link': 'This link has expired or has been used: please ask for a new one.',
  'error.email-taken': 'This e-mail address belongs to a member of the association already.',
  'error.last-admin': 'This is the association’s only administrator: please appoint another one first.',
  'error.last-manager': 'This is the plan’s only manager: please appoint another one first.',
  'error.unknown-template': 'This form is not available.',
  'error.name-taken': 'The history of this plan already has a point of this name.',
  'error.plan-closed': 'The plan is not open any more: it has been frozen or archived.',
  'error.plan-has-errors': 'The plan has errors: they must be mended before the version can be frozen.',
  'error.reason-too-short': 'The reason is too short: at least 10 characters are needed.',
  'error.plan-archived': 'The plan is put away: its comments can be read, and not changed.',
  'error.unknown-place': 'The form of this plan has no such place to comment on.',
  'error.unknown-mention':
    'The comment names somebody who cannot read the comments on this plan: please take the mention out and send it again.',
  'error.unknown-assignee': 'The person chosen cannot comment on this plan: please choose another one.',
  'error.key-used': 'This comment was sent before with other words: please reload the page and try again.',
  'error.not-author': 'Only whoever wrote the comment can change or delete it.',
  'error.thread-blocking':
    'This comment stands in the way of freezing: only whoever opened it, or a manager of the plan, can resolve it or let go of it.',
  'error.threads-full': 'There is no room for more comments at this place or on this plan.',
  'error.too-fast': 'Too much in a short time: please try again in a few seconds.',
  'error.plan-not-frozen': 'The plan is not frozen: a new version is opened from a final one only.',
  'error.late-edits-full':
    'Too many late changes are kept for this plan: before more are kept, some have to be removed.',
  'error.cross-site': 'The request came from another site and was refused.',
  'error.too-large': 'What was sent is larger than allowed.',
  'error.took-too-long':
    'Making the documents took too long and was stopped. Nothing was changed: if it happens again, tell whoever runs the server.',
  'error.busy': 'The server is busy. Nothing was changed: please try again shortly.',
  'error.internal': 'The server had a problem. Nothing was changed: please try again shortly.',
} as const satisfies Record<`error.${ApiErrorKey}`, string>;
