import { FIELDS_ROOT, parseCellKey } from '@filiera/shared/plan/layout.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Anchor, Thread } from '@filiera/shared/threads/api.ts';
import { placeOfAnchor } from './anchor-place.ts';

/** The open threads of a plan by where they hang. Lists keep their order, which is that of the threads. */
export interface ThreadPlaces {
  /** By the block's or table's key, a group's too: all that hang on it as a whole, or (a text) on words of it. */
  readonly elements: ReadonlyMap<string, readonly Thread[]>;
  /** By the table's key, then by `<row>/<column>`; `<row>/` for a row as a whole. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, readonly Thread[]>>;
  /** By the field's id. */
  readonly fields: ReadonlyMap<string, readonly Thread[]>;
  /** By the section's id: those on the section itself. */
  readonly sections: ReadonlyMap<string, readonly Thread[]>;
  /** By the section's id: everything in it. */
  readonly within: ReadonlyMap<string, readonly Thread[]>;
  /** By the issue's id. */
  readonly issues: ReadonlyMap<string, readonly Thread[]>;
}

export const isOpen = ({ resolved }: Thread): boolean => resolved === null;

const elementOf = (anchor: Extract<Anchor, { root: string }>): string =>
  anchor.root.slice(anchor.root.indexOf('/') + 1);

/** Sorts the open threads by place. */
export function placesOfThreads(template: Template, threads: readonly Thread[]): ThreadPlaces {
  const elements = new Map<string, Thread[]>();
  const cells = new Map<string, Map<string, Thread[]>>();
  const fields = new Map<string, Thread[]>();
  const sections = new Map<string, Thread[]>();
  const within = new Map<string, Thread[]>();
  const issues = new Map<string, Thread[]>();
  const put = (map: Map<string, Thread[]>, key: string, thread: Thread): void => {
    map.set(key, [...(map.get(key) ?? []), thread]);
  };
  const putCell = (element: string, key: string, thread: Thread): void => {
    const ofElement = cells.get(element) ?? new Map<string, Thread[]>();
    cells.set(element, ofElement);
    put(ofElement, key, thread);
  };
  for (const thread of threads) {
    if (!isOpen(thread)) continue;
    const { anchor } = thread;
    const place = placeOfAnchor(template, anchor);
    if (place) put(within, place.section, thread);
    switch (anchor.kind) {
      case 'section':
        put(sections, anchor.section, thread);
        break;
      case 'block':
      case 'passage':
      case 'table':
        put(elements, elementOf(anchor), thread);
        break;
      case 'row':
        putCell(elementOf(anchor), `${anchor.row}/`, thread);
        break;
      case 'cell':
        if (anchor.root === FIELDS_ROOT) put(fields, anchor.key, thread);
        else if (parseCellKey(anchor.key)) putCell(elementOf(anchor), anchor.key, thread);
        break;
      case 'issue':
        put(issues, anchor.issue, thread);
        break;
    }
  }
  return { elements, cells, fields, sections, within, issues };
}
