import type { TextKey } from '@filiera/shared/text/text.ts';
import {
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconEye,
  IconLock,
  IconPlugConnected,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { PlanState } from '../../collab/plan-session.ts';
import { usePlanState } from '../../collab/use-plan.tsx';
import { announce } from '../../ui/announce.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './header.module.css';

type Saying =
  | 'loading'
  | 'saved'
  | 'saving'
  | 'slow'
  | 'offline'
  | 'unsaved'
  | 'stopped'
  | 'reading'
  | 'frozen';

const ICONS = {
  loading: IconPlugConnected,
  saved: IconCloudCheck,
  saving: IconCloudUp,
  slow: IconCloudUp,
  offline: IconCloudOff,
  unsaved: IconCloudOff,
  stopped: IconCloudOff,
  reading: IconEye,
  frozen: IconLock,
} as const;

/** What there is to say about saving, in one word. */
export function sayingOf(state: PlanState): Saying {
  const { save, access, editable } = state;
  if (save.kind === 'stopped') return save.unsaved ? 'unsaved' : 'stopped';
  if (save.kind === 'loading') return 'loading';
  if (save.kind === 'offline') return 'offline';
  if (access.status !== 'open' && !state.connection.unsaved)
    return access.status === 'frozen' ? 'frozen' : 'reading';
  if (!editable && save.kind === 'saved') return 'reading';
  return save.kind;
}

/** How long the server may take before the page says that it does, in milliseconds. */
const SLOW_MS = 8_000;

/** Has something been so for this long, without a break? */
function useLasting(so: boolean, millis: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!so) return;
    const timer = setTimeout(() => setLasting(true), millis);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [so, millis]);
  return lasting;
}

/** Is all saved? In words, with a sign; what is worth knowing without looking is also said aloud. */
export function SavedState() {
  const { t } = useText();
  const now = usePlanState(sayingOf);
  const slow = useLasting(now === 'saving', SLOW_MS);
  const saying = now === 'saving' && slow ? 'slow' : now;
  const Icon = ICONS[saying];
  const last = useRef<Saying>(saying);
  const alarmed = useRef(false);

  useEffect(() => {
    if (last.current === saying) return;
    last.current = saying;
    // Saving comes and goes with every word: only its trouble is announced, and that the trouble is over.
    if (saying === 'slow' || saying === 'offline' || saying === 'unsaved' || saying === 'stopped') {
      alarmed.current = true;
      announce(t(`plan.save.${saying}`));
    } else if (saying === 'saved' && alarmed.current) {
      alarmed.current = false;
      announce(t('plan.save.again'));
    }
  }, [saying, t]);

  const key: TextKey = `plan.save.${saying}`;
  return (
    <span className={styles.saved} data-saying={saying} data-testid="saved-state">
      <Icon size={20} aria-hidden="true" />
      <span>{t(key)}</span>
    </span>
  );
}
