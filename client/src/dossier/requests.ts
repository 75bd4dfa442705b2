import { versionSchema } from '@filiera/shared/api.ts';
import { differencesSchema, type filingBody, rehearsalSchema } from '@filiera/shared/dossier/api.ts';
import * as z from 'zod';
import { ask, send } from '../api/client.ts';

const part = encodeURIComponent;
const plan = (id: string): string => `/plans/${part(id)}`;
const version = (id: string, number: number): string => `${plan(id)}/versions/${number}`;

/** What of a version's canonical JSON says why it was frozen over what was open. */
const frozenOverSchema = z.object({
  override: z
    .object({
      errors: z.int(),
      blocking: z.array(z.object({ where: z.string(), text: z.string(), author: z.string() })),
    })
    .nullable(),
});
export type FrozenOver = NonNullable<z.infer<typeof frozenOverSchema>['override']>;

/** The paths of what is made when it is asked for, behind `/api`. */
export const MADE = {
  rehearsal: (id: string) => `${plan(id)}/rehearsal/plan.pdf`,
  word: (id: string, comments: boolean) =>
    `${plan(id)}/working-copy/plan.docx${comments ? '?comments=1' : ''}`,
  pdf: (id: string) => `${plan(id)}/working-copy/plan.pdf`,
  differences: (id: string, number: number) => `${version(id, number)}/differences.docx`,
} as const;

/** The requests of the final version. All reject with an `ApiFailure`. */
export const dossierApi = {
  rehearsal: (id: string) => ask(rehearsalSchema, 'GET', `${plan(id)}/rehearsal`),
  rehearsalPdf: async (id: string): Promise<Blob> => (await send('GET', MADE.rehearsal(id))).blob(),
  differences: (id: string, number: number) =>
    ask(differencesSchema, 'GET', `${version(id, number)}/differences`),
  /** Over what a version was frozen, as its own JSON says; `null` where nothing was open. */
  frozenOver: async (id: string, number: number): Promise<FrozenOver | null> =>
    (await ask(frozenOverSchema, 'GET', `${version(id, number)}/plan.json`)).override,
  file: (id: string, number: number, body: z.input<typeof filingBody>) =>
    ask(versionSchema, 'POST', `${version(id, number)}/filing`, body),
};

/** Where all files of a version are downloaded in one archive. */
export const archiveUrl = (id: string, number: number): string => `/api${version(id, number)}/dossier.zip`;
