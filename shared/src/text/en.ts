import { authors } from './en/authors.ts';
import { errors } from './en/errors.ts';
import { issues } from './en/issues.ts';
import { offline } from './en/offline.ts';
import { plan } from './en/plan.ts';
import { shell } from './en/shell.ts';

export const en = { ...authors, ...issues, ...errors, ...shell, ...plan, ...offline } as const;
