import { FIELDS_ROOT, parseCellKey } from '@filiera/shared/plan/layout.ts';
import { nameOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Anchor, CommentText, Thread } from '@filiera/shared/threads/api.ts';
import { plainWords } from '@filiera/shared/threads/plain-words.ts';
import type { OverriddenThread } from './edition.ts';

/** Where in the form a thread hangs; `null` where it does not have the place. */
function placeOf(template: Template, anchor: Anchor): Place | null {
  if (anchor.kind === 'section' || anchor.kind === 'issue') {
    const isOfForm = formOf(template).sections.some(({ id }) => id === anchor.section);
    return isOfForm ? { section: anchor.section } : null;
  }
  const place = placeAt(template, anchor.root, anchor.kind === 'cell' ? anchor.key : null);
  return place && anchor.kind === 'row' ? { ...place, row: anchor.row } : place;
}

/** Where in the form a root of the document, or a key of it, stands; `null` where the form does not have it. */
export function placeAt(template: Template, root: string, key: string | null): Place | null {
  const form = formOf(template);
  if (root === FIELDS_ROOT) {
    const field = form.fields.get(key ?? '');
    return field ? { section: field.section.id, element: field.element.id } : null;
  }
  const element = root.slice(root.indexOf('/') + 1);
  const id = element.split('@')[0] ?? '';
  const section = (form.texts.get(id) ?? form.tables.get(id) ?? form.groups.get(id))?.section.id;
  if (section === undefined) return null;
  const at = key === null ? null : parseCellKey(key);
  return { section, element, ...at };
}

/** The place in the form's words: `1.1 Vita associativa · Obiettivi specifici`. */
export function whereOf(template: Template, plan: Plan, anchor: Anchor): string {
  const place = placeOf(template, anchor);
  if (place === null) return '';
  const inner = anchor.kind === 'issue' ? anchor.said.it : nameOf(template, plan, place);
  const outer = sectionOf(template, place);
  return [outer, inner === outer ? '' : inner].filter(Boolean).join(' · ');
}

/** The name of the section in which a place stands. */
export function sectionOf(template: Template, place: Place): string {
  const section = formOf(template).sections.find(({ id }) => id === place.section);
  return section ? sectionName(section) : '';
}

/** A comment as plain text; empty where its words were deleted. */
export function wordsOf(text: CommentText | null): string {
  return text ? plainWords(text).trim() : '';
}

/** Threads as a paper names them that was frozen over them. */
export function onPaper(
  { template, plan }: { readonly template: Template; readonly plan: Plan },
  threads: readonly Thread[],
  nameOfUser: (id: string) => string,
): OverriddenThread[] {
  return threads.map(({ anchor, comments, createdBy }) => ({
    where: whereOf(template, plan, anchor),
    text: wordsOf(comments.find(({ text }) => text !== null)?.text ?? null),
    author: nameOfUser(createdBy),
  }));
}
