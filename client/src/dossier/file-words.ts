import type { VersionFile } from '@filiera/shared/api.ts';
import type { TextKey } from '@filiera/shared/text/text.ts';

/** What each file of a dossier is, in the order in which people look for them. */
const WORDS = [
  { name: 'plan.docx', label: 'file.docx', what: 'file.docx.what' },
  { name: 'plan.pdf', label: 'file.pdf', what: 'file.pdf.what' },
  { name: 'plan.html', label: 'file.html', what: 'file.html.what' },
  { name: 'plan.xlsx', label: 'file.xlsx', what: 'file.xlsx.what' },
  { name: 'rules.html', label: 'file.rules', what: 'file.rules.what' },
  { name: 'contributions.html', label: 'file.contributions', what: 'file.contributions.what' },
  { name: 'plan.json', label: 'file.json', what: 'file.json.what' },
  { name: 'log.jsonl', label: 'file.log', what: 'file.log.what' },
  { name: 'SHA256SUMS', label: 'file.sums', what: 'file.sums.what' },
] as const satisfies readonly { name: string; label: TextKey; what: TextKey }[];

const wordsOf = (name: string) => WORDS.find((words) => words.name === name);

/** The files that people hand in, as against those that tell of them. */
const MAIN: readonly string[] = ['plan.docx', 'plan.pdf'];
export const isMain = ({ name }: VersionFile): boolean => MAIN.includes(name);

/** The files of a version, what people hand in first, what is to check it by last. */
export function filesInOrder(files: readonly VersionFile[]): readonly VersionFile[] {
  const rank = ({ name }: VersionFile): number => {
    const at = WORDS.findIndex((words) => words.name === name);
    return at === -1 ? WORDS.length : at;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/** What a file is called; its own name where nothing more is known of it. */
export function fileLabel(name: string, t: (key: TextKey) => string): string {
  const words = wordsOf(name);
  return words ? t(words.label) : name;
}

/** What it is for, in a sentence; empty where nothing is known of it. */
export function fileWhat(name: string, t: (key: TextKey) => string): string {
  const words = wordsOf(name);
  return words ? t(words.what) : '';
}
