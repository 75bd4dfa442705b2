import type { Verified } from '@filiera/shared/dossier/api.ts';
import type { Examined } from './examine.ts';

/** What the server knows of a digest; `null` where no frozen version has such a file. Rejects where it gives no answer. */
export type Ask = (sha256: string) => Promise<Verified | null>;

/** What is known of a file. */
export interface Answer {
  readonly file: Examined;
  readonly finding: Finding;
}

export type Finding =
  /** It is a file of a frozen version. `plan`: whether the plan attached to it is that version's, where one was read. */
  | { readonly kind: 'found'; readonly verified: Verified; readonly plan: 'same' | 'other' | null }
  /** It is no such file, but the plan attached to it is that of a version. */
  | { readonly kind: 'plan-only'; readonly verified: Verified }
  /** It is a signature around a document, or apart from it (`null`). */
  | { readonly kind: 'signed'; readonly content: Answer | null }
  | { readonly kind: 'archive'; readonly files: readonly Answer[] }
  /** It is an archive that was not opened. */
  | { readonly kind: 'closed'; readonly why: 'damaged' | 'too-large' }
  | { readonly kind: 'none' };

/** Asks about a file, and about what it holds where it is none itself. */
export async function answerTo(file: Examined, ask: Ask): Promise<Answer> {
  const [verified, plan] = await Promise.all([
    ask(file.sha256),
    file.attachedPlan === null ? null : ask(file.attachedPlan),
  ]);
  // Whatever else is attached under that name, only a plan is one.
  const known = plan?.file === 'plan.json' ? plan : null;
  if (verified !== null) {
    const same = known !== null && known.digest === verified.digest;
    return {
      file,
      finding: { kind: 'found', verified, plan: file.attachedPlan === null ? null : same ? 'same' : 'other' },
    };
  }
  if (known !== null) return { file, finding: { kind: 'plan-only', verified: known } };
  return { file, finding: await insideOf(file, ask) };
}

async function insideOf({ inside }: Examined, ask: Ask): Promise<Finding> {
  switch (inside?.kind) {
    case 'signed':
      return { kind: 'signed', content: inside.content && (await answerTo(inside.content, ask)) };
    case 'archive': {
      const files: Answer[] = [];
      for (const file of inside.files) files.push(await answerTo(file, ask));
      return { kind: 'archive', files };
    }
    case 'closed':
      return inside;
    default:
      return { kind: 'none' };
  }
}

/** Whether a file, or all that it holds, is of a frozen version. */
export function isRecognised({ finding }: Answer): boolean {
  switch (finding.kind) {
    case 'found':
      return true;
    case 'signed':
      return finding.content !== null && isRecognised(finding.content);
    case 'archive':
      return finding.files.length > 0 && finding.files.every(isRecognised);
    default:
      return false;
  }
}
