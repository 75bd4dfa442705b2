/** Texts of the frame and of every page but the plan page. */
export const shell = {
  'app.name': 'Filiera',
  'app.title': '{page} · Filiera',
  'app.skip': 'Skip to content',
  'app.loading': 'Loading',
  'app.demo': 'Demonstration: the data disappears when it closes.',

  'locale.label': 'Language',
  'locale.it': 'Italiano',
  'locale.en': 'English',

  'scheme.label': 'Appearance',
  'scheme.light': 'Light',
  'scheme.dark': 'Dark',
  'scheme.auto': 'Same as the device',

  'nav.home': 'Plans',
  'nav.trail': 'Breadcrumb',
  'nav.menu': 'Menu of {name}',
  'nav.members': 'People of {association}',
  'nav.signOut': 'Sign out',

  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.retry': 'Try again',
  'action.copy': 'Copy',
  'action.copied': 'Copied',

  'error.summary.one': 'One field needs attention',
  'error.summary.many': '{count} fields need attention',
  'error.general': 'Something did not work. Nothing was changed: please try again shortly.',
  'error.offline':
    'The server does not answer. Nothing was changed: please check the connection and try again.',

  'app.home': 'Filiera, list of plans',
  'broken.title': 'Something did not work',
  'broken.body': 'Saved changes are safe. Reloading the page takes up the work where it was.',
  'broken.reload': 'Reload the page',
  'notFound.title': 'Page not found',
  'notFound.body': 'The address leads to no page, or to a plan that is not shared with this person.',
  'notFound.home': 'List of plans',
  'setup.waiting.title': 'Filiera is not set up yet',
  'setup.waiting.body':
    'The link for setting it up was written by the server when it started. It works once.',
} as const;
