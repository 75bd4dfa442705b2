import { type ApiErrorKey, apiErrorSchema } from '@filiera/shared/api.ts';
import type { TextKey } from '@filiera/shared/text/text.ts';

/** `offline`: no answer came at all. */
export type FailureKey = ApiErrorKey | 'offline';

/** A request that was not done. `key` has a text `error.<key>`; `fields` names what the server did not accept. */
export class ApiFailure extends Error {
  readonly key: FailureKey;
  readonly status: number;
  readonly fields: readonly string[];
  /** The issues that stop a freeze, as in `rules/issue.ts`, still to be parsed. */
  readonly issues: readonly unknown[];

  constructor(
    key: FailureKey,
    status: number,
    fields: readonly string[] = [],
    issues: readonly unknown[] = [],
  ) {
    super(`${key} (${status})`);
    this.name = 'ApiFailure';
    this.key = key;
    this.status = status;
    this.fields = fields;
    this.issues = issues;
  }
}

/** The failure that an answer which is not 2xx speaks of; `internal` where it does not say. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = apiErrorSchema.safeParse(body);
  if (!parsed.success) return new ApiFailure('internal', response.status);
  return new ApiFailure(parsed.data.error, response.status, parsed.data.fields, parsed.data.issues);
}

/** The text that says what went wrong, whatever was thrown. */
export function failureText(failure: unknown): TextKey {
  return failure instanceof ApiFailure ? `error.${failure.key}` : 'error.general';
}
