import type { Verified } from '@filiera/shared/dossier/api.ts';
import * as z from 'zod';
import type { Store } from '../store/store.ts';

/** The name of the archive that holds a version's files. */
export const DOSSIER_NAME = 'dossier.zip';

/** Of the canonical JSON, whatever its format version: what stays the same when plans are given other names. */
const namesSchema = z.object({
  association: z.object({ name: z.string() }),
  plan: z.object({ title: z.string() }),
});

/** What the plan and its association were called in that version, from its canonical JSON. */
export function frozenNames(json: Uint8Array): { readonly title: string; readonly association: string } {
  const { association, plan } = namesSchema.parse(JSON.parse(new TextDecoder().decode(json)));
  return { title: plan.title, association: association.name };
}

/** What a digest stands for, in the words of that version; `null` where no frozen version has such a file. */
export async function findVerified(
  store: Pick<Store, 'findFile' | 'listVersions' | 'getVersionFile'>,
  sha256: string,
): Promise<Verified | null> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const found = await store.findFile(sha256);
  if (found === null) return null;
  const { planId, number } = found;
  const version = (await store.listVersions(planId)).find((one) => one.number === number);
  const json = await store.getVersionFile(planId, number, 'plan.json');
  if (!version || !json) throw new Error(`version ${number} of plan ${planId} has no plan.json`);
  return {
    ...frozenNames(json.content),
    version: number,
    frozenAt: version.frozenAt,
    file: found.name ?? DOSSIER_NAME,
    digest: version.digest,
  };
}
