import type { ApiErrorKey } from '../../api.ts';

/** What the server answers when it does not do what was asked. */
export const errors = {
  'error.bad-request': 'Alcuni dati non sono stati accettati: controllare i campi indicati.',
  'error.signed-out': 'La sessione è terminata: accedere di nuovo per continuare.',
  'error.wrong-credentials': 'L’indirizzo e-mail o la password non corrispondono.',
  'error.too-many-attempts': 'Troppi tentativi di accesso: riprovare tra qualche minuto.',
  'error.forbidden': 'Il ruolo assegnato non permette questa operazione.',
  'error.not-found':
    'La pagina o il piano richiesto non esiste, oppure non è accessibile con questo account.',
  'error.setup-done': 'L’installazione è già stata configurata: accedere con il proprio account.',
  'error.bad-link': 'Questo link è scaduto o è già stato usato: chiederne uno nuovo a chi lo ha inviato.',
  'error.email-taken': 'Questo indirizzo e-mail appartiene già a un membro dell’associazione.',
  'error.last-admin': 'È l’unico amministratore dell’associazione: prima di procedere, nominarne un altro.',
  'error.last-manager': 'È l’unico manager del piano: prima di procedere, nominarne un altro.',
  'error.unknown-template': 'Questo modulo non è disponibile.',
  'error.name-taken': 'Nella cronologia di questo piano c’è già un punto con questo nome.',
  'error.plan-closed': 'Il piano non è più aperto: è stato congelato o archiviato.',
  'error.plan-has-errors': 'Il piano contiene errori: vanno corretti prima di congelare la versione.',
  'error.reason-too-short': 'La motivazione è troppo breve: servono almeno 10 caratteri.',
  'error.plan-archived': 'Il piano è archiviato: i commenti si possono leggere, ma non cambiare.',
  'error.unknown-place': 'Il modulo di questo piano non ha il punto a cui il commento si riferisce.',
  'error.unknown-mention':
    'Il commento nomina qualcuno che non può leggere i commenti di questo piano: togliere la menzione e inviare di nuovo.',
  'error.unknown-assignee': 'La persona scelta non può commentare questo piano: sceglierne un’altra.',
  'error.key-used':
    'Questo commento è già stato inviato con un altro testo: ricaricare la pagina prima di riprovare.',
  'error.not-author': 'Solo chi ha scritto il commento può modificarlo o eliminarlo.',
  'error.thread-blocking':
    'Questo commento è bloccante: può risolverlo, o togliere il blocco, solo chi lo ha aperto oppure un manager del piano.',
  'error.threads-full': 'Non c’è più spazio per altri commenti in questo punto o in questo piano.',
  'error.too-fast': 'Troppe operazioni in poco tempo: riprovare tra qualche secondo.',
  'error.plan-not-frozen':
    'Il piano non è congelato: una nuova versione si apre solo da una versione finale.',
  'error.late-edits-full':
    'Le modifiche tardive conservate per questo piano sono troppe: prima di conservarne altre, eliminarne alcune.',
  'error.cross-site': 'La richiesta proviene da un altro sito ed è stata rifiutata.',
  'error.too-large': 'I dati inviati superano la dimensione massima.',
  'error.took-too-long':
    'La preparazione dei documenti stava durando troppo ed è stata interrotta. Nulla è stato modificato: se si ripete, avvisare chi gestisce il server.',
  'error.busy': 'Il server è occupato. Nulla è stato modificato: riprovare tra poco.',
  'error.internal': 'Il server ha avuto un problema. Nulla è stato modificato: riprovare tra poco.',
} as const satisfies Record<`error.${ApiErrorKey}`, string>;
