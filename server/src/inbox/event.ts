import type { PlanRole } from '@filiera/shared/permissions.ts';

/**
 * What has happened on a plan that some of its members are to hear of. Nobody is told of what they did themselves:
 * `userIds`, `participants` and `userId` never hold `by`.
 */
export type PlanEvent = {
  readonly planId: string;
  /** Who did it. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
} & (
  | {
      /** A comment names these members, alone or with their organisation or value chain; once for each comment. */
      readonly kind: 'mention';
      readonly thread: string;
      readonly comment: string;
      readonly userIds: readonly string[];
    }
  | {
      /** A comment was added to a thread that these members take part in; those whom it names are not among them. */
      readonly kind: 'reply';
      readonly thread: string;
      readonly comment: string;
      readonly participants: readonly string[];
    }
  | {
      /** A thread was given to a member, or got another day by which they are to have done it. */
      readonly kind: 'assignment';
      readonly thread: string;
      readonly userId: string;
      /** A day in Italy, `2024-03-31`. */
      readonly due: string | null;
    }
  | { readonly kind: 'freeze'; readonly version: number }
  /** The plan is being written again after that version. */
  | { readonly kind: 'reopen'; readonly from: number }
  /** `null`: access to the plan was taken away. */
  | { readonly kind: 'role'; readonly userId: string; readonly role: PlanRole | null }
);

/** Takes an event in, when what it tells of is done. */
export type Tell = (event: PlanEvent) => Promise<void>;

/**
 * Tells all of them, one after the other. What it tells of has happened, so one that fails keeps neither the others
 * nor whoever did it from theirs.
 */
export function tellAll(listeners: readonly Tell[]): Tell {
  return async (event) => {
    for (const tell of listeners) {
      try {
        await tell(event);
      } catch (error) {
        console.error(`plan ${event.planId}: not everyone was told of "${event.kind}"`, error);
      }
    }
  };
}
