import { newId } from '../auth/tokens.ts';
import { repeat, type Timing } from '../collab/timing.ts';
import type { InboxStore } from '../store/inbox.ts';
import type { MemberInbox } from './inbox.ts';
import { daysLater, inItaly } from './italian-time.ts';

/** How often the clock is looked at, in milliseconds. */
const LOOKING_MILLIS = 30_000;
/** When members are reminded of what is due, in minutes of the day in Italy: before the daily mail, which tells of it. */
const REMINDING = 7 * 60;
/** When the daily mail is made. */
const DAILY_MAIL = 7 * 60 + 30;
/** How many days late a reminder may come, where the server was not running on its day. */
const LATE_DAYS = 3;
const DAY_MILLIS = 24 * 60 * 60 * 1000;
/** How far back the daily mail looks: what is still unread after that has been left unread. */
const NEWS_MILLIS = 7 * DAY_MILLIS;
/** How long what members were told is kept. */
const KEPT_MILLIS = 365 * DAY_MILLIS;

export interface RoundsDeps {
  readonly inbox: MemberInbox;
  readonly store: InboxStore;
  readonly timing: Timing;
  /** Called when mail was put where it waits to be sent; `null` where this installation sends none. */
  readonly posted: (() => void) | null;
}

/**
 * What is done once a day by the clock in Italy. Which day was done is kept, so that a server that starts again does
 * nothing twice, and one that was not running does it late. Returns what ends it.
 */
export function startRounds(deps: RoundsDeps): () => void {
  const look = (): Promise<void> => lookAtClock(deps);
  look().catch((error) => console.error('the daily round failed', error));
  return repeat(deps.timing, LOOKING_MILLIS, look);
}

async function lookAtClock({ inbox, store, timing, posted }: RoundsDeps): Promise<void> {
  const now = timing.now();
  const { day, minutes } = inItaly(now);
  if (minutes >= REMINDING && ((await store.getRemindedDay()) ?? '') < day) {
    await inbox.remind(day, daysLater(day, -LATE_DAYS), daysLater(day, 1));
    await store.forgetInbox(now - KEPT_MILLIS);
    await store.setRemindedDay(day);
  }
  if (posted !== null && minutes >= DAILY_MAIL) {
    if (await store.makeDailyMail(day, now, now - NEWS_MILLIS, newId)) posted();
  }
}
