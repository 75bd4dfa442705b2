import { authors } from './it/authors.ts';
import { errors } from './it/errors.ts';
import { issues } from './it/issues.ts';
import { offline } from './it/offline.ts';
import { plan } from './it/plan.ts';
import { shell } from './it/shell.ts';

export const it = { ...authors, ...issues, ...errors, ...shell, ...plan, ...offline } as const;
