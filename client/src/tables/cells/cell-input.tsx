import { isIsoDate } from '@filiera/shared/rules/money.ts';
import { IconCalendar } from '@tabler/icons-react';
import { useRef } from 'react';
import { useText } from '../../ui/text.tsx';
import styles from './cell.module.css';
import { type CellDraftProps, storedValue, useCellDraft } from './use-cell-draft.ts';

interface CellInputProps extends CellDraftProps {
  readonly id: string;
  /** The input's name for assistive technology. */
  readonly label: string;
  readonly placeholder?: string | undefined;
  readonly describedBy?: string | undefined;
  /** Does something stand here that its place does not want? Said once the focus has left. */
  readonly invalid: boolean;
  readonly required: boolean;
}

/** The place where one value is typed. Looks like a cell of a table; fields outside tables dress it differently. */
export function CellInput(props: CellInputProps) {
  const { id, label, placeholder, describedBy, required, type, options = [] } = props;
  const { t } = useText();
  const draft = useCellDraft(props);
  const invalid = props.invalid && !draft.focused;
  const picker = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);

  const common = {
    id,
    'aria-label': label,
    'aria-invalid': invalid || undefined,
    'aria-describedby': describedBy,
    'aria-required': required || undefined,
    'data-cell-input': true,
    onFocus: draft.onFocus,
    onBlur: draft.onBlur,
    onKeyDown: draft.onKeyDown,
  };

  if (type === 'choice') {
    const value = String(storedValue(props.cell) ?? '');
    const known = value === '' || options.some((option) => option.id === value);
    return (
      <select
        {...common}
        className={styles.input}
        value={value}
        onChange={(event) => props.onWrite(event.currentTarget.value || null)}
      >
        <option value="">{placeholder ?? t('plan.cell.choose')}</option>
        {!known && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }

  if (type === 'text') {
    return (
      <div className={styles.grow} data-text={draft.text}>
        <textarea
          {...common}
          className={styles.input}
          rows={1}
          value={draft.text}
          placeholder={placeholder}
          onChange={(event) => draft.onText(event.currentTarget.value)}
        />
      </div>
    );
  }

  const line = (
    <input
      {...common}
      ref={input}
      className={styles.input}
      data-figure={type === 'money' || type === 'count' || undefined}
      type="text"
      inputMode={type === 'money' ? 'decimal' : 'numeric'}
      autoComplete="off"
      spellCheck={false}
      value={draft.text}
      placeholder={placeholder ?? (type === 'date' ? t('plan.cell.date') : undefined)}
      onChange={(event) => draft.onText(event.currentTarget.value)}
    />
  );
  if (type !== 'date') return line;
  const stored = storedValue(props.cell);
  return (
    <div className={styles.date}>
      {line}
      <button
        type="button"
        className={styles.pick}
        aria-label={t('plan.cell.pick', { what: label })}
        onClick={() => picker.current?.showPicker()}
      >
        <IconCalendar size={18} aria-hidden="true" />
      </button>
      <input
        ref={picker}
        className={styles.picker}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={typeof stored === 'string' && isIsoDate(stored) ? stored : ''}
        onChange={(event) => {
          props.onWrite(event.currentTarget.value || null);
          input.current?.focus();
        }}
      />
    </div>
  );
}
