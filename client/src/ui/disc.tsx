import styles from './disc.module.css';
import { initials } from './initials.ts';

interface DiscProps {
  readonly name: string;
  /** Grey without one. */
  readonly color: string | undefined;
  readonly size: 'small' | 'medium' | 'large';
}

/** A person's initials on their colour, beside their name. */
export function Disc({ name, color, size }: DiscProps) {
  return (
    <span
      className={styles.disc}
      style={color ? { background: color } : undefined}
      data-size={size}
      data-initials={initials(name)}
      aria-hidden="true"
    />
  );
}
