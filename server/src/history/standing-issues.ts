import { issueId } from '@filiera/shared/history/issue-id.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import type { RichText } from '@filiera/shared/plan/plan.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { isBlank, readRichText } from '@filiera/shared/plan/rich-text.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import type { IssueStep } from './effects.ts';

const NOTHING: RichText = { blocks: [] };
const SOMETHING: RichText = {
  blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text: '.', marks: [] }] }],
};
/** How deep to look for a word before the whole block is read: a list in a list. */
const SHALLOW = 6;

/** Is there surely something to read under this node? Looks at its first words only. */
function hasWords(node: Y.AbstractType<unknown>, depth = 0): boolean {
  for (let item = node._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentString && node instanceof Y.XmlText) {
      if (content.str.trim() !== '') return true;
    } else if (content instanceof Y.ContentType && depth < SHALLOW) {
      if (hasWords(content.type, depth + 1)) return true;
    }
  }
  return false;
}

/**
 * The issues that stand open in a document, told by `issueId`. Of a block of text rules want to know only whether
 * there is anything in it, so that is all that is read, and only when it may have changed.
 */
export class StandingIssues {
  private readonly doc: Y.Doc;
  private readonly template: Template;
  private readonly filled = new Map<string, boolean>();
  private open: ReadonlySet<string>;

  constructor(doc: Y.Doc, template: Template) {
    this.doc = doc;
    this.template = template;
    this.open = this.read();
  }

  /** The issues that are open now. */
  get all(): ReadonlySet<string> {
    return this.open;
  }

  /** A transaction changed this block. Says whether it went from empty to filled or back, as far as can be known. */
  textChanged(root: string): boolean {
    const before = this.filled.get(root);
    const fragment = this.doc.getXmlFragment(root);
    if (before === true && hasWords(fragment as Y.AbstractType<unknown>)) return false;
    this.filled.delete(root);
    try {
      return this.isFilled(fragment, root) !== before;
    } catch {
      // It cannot be read at all, which is an issue of its own.
      return true;
    }
  }

  /** Reads and validates again; what changed since the last time. */
  again(): IssueStep {
    const before = this.open;
    this.open = this.read();
    return {
      opened: [...this.open].filter((id) => !before.has(id)),
      closed: [...before].filter((id) => !this.open.has(id)),
    };
  }

  private read(): ReadonlySet<string> {
    const plan = readPlan(this.doc, this.template, (fragment, root) =>
      this.isFilled(fragment, root) ? SOMETHING : NOTHING,
    );
    return new Set(validate(this.template, plan, compute(this.template, plan)).map(issueId));
  }

  private isFilled(fragment: Y.XmlFragment, root: string): boolean {
    const known = this.filled.get(root);
    if (known !== undefined) return known;
    const filled = !isBlank(readRichText(fragment));
    this.filled.set(root, filled);
    return filled;
  }
}
