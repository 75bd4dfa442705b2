import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { until } from './waiting.ts';

/** A mail server as others run them: what it accepts is kept as it came, and read as a mail program does. */
export interface MailServer {
  /** Its address, with whatever is put in front of the host. */
  url(credentials?: string, query?: string): string;
  /** What it accepted, in order. */
  readonly mails: readonly ParsedMail[];
  /** How often somebody began to hand a mail over. */
  readonly attempts: () => number;
  /** What is answered to the next recipients, and to the next mails once they are there; then all is taken. */
  readonly refusals: { rcpt: number[]; data: number[] };
  /** Resolves when so many mails were accepted; false where they do not come. */
  accepted(count: number): Promise<boolean>;
  close(): Promise<void>;
}

const refusal = (code: number): Error => Object.assign(new Error('not now'), { responseCode: code });

/** Starts one on a free port. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const refusals: MailServer['refusals'] = { rcpt: [], data: [] };
  let attempts = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onRcptTo(_address, _session, done) {
      attempts += 1;
      const code = refusals.rcpt.shift();
      done(code === undefined ? null : refusal(code));
    },
    onData(stream, _session, done) {
      const code = refusals.data.shift();
      simpleParser(stream).then((mail) => {
        if (code === undefined) mails.push(mail);
        done(code === undefined ? null : refusal(code));
      }, done);
    },
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const scheme = options.secure ? 'smtps' : 'smtp';
  return {
    url: (credentials = '', query = '') => `${scheme}://${credentials}127.0.0.1:${port}${query}`,
    mails,
    attempts: () => attempts,
    refusals,
    // A mail at once waits ten seconds for what follows on its heels; machines may be slow.
    accepted: (count) => until(() => mails.length >= count, 30_000),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
