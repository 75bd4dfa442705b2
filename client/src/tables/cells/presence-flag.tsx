import type { CSSProperties } from 'react';
import type { Presence } from '../../collab/presence.ts';
import styles from './presence-flag.module.css';

/** The name of the member who is in this place, on a flag in their colour. Appears with them, and again on hover. */
export function PresenceFlag({ presence }: { readonly presence: Presence }) {
  return (
    <span className={styles.flag} style={{ background: presence.color }} key={presence.client}>
      {presence.name}
    </span>
  );
}

/** Gives a place the colour of who is in it, as the variable that frames are drawn in. */
export function presenceStyle(presence: Presence | null): CSSProperties | undefined {
  return presence ? ({ '--fil-presence': presence.color } as CSSProperties) : undefined;
}
