import { activity } from './it/activity.ts';
import { authors } from './it/authors.ts';
import { comments } from './it/comments.ts';
import { dossier } from './it/dossier.ts';
import { errors } from './it/errors.ts';
import { inbox } from './it/inbox.ts';
import { issues } from './it/issues.ts';
import { offline } from './it/offline.ts';
import { plan } from './it/plan.ts';
import { shell } from './it/shell.ts';
import { timeline } from './it/timeline.ts';
import { verification } from './it/verification.ts';

export const it = {
  ...activity,
  ...authors,
  ...comments,
  ...issues,
  ...errors,
  ...shell,
  ...plan,
  ...offline,
  ...timeline,
  ...inbox,
  ...verification,
  ...dossier,
} as const;
