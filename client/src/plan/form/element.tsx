import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import type { LeafElement, PointsElement } from '@filiera/shared/template/template.ts';
import { createElement } from 'react';
import { TextBlockView } from '../../editor/text-block.tsx';
import { PlanTableView } from '../../tables/table.tsx';
import { ElementTools } from './element-tools.tsx';
import { FieldsLine } from './fields-line.tsx';
import styles from './form.module.css';

interface ElementProps {
  readonly element: LeafElement;
  readonly section: string;
  /** The repeated group and its instance that the element is part of. */
  readonly group?: { readonly id: string; readonly row: PlanRow } | undefined;
}

/** One element of a form, whichever it is; a repeated group is made of them. */
export function ElementView(props: ElementProps) {
  const { element, section, group } = props;
  // The fields of a group's instance belong to the group.
  if (element.kind !== 'text' && element.kind !== 'table' && (element.kind !== 'fields' || group))
    return <Element {...props} />;
  return (
    <>
      <Element {...props} />
      <ElementTools element={element} section={section} instance={group?.row.id} />
    </>
  );
}

function Element({ element, section, group }: ElementProps) {
  switch (element.kind) {
    case 'heading':
      return createElement(`h${element.level}`, { className: styles.heading }, element.text);
    case 'paragraph':
      return (
        <p className={styles.paragraph} data-style={element.style}>
          {element.text}
        </p>
      );
    case 'fields':
      return <FieldsLine element={element} section={section} group={group} />;
    case 'points':
      return <Points element={element} />;
    case 'text':
      return <TextBlockView element={element} section={section} instance={group?.row.id} />;
    case 'table':
      return <PlanTableView element={element} section={section} instance={group?.row.id} />;
  }
}

/** Fixed points of the form, each with the number that it prints. */
function Points({ element }: { readonly element: PointsElement }) {
  return (
    <div className={styles.points}>
      <p className={styles.pointsLabel}>{element.label}</p>
      <ul>
        {element.items.map((item) => (
          <li key={item.number}>
            <span className={styles.pointNumber}>{item.number}</span>
            <span>{item.text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
