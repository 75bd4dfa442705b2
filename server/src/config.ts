import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod';
import { type CollabLimits, DEFAULT_LIMITS } from './collab/limits.ts';
import { DOCUMENT_MILLIS } from './desk.ts';
import { type CommentLimits, DEFAULT_COMMENT_LIMITS } from './threads/limits.ts';

/**
 * What the environment decides. Every variable has a default, none but `SMTP_URL` may hold a secret, and every mistake is
 * reported at start.
 *
 *   PORT              3000     where to listen (0: any free port)
 *   HOST              all      the address to listen on; by default every interface, so that colleagues on the
 *                              same network can reach it (127.0.0.1: this machine alone)
 *   DATA_DIR          ./data   the folder that keeps everything, relative to where the server is started
 *   PUBLIC_URL        none     the address that members type, where it is not the server's own
 *   BEHIND_PROXY      false    true where a proxy in front sets X-Forwarded-For, -Proto and -Host
 *   MAX_FRAME_BYTES   8388608  the largest message that a page may send over its socket
 *   MAX_BUFFER_BYTES  33554432 how much may wait to be sent to one page before it is dropped
 *   MAX_PLAN_BYTES    16777216 how large a plan may grow, as its document is kept
 *   MAX_EDITS_PER_SECOND      100   edits that one page may send in the long run; ten times as many at once
 *   MAX_AWARENESS_PER_SECOND  1000  the same for caret moves
 *   MAX_QUESTIONS_PER_SECOND  2     the same for asking what the plan holds
 *   MAX_BYTES_PER_SECOND   1048576  the same for bytes, and one largest message besides
 *   MAX_AWARENESS_BYTES       8192  how much a page may say of where it is
 *   MAX_AWARENESS_CLIENTS     8     how many carets one page may show
 *   MAX_SOCKETS_PER_MEMBER    20    windows and devices that one member may have on one plan at a time
 *   MAX_SOCKETS_PER_MEMBER_ALL_PLANS  100  the same on all plans together
 *   MAX_COMMENTS_PER_MINUTE   60    threads and comments that one member may write or change, also at once
 *   MAX_COMMENT_CLICKS_PER_MINUTE  240  the same for resolving, assigning, reactions and deletions
 *   MAX_THREAD_BYTES       1048576  how much may be said in one thread of comments
 *   MAX_COMMENT_BYTES     33554432  how much may be said in the comments on one plan
 *   ROOM_IDLE_SECONDS 30       how long a plan that nobody has open stays in memory
 *   REQUEST_SECONDS   30       how long a request may take to arrive whole
 *   DOCUMENT_SECONDS  120      how long the documents of a plan may take to be made
 *   SMTP_URL          none     the server that mail goes out by; without it none does
 *   MAIL_FROM         none     whom mail comes from; needed where SMTP_URL is set
 */
export interface Config {
  readonly port: number;
  /** `null`: every interface that there is, IPv6 and IPv4. */
  readonly host: string | null;
  readonly dataDir: string;
  /** Decides the links that are sent, `Secure` cookies and the only `Origin` that may change anything. */
  readonly publicUrl: URL | null;
  readonly behindProxy: boolean;
  readonly limits: CollabLimits;
  readonly comments: CommentLimits;
  /** How long a request, or the beginning of a socket, may take to arrive, in milliseconds. */
  readonly requestMillis: number;
  /** How long the documents of a plan may take to be made before they are given up, in milliseconds. */
  readonly documentMillis: number;
  /** `null`: this installation sends no mail. */
  readonly mail: MailConfig | null;
}

export interface MailConfig {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
}

/** What is wrong with the environment: one sentence for each variable. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** A variable's value made into what it means, or an issue that says what it must be; a secret is not repeated. */
const read = <T>(parse: (text: string) => T | null, must: string, isSecret = false) =>
  z.string().transform((text, context): T => {
    const value = parse(text.trim());
    if (value !== null) return value;
    context.addIssue(`must be ${must}${isSecret ? '' : `, not "${text}"`}`);
    return z.NEVER;
  });

const whole = (min: number, max: number) =>
  read(
    (text) => (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null),
    `a whole number from ${min} to ${max}`,
  );

const flag = read(
  (text) => ({ true: true, '1': true, false: false, '0': false })[text.toLowerCase()] ?? null,
  'true or false',
);

/** An origin: scheme, host and port, since the client's addresses start at the root. */
const origin = read((text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` === '/';
  return plain ? url : null;
}, 'an address such as https://piani.example.org, without a path');

/** The server that mail goes out by. */
const smtp = read(
  (text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '' ? text : null;
  },
  'an address such as smtps://user:password@mail.example.org, or smtp://mail.example.org:587',
  true,
);

/** `Filiera <filiera@example.org>`, or the address alone. */
const sender = read((text) => {
  const named = /^([^<>"\p{Cc}]*)<([^<>\s]+)>$/u.exec(text);
  const address = z.email().safeParse(named?.[2] ?? text);
  return address.success ? { name: named?.[1]?.trim() || 'Filiera', address: address.data } : null;
}, 'an address such as Filiera <filiera@example.org>');

const environment = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: read((text) => (/^[\w.:%-]+$/.test(text) ? text : null), 'a host name or an IP address').optional(),
  DATA_DIR: z.string().default('./data'),
  PUBLIC_URL: origin.optional(),
  BEHIND_PROXY: flag.default(false),
  MAX_FRAME_BYTES: whole(1024, 256 * 1024 * 1024).default(DEFAULT_LIMITS.frameBytes),
  MAX_BUFFER_BYTES: whole(64 * 1024, 1024 * 1024 * 1024).default(DEFAULT_LIMITS.bufferBytes),
  MAX_PLAN_BYTES: whole(64 * 1024, 1024 * 1024 * 1024).default(DEFAULT_LIMITS.planBytes),
  MAX_EDITS_PER_SECOND: whole(1, 100_000).default(DEFAULT_LIMITS.editsPerSecond),
  MAX_AWARENESS_PER_SECOND: whole(1, 100_000).default(DEFAULT_LIMITS.awarenessPerSecond),
  MAX_QUESTIONS_PER_SECOND: whole(1, 100_000).default(DEFAULT_LIMITS.questionsPerSecond),
  MAX_BYTES_PER_SECOND: whole(1024, 1024 * 1024 * 1024).default(DEFAULT_LIMITS.bytesPerSecond),
  MAX_AWARENESS_BYTES: whole(256, 1024 * 1024).default(DEFAULT_LIMITS.awarenessBytes),
  MAX_AWARENESS_CLIENTS: whole(1, 1000).default(DEFAULT_LIMITS.awarenessClients),
  MAX_SOCKETS_PER_MEMBER: whole(1, 10_000).default(DEFAULT_LIMITS.socketsPerMember),
  MAX_SOCKETS_PER_MEMBER_ALL_PLANS: whole(1, 100_000).default(DEFAULT_LIMITS.socketsPerMemberAllPlans),
  MAX_COMMENTS_PER_MINUTE: whole(1, 100_000).default(DEFAULT_COMMENT_LIMITS.perMinute),
  MAX_COMMENT_CLICKS_PER_MINUTE: whole(1, 100_000).default(DEFAULT_COMMENT_LIMITS.clicksPerMinute),
  MAX_THREAD_BYTES: whole(64 * 1024, 8 * 1024 * 1024).default(DEFAULT_COMMENT_LIMITS.threadBytes),
  MAX_COMMENT_BYTES: whole(64 * 1024, 256 * 1024 * 1024).default(DEFAULT_COMMENT_LIMITS.planBytes),
  ROOM_IDLE_SECONDS: whole(0, 86_400).default(DEFAULT_LIMITS.idleMillis / 1000),
  REQUEST_SECONDS: whole(1, 3600).default(30),
  DOCUMENT_SECONDS: whole(1, 3600).default(DOCUMENT_MILLIS / 1000),
  SMTP_URL: smtp.optional(),
  MAIL_FROM: sender.optional(),
});

/**
 * The configuration that `env` describes; relative folders are relative to `cwd`. A variable that is set to nothing
 * counts as not set. Throws `ConfigError` with every problem at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => (value ?? '').trim() !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`));
  }
  const { PORT, HOST, DATA_DIR, PUBLIC_URL, BEHIND_PROXY, SMTP_URL, MAIL_FROM } = parsed.data;
  if (SMTP_URL !== undefined && MAIL_FROM === undefined) {
    throw new ConfigError(['MAIL_FROM must be set where SMTP_URL is, to the address that mail comes from.']);
  }
  return {
    port: PORT,
    host: HOST ?? null,
    dataDir: isAbsolute(DATA_DIR) ? DATA_DIR : resolve(cwd, DATA_DIR),
    publicUrl: PUBLIC_URL ?? null,
    behindProxy: BEHIND_PROXY,
    limits: {
      frameBytes: parsed.data.MAX_FRAME_BYTES,
      bufferBytes: parsed.data.MAX_BUFFER_BYTES,
      editsPerSecond: parsed.data.MAX_EDITS_PER_SECOND,
      awarenessPerSecond: parsed.data.MAX_AWARENESS_PER_SECOND,
      awarenessBytes: parsed.data.MAX_AWARENESS_BYTES,
      awarenessClients: parsed.data.MAX_AWARENESS_CLIENTS,
      questionsPerSecond: parsed.data.MAX_QUESTIONS_PER_SECOND,
      bytesPerSecond: parsed.data.MAX_BYTES_PER_SECOND,
      planBytes: parsed.data.MAX_PLAN_BYTES,
      socketsPerMember: parsed.data.MAX_SOCKETS_PER_MEMBER,
      socketsPerMemberAllPlans: parsed.data.MAX_SOCKETS_PER_MEMBER_ALL_PLANS,
      idleMillis: parsed.data.ROOM_IDLE_SECONDS * 1000,
    },
    comments: {
      ...DEFAULT_COMMENT_LIMITS,
      perMinute: parsed.data.MAX_COMMENTS_PER_MINUTE,
      clicksPerMinute: parsed.data.MAX_COMMENT_CLICKS_PER_MINUTE,
      threadBytes: parsed.data.MAX_THREAD_BYTES,
      planBytes: parsed.data.MAX_COMMENT_BYTES,
    },
    requestMillis: parsed.data.REQUEST_SECONDS * 1000,
    documentMillis: parsed.data.DOCUMENT_SECONDS * 1000,
    mail: SMTP_URL === undefined || MAIL_FROM === undefined ? null : { url: SMTP_URL, from: MAIL_FROM },
  };
}
