import { MESSAGE_SYNC } from '@filiera/shared/protocol/protocol.ts';

/** The two kinds of sync frame that carry edits, as y-protocols numbers them. */
const STEP_2 = 1;
const UPDATE = 2;

export interface SocketListener {
  /** A socket was made; its frames are counted from zero. */
  opened(): void;
  /** Something came from the server. */
  heard(): void;
  /** The `count`th edit-bearing frame of this socket was sent. `answer`: it was a sync step 2, not a single update. */
  sent(count: number, answer: boolean): void;
}

/**
 * A WebSocket that counts the edit-bearing frames it sends, which is what the server's acknowledgements count. It
 * looks at the frames themselves, so the count cannot drift from what the provider does.
 */
export function countingSocket(listener: SocketListener): typeof WebSocket {
  return class extends WebSocket {
    #count = 0;

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      listener.opened();
      this.addEventListener('message', () => listener.heard());
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      super.send(data);
      if (
        data instanceof Uint8Array &&
        data[0] === MESSAGE_SYNC &&
        (data[1] === STEP_2 || data[1] === UPDATE)
      ) {
        this.#count += 1;
        listener.sent(this.#count, data[1] === STEP_2);
      }
    }
  };
}
