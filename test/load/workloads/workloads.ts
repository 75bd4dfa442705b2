import { joiners } from './joiners.ts';
import { kill } from './kill.ts';
import { cold, restart } from './opening.ts';
import { saturation } from './saturation.ts';
import { evening, meeting } from './typing.ts';
import type { Workload } from './workload.ts';

export const WORKLOADS: readonly Workload[] = [meeting, evening, saturation, cold, restart, joiners, kill];
