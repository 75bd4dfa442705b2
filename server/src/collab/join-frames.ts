import * as Y from 'yjs';
import { type Framed, frameOnce } from './framed.ts';
import { step1Frame, step2Frame } from './frames.ts';
import type { PlanDocument } from './plan-document.ts';

/** Below this many bytes of later updates the encoded state is always worth keeping. */
const SMALL_TAIL = 16 * 1024;
const NOTHING_KNOWN = Y.encodeStateVector(new Y.Doc());

/**
 * A document as those get it who have nothing of it yet: its state, encoded once, and the updates that were sent since.
 * So fifty who open a plan at once cost one encoding, and those who join while others type none at all.
 */
export class JoinFrames {
  private readonly document: PlanDocument;
  private state: Framed | null = null;
  private asked: Framed | null = null;
  private tail: Framed[] = [];
  private tailBytes = 0;

  constructor(document: PlanDocument) {
    this.document = document;
  }

  /** Asks for what the other side has and the document has not. */
  question(): Framed {
    this.asked ??= frameOnce(step1Frame(this.document.vector()));
    return this.asked;
  }

  /** Everything that there is. */
  all(): readonly Framed[] {
    this.state ??= frameOnce(step2Frame(this.document.state()));
    return [this.state, ...this.tail];
  }

  /** The document has changed by this update. */
  follow(update: Framed): void {
    this.asked = null;
    if (!this.state) return;
    this.tail.push(update);
    this.tailBytes += update.wire.length;
    if (this.tailBytes > Math.max(SMALL_TAIL, this.state.wire.length / 4)) {
      this.state = null;
      this.tail = [];
      this.tailBytes = 0;
    }
  }

  /** Does this state vector know nothing? */
  static isEmpty(stateVector: Uint8Array): boolean {
    return stateVector.length === NOTHING_KNOWN.length && stateVector[0] === NOTHING_KNOWN[0];
  }
}
