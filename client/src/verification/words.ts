import type { Verified } from '@filiera/shared/dossier/api.ts';
import type { Params, TextKey } from '@filiera/shared/text/text.ts';
import { type Answer, type Finding, isRecognised } from './answer.ts';

export type Tone = 'success' | 'warning' | 'plain';

/** What is said of a file: in one sentence, in more, and of which version it is. */
export interface Said {
  readonly tone: Tone;
  readonly head: TextKey;
  readonly params: Params;
  readonly body: readonly TextKey[];
  /** What version, and whether it is the file itself that belongs to it. */
  readonly verified: Verified | null;
  /** What it holds, to be told one by one. */
  readonly inside: readonly Answer[];
}

/** The words for a finding: no more than is known. */
export function wordsFor(finding: Finding): Said {
  const nothing = { tone: 'plain', params: {}, body: [], verified: null, inside: [] } as const;
  switch (finding.kind) {
    case 'found': {
      const { verified, plan } = finding;
      const body = `verification.found.${plan ?? 'exact'}` as const;
      return ofVersion(plan === 'other' ? 'warning' : 'success', 'verification.found', verified, [body]);
    }
    case 'plan-only':
      return ofVersion('warning', 'verification.planOnly', finding.verified, ['verification.planOnly.body']);
    case 'signed':
      return wordsForSigned(finding.content);
    case 'archive': {
      const count = finding.files.length;
      const known = finding.files.filter(isRecognised).length;
      if (count === 0) return { ...nothing, head: 'verification.archive.empty' };
      const [tone, part] = known === count ? (['success', 'all'] as const) : (['warning', 'some'] as const);
      return {
        ...nothing,
        tone: known === 0 ? 'plain' : tone,
        head: `verification.archive.${part}`,
        params: { known, count },
        inside: finding.files,
      };
    }
    case 'closed':
      return { ...nothing, head: `verification.closed.${finding.why}`, body: ['verification.closed.body'] };
    case 'none':
      return { ...nothing, head: 'verification.none', body: ['verification.none.body'] };
  }
}

function wordsForSigned(content: Answer | null): Said {
  const unverified = 'verification.signed.body';
  if (content === null) {
    const body = ['verification.detached.body'] as const;
    return { tone: 'plain', head: 'verification.detached', params: {}, body, verified: null, inside: [] };
  }
  const inner = wordsFor(content.finding);
  switch (content.finding.kind) {
    case 'found':
      return { ...inner, head: 'verification.signed.found', body: [...inner.body, unverified] };
    case 'plan-only':
      return { ...inner, head: 'verification.signed.planOnly' };
    case 'signed':
      // Signed more than once: what all signatures are around.
      return inner;
    default: {
      const head = 'verification.signed.other';
      return { ...inner, head, params: {}, body: [unverified], verified: null, inside: [content] };
    }
  }
}

function ofVersion(tone: Tone, head: TextKey, verified: Verified, body: readonly TextKey[]): Said {
  return { tone, head, params: { version: String(verified.version) }, body, verified, inside: [] };
}

const FILES: ReadonlySet<string> = new Set([
  'plan.json',
  'plan.docx',
  'plan.pdf',
  'plan.xlsx',
  'plan.html',
  'rules.html',
  'contributions.html',
  'log.jsonl',
  'SHA256SUMS',
  'dossier.zip',
]);

/** What a file of a dossier is, by its name there; `null` for names that are of another time than this page. */
export function fileWords(name: string): TextKey | null {
  return FILES.has(name) ? (`verification.file.${name}` as TextKey) : null;
}
