import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as z from 'zod';
import { personSchema } from '../history/api.ts';
import { PLAN_ROLES, PLAN_STATUSES } from '../permissions.ts';
import { threadSchema } from '../threads/api.ts';

/**
 * What goes over `ws(s)://host/collab/<planId>`: the y-websocket protocol (message types 0 sync, 1 awareness,
 * 3 query awareness), and one more type for what Filiera adds. The server sends that type only to clients that asked
 * for it with `?protocol=<PROTOCOL_VERSION>`, so the stock WebsocketProvider syncs without it.
 *
 *   frame    = varuint type, payload
 *   type 100 = varuint kind, kind 0 (ack): varuint upTo, varuint seq
 *                            kind 1 (notice): varstring JSON, a `Notice`
 *                            kind 2 (epoch, the only one that pages send): varuint epoch
 *
 * A plan's epoch is the number of its frozen versions. A page says of which its document is: with `?epoch=` for what it
 * brings, and by `epoch` for all that it sends afterwards. What was written in an older epoch than the plan's came too
 * late and is never taken, though the plan may be open again. Who says nothing counts as of the plan's.
 */

/**
 * The longest that the server is silent on a socket that understands `type 100`, in milliseconds: when there is nothing
 * else to say it repeats its last ack. Browsers show their pages no pings, and a network that is gone closes no
 * socket, so a page takes a longer silence for a dead connection.
 */
export const KEEP_ALIVE_MILLIS = 5_000;

export const PROTOCOL_VERSION = 2;
/** The version of the document's layout (`plan/layout.ts`). */
export const SCHEMA_VERSION = 1;

export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_QUERY_AWARENESS = 3;
export const MESSAGE_FILIERA = 100;

const KIND_ACK = 0;
const KIND_NOTICE = 1;
export const KIND_EPOCH = 2;
/** No plan has so many frozen versions. */
export const MAX_EPOCH = 1_000_000;

/**
 * Why the server closed a socket. As in y-websocket, 4400 to 4499 say that reconnecting will not help by itself
 * (sign in again, reload), 4500 to 4599 ask to come back.
 */
export const CLOSE = {
  /** A frame that is not the protocol. */
  badFrame: 4400,
  /** The session ended or was revoked: sign in again. */
  signedOut: 4401,
  /** The member may no longer see the plan. */
  forbidden: 4403,
  /** New structs or an awareness state under a client id that belongs to somebody else. */
  forgedClient: 4422,
  /** The page is of another version of the protocol or of the document's layout: reload it. */
  wrongVersion: 4426,
  /** The edit could not be stored; it is still in the page, which must connect again. */
  retry: 4503,
  /** The server is going down, or unloads the room. */
  restart: 4512,
  /** Frames came faster than one socket may send, or more sockets than one member may have. */
  tooFast: 4529,
  /** WebSocket's own code for a frame over the size limit. */
  tooLarge: 1009,
} as const;

/** Who last wrote one cell, by the server's log. `root` and `key` are as in `plan/layout.ts`. */
const cellEditSchema = z.object({
  root: z.string(),
  key: z.string(),
  userId: z.string(),
  name: z.string(),
  /** Milliseconds since 1970, the server's clock. */
  at: z.number(),
});
export type CellEdit = z.infer<typeof cellEditSchema>;

export const noticeSchema = z.discriminatedUnion('kind', [
  /** What this member may do here and now; sent first on every connection, and whenever it changes. */
  z.object({
    kind: z.literal('access'),
    role: z.enum(PLAN_ROLES),
    status: z.enum(PLAN_STATUSES),
    epoch: z.int().min(0),
  }),
  /** Last authors of cells: all of them on joining, then those that changed. */
  z.object({ kind: z.literal('cells'), edits: z.array(cellEditSchema) }),
  /**
   * Threads that changed, whole, with everyone they name; `revision` is the plan's after that. Sent to those who may
   * comment. After revision 7 comes 8: a page that sees another one asks for all threads again.
   */
  z.object({
    kind: z.literal('threads'),
    revision: z.int(),
    threads: z.array(threadSchema),
    people: z.array(personSchema),
  }),
  /**
   * Edits of this socket were not taken, and never will be: the plan is closed, the role does not write, or the plan
   * is as large as it may be (`full`; what makes it smaller is taken). `version`: the frozen version that they came too
   * late for, whatever has become of the plan since.
   */
  z.object({
    kind: z.literal('refused'),
    reason: z.enum(['frozen', 'archived', 'role', 'full']),
    version: z.int().min(1).optional(),
  }),
]);
export type Notice = z.infer<typeof noticeSchema>;

/**
 * `ack`: the first `upTo` edit-bearing frames (sync step 2 and update) that this socket sent are durable;
 * `seq` is the plan's last sequence number among them.
 */
export type FilieraMessage =
  | { readonly kind: 'ack'; readonly upTo: number; readonly seq: number }
  | { readonly kind: 'notice'; readonly notice: Notice };

/** One whole frame for the wire. */
export function encodeFiliera(message: FilieraMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_FILIERA);
  if (message.kind === 'ack') {
    encoding.writeVarUint(encoder, KIND_ACK);
    encoding.writeVarUint(encoder, message.upTo);
    encoding.writeVarUint(encoder, message.seq);
  } else {
    encoding.writeVarUint(encoder, KIND_NOTICE);
    encoding.writeVarString(encoder, JSON.stringify(message.notice));
  }
  return encoding.toUint8Array(encoder);
}

/** The whole frame in which a page says of which epoch everything is that it sends from now on. */
export function encodeEpoch(epoch: number): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_FILIERA);
  encoding.writeVarUint(encoder, KIND_EPOCH);
  encoding.writeVarUint(encoder, epoch);
  return new Uint8Array(encoding.toUint8Array(encoder));
}

/** Reads the payload behind the type byte. Throws where it is not of this protocol. */
export function decodeFiliera(decoder: decoding.Decoder): FilieraMessage {
  const kind = decoding.readVarUint(decoder);
  if (kind === KIND_ACK) {
    return { kind: 'ack', upTo: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) };
  }
  if (kind === KIND_NOTICE) {
    return { kind: 'notice', notice: noticeSchema.parse(JSON.parse(decoding.readVarString(decoder))) };
  }
  throw new Error(`unknown message kind ${kind}`);
}

/** What a page puts into its awareness state. The server fills in `user`, whatever the page sent there. */
export const awarenessStateSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), color: z.string() }).optional(),
  /** Where the member is: as in `Place`; absent while nothing is focused. */
  place: z
    .object({
      section: z.string().max(100),
      element: z.string().max(100).optional(),
      row: z.string().max(100).optional(),
      column: z.string().max(100).optional(),
    })
    .optional(),
});
export type AwarenessState = z.infer<typeof awarenessStateSchema>;
