import { EDIT_ORIGINS } from '@filiera/shared/history/api.ts';
import * as z from 'zod';
import type { Store } from '../../store/store.ts';
import { sha256 } from '../canonical.ts';
import { EXTRACT_FORMAT, EXTRACT_VERSION, type ExtractLine, extractLine, lineText } from './log-extract.ts';

/** How many rows are read at a time. */
const PAGE = 500;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const partySchema = z.strictObject({ id: z.string().min(1), name: z.string() });
const headSchema = z.strictObject({
  format: z.literal(EXTRACT_FORMAT),
  formatVersion: z.literal(EXTRACT_VERSION),
  plan: z.strictObject({ id: z.string().min(1), title: z.string() }),
  association: partySchema,
  rows: z.int().min(0),
  head: z.union([z.literal(''), sha256Schema]),
  linesSha256: sha256Schema,
  about: z.record(z.string(), z.string()),
});
/** In the order in which a line is written. */
const lineSchema = z.strictObject({
  seq: z.int().min(1),
  at: z.iso.datetime({ precision: 3 }),
  authorId: z.string().min(1),
  author: z.string(),
  offline: z.boolean(),
  origin: z.enum(EDIT_ORIGINS),
  bytes: z.int().min(0),
  sha256: sha256Schema,
  digest: sha256Schema,
});

type Head = z.infer<typeof headSchema>;

/**
 * The first thing that is wrong with an extract. `unreadable`: a line (1 is the first, which explains the others) is
 * none of this format. With `seq`, the row that it is about; `null` where only the whole tells.
 */
export type ExtractProblem =
  | { readonly kind: 'unreadable'; readonly line: number }
  | { readonly kind: 'changed' | 'missing' | 'reordered' | 'cut'; readonly seq: number | null };

/** What checking an extract found. `planId` is what it says of itself, `null` where it cannot be read. */
export interface ExtractCheck {
  readonly planId: string | null;
  readonly rows: number;
  readonly head: string;
  readonly problem: ExtractProblem | null;
}

/**
 * Checks what an extract says against itself: that its rows are numbered without a gap and in order, that there are as
 * many as its first line says, that they end with the digest that it names, and that no byte of them has changed.
 * Whoever changes the first line as well is found out by SHA256SUMS, or by `checkAgainst`.
 */
export function checkExtract(bytes: Uint8Array): ExtractCheck {
  return read(bytes).check;
}

/** The same, and each row against the log itself. The name of an author is not compared: names change. */
export async function checkAgainst(bytes: Uint8Array, store: Pick<Store, 'readLog'>): Promise<ExtractCheck> {
  const { check, lines } = read(bytes);
  if (check.problem !== null || check.planId === null) return check;
  const { planId } = check;
  for (let after = 0; after < lines.length; after += PAGE) {
    const expected = lines.slice(after, after + PAGE);
    const rows = await store.readLog(planId, after, expected.length);
    for (const [index, line] of expected.entries()) {
      const row = rows[index];
      const same = row && lineText(extractLine({ ...row, author: line.author })) === lineText(line);
      if (!same) return { ...check, problem: { kind: 'changed', seq: line.seq } };
    }
  }
  return check;
}

function read(bytes: Uint8Array): { readonly check: ExtractCheck; readonly lines: readonly ExtractLine[] } {
  const unreadable = (line: number, head: Head | null, lines: readonly ExtractLine[]) => ({
    check: { ...summary(head, lines), problem: { kind: 'unreadable', line } as const },
    lines,
  });
  const end = bytes.indexOf(LINE_FEED);
  const head = end < 0 ? null : parsed(headSchema, bytes.subarray(0, end));
  if (head === null) return unreadable(1, null, []);
  const lines: ExtractLine[] = [];
  for (let from = end + 1; from < bytes.length; ) {
    const to = bytes.indexOf(LINE_FEED, from);
    const line = to < 0 ? null : parsed(lineSchema, bytes.subarray(from, to));
    if (line === null) return unreadable(lines.length + 2, head, lines);
    lines.push(line);
    from = to + 1;
  }
  const problem = wrongOrder(head, lines) ?? wrongWhole(head, lines, bytes.subarray(end + 1));
  return { check: { ...summary(head, lines), problem }, lines };
}

const LINE_FEED = 10;

function summary(head: Head | null, lines: readonly ExtractLine[]): Omit<ExtractCheck, 'problem'> {
  return { planId: head?.plan.id ?? null, rows: lines.length, head: lines.at(-1)?.digest ?? '' };
}

/** What the numbers of the rows tell. */
function wrongOrder({ rows }: Head, lines: readonly ExtractLine[]): ExtractProblem | null {
  const all = new Set(lines.map(({ seq }) => seq));
  for (const [index, { seq }] of lines.entries()) {
    const due = index + 1;
    if (seq === due) continue;
    return { kind: all.has(due) ? 'reordered' : 'missing', seq: due };
  }
  if (lines.length < rows) return { kind: 'cut', seq: lines.length + 1 };
  return lines.length > rows ? { kind: 'changed', seq: rows + 1 } : null;
}

function wrongWhole(head: Head, lines: readonly ExtractLine[], body: Uint8Array): ExtractProblem | null {
  if ((lines.at(-1)?.digest ?? '') !== head.head) return { kind: 'changed', seq: lines.at(-1)?.seq ?? null };
  return sha256(body) === head.linesSha256 ? null : { kind: 'changed', seq: null };
}

/** The value of one line of UTF-8, or `null` where it is none. */
function parsed<T extends z.ZodType>(schema: T, line: Uint8Array): z.infer<T> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
