import { Disc } from './disc.tsx';
import styles from './person.module.css';
import { useText } from './text.tsx';

interface PersonProps {
  readonly name: string;
  readonly color: string;
  /** Whether this is the reader. */
  readonly self?: boolean;
  /** A second line: the address, or what the person is. */
  readonly note?: string;
}

/** A person in a list: coloured initials, the name, and a line about them. */
export function Person({ name, color, self = false, note }: PersonProps) {
  const { t } = useText();
  return (
    <span className={styles.person}>
      <Disc name={name} color={color} size="large" />
      <span className={styles.words}>
        <span className={styles.name}>{self ? t('members.self', { name }) : name}</span>
        {note && <span className={styles.note}>{note}</span>}
      </span>
    </span>
  );
}
