import { setCell, setField } from '@filiera/shared/plan/edit.ts';
import { cellKey } from '@filiera/shared/plan/layout.ts';
import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import type { Field, FieldsElement } from '@filiera/shared/template/template.ts';
import { memo, useCallback } from 'react';
import { usePlanState } from '../../collab/use-plan.tsx';
import { useCellThreads, useThreadPlaces } from '../../comments/use-thread-places.ts';
import { TABLE_EDIT } from '../../undo/plan-undo.ts';
import styles from './field.module.css';
import { FieldInput } from './field-input.tsx';

interface FieldsLineProps {
  readonly element: FieldsElement;
  readonly section: string;
  /** The repeated group and its instance that the line is part of. */
  readonly group?: { readonly id: string; readonly row: PlanRow } | undefined;
}

/** A line of the form: its words, and the gaps between them. */
export function FieldsLine({ element, section, group }: FieldsLineProps) {
  return (
    <div className={styles.line}>
      {element.parts.map((part, index) => {
        if (typeof part === 'string') {
          return (
            <span key={part} className={styles.words}>
              {part}
            </span>
          );
        }
        const labelled = typeof element.parts[index - 1] !== 'string';
        const { field } = part;
        return group ? (
          <GroupField
            key={field.id}
            field={field}
            section={section}
            group={group.id}
            row={group.row}
            labelled={labelled}
          />
        ) : (
          <FormField key={field.id} field={field} section={section} labelled={labelled} />
        );
      })}
    </div>
  );
}

const NONE: readonly never[] = [];

interface FormFieldProps {
  readonly field: Field;
  readonly section: string;
  readonly labelled: boolean;
}

const FormField = memo(function FormField({ field, section, labelled }: FormFieldProps) {
  const cell = usePlanState((state) => state.view?.plan.fields[field.id]);
  const issues = usePlanState((state) => state.view?.issuesAt[field.id]) ?? NONE;
  const presences = usePlanState((state) => state.presencesAt[field.id]) ?? NONE;
  const editable = usePlanState((state) => state.editable);
  const doc = usePlanState((state) => state.connection.doc);
  return (
    <FieldInput
      field={field}
      place={{ section, element: field.id }}
      cell={cell}
      editable={editable}
      issues={issues}
      comments={useThreadPlaces().fields.get(field.id)?.length ?? 0}
      presence={presences[0] ?? null}
      labelled={labelled}
      onWrite={useCallback((value) => setField(doc, field.id, value, TABLE_EDIT), [doc, field.id])}
    />
  );
});

interface GroupFieldProps extends FormFieldProps {
  readonly group: string;
  readonly row: PlanRow;
}

const GroupField = memo(function GroupField({ field, section, group, row, labelled }: GroupFieldProps) {
  const place: Place = { section, element: group, row: row.id, column: field.id };
  const issues = usePlanState((state) => state.view?.issuesAt[group]) ?? NONE;
  const presences = usePlanState((state) => state.presencesAt[group]) ?? NONE;
  const editable = usePlanState((state) => state.editable);
  const doc = usePlanState((state) => state.connection.doc);
  return (
    <FieldInput
      field={field}
      place={place}
      cell={row.cells[field.id]}
      editable={editable}
      issues={issues.filter((issue) => isHere(issue, place))}
      comments={useCellThreads(group).get(cellKey(row.id, field.id))?.length ?? 0}
      presence={presences.find((presence) => samePlace(presence.place, place)) ?? null}
      labelled={labelled}
      onWrite={useCallback(
        (value) => setCell(doc, group, row.id, field.id, value, TABLE_EDIT),
        [doc, group, row.id, field.id],
      )}
    />
  );
});

function isHere(issue: Issue, place: Place): boolean {
  return [issue.at, ...issue.also].some((at) => samePlace(at, place));
}

function samePlace(a: Place | undefined, b: Place): boolean {
  return a?.element === b.element && a?.row === b.row && a?.column === b.column;
}
