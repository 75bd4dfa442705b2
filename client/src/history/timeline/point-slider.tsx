import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useText } from '../../ui/text.tsx';
import styles from './point-slider.module.css';
import { type Stop, sayStop } from './stops.ts';

interface PointSliderProps {
  readonly stops: readonly Stop[];
  readonly index: number;
  readonly onChoose: (index: number) => void;
}

/**
 * The moments of a plan on one line. A slider of the browser's own, so arrows, Page keys, Home and End do what they
 * do everywhere; what it stands on is said in words. Moments with a name have a mark, frozen versions a stronger one.
 */
export function PointSlider({ stops, index, onChoose }: PointSliderProps) {
  const texts = useText();
  const { t } = texts;
  const stop = stops[index];
  const last = stops.length - 1;
  if (!stop) return null;
  return (
    <div className={styles.line}>
      <ActionIcon
        variant="default"
        size={40}
        disabled={index === 0}
        aria-label={t('timeline.previous')}
        title={t('timeline.previous')}
        onClick={() => onChoose(index - 1)}
      >
        <IconChevronLeft size={20} aria-hidden="true" />
      </ActionIcon>
      <div className={styles.track}>
        <div className={styles.marks} aria-hidden="true">
          {stops.map(({ seq, names }, at) =>
            names.length === 0 ? null : (
              <span
                key={seq}
                className={styles.mark}
                data-frozen={names.some(({ version }) => version !== null) || undefined}
                style={{ left: `${last === 0 ? 0 : (at / last) * 100}%` }}
              />
            ),
          )}
        </div>
        <input
          type="range"
          className={styles.slider}
          min={0}
          max={last}
          step={1}
          value={index}
          aria-label={t('timeline.slider')}
          aria-valuetext={sayStop(stop, texts)}
          onChange={(event) => onChoose(Number(event.currentTarget.value))}
        />
      </div>
      <ActionIcon
        variant="default"
        size={40}
        disabled={index === last}
        aria-label={t('timeline.next')}
        title={t('timeline.next')}
        onClick={() => onChoose(index + 1)}
      >
        <IconChevronRight size={20} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
