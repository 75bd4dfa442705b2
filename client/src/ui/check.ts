import type * as z from 'zod';
import type { Problems } from './form.tsx';
import type { Texts } from './text.tsx';

/**
 * What is wrong with the fields of a form, by the schema of the body that it will send, in sentences. `shape` holds
 * the fields to check; those of `optional` may be empty.
 */
export function checkFields<Name extends string>(
  { t }: Texts,
  labels: Readonly<Record<Name, string>>,
  values: Readonly<Record<Name, string>>,
  shape: Readonly<Partial<Record<Name, z.ZodType>>>,
): Problems<Name> {
  const problems: Problems<Name> = {};
  for (const name of Object.keys(shape) as Name[]) {
    const value = values[name];
    const label = labels[name];
    if (value.trim() === '') problems[name] = t('form.required', { label });
    else if (!shape[name]?.safeParse(value).success) {
      if (name === 'email') problems[name] = t('form.email');
      else if (name === 'password') problems[name] = t('form.password.short', { length: value.length });
      else problems[name] = value.length > 200 ? t('form.long', { label }) : t('form.notAccepted', { label });
    }
  }
  return problems;
}
