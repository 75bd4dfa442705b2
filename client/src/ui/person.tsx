import { initials } from './initials.ts';
import styles from './person.module.css';

interface PersonProps {
  readonly name: string;
  readonly color: string;
  /** A second line: the address, or what the person is. */
  readonly note?: string;
}

/** A person in a list: coloured initials, the name, and a line about them. */
export function Person({ name, color, note }: PersonProps) {
  return (
    <span className={styles.person}>
      <span className={styles.disc} style={{ background: color }} aria-hidden="true">
        {initials(name)}
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        {note && <span className={styles.note}>{note}</span>}
      </span>
    </span>
  );
}
