import type { ApiError, ApiErrorKey } from '@filiera/shared/api.ts';

/** The status of each answer that is not the one that was hoped for. */
const STATUS = {
  'bad-request': 400,
  'signed-out': 401,
  'wrong-credentials': 401,
  'too-many-attempts': 429,
  forbidden: 403,
  'not-found': 404,
  'setup-done': 409,
  'bad-link': 410,
  'email-taken': 409,
  'last-admin': 409,
  'last-manager': 409,
  'unknown-template': 400,
  'name-taken': 409,
  'plan-closed': 409,
  'plan-has-errors': 409,
  'reason-too-short': 400,
  'plan-archived': 409,
  'unknown-place': 400,
  'unknown-mention': 400,
  'unknown-assignee': 400,
  'key-used': 409,
  'not-author': 403,
  'thread-blocking': 403,
  'threads-full': 409,
  'too-fast': 429,
  'plan-not-frozen': 409,
  'late-edits-full': 409,
  'cross-site': 403,
  'too-large': 413,
  'took-too-long': 503,
  busy: 503,
  internal: 500,
} as const satisfies Record<ApiErrorKey, number>;

/** Why a request is not done. Thrown anywhere in a route, answered with its status and `apiErrorSchema`. */
export class ApiFailure extends Error {
  readonly body: ApiError;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    error: ApiErrorKey,
    more: Omit<ApiError, 'error'> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(error);
    this.name = 'ApiFailure';
    this.body = { error, ...more };
    this.headers = headers;
  }

  toResponse(): Response {
    return Response.json(this.body, { status: STATUS[this.body.error], headers: this.headers });
  }
}
