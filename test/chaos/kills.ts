import type { Random } from '../simulation/random.ts';
import type { Trap } from './moments.ts';

/** How a run of the server ends. Times are milliseconds. */
export type Fate =
  /** SIGKILL so long after its process began, whatever it is at. */
  | { readonly kind: 'starting'; readonly after: number }
  /** SIGKILL so long after it was ready, while pages come back. */
  | { readonly kind: 'early'; readonly after: number }
  /** SIGKILL so long after all pages had come back. */
  | { readonly kind: 'late'; readonly after: number }
  /** SIGKILL at an exact moment. */
  | { readonly kind: 'trapped'; readonly trap: Trap }
  /** SIGTERM after all pages had come back, and SIGKILL so long after it. */
  | { readonly kind: 'stopping'; readonly after: number }
  /** SIGTERM after all pages had come back, and SIGKILL where the snapshot of a plan is written. */
  | { readonly kind: 'snapshot'; readonly trap: Trap }
  /** SIGTERM so long after it was ready, and all the time that it needs. */
  | { readonly kind: 'orderly'; readonly after: number };

type Draw = (random: Random, plans: number) => Fate;
const trapped =
  (moment: Trap['moment'], most: number): Draw =>
  (random) => ({ kind: 'trapped', trap: { moment, at: random.between(1, most) } });

/** One hand of fates; each is dealt once, in an order that the seed decides, before any comes again. */
const HAND: readonly Draw[] = [
  (random) => ({ kind: 'late', after: random.int(800) }),
  trapped('durable, nobody told', 60),
  (random) => ({ kind: 'orderly', after: random.int(1_500) }),
  (random) => ({ kind: 'early', after: random.int(1_500) }),
  (random) => ({ kind: 'starting', after: random.int(500) }),
  (random, plans) => ({
    kind: 'snapshot',
    trap: { moment: 'writing a snapshot', at: random.between(1, plans) },
  }),
  (random, plans) => ({ kind: 'trapped', trap: { moment: 'loading a plan', at: random.between(1, plans) } }),
  trapped('writing a commit', 60),
  trapped('moving commits into the tables', 4),
  trapped('ending that move', 4),
  trapped('moved, still in the journal', 4),
  trapped('making a commit durable', 60),
  (random) => ({ kind: 'stopping', after: random.int(60) }),
  ...Array.from({ length: 4 }, (): Draw => (random) => ({ kind: 'late', after: random.int(800) })),
  ...Array.from({ length: 4 }, (): Draw => (random) => ({ kind: 'early', after: random.int(1_500) })),
  (random) => ({ kind: 'starting', after: random.int(500) }),
  trapped('durable, nobody told', 60),
];

/** Deals fates for ever. `inOrder` deals the first hand as it is written above, so that few kills are all different. */
export function* fates(random: Random, plans: number, inOrder: boolean): Generator<Fate, never> {
  if (inOrder) for (const draw of HAND) yield draw(random, plans);
  for (;;) {
    const hand = [...HAND];
    while (hand.length > 0) yield hand.splice(random.int(hand.length), 1)[0]!(random, plans);
  }
}
