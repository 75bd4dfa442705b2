import { formatDate } from '../rules/money.ts';
import { type Locale, say } from '../text/text.ts';
import type { Notification } from './api.ts';

/** A notification in one line: who did what. The plan, the place and the words of the comment stand beside it. */
export function sayNotification(
  locale: Locale,
  { at, by, what }: Pick<Notification, 'at' | 'by' | 'what'>,
): string {
  const who = by?.name ?? say(locale, 'inbox.someone');
  switch (what.kind) {
    case 'mention':
      return say(locale, 'inbox.say.mention', { by: who });
    case 'reply':
      return say(locale, 'inbox.say.reply', { by: who });
    case 'assignment':
      return what.due === null
        ? say(locale, 'inbox.say.assignment', { by: who })
        : say(locale, 'inbox.say.assignment.due', { by: who, due: formatDate(what.due) });
    case 'due':
      // Told in the morning of the day itself it is still to come; from the next day on it is over.
      return say(locale, at < Date.parse(`${what.due}T23:00:00Z`) ? 'inbox.say.due' : 'inbox.say.overdue', {
        due: formatDate(what.due),
      });
    case 'freeze':
      return say(locale, 'inbox.say.freeze', { by: who, version: what.version });
    case 'reopen':
      return say(locale, 'inbox.say.reopen', { by: who, version: what.from });
    case 'role':
      return what.role === null
        ? say(locale, 'inbox.say.role.none', { by: who })
        : say(locale, 'inbox.say.role', { by: who, role: say(locale, `planRole.${what.role}`) });
  }
}
