import { textRoot } from '@filiera/shared/plan/layout.ts';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

const WORDS = 'Le azioni previste rafforzano la filiera regionale e ne misurano i risultati ogni anno. ';
/** A Yjs item of text whose left neighbour is named: what a key press at the end of what one wrote becomes. */
const STRING_WITH_ORIGIN = 0x84;

/**
 * A member who writes a new paragraph at the head of a text, under a client id of their own. Every update is, byte for
 * byte, what Yjs would have made of that key press; only the first is made by Yjs, since a document for each of
 * hundreds of typists would cost the generator more than the servers.
 */
export class Typist {
  readonly client: number;
  private readonly block: string;
  /** The clock of the next character; the paragraph and its text come before the first. */
  private clock = 0;

  constructor(client: number, block: string) {
    this.client = client;
    this.block = block;
  }

  /** How many structs there are of this client so far: its next clock. */
  get next(): number {
    return this.clock;
  }

  /** The next key press as a Yjs update. */
  type(): Uint8Array {
    return this.clock === 0 ? this.begin() : this.goOn();
  }

  private begin(): Uint8Array {
    const doc = new Y.Doc();
    doc.clientID = this.client;
    doc.transact(() => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(WORDS[0])]);
      doc.getXmlFragment(textRoot(this.block)).insert(0, [paragraph]);
    });
    this.clock = Y.getState(doc.store, this.client);
    return Y.encodeStateAsUpdate(doc);
  }

  private goOn(): Uint8Array {
    const { client, clock } = this;
    this.clock += 1;
    return encoding.encode((encoder) => {
      // One client with one struct, from this clock on ...
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      // ... which is a letter behind the last one; and nothing deleted.
      encoding.writeUint8(encoder, STRING_WITH_ORIGIN);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock - 1);
      encoding.writeVarString(encoder, WORDS[clock % WORDS.length]!);
      encoding.writeVarUint(encoder, 0);
    });
  }
}
