/** What one socket may ask of the server. Each is set from the environment (`config.ts`). */
export interface CollabLimits {
  /** The largest frame, in bytes; a larger one closes its socket with 1009. */
  readonly frameBytes: number;
  /** The largest awareness state of one client, in bytes of JSON. */
  readonly awarenessBytes: number;
  /** How many client ids one socket may show in awareness: a page has one. */
  readonly awarenessClients: number;
  /** How much may wait to be sent to one socket, in bytes; a slower reader is dropped and syncs again. */
  readonly bufferBytes: number;
  /** How long an empty room stays in memory, in milliseconds. */
  readonly idleMillis: number;
}

export const DEFAULT_LIMITS: CollabLimits = {
  frameBytes: 8 * 1024 * 1024,
  awarenessBytes: 8 * 1024,
  awarenessClients: 8,
  bufferBytes: 32 * 1024 * 1024,
  idleMillis: 30_000,
};
