import {
  type Inbox,
  inboxSchema,
  type MailMode,
  type Preferences,
  preferencesSchema,
  type Unsubscribe,
  unsubscribeSchema,
} from '@filiera/shared/inbox/api.ts';
import { ask } from '../api/client.ts';

/** What members are told, over HTTP; all reject as `ask` does. */
export const inboxApi = {
  list: (before: string | null, unreadOnly: boolean): Promise<Inbox> => {
    const query = new URLSearchParams();
    if (before !== null) query.set('before', before);
    if (unreadOnly) query.set('unread', '1');
    return ask(inboxSchema, 'GET', `/inbox?${query}`);
  },
  mark: (ids: readonly string[], read: boolean): Promise<Inbox> =>
    ask(inboxSchema, 'POST', '/inbox/read', { ids, read }),
  markAll: (): Promise<Inbox> => ask(inboxSchema, 'POST', '/inbox/read', { all: true }),
  preferences: (): Promise<Preferences> => ask(preferencesSchema, 'GET', '/me/notifications'),
  setMail: (mail: MailMode): Promise<Preferences> =>
    ask(preferencesSchema, 'PUT', '/me/notifications', { mail }),
  unsubscribeView: (token: string): Promise<Unsubscribe> =>
    ask(unsubscribeSchema, 'GET', `/unsubscribe/${encodeURIComponent(token)}`),
  unsubscribe: (token: string): Promise<Unsubscribe> =>
    ask(unsubscribeSchema, 'POST', `/unsubscribe/${encodeURIComponent(token)}`),
};
