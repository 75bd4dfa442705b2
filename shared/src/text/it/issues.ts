import type { IssueKey } from '../../rules/issue.ts';

/** What rules say when they do not hold. */
export const issues = {
  'issue.share.short': 'mancano {gap}: sono {part} su {total} ({share}), ne serve almeno il {limit}',
  'issue.cap.over': 'eccedono {gap}: sono {value}, il massimo è {max}',
  'issue.equal.differs': 'i due importi differiscono di {gap}: {left} e {right}',
  'issue.positive.zero': '{what}: manca l’importo',
  'issue.date.order': '{before} deve venire prima di {after}',
  'issue.date.late': 'la data {value} è successiva al {max}',
  'issue.required.field': '{what}: da compilare',
  'issue.required.text': '{what}: da compilare',
  'issue.required.cell': '{what}: manca il valore',
  'issue.required.row': '{what}: la riga è incompleta',
  'issue.required.rows': '{what}: numero minimo di righe: {min}',
  'issue.required.instance': '{what}: serve almeno {min}',
  'issue.invalid.type': '{what}: il valore «{raw}» non è del tipo giusto',
  'issue.invalid.money': '{what}: «{raw}» non è un importo',
  'issue.invalid.count': '{what}: «{raw}» non è un numero intero',
  'issue.invalid.date': '{what}: «{raw}» non è una data',
  'issue.invalid.choice': '{what}: «{raw}» non è una delle scelte',
  'issue.invalid.negative': '{what}: «{raw}» è minore di zero',
  'issue.invalid.range': '{what}: «{raw}» è troppo grande',
  'issue.invalid.long': '{what}: il testo è troppo lungo',
  'issue.stray.keys': 'il documento contiene {count} dati che il modulo non prevede',
  'issue.stray.root': 'una parte del documento non si può leggere',
  'issue.rows.many': '{what}: troppe righe, al massimo {max}',
  'issue.row.blank': '{what}: una riga aggiunta è vuota',
} as const satisfies Record<`issue.${IssueKey}`, string>;
