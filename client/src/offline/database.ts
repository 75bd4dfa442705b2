/**
 * What this browser keeps for times without network, in one IndexedDB database. The documents themselves lie beside
 * it, one database each, as y-indexeddb keeps them.
 *
 *   copies    key [user, plan]                 `CopyRow`: which document database belongs to the plan
 *   unsent    key [user, plan, client, number] `UnsentRow`: one edit that no acknowledgement has covered
 *   refusals  key [user, plan, id]             edits that were not taken, until their author has read them
 *   answers   key [user or '', address]        the server's last good answer
 *   outbox    key [user, plan, key]            `OutboxItem`: a comment that the server has not taken yet
 *   drafts    key [user, plan, place]          `Draft`: a comment that is being written
 */
const NAME = 'filiera';
const VERSION = 2;
const STORES = ['copies', 'unsent', 'refusals', 'answers', 'outbox', 'drafts'] as const;
export type StoreName = (typeof STORES)[number];

/** Which document database holds a plan's copy. */
export interface CopyRow {
  readonly userId: string;
  readonly planId: string;
  /** Part of the document database's name; another one whenever the copy has to be made anew. */
  readonly epoch: number;
  /** The document database's name. */
  readonly document: string;
  /** Has the document come whole from the server once? */
  readonly whole: boolean;
  /** The plan's epoch that the document is of; absent where it was not known, or not kept yet. */
  readonly planEpoch?: number;
}

/** One edit that no acknowledgement has covered. Before plans had epochs it was kept as its bytes alone. */
export type UnsentRow = Uint8Array | { readonly update: Uint8Array; readonly epoch: number };

let opening: Promise<IDBDatabase | null> | null = null;

/** The database; `null` where the browser keeps none (storage forbidden, or full). Then pages work as without it. */
export function database(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    let request: IDBOpenDBRequest;
    try {
      request = indexedDB.open(NAME, VERSION);
    } catch {
      resolve(null);
      return;
    }
    request.onupgradeneeded = () => {
      for (const store of STORES) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      }
    };
    request.onsuccess = () => {
      const db = request.result;
      const forget = (): void => {
        opening = null;
      };
      db.onversionchange = () => {
        db.close();
        forget();
      };
      db.onclose = forget;
      resolve(db);
    };
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
  return opening;
}

/** All keys that begin with these parts. */
export function below(...parts: readonly string[]): IDBKeyRange {
  // An array sorts after every string and number, so this is past the last key of the group.
  return IDBKeyRange.bound([...parts], [...parts, []]);
}

/** The answer to one request of a transaction. */
export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Writes in one transaction: all of it or nothing. Resolves with whether it was kept; a browser that cannot keep
 * anything (full, or cleared while the page is open) is no reason for a page to stop.
 */
export async function write(
  stores: readonly StoreName[],
  change: (store: (name: StoreName) => IDBObjectStore) => void,
): Promise<boolean> {
  const db = await database();
  if (!db) return false;
  try {
    const transaction = db.transaction([...stores], 'readwrite');
    change((name) => transaction.objectStore(name));
    // A page that is left at this moment must not take along what it has just said is kept.
    transaction.commit();
    return await new Promise((resolve) => {
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () => resolve(false);
    });
  } catch {
    return false;
  }
}

/** Reads from one store; `fallback` where nothing can be read. */
export async function read<T>(
  store: StoreName,
  ask: (store: IDBObjectStore) => Promise<T>,
  fallback: T,
): Promise<T> {
  const db = await database();
  if (!db) return fallback;
  try {
    return await ask(db.transaction(store, 'readonly').objectStore(store));
  } catch {
    return fallback;
  }
}
