/** Does the jobs for one key one after the other, in the order in which they came; those of other keys meanwhile. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** What the job gives, or throws. One that fails does not keep the next from its turn. */
  take<T>(key: string, job: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(key) ?? Promise.resolve()).then(job);
    const ended: Promise<void> = mine.then(
      () => this.end(key, ended),
      () => this.end(key, ended),
    );
    this.last.set(key, ended);
    return mine;
  }

  private end(key: string, ended: Promise<void>): void {
    if (this.last.get(key) === ended) this.last.delete(key);
  }
}
