import { activity } from './en/activity.ts';
import { authors } from './en/authors.ts';
import { comments } from './en/comments.ts';
import { dossier } from './en/dossier.ts';
import { errors } from './en/errors.ts';
import { inbox } from './en/inbox.ts';
import { issues } from './en/issues.ts';
import { offline } from './en/offline.ts';
import { plan } from './en/plan.ts';
import { shell } from './en/shell.ts';
import { timeline } from './en/timeline.ts';
import { verification } from './en/verification.ts';

export const en = {
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
