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
} as const;
