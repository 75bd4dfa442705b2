import {
  causesSchema,
  type FeedQuery,
  feedSchema,
  historySchema,
  type seenBody,
  sharesSchema,
  unseenSchema,
  verificationSchema,
} from '@filiera/shared/history/api.ts';
import type * as z from 'zod';
import { ask } from '../../api/client.ts';

const of = (planId: string): string => `/plans/${encodeURIComponent(planId)}/history`;

/** What the feed is narrowed to; empty for all of it. */
export type FeedFilters = Pick<FeedQuery, 'person' | 'section' | 'day'>;

function search(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** The requests of a plan's activity, one function each. All reject with an `ApiFailure`. */
export const activityApi = {
  overview: (planId: string) => ask(historySchema, 'GET', of(planId)),
  feed: (planId: string, filters: FeedFilters, before: number | null, limit: number) =>
    ask(feedSchema, 'GET', `${of(planId)}/feed${search({ ...filters, before: before ?? undefined, limit })}`),
  shares: (planId: string) => ask(sharesSchema, 'GET', `${of(planId)}/shares`),
  causes: (planId: string) => ask(causesSchema, 'GET', `${of(planId)}/causes`),
  unseen: (planId: string) => ask(unseenSchema, 'GET', `${of(planId)}/unseen`),
  seen: (planId: string, body: z.input<typeof seenBody>) =>
    ask(unseenSchema, 'PUT', `${of(planId)}/seen`, body),
  verify: (planId: string) => ask(verificationSchema, 'POST', `${of(planId)}/verify`),
};
