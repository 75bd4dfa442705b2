/** Texts of the page on which anybody finds out whether a file belongs to a frozen version. */
export const verification = {
  'verification.title': 'Is this the final version?',
  'verification.link': 'Check a final version',
  'verification.intro':
    'The files of a final version do not change any more once it is frozen. Here anybody can check whether a file is one of them, byte for byte.',
  'verification.private':
    'Files are not uploaded: they are read on this device, and only their fingerprint (SHA-256), and that of what they contain, reaches the server.',
  'verification.files': 'A file',
  'verification.drop':
    'One or more files of the dossier, dropped here or chosen: PDF, Word, JSON, pages, the whole dossier (ZIP), signed ones (P7M) too. Up to 200 MB each.',
  'verification.choose': 'Choose files',
  'verification.many': '{most} files are checked at a time. To be chosen again: {left}.',
  'verification.results': 'Results',
  'verification.clear': 'Clear the results',
  'verification.reading': 'Reading…',
  'verification.asking': 'Checking…',
  'verification.scope':
    'The check says which version a file belongs to. It does not say whether others were frozen after it, and it does not verify digital signatures.',

  'verification.found': 'It is a file of final version {version}.',
  'verification.found.exact': 'It is identical, byte for byte, to the file kept when the version was frozen.',
  'verification.found.same':
    'It is identical, byte for byte, to the file kept when the version was frozen. The plan attached to the PDF (plan.json) is that of this version too.',
  'verification.found.other':
    'It is identical, byte for byte, to the file kept when the version was frozen; the plan attached to the PDF (plan.json), however, does not appear to be that of this version. This should not be possible: please tell those who run Filiera.',
  'verification.planOnly':
    'The PDF is none of those kept, but the plan attached to it is that of final version {version}.',
  'verification.planOnly.body':
    'It may have been signed, changed or made anew after the version was frozen: what it shows may differ, the data of the attached plan (plan.json) do not. Signatures, if any, were not verified here.',
  'verification.none': 'It is no file of a final version kept here.',
  'verification.none.body':
    'One different byte is enough: it may be a draft, a copy that was changed or merely saved again, or a document that does not come from this installation. What it contains cannot be told from here.',
  'verification.signed.found': 'The signed document contains a file of final version {version}.',
  'verification.signed.planOnly':
    'The signed document contains a PDF that is none of those kept, but whose attached plan is that of final version {version}.',
  'verification.signed.other': 'The signed document is no file of a final version kept here.',
  'verification.signed.body': 'The signature was not verified here.',
  'verification.detached': 'It is a signature apart from its document.',
  'verification.detached.body':
    'It does not contain the signed file: that is the file to check. The signature was not verified here.',
  'verification.archive.all':
    'The archive is no dossier kept here, but all files in it are of a final version ({count} of {count}).',
  'verification.archive.some':
    'The archive is no dossier kept here. Of the files in it, {known} of {count} are of a final version.',
  'verification.archive.empty': 'The archive is no dossier kept here, and there are no files in it.',
  'verification.closed.damaged':
    'The archive is no dossier kept here, and the files in it cannot be read with certainty.',
  'verification.closed.too-large':
    'The archive is no dossier kept here, and there is too much in it to check its files one by one.',
  'verification.closed.body': 'The files can be taken out and checked by themselves.',
  'verification.unread.too-large': 'The file is larger than 200 MB and was not checked.',
  'verification.unread.unreadable': 'It cannot be read, and was not checked.',
  'verification.unread.body': 'Folders cannot be checked: the files in them can.',
  'verification.failed.tooMany':
    'There were many checks from this network in a short time: in a minute it can be tried again.',

  'verification.plan': 'Plan',
  'verification.association': 'Association',
  'verification.version': 'Version',
  'verification.frozen': 'Frozen',
  'verification.frozen.at': '{moment} (time in Italy)',
  'verification.file': 'File of the dossier',
  'verification.digest': 'SHA-256 fingerprint of the file',

  'verification.file.plan.json': 'the plan’s data',
  'verification.file.plan.docx': 'Word document',
  'verification.file.plan.pdf': 'PDF document',
  'verification.file.plan.xlsx': 'spreadsheet',
  'verification.file.plan.html': 'the plan as one page',
  'verification.file.rules.html': 'check of the rules',
  'verification.file.contributions.html': 'who wrote what',
  'verification.file.log.jsonl': 'extract of the log',
  'verification.file.SHA256SUMS': 'fingerprints of the files',
  'verification.file.dossier.zip': 'the whole dossier',

  'verification.paste.title': 'A fingerprint',
  'verification.paste.label': 'SHA-256 fingerprint',
  'verification.paste.hint': '64 hexadecimal digits, also in groups of four as documents print them.',
  'verification.paste.wrong':
    'The fingerprint has 64 hexadecimal digits: 0 to 9 and a to f. Here are {count}.',
  'verification.paste.strange': 'The fingerprint has hexadecimal digits only: 0 to 9 and a to f.',
  'verification.paste.submit': 'Check the fingerprint',
  'verification.paste.found': 'It is the fingerprint of a file of final version {version}.',
  'verification.paste.found.body':
    'A document that shows this fingerprint is not therefore that file: to know, the document itself is to be checked.',
  'verification.paste.none': 'No file of a final version kept here has this fingerprint.',
} as const;
