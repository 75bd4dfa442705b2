/** So many are remembered; a page sends its restore within seconds. */
const MAX_CLIENTS = 10_000;

/**
 * The client ids under which restores were made. Two updates under one client would both begin at its first clock, and
 * documents that took different ones would never agree again; so each is given out once.
 */
export class RestoreClients {
  private readonly given = new Set<string>();

  /** Is this the first time that the client is asked for in this plan? */
  claim(planId: string, client: number): boolean {
    const name = `${planId} ${client}`;
    if (this.given.has(name)) return false;
    this.given.add(name);
    for (const oldest of this.given) if (this.given.size > MAX_CLIENTS) this.given.delete(oldest);
    return true;
  }
}
