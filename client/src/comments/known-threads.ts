import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import type { Thread, Threads } from '@filiera/shared/threads/api.ts';

/** Threads that changed, and the plan's revision after that. */
export interface ThreadNews {
  readonly revision: number;
  readonly threads: readonly Thread[];
  readonly people: readonly HistoryPerson[];
}

/** What a page knows of a plan's threads. */
export interface KnownThreads {
  /** Up to which revision nothing is missing; `null` before all threads were read once. */
  readonly revision: number | null;
  /** Oldest first. */
  readonly threads: readonly Thread[];
  readonly people: ReadonlyMap<string, HistoryPerson>;
  /** News that came before what stands between: it waits for that. */
  readonly early: readonly ThreadNews[];
}

export const NOTHING_KNOWN: KnownThreads = { revision: null, threads: [], people: new Map(), early: [] };

/** What is known once all threads were read; news that is newer than the answer is not lost. */
export function withAll(known: KnownThreads, { revision, threads, people }: Threads): KnownThreads {
  // An answer that was overtaken on its way says nothing new.
  if (known.revision !== null && revision < known.revision) return known;
  return caughtUp({
    ...known,
    revision,
    // What this page has been answered may be newer than what it asked for before.
    threads: merged(threads, known.threads),
    people: withPeople(known.people, people),
  });
}

/** What is known after news, in whatever order news comes. */
export function withNews(known: KnownThreads, news: ThreadNews): KnownThreads {
  if (known.revision !== null && news.revision <= known.revision) return known;
  return caughtUp({ ...known, early: [...known.early, news] });
}

/** What is known after the server has answered with one thread: its revision says whether it is newer. */
export function withThread(known: KnownThreads, thread: Thread): KnownThreads {
  return { ...known, threads: merged(known.threads, [thread]) };
}

/** Is something missing between what is known and news that has come? Then all threads are to be read again. */
export function hasGap({ revision, early }: KnownThreads): boolean {
  return revision !== null && early.length > 0;
}

function caughtUp(known: KnownThreads): KnownThreads {
  if (known.revision === null) return known;
  let { revision, threads, people } = known;
  let early = [...known.early].sort((a, b) => a.revision - b.revision);
  while (early[0] && early[0].revision <= revision + 1) {
    const [next, ...rest] = early as [ThreadNews, ...ThreadNews[]];
    early = rest;
    if (next.revision <= revision) continue;
    revision = next.revision;
    threads = merged(threads, next.threads);
    people = withPeople(people, next.people);
  }
  return { revision, threads, people, early };
}

/** Both lists in one, of each thread the newer; those that are no news keep their identity. */
function merged(threads: readonly Thread[], news: readonly Thread[]): readonly Thread[] {
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  let changed = false;
  for (const thread of news) {
    const known = byId.get(thread.id);
    if (known && known.revision >= thread.revision) continue;
    byId.set(thread.id, thread);
    changed = true;
  }
  if (!changed) return threads;
  return [...byId.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

function withPeople(
  known: ReadonlyMap<string, HistoryPerson>,
  people: readonly HistoryPerson[],
): ReadonlyMap<string, HistoryPerson> {
  return people.length === 0 ? known : new Map([...known, ...people.map((one) => [one.id, one] as const)]);
}
