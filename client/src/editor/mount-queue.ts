/**
 * Editors are mounted one at a time while the browser is idle, so that a form with many blocks opens as fast as one
 * with few, and typing never waits for an editor that nobody looks at yet.
 */
const waiting = new Set<() => void>();
let scheduled = false;

const whenIdle: (run: () => void) => void =
  'requestIdleCallback' in window
    ? (run) => requestIdleCallback(run, { timeout: 1_000 })
    : (run) => setTimeout(run, 50);

function next(): void {
  scheduled = false;
  const [mount] = waiting;
  if (!mount) return;
  waiting.delete(mount);
  mount();
  if (waiting.size > 0) schedule();
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  whenIdle(next);
}

/** Calls `mount` when there is time. Returns what takes it back. */
export function mountWhenIdle(mount: () => void): () => void {
  waiting.add(mount);
  schedule();
  return () => waiting.delete(mount);
}
