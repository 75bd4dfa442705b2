import type { CellValue } from '@filiera/shared/plan/edit.ts';
import type { Cell } from '@filiera/shared/plan/plan.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import type { Field } from '@filiera/shared/template/template.ts';
import { memo } from 'react';
import type { Presence } from '../../collab/presence.ts';
import { CommentCorner } from '../../comments/comment-corner.tsx';
import { CellInput } from '../../tables/cells/cell-input.tsx';
import { cellText } from '../../tables/cells/cell-text.ts';
import { IssueLines, IssueMark, isMissing, troubleOf } from '../../tables/cells/issue-mark.tsx';
import { placeId } from '../../tables/cells/place-id.ts';
import { PresenceFlag, presenceStyle } from '../../tables/cells/presence-flag.tsx';
import styles from './field.module.css';

interface FieldInputProps {
  readonly field: Field;
  readonly place: Place;
  readonly cell: Cell | undefined;
  readonly editable: boolean;
  readonly issues: readonly Issue[];
  /** How many comments are open here. */
  readonly comments: number;
  readonly presence: Presence | null;
  /** The label stands above where the form's own words do not name the place. */
  readonly labelled: boolean;
  readonly onWrite: (value: CellValue) => void;
}

/** One gap of the form that is not in a table. */
export const FieldInput = memo(function FieldInput(props: FieldInputProps) {
  const { field, place, cell, editable, issues, comments, presence, labelled, onWrite } = props;
  const id = placeId(place);
  const note = `${id}/issues`;
  const said = `${id}/comments`;
  const describedBy = [issues.length > 0 ? note : '', comments > 0 ? said : ''].filter(Boolean).join(' ');
  return (
    <span className={styles.field} data-type={field.type}>
      {labelled && (
        <label className={styles.label} htmlFor={id}>
          {field.label}
        </label>
      )}
      <span
        className={styles.box}
        data-field
        data-section={place.section}
        data-element={place.element}
        data-row={place.row}
        data-column={place.column}
        data-editable={editable || undefined}
        data-trouble={troubleOf(issues) ?? undefined}
        data-presence={presence ? true : undefined}
        style={presenceStyle(presence)}
      >
        {editable ? (
          <CellInput
            id={id}
            cell={cell}
            type={field.type}
            options={field.options}
            label={field.label}
            placeholder={field.hint}
            required={field.fill === 'required'}
            invalid={issues.some((issue) => !isMissing(issue) && issue.severity === 'error')}
            describedBy={describedBy || undefined}
            onWrite={onWrite}
          />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: who wrote it must be reachable without a pointer
          <span id={id} className={styles.text} tabIndex={0} aria-describedby={describedBy || undefined}>
            {cellText(cell, field.type, field.options) || '—'}
          </span>
        )}
        <IssueMark id={note} issues={issues} />
        <CommentCorner id={said} count={comments} />
        {presence && <PresenceFlag presence={presence} />}
      </span>
      <IssueLines issues={issues} />
    </span>
  );
});
