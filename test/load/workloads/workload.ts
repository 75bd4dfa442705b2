import type { Strain } from '../generator/pace.ts';
import type { Subject, SubjectName } from '../subjects/subjects.ts';

/** What one run of a workload against one server came to; what does not apply is absent. */
export interface Result {
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  /** Edits that arrived at another page, a second. */
  readonly deliveries?: number;
  /** Of the server, within the measured time. */
  readonly cpuSeconds?: number;
  /** MiB at the end of it. */
  readonly rss?: number;
  /** MB over all sockets, to the server and from it. */
  readonly megabytesIn?: number;
  readonly megabytesOut?: number;
  /** Deliveries that never came although nothing was killed. */
  readonly missing?: number;
  /** Of those who only write meanwhile, milliseconds. */
  readonly typingP50?: number;
  readonly typingP99?: number;
  /** Edits before a kill that were acknowledged, or seen by another page, and how many of these the server lost. */
  readonly acknowledged?: number;
  readonly acknowledgedLost?: number;
  readonly seen?: number;
  readonly seenLost?: number;
  readonly strain?: Strain;
}

/** What one run has to work with. */
export interface Setting {
  readonly subject: SubjectName;
  /** Short times, for trying things out. */
  readonly quick: boolean;
  /** Makes the server to be measured, in an empty folder of this run's own, or over `folder`. */
  readonly make: (needs: {
    readonly plans: readonly string[];
    readonly members: number;
    readonly folder?: string;
  }) => Promise<Subject>;
  /** Where Filiera's profile goes, if it is to be profiled. */
  readonly profileDir: string | null;
  /** A new folder that is gone at the end of this run. */
  readonly newFolder: () => string;
  /** What is dear to prepare is prepared by the first run that asks, and kept for all others. */
  readonly keep: <T>(name: string, prepare: (folder: string) => Promise<T>) => Promise<T>;
}

export interface Workload {
  readonly name: string;
  /** What is done, for the report. */
  readonly describe: (quick: boolean) => string;
  readonly subjects: ReadonlySet<SubjectName>;
  readonly run: (setting: Setting) => Promise<Result>;
}
