import {
  comparisonSchema,
  historySchema,
  type namePointBody,
  type restoreBody,
} from '@filiera/shared/history/api.ts';
import type * as z from 'zod';
import { ask, send } from '../../api/client.ts';

const of = (planId: string): string => `/plans/${encodeURIComponent(planId)}/history`;
const bytesOf = async (answer: Promise<Response>): Promise<Uint8Array> =>
  new Uint8Array(await (await answer).arrayBuffer());

/** The requests of the timeline. All reject with an `ApiFailure`. */
export const timelineApi = {
  history: (planId: string) => ask(historySchema, 'GET', of(planId)),
  /** The document with the row `seq` and all before it, as a Yjs update. */
  at: (planId: string, seq: number) => bytesOf(send('GET', `${of(planId)}/at/${seq}`)),
  compare: (planId: string, from: number, to: number) =>
    ask(comparisonSchema, 'GET', `${of(planId)}/compare?from=${from}&to=${to}`),
  name: (planId: string, body: z.input<typeof namePointBody>) =>
    ask(historySchema, 'POST', `${of(planId)}/names`, body),
  removeName: (planId: string, name: string) =>
    ask(historySchema, 'DELETE', `${of(planId)}/names/${encodeURIComponent(name)}`),
  /** What brings a part of the plan, or all of it, back to a point, as a Yjs update. */
  restore: (planId: string, body: z.input<typeof restoreBody>) =>
    bytesOf(send('POST', `${of(planId)}/restore`, body)),
};
