import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { type Bridge, type BridgeStep, bridgesOf, isMoved } from '@filiera/shared/rules/bridge.ts';
import { formatCents, formatMoney, formatPercent } from '@filiera/shared/rules/money.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { IconArrowRight } from '@tabler/icons-react';
import { useId, useMemo } from 'react';
import { joinNames } from '../../plan/panel/join-names.ts';
import { useText } from '../../ui/text.tsx';
import styles from './bridge-view.module.css';

interface BridgeViewProps {
  readonly template: Template;
  readonly before: Plan;
  readonly after: Plan;
}

/** How the money came from one moment to another: each headline, and under it the lines that moved it. */
export function BridgeView({ template, before, after }: BridgeViewProps) {
  const { t } = useText();
  const id = useId();
  const bridges = useMemo(() => bridgesOf(template, before, after), [template, before, after]);
  const moved = bridges.filter(isMoved);
  return (
    <section className={styles.bridge} aria-labelledby={id} data-testid="bridge">
      <h2 id={id} className={styles.title}>
        {t('bridge.title')}
      </h2>
      {moved.length === 0 ? (
        <p className={styles.same}>{t('bridge.same')}</p>
      ) : (
        <div className={styles.headlines}>
          {moved.map((bridge) => (
            <Headline
              key={bridge.headline}
              bridge={bridge}
              template={template}
              before={before}
              after={after}
            />
          ))}
        </div>
      )}
    </section>
  );
}

/** `+3.000,00`, `−1.200,00`, `0,00`. */
function signed(cents: number): string {
  return cents > 0 ? `+${formatCents(cents)}` : formatCents(cents).replace('-', '\u2212');
}

function Headline({ bridge, template, before, after }: BridgeViewProps & { readonly bridge: Bridge }) {
  const { t, both } = useText();
  const headline = template.headlines.find(({ id }) => id === bridge.headline);
  if (!headline) return null;
  const label = both(headline.label);
  const change = bridge.after - bridge.before;
  const percent = (share: number | null): string =>
    share === null ? t('bridge.none') : formatPercent(share);
  return (
    <div className={styles.headline}>
      <p className={styles.sum}>
        <span className={styles.label}>{label}</span>
        {bridge.share && (
          <span className={styles.way}>
            <span>{percent(bridge.share.before)}</span>
            <IconArrowRight size={18} aria-label="→" role="img" />
            <strong>{percent(bridge.share.after)}</strong>
            <span className={styles.limit}>
              {t('bridge.limit', { limit: { kind: 'percent', basisPoints: bridge.share.limit } })}
            </span>
          </span>
        )}
        <span className={styles.way} data-second={bridge.share ? true : undefined}>
          <span>{formatMoney(bridge.before)}</span>
          {change !== 0 && (
            <>
              <IconArrowRight size={18} aria-label="→" role="img" />
              <strong>{formatMoney(bridge.after)}</strong>
            </>
          )}
        </span>
      </p>
      {bridge.steps.length > 0 && (
        <table className={styles.steps}>
          <caption className={styles.caption}>{t('bridge.detail', { what: label })}</caption>
          <tbody>
            <tr className={styles.end}>
              <th scope="row">{t('bridge.before')}</th>
              <td>{formatCents(bridge.before)}</td>
            </tr>
            {bridge.steps.map((step) => (
              <Step
                key={`${step.place.element ?? ''}/${step.place.row ?? ''}`}
                step={step}
                template={template}
                before={before}
                after={after}
              />
            ))}
            <tr className={styles.end}>
              <th scope="row">{t('bridge.after')}</th>
              <td>{formatCents(bridge.after)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </div>
  );
}

function Step({ step, template, before, after }: BridgeViewProps & { readonly step: BridgeStep }) {
  const { t } = useText();
  const { place, computed, change, parts } = step;
  // A row, or a country's column, that is gone is called what it was called.
  const names = (column?: string) => {
    const at = { ...place, ...(column === undefined ? {} : { column }) };
    const now = namesOf(template, after, at);
    const then = namesOf(template, before, at);
    return {
      element: now.element || then.element,
      row: now.row || then.row,
      column: now.column || then.column,
    };
  };
  const { element, row } = names();
  return (
    <tr>
      <th scope="row">
        <span className={styles.row}>{row || element}</span>
        <span className={styles.note}>
          {joinNames([computed ? t('bridge.computed') : '', row ? element : ''])}
        </span>
        <span className={styles.parts}>
          {parts.map((part) => (
            <span key={part.column}>
              {names(part.column).column} {formatCents(part.before)} → {formatCents(part.after)}
            </span>
          ))}
        </span>
      </th>
      <td data-sign={Math.sign(change)}>{signed(change)}</td>
    </tr>
  );
}
