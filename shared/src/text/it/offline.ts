/** Texts of what happens without network, and on the return. */
export const offline = {
  'plan.refused.forbidden':
    'Questo piano non è più condiviso con questa persona, e queste modifiche non erano ancora arrivate ({when}).',
  'plan.refused.rejected': 'Il server non ha potuto accogliere queste modifiche ({when}).',

  'offline.back': 'Di nuovo in linea: {sent}, {received}',
  'offline.sent.none': 'nessuna modifica inviata',
  'offline.sent.one': '1 modifica inviata',
  'offline.sent.many': '{n} modifiche inviate',
  'offline.received.none': 'nessuna ricevuta',
  'offline.received.one': '1 ricevuta',
  'offline.received.many': '{n} ricevute',
  'offline.signOut.title': 'Uscire con modifiche o commenti non inviati?',
  'offline.signOut.body':
    'Su questo dispositivo ci sono modifiche o commenti che il server non ha ancora, o testi non accolti che nessuno ha letto. Con l’uscita vengono cancellati da qui, insieme alle copie dei piani.',
  'offline.signOut.action': 'Esci e cancella',
};
