import type { HttpBindings } from '@hono/node-server';
import type { Attempts } from '../auth/attempts.ts';
import type { Authenticated, Sessions } from '../auth/sessions.ts';
import type { Live } from '../collab/live.ts';
import type { Config } from '../config.ts';
import type { FreezeRequest, FreezeResult } from '../freeze/freeze.ts';
import type { Makers } from '../freeze/makers.ts';
import type { History } from '../history/ask.ts';
import type { Tell } from '../inbox/event.ts';
import type { MemberInbox } from '../inbox/inbox.ts';
import type { Unsubscribing } from '../inbox/mail/unsubscribe.ts';
import type { InboxStreams } from '../inbox/streams.ts';
import type { Store } from '../store/store.ts';

/** A demonstration: links that sign one of its members in, by token. */
export interface Demo {
  readonly links: ReadonlyMap<string, { readonly userId: string }>;
}

/** What the routes work with. `main.ts` puts it together; tests do as well. */
export interface AppDeps {
  readonly config: Pick<Config, 'publicUrl' | 'behindProxy' | 'comments'>;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly live: Live;
  readonly history: History;
  readonly freeze: (request: FreezeRequest) => Promise<FreezeResult>;
  /** What makes documents of plans. */
  readonly makers: Makers;
  /** Members are to hear of what was done. Never rejects. */
  readonly tell: Tell;
  /** What members are told. */
  readonly inbox: MemberInbox;
  /** The pages that listen to it. */
  readonly streams: InboxStreams;
  readonly unsubscribing: Unsubscribing;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly demo: Demo | null;
}

/** What a request carries through the routes: Node's own objects (absent in tests) and who is signed in. */
export interface AppEnv {
  Bindings: Partial<HttpBindings>;
  Variables: { auth: Authenticated | null };
}
