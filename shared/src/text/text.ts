import type { Issue, Param } from '../rules/issue.ts';
import { formatCount, formatDate, formatMoney, formatPercent } from '../rules/money.ts';
import type { Bilingual } from '../template/template.ts';
import { en } from './en.ts';
import { it } from './it.ts';

/** The languages of the interface. The form's own words stay in the form's language. */
export const LOCALES = ['it', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export type TextKey = keyof typeof it;
/** Every text exists in both languages: a missing one does not compile. */
const TEXTS: Record<Locale, Record<TextKey, string>> = { it, en };

export type Params = Readonly<Record<string, string | number | Param>>;

/** A parameter as it stands in a sentence. Figures are written the Italian way in both languages, as on the form. */
export function formatParam(param: string | number | Param, locale: Locale): string {
  if (typeof param === 'string') return param;
  if (typeof param === 'number') return formatCount(param);
  switch (param.kind) {
    case 'money':
      return formatMoney(param.cents);
    case 'percent':
      return formatPercent(param.basisPoints);
    case 'date':
      return formatDate(param.iso);
    case 'count':
      return formatCount(param.value);
    case 'text':
      return param.text;
    case 'both':
      return param.text[locale];
  }
}

/** The text of a key, its `{name}` places filled in. */
export function say(locale: Locale, key: TextKey, params: Params = {}): string {
  return TEXTS[locale][key].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const param = params[name];
    return param === undefined ? whole : formatParam(param, locale);
  });
}

/** One sentence that says what is wrong and how much is missing. */
export function sayIssue(locale: Locale, issue: Issue): string {
  return say(locale, `issue.${issue.key}`, issue.params);
}

export function sayBoth(locale: Locale, text: Bilingual): string {
  return text[locale];
}
