import type {
  FieldsElement,
  GroupElement,
  TableElement,
  TextElement,
} from '@filiera/shared/template/template.ts';
import { type ComponentType, createContext, useContext } from 'react';

/** A part of the form that stands in one root of the document. */
export interface ElementToolProps {
  readonly element: TextElement | TableElement | FieldsElement | GroupElement;
  readonly section: string;
  /** The instance of the repeated group that the element is part of. */
  readonly instance?: string | undefined;
}

/** What a page has to offer for each block, table, line of fields and group, under it; nothing by default. */
export const ElementToolsContext = createContext<ComponentType<ElementToolProps> | null>(null);

export function ElementTools(props: ElementToolProps) {
  const Tools = useContext(ElementToolsContext);
  return Tools && <Tools {...props} />;
}
