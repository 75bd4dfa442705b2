/** The clock and the event loop, as rooms know them; a simulation drives its own. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the job when all that has arrived in this turn of the event loop is heard. */
  turn(job: () => void): void;
  /** Runs the job after so many milliseconds, unless the returned function is called before. */
  later(millis: number, job: () => void): () => void;
}

/** Runs the job again and again, each time so long after it has ended, until the returned function is called. */
export function repeat(timing: Timing, millis: number, job: () => void | Promise<void>): () => void {
  let isOver = false;
  let takeBack = (): void => {};
  const next = (): void => {
    if (isOver) return;
    takeBack = timing.later(millis, () => {
      Promise.resolve()
        .then(job)
        .catch((error) => console.error('what is looked at again and again could not be', error))
        .finally(next);
    });
  };
  next();
  return () => {
    isOver = true;
    takeBack();
  };
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
