import { PAGES } from '@filiera/shared/api.ts';
import type { Notification } from '@filiera/shared/inbox/api.ts';
import { sayNotification } from '@filiera/shared/inbox/say.ts';
import { type Locale, say } from '@filiera/shared/text/text.ts';
import type { MailKind } from '../../store/inbox.ts';
import { type MailPage, pageOf } from './page.ts';

/** How many notifications a mail spells out; the rest is counted. */
const MOST_ITEMS = 30;

/** What a mail is made from. */
export interface MailMatter {
  readonly kind: MailKind;
  readonly user: { readonly name: string; readonly email: string; readonly locale: Locale };
  /** Oldest first, at least one. */
  readonly notifications: readonly Notification[];
  /** The address that every link starts with. */
  readonly baseUrl: string;
  /** Where the member takes themselves off the mail. */
  readonly unsubscribeUrl: string;
  /** The moment, in milliseconds since 1970. */
  readonly now: number;
}

/** A mail in words: one line for its subject, plain text, and the same as a page. */
export interface MailWords {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One line without anything that could end it, for headers. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** Puts a mail into words, in its reader's language: what needs a decision first. */
export function composeMail(matter: MailMatter): MailWords {
  const { user, notifications, baseUrl, unsubscribeUrl } = matter;
  const { locale } = user;
  const shown = [...notifications]
    .sort((a, b) => Number(b.needs === 'decision') - Number(a.needs === 'decision'))
    .slice(0, MOST_ITEMS);
  const groups = (['decision', 'news'] as const)
    .map((needs) => ({
      title: say(locale, `inbox.${needs}`),
      items: shown.filter((one) => one.needs === needs).map((one) => itemOf(one, locale, baseUrl)),
    }))
    .filter(({ items }) => items.length > 0);
  const rest = notifications.length - shown.length;
  const page: MailPage = {
    locale,
    subject: subjectOf(matter),
    greeting: say(locale, 'mail.greeting', { name: oneLine(user.name) }),
    intro: say(locale, `mail.intro.${matter.kind}`),
    groups,
    more:
      rest === 0
        ? null
        : rest === 1
          ? say(locale, 'mail.more.one')
          : say(locale, 'mail.more.many', { count: rest }),
    inbox: { label: say(locale, 'mail.open.inbox'), url: baseUrl + PAGES.inbox() },
    why: say(locale, 'mail.why', { email: user.email }),
    unsubscribe: { label: say(locale, 'mail.unsubscribe'), url: unsubscribeUrl },
  };
  return { subject: page.subject, text: textOf(page), html: pageOf(page) };
}

function subjectOf({ kind, user: { locale }, notifications, now }: MailMatter): string {
  const count = notifications.length;
  const [first] = notifications;
  if (kind === 'daily') {
    const day = new Intl.DateTimeFormat(locale === 'it' ? 'it-IT' : 'en-GB', {
      timeZone: 'Europe/Rome',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }).format(now);
    return oneLine(say(locale, 'mail.subject.daily', { day, count }));
  }
  const plans = new Set(notifications.map(({ plan }) => plan.id)).size;
  if (first !== undefined && count === 1) {
    return oneLine(
      say(locale, 'mail.subject.one', { what: sayNotification(locale, first), plan: first.plan.title }),
    );
  }
  return oneLine(
    plans === 1
      ? say(locale, 'mail.subject.many', { count, plan: first?.plan.title ?? '' })
      : say(locale, 'mail.subject.plans', { count, plans }),
  );
}

function itemOf(
  one: Notification,
  locale: Locale,
  baseUrl: string,
): MailPage['groups'][number]['items'][number] {
  const { what, plan } = one;
  const isThread = 'thread' in what;
  return {
    headline: oneLine(sayNotification(locale, one)),
    plan: oneLine(`${plan.title} · ${plan.associationName}`),
    where: isThread ? oneLine(what.where) : '',
    excerpt: isThread ? oneLine(what.excerpt) : '',
    // Where access was taken away there is nothing to open.
    link:
      what.kind === 'role' && what.role === null
        ? null
        : {
            label: say(locale, isThread ? 'mail.open.thread' : 'mail.open.plan'),
            url: baseUrl + (isThread ? PAGES.thread(plan.id, what.thread) : PAGES.plan(plan.id)),
          },
  };
}

/** The same as plain text. */
function textOf(page: MailPage): string {
  const items = page.groups.flatMap(({ title, items: of }) => [
    title.toUpperCase(),
    ...of.map(({ headline, plan, where, excerpt, link }) =>
      [headline, plan, where, excerpt && `“${excerpt}”`, link?.url ?? ''].filter(Boolean).join('\n'),
    ),
  ]);
  return `${[
    page.greeting,
    page.intro,
    ...items,
    ...(page.more === null ? [] : [page.more]),
    `${page.inbox.label}: ${page.inbox.url}`,
    `--\n${page.why}\n${page.unsubscribe.label}: ${page.unsubscribe.url}`,
  ].join('\n\n')}\n`;
}
