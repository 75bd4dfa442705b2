import { createTransport } from 'nodemailer';
import type { MailConfig } from '../../config.ts';

/** A mail as it goes out. */
export interface OutgoingMail {
  /** The same for every attempt at one mail, so that whoever gets it twice can tell. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly unsubscribeUrl: string;
  readonly at: number;
}

/** Sends a mail; resolves once the server has accepted it, rejects with a `MailError`. */
export type Send = (mail: OutgoingMail, signal: AbortSignal) => Promise<void>;

/** Why a mail was not accepted. `isFinal`: nobody will ever be reached at that address. */
export class MailError extends Error {
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean, cause: unknown) {
    super(message, { cause });
    this.name = 'MailError';
    this.isFinal = isFinal;
  }
}

/** How long the other side may take for each step, in milliseconds. */
const PATIENCE = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  socketCloseTimeout: 1000,
} as const;

interface SmtpFailure {
  readonly message?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

/** Mail by SMTP, one connection for each. */
export function createSmtp({ url, from }: MailConfig): Send {
  const transport = createTransport({
    url,
    ...PATIENCE,
    // What a mail says is made of what people wrote: no file or address in it is ever read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (mail, signal) => {
    try {
      await transport.sendMail({
        from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.messageId}>`,
        date: new Date(mail.at),
        // RFC 3834: no holiday notice answers it. RFC 8058: one click takes the member off.
        headers: {
          'Auto-Submitted': 'auto-generated',
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
        list: { unsubscribe: { url: mail.unsubscribeUrl } },
        signal,
      });
    } catch (cause) {
      const { message = 'it failed', command, responseCode = 0 } = cause as SmtpFailure;
      // Anything else, the sender or the password refused too, is for the operator to mend, and is tried again.
      throw new MailError(message, command === 'RCPT TO' && responseCode >= 500, cause);
    }
  };
}
