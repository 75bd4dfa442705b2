import { createHash, hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { EditOrigin } from '@filiera/shared/history/api.ts';
import type { LogRow, Store } from '../../store/store.ts';

/**
 * The log of a plan up to its freeze, without what the edits say: `log.jsonl`, one JSON value a line. The first line
 * explains the others; each of the others is one row of the log. What was written and deleted again is nobody's
 * business, so an update is there as its length and its SHA-256 alone; whoever has the log can check both.
 */

export const EXTRACT_FORMAT = 'filiera-log-extract';
export const EXTRACT_VERSION = 1;

/** How many rows are read at a time; between pages others have their turn. */
const PAGE = 500;

/** A row with the name that its author bore when the extract was made. */
export interface AuthoredRow extends LogRow {
  readonly author: string;
}

/** What an extract is of. */
export interface ExtractFacts {
  readonly plan: { readonly id: string; readonly title: string };
  readonly association: { readonly id: string; readonly name: string };
}

/** The first line. Its words are Italian, as all words of a dossier. */
export interface ExtractHead {
  readonly format: typeof EXTRACT_FORMAT;
  readonly formatVersion: typeof EXTRACT_VERSION;
  readonly plan: ExtractFacts['plan'];
  readonly association: ExtractFacts['association'];
  /** How many lines follow. */
  readonly rows: number;
  /** The digest of the last row, lower-case hex; empty where there is none. */
  readonly head: string;
  /** SHA-256 of all that follows the first line feed, lower-case hex. */
  readonly linesSha256: string;
  readonly about: Readonly<Record<string, string>>;
}

/** What a line says of a row. */
export interface ExtractLine {
  readonly seq: number;
  readonly at: string;
  readonly authorId: string;
  readonly author: string;
  readonly offline: boolean;
  readonly origin: EditOrigin;
  readonly bytes: number;
  readonly sha256: string;
  readonly digest: string;
}

const ABOUT = {
  contenuto:
    'Registro delle modifiche del piano fino alla versione congelata: una riga per ogni modifica, nell’ordine in cui il server le ha ricevute. Il testo delle modifiche non è compreso.',
  seq: 'Numero progressivo della modifica, da 1, senza salti.',
  at: 'Quando il server ha ricevuto la modifica (ISO 8601, UTC).',
  authorId: 'Identificativo del membro che aveva eseguito l’accesso.',
  author: 'Nome del membro al momento dell’estratto.',
  offline: 'true se la modifica è stata scritta senza connessione: in questo caso at dice quando è arrivata.',
  origin: 'edit: scritta da un membro. restore: ripristino di un momento precedente, chiesto dal membro.',
  bytes: 'Lunghezza della modifica in byte.',
  sha256: 'SHA-256 della modifica, in esadecimale (FIPS 180-4).',
  digest:
    'Impronta della riga nella catena del registro, in esadecimale. È lo SHA-256, in quest’ordine, di: i caratteri «filiera log row 1» e un a capo (LF); l’impronta della riga precedente, 32 byte (zeri per la prima); identificativo del piano; seq; identificativo del membro; momento in millisecondi dal 1970; un byte, 1 se offline altrimenti 0; origin; la modifica. I testi sono in UTF-8; testi e modifica sono preceduti dalla loro lunghezza in 4 byte; i numeri occupano 8 byte; tutto in ordine big-endian.',
  head: 'Impronta dell’ultima riga: chi la conserva può provare in seguito che il registro fino a questo punto non è cambiato.',
  linesSha256: 'SHA-256 di tutto ciò che segue il primo a capo di questo file.',
  verifica:
    'Per rifare le impronte serve il registro completo, che resta sul server di Filiera: «npm run verify-log» ne verifica la catena.',
} as const satisfies Readonly<Record<string, string>>;

/** The bytes of an extract. Pure: the same rows and facts give the same bytes. The rows come in order, page by page. */
export async function logExtract(
  pages: AsyncIterable<readonly AuthoredRow[]> | Iterable<readonly AuthoredRow[]>,
  facts: ExtractFacts,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const digest = createHash('sha256');
  let [rows, head] = [0, ''];
  for await (const page of pages) {
    const chunk = new TextEncoder().encode(page.map((row) => `${lineText(extractLine(row))}\n`).join(''));
    chunks.push(chunk);
    digest.update(chunk);
    rows += page.length;
    head = page.at(-1) ? hex(page.at(-1)!.digest) : head;
  }
  const first: ExtractHead = {
    format: EXTRACT_FORMAT,
    formatVersion: EXTRACT_VERSION,
    plan: { id: facts.plan.id, title: facts.plan.title.toWellFormed() },
    association: { id: facts.association.id, name: facts.association.name.toWellFormed() },
    rows,
    head,
    linesSha256: digest.digest('hex'),
    about: ABOUT,
  };
  return concat([new TextEncoder().encode(`${JSON.stringify(first)}\n`), ...chunks]);
}

/** The rows of a plan's log up to `seq` with their authors' names, in pages, as `logExtract` takes them. */
export async function* authoredRows(
  store: Pick<Store, 'readLog' | 'listUsers'>,
  planId: string,
  seq: number,
): AsyncGenerator<readonly AuthoredRow[]> {
  const names = new Map<string, string>();
  for (let after = 0; after < seq; ) {
    const rows = await store.readLog(planId, after, Math.min(PAGE, seq - after));
    if (rows.length === 0) throw new Error(`the log of plan ${planId} does not reach row ${seq}`);
    const unknown = [...new Set(rows.map(({ userId }) => userId))].filter((id) => !names.has(id));
    for (const user of await store.listUsers(unknown)) names.set(user.id, user.name);
    yield rows.map((row) => ({ ...row, author: names.get(row.userId) ?? row.userId }));
    after = rows.at(-1)!.seq;
    await turn();
  }
}

/** What an extract says of a row. */
export function extractLine(row: AuthoredRow): ExtractLine {
  return {
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    authorId: row.userId,
    author: row.author.toWellFormed(),
    offline: row.offline,
    origin: row.origin,
    bytes: row.update.byteLength,
    sha256: hash('sha256', row.update),
    digest: hex(row.digest),
  };
}

/** The one way in which a line is written. */
export function lineText(line: ExtractLine): string {
  return JSON.stringify(line);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}
