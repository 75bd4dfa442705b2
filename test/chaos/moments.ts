/** What the server may be about, as `watch.ts` notes it from inside its process; the order gives each its byte. */
export const MOMENTS = [
  'starting',
  'idle',
  'loading a plan',
  'writing a commit',
  'making a commit durable',
  'durable, nobody told',
  'moving commits into the tables',
  'ending that move',
  'moved, still in the journal',
  'writing a snapshot',
  'writing figures',
] as const;
export type Moment = (typeof MOMENTS)[number];

/** Ends the server at the nth time that it comes to a moment; as the environment carries it, `<n> <moment>`. */
export interface Trap {
  readonly moment: Moment;
  /** From 1. */
  readonly at: number;
}

/** The variables by which the supervisor tells `watch.ts` where to note the moment, and where to end the process. */
export const MOMENT_FILE = 'CHAOS_MOMENT_FILE';
export const TRAP = 'CHAOS_TRAP';
