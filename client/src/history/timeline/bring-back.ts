import * as Y from 'yjs';
import { ApiFailure } from '../../api/failure.ts';
import type { PlanConnection } from '../../collab/connection.ts';
import type { OpenPlan } from '../../collab/plan-session.ts';
import { undoOriginOf } from '../../undo/restored.ts';
import { timelineApi } from './requests.ts';

/**
 * Brings a part of the plan (`root` of the document), or all of it (`null`), back to a point: asks the server for the
 * edit that does it and makes that edit here, like anything that this member does. Returns what takes it back; that
 * answers false where something else was done since. Rejects with an `ApiFailure`; then nothing has changed.
 */
export async function bringBack(session: OpenPlan, seq: number, root: string | null): Promise<() => boolean> {
  const client = unusedClient(session.state.connection.doc);
  const update = await timelineApi.restore(session.planId, { seq, root, client });
  // Frozen, or taken away, while the server was answering.
  if (!session.state.editable) throw new ApiFailure('plan-closed', 409);
  return applyAsOwn(session.state.connection, update);
}

/** Makes an edit of the server's as this member's own, in one step of their undo. */
function applyAsOwn(connection: PlanConnection, update: Uint8Array): () => boolean {
  const { doc, undo } = connection;
  let steps = 0;
  const unsubscribe = undo.subscribe(() => {
    steps += 1;
  });
  Y.applyUpdate(doc, update, undoOriginOf(connection));
  const made = steps;
  return () => {
    unsubscribe();
    // Another step since, or none at all: the last one is not this one.
    if (made === 0 || steps !== made) return false;
    return undo.run('undo') !== null;
  };
}

/** A client id that nothing in the document was written under. */
function unusedClient(doc: Y.Doc): number {
  for (;;) {
    const [client = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (client !== 0 && client !== doc.clientID && !doc.store.clients.has(client)) return client;
  }
}
