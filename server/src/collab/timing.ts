/** The clock and the event loop, as rooms know them; a simulation drives its own. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the job when all that has arrived in this turn of the event loop is heard. */
  turn(job: () => void): void;
  /** Runs the job after so many milliseconds, unless the returned function is called before. */
  later(millis: number, job: () => void): () => void;
}

/** The machine's own. Nothing that waits keeps the process alive. */
export const MACHINE_TIMING: Timing = {
  now: Date.now,
  turn: (job) => {
    setImmediate(job);
  },
  later: (millis, job) => {
    const timer = setTimeout(job, millis).unref();
    return () => clearTimeout(timer);
  },
};
