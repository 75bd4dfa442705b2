/** Texts of the page on which anybody finds out whether a file belongs to a frozen version. */
export const verification = {
  'verification.title': 'È questa la versione finale?',
  'verification.link': 'Verifica di una versione finale',
  'verification.intro':
    'I file di una versione finale non cambiano più dal momento del congelamento. Qui chiunque può controllare se un file è uno di quelli, byte per byte.',
  'verification.private':
    'I file non vengono caricati: sono letti su questo dispositivo, e al server arriva soltanto la loro impronta (SHA-256) e quella di ciò che contengono.',
  'verification.files': 'Un file',
  'verification.drop':
    'Uno o più file del fascicolo, trascinati qui oppure scelti: PDF, Word, JSON, pagine, l’intero fascicolo (ZIP), anche firmati (P7M). Fino a 200 MB ciascuno.',
  'verification.choose': 'Scegli i file',
  'verification.many': 'Si controllano {most} file alla volta. Da scegliere di nuovo: {left}.',
  'verification.results': 'Risultati',
  'verification.clear': 'Svuota i risultati',
  'verification.reading': 'Lettura in corso…',
  'verification.asking': 'Controllo in corso…',
  'verification.scope':
    'Il controllo dice di quale versione è un file. Non dice se dopo quella ne sono state congelate altre, e non verifica firme digitali.',

  'verification.found': 'È un file della versione finale {version}.',
  'verification.found.exact': 'È identico, byte per byte, al file conservato al momento del congelamento.',
  'verification.found.same':
    'È identico, byte per byte, al file conservato al momento del congelamento. Anche il piano allegato al PDF (plan.json) è quello di questa versione.',
  'verification.found.other':
    'È identico, byte per byte, al file conservato al momento del congelamento; il piano allegato al PDF (plan.json), però, non risulta quello di questa versione. Non dovrebbe poter accadere: è bene segnalarlo a chi gestisce Filiera.',
  'verification.planOnly':
    'Il PDF non è tra quelli conservati, ma il piano allegato è quello della versione finale {version}.',
  'verification.planOnly.body':
    'Può essere stato firmato, modificato o rifatto dopo il congelamento: ciò che mostra può essere diverso, i dati del piano allegato (plan.json) no. Eventuali firme non sono state verificate qui.',
  'verification.none': 'Non è un file di una versione finale conservata qui.',
  'verification.none.body':
    'Basta un byte diverso: può essere una bozza, una copia modificata o solo salvata di nuovo, oppure un documento che non viene da questa installazione. Che cosa contiene, da qui non si può dire.',
  'verification.signed.found': 'Il documento firmato contiene un file della versione finale {version}.',
  'verification.signed.planOnly':
    'Il documento firmato contiene un PDF che non è tra quelli conservati, ma il cui piano allegato è quello della versione finale {version}.',
  'verification.signed.other': 'Il documento firmato non è un file di una versione finale conservata qui.',
  'verification.signed.body': 'La firma non è stata verificata qui.',
  'verification.detached': 'È una firma separata dal suo documento.',
  'verification.detached.body':
    'Non contiene il file firmato: è quello il file da controllare. La firma non è stata verificata qui.',
  'verification.archive.all':
    'L’archivio non è un fascicolo conservato, ma tutti i file che contiene sono di una versione finale ({count} su {count}).',
  'verification.archive.some':
    'L’archivio non è un fascicolo conservato. Dei file che contiene, {known} su {count} sono di una versione finale.',
  'verification.archive.empty': 'L’archivio non è un fascicolo conservato e non contiene file.',
  'verification.closed.damaged':
    'L’archivio non è un fascicolo conservato, e i file che contiene non si possono leggere con certezza.',
  'verification.closed.too-large':
    'L’archivio non è un fascicolo conservato, e contiene troppo per controllarne i file uno a uno.',
  'verification.closed.body': 'I file si possono estrarre e controllare da soli.',
  'verification.unread.too-large': 'Il file supera i 200 MB e non è stato controllato.',
  'verification.unread.unreadable': 'Non si può leggere, e non è stato controllato.',
  'verification.unread.body': 'Le cartelle non si possono controllare: si controllano i file che contengono.',
  'verification.failed.tooMany':
    'I controlli da questa rete sono stati molti in poco tempo: tra un minuto si può riprovare.',

  'verification.plan': 'Piano',
  'verification.association': 'Associazione',
  'verification.version': 'Versione',
  'verification.frozen': 'Congelata',
  'verification.frozen.at': '{moment} (ora italiana)',
  'verification.file': 'File del fascicolo',
  'verification.digest': 'Impronta SHA-256 del file',

  'verification.file.plan.json': 'dati del piano',
  'verification.file.plan.docx': 'documento Word',
  'verification.file.plan.pdf': 'documento PDF',
  'verification.file.plan.xlsx': 'foglio di calcolo',
  'verification.file.plan.html': 'il piano in una pagina',
  'verification.file.rules.html': 'controllo delle regole',
  'verification.file.contributions.html': 'chi ha scritto che cosa',
  'verification.file.log.jsonl': 'estratto del registro',
  'verification.file.SHA256SUMS': 'impronte dei file',
  'verification.file.dossier.zip': 'fascicolo intero',

  'verification.paste.title': 'Un’impronta',
  'verification.paste.label': 'Impronta SHA-256',
  'verification.paste.hint':
    '64 cifre esadecimali, anche a gruppi di quattro come sono stampate sui documenti.',
  'verification.paste.wrong':
    'L’impronta ha 64 cifre esadecimali: da 0 a 9 e da a ad f. Qui ce ne sono {count}.',
  'verification.paste.strange': 'L’impronta ha soltanto cifre esadecimali: da 0 a 9 e da a ad f.',
  'verification.paste.submit': 'Controlla l’impronta',
  'verification.paste.found': 'È l’impronta di un file della versione finale {version}.',
  'verification.paste.found.body':
    'Un documento che riporta questa impronta non è per questo quel file: per saperlo va controllato il documento stesso.',
  'verification.paste.none': 'Nessun file di una versione finale conservata qui ha questa impronta.',
} as const;
