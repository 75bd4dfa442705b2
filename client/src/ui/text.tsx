import type { Issue } from '@filiera/shared/rules/issue.ts';
import type { Bilingual } from '@filiera/shared/template/template.ts';
import {
  LOCALES,
  type Locale,
  type Params,
  say,
  sayBoth,
  sayIssue,
  type TextKey,
} from '@filiera/shared/text/text.ts';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

/** What a component needs to speak its reader's language. */
export interface Texts {
  readonly locale: Locale;
  /** The text of a key, its `{name}` places filled in. */
  readonly t: (key: TextKey, params?: Params) => string;
  /** What a form's data says in both languages. */
  readonly both: (text: Bilingual) => string;
  /** One sentence for a rule that does not hold. */
  readonly issue: (issue: Issue) => string;
  /** Changes the language of this page and remembers it on this device; the account keeps it through `useLocaleChange`. */
  readonly setLocale: (locale: Locale) => void;
}

const STORAGE_KEY = 'filiera.locale';
const TextContext = createContext<Texts | null>(null);

function rememberedLocale(): Locale {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return LOCALES.find((locale) => locale === kept) ?? 'it';
  } catch {
    // Storage can be forbidden; the language is then remembered by the account alone.
    return 'it';
  }
}

/** Gives the language to everything inside, and to `<html lang>`. Italian until somebody chooses otherwise. */
export function TextProvider({ children }: { readonly children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(rememberedLocale);

  useEffect(() => {
    document.documentElement.lang = locale;
    try {
      localStorage.setItem(STORAGE_KEY, locale);
    } catch {
      // As above.
    }
  }, [locale]);

  const texts = useMemo<Texts>(
    () => ({
      locale,
      t: (key, params) => say(locale, key, params),
      both: (text) => sayBoth(locale, text),
      issue: (issue) => sayIssue(locale, issue),
      setLocale,
    }),
    [locale],
  );
  return <TextContext value={texts}>{children}</TextContext>;
}

/** The reader's language and its texts: `const { t } = useText(); t('nav.home')`. */
export function useText(): Texts {
  const texts = useContext(TextContext);
  if (!texts) throw new Error('useText outside TextProvider');
  return texts;
}
