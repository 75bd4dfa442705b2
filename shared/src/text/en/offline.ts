/** Texts of what happens without network, and on the return. */
export const offline = {
  'plan.refused.forbidden':
    'This plan is no longer shared with you, and these changes had not arrived yet ({when}).',
  'plan.refused.rejected': 'The server could not accept these changes ({when}).',

  'offline.back': 'Back online: {sent}, {received}',
  'offline.sent.none': 'no changes sent',
  'offline.sent.one': '1 change sent',
  'offline.sent.many': '{n} changes sent',
  'offline.received.none': 'none received',
  'offline.received.one': '1 received',
  'offline.received.many': '{n} received',
  'offline.signOut.title': 'Sign out with unsent changes or comments?',
  'offline.signOut.body':
    'This device holds changes or comments that the server does not have yet, or texts not accepted that nobody has read. Signing out deletes them from here, together with the copies of the plans.',
  'offline.signOut.action': 'Sign out and delete',
};
