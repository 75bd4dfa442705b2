import * as Y from 'yjs';

/** A document as bytes that were made from it: nothing of it has to be read to hand it on. */
export interface StoredDocument {
  /** All of it, as one update. */
  readonly state: Uint8Array;
  /** Its state vector, encoded. */
  readonly vector: Uint8Array;
}

/**
 * A plan's document. One that comes from the store is made only when somebody writes, or asks what it says: whoever
 * just opens the plan is given the bytes as they are kept.
 */
export class PlanDocument {
  #doc: Y.Doc | null;
  #stored: StoredDocument | null;

  constructor(from: Y.Doc | StoredDocument) {
    this.#doc = from instanceof Y.Doc ? from : null;
    this.#stored = from instanceof Y.Doc ? null : from;
  }

  get doc(): Y.Doc {
    if (this.#doc === null) {
      this.#doc = new Y.Doc();
      Y.applyUpdate(this.#doc, this.#stored!.state);
      // From here on the document says what it holds.
      this.#stored = null;
    }
    return this.#doc;
  }

  /** Is there a document yet, and not its bytes alone? */
  get isMade(): boolean {
    return this.#doc !== null;
  }

  /** The state vector, encoded. */
  vector(): Uint8Array {
    return this.#stored?.vector ?? Y.encodeStateVector(this.doc);
  }

  /** All of it, as one update. */
  state(): Uint8Array {
    return this.#stored?.state ?? Y.encodeStateAsUpdate(this.doc);
  }

  /** What is missing where this state vector stands, as one update. */
  since(vector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, vector);
  }

  destroy(): void {
    this.#doc?.destroy();
  }
}
