import { formatMoney, formatPercent } from '@filiera/shared/rules/money.ts';
import { placesOf } from '@filiera/shared/rules/rule.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronDown, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import type { HeadlineFigure } from '../../collab/view.ts';
import { useText } from '../../ui/text.tsx';
import { jumpToPlace } from '../form/jump.ts';
import styles from './money-bar.module.css';

const NONE: readonly HeadlineFigure[] = [];

/** The figures that stay in sight, each with whether its rule holds. On a phone one line, which opens. */
export function MoneyBar() {
  const { t, both } = useText();
  const { template } = usePlanSession();
  const figures = usePlanState((state) => state.view?.headlines) ?? NONE;
  const narrow = useMediaQuery('(max-width: 48em)');
  const [opened, setOpened] = useState(false);
  const listId = useId();
  if (figures.length === 0) return null;

  const list = (
    <ul className={styles.figures} id={listId}>
      {figures.map((figure) => (
        <li key={figure.id}>
          <Headline figure={figure} template={template} />
        </li>
      ))}
    </ul>
  );
  if (!narrow) return list;
  const [first] = figures;
  const short = figures.filter((figure) => figure.gap > 0).length;
  const headline = template.headlines.find((candidate) => candidate.id === first?.id);
  return (
    <>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={opened}
        aria-controls={listId}
        onClick={() => setOpened(!opened)}
      >
        <span>
          {headline && both(headline.label)} <strong>{formatMoney(first?.cents ?? 0)}</strong>
        </span>
        {short > 0 && (
          <span className={styles.gap}>
            <IconCircleX size={18} aria-hidden="true" />
            {t(short === 1 ? 'plan.money.short.one' : 'plan.money.short.many', { count: short })}
          </span>
        )}
        <IconChevronDown size={18} aria-hidden="true" className={styles.chevron} />
      </button>
      {opened && list}
    </>
  );
}

function Headline({ figure, template }: { readonly figure: HeadlineFigure; readonly template: Template }) {
  const { both } = useText();
  const headline = template.headlines.find((candidate) => candidate.id === figure.id);
  const rule = template.rules.find((candidate) => candidate.id === headline?.rule);
  if (!headline) return null;
  const words = (
    <>
      <span className={styles.label}>{both(headline.label)}</span>
      <FigureText figure={figure} severity={rule?.severity ?? 'error'} />
    </>
  );
  const [place] = rule ? placesOf(rule, template) : [];
  if (!rule || !place) return <span className={styles.figure}>{words}</span>;
  return (
    <button
      type="button"
      className={styles.figure}
      title={both(rule.label)}
      onClick={() => jumpToPlace(place)}
    >
      {words}
    </button>
  );
}

function FigureText({
  figure,
  severity,
}: {
  readonly figure: HeadlineFigure;
  readonly severity: 'error' | 'warning';
}) {
  const { t } = useText();
  const { cents, share, max, gap } = figure;
  const Sign = severity === 'error' ? IconCircleX : IconAlertTriangle;
  const reached = share ? (share.basisPoints ?? 0) / share.limit : max ? cents / max : null;
  return (
    <>
      <strong className={styles.value}>
        {share ? (share.basisPoints === null ? '—' : formatPercent(share.basisPoints)) : formatMoney(cents)}
      </strong>
      {reached !== null && (
        <span className={styles.bar} data-state={gap > 0 ? severity : 'fine'} aria-hidden="true">
          <span style={{ width: `${Math.min(100, Math.max(0, Math.floor(reached * 100)))}%` }} />
        </span>
      )}
      {reached !== null && gap === 0 && (share === null || share.basisPoints !== null) && (
        <span className={styles.fine}>
          <IconCircleCheck size={18} aria-hidden="true" />
          {share ? (
            t('plan.money.fine')
          ) : (
            <>
              {/* The sign says it to the eye; the words must say it too. */}
              <VisuallyHidden>{t('plan.money.fine')}, </VisuallyHidden>
              {t('plan.money.within', { max: { kind: 'money', cents: max ?? 0 } })}
            </>
          )}
        </span>
      )}
      {gap > 0 && (
        <span className={styles.gap} data-severity={severity}>
          <Sign size={18} aria-hidden="true" />
          {t(share ? 'plan.money.missing' : 'plan.money.excess', { gap: { kind: 'money', cents: gap } })}
        </span>
      )}
    </>
  );
}
