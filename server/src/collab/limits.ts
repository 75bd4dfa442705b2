/** What one socket, one member and one plan may ask of the server. Each is set from the environment (`config.ts`). */
export interface CollabLimits {
  /** The largest frame, in bytes; a larger one closes its socket with 1009. */
  readonly frameBytes: number;
  /** The largest awareness state of one client, in bytes of JSON. */
  readonly awarenessBytes: number;
  /** How many client ids one socket may show in awareness: a page has one. */
  readonly awarenessClients: number;
  /** How many edits a second one socket may send in the long run; ten times as many at once. */
  readonly editsPerSecond: number;
  /**
   * The same for awareness, caret moves above all. The stock provider sends back what it hears of others, so this
   * leaves room for the carets of a full meeting.
   */
  readonly awarenessPerSecond: number;
  /** The same for questions: what the document holds, who is here. A page asks once for each connection. */
  readonly questionsPerSecond: number;
  /** The same for bytes, of whatever kind; and one largest frame besides, for a page that was long offline. */
  readonly bytesPerSecond: number;
  /** How large a plan's document may grow, in bytes of its encoded state; see `PlanSize`. */
  readonly planBytes: number;
  /** How many sockets one member may have on one plan at a time: windows and devices. */
  readonly socketsPerMember: number;
  /** The same on all plans together. */
  readonly socketsPerMemberAllPlans: number;
  /** How much may wait to be sent to one socket, in bytes; a slower reader is dropped and syncs again. */
  readonly bufferBytes: number;
  /** How long an empty room stays in memory, in milliseconds. */
  readonly idleMillis: number;
}

export const DEFAULT_LIMITS: CollabLimits = {
  frameBytes: 8 * 1024 * 1024,
  awarenessBytes: 8 * 1024,
  awarenessClients: 8,
  editsPerSecond: 100,
  awarenessPerSecond: 1_000,
  questionsPerSecond: 2,
  bytesPerSecond: 1024 * 1024,
  planBytes: 16 * 1024 * 1024,
  socketsPerMember: 20,
  socketsPerMemberAllPlans: 100,
  bufferBytes: 32 * 1024 * 1024,
  idleMillis: 30_000,
};
