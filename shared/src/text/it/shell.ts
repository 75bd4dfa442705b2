/** Texts of the frame and of every page but the plan page. */
export const shell = {
  'app.name': 'Filiera',
  'app.title': '{page} · Filiera',
  'app.skip': 'Vai al contenuto',
  'app.loading': 'Caricamento in corso',
  'app.demo': 'Dimostrazione: i dati spariscono alla chiusura.',

  'locale.label': 'Lingua',
  'locale.it': 'Italiano',
  'locale.en': 'English',

  'scheme.label': 'Aspetto',
  'scheme.light': 'Chiaro',
  'scheme.dark': 'Scuro',
  'scheme.auto': 'Come il dispositivo',

  'nav.home': 'Piani',
  'nav.trail': 'Percorso',
  'nav.menu': 'Menu di {name}',
  'nav.members': 'Persone di {association}',
  'nav.signOut': 'Uscita',

  'action.cancel': 'Annulla',
  'action.close': 'Chiudi',
  'action.retry': 'Nuovo tentativo',
  'action.copy': 'Copia',
  'action.copied': 'Copiato',

  'error.summary.one': 'C’è un campo da correggere',
  'error.summary.many': 'Ci sono {count} campi da correggere',
  'error.general': 'Qualcosa non ha funzionato. Nulla è stato modificato: conviene riprovare tra poco.',
  'error.offline':
    'Il server non risponde. Nulla è stato modificato: controllare la connessione e riprovare.',

  'app.home': 'Filiera, elenco dei piani',
  'broken.title': 'Qualcosa non ha funzionato',
  'broken.body': 'Le modifiche salvate sono al sicuro. Ricaricando la pagina si riprende da dove si era.',
  'broken.reload': 'Ricarica la pagina',
  'notFound.title': 'Pagina non trovata',
  'notFound.body':
    'L’indirizzo non porta a nessuna pagina, oppure porta a un piano che non è condiviso con questa persona.',
  'notFound.home': 'Elenco dei piani',
  'setup.waiting.title': 'Filiera non è ancora configurata',
  'setup.waiting.body':
    'Il collegamento per la configurazione è stato scritto dal server al suo avvio. Funziona una volta sola.',
} as const;
