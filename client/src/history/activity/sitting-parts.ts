import type { FeedPart } from '@filiera/shared/history/api.ts';
import { placeOfSpot } from '@filiera/shared/plan/spot.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';

/** One thing that a sitting did, with its place in the form. */
export interface PlacedPart {
  readonly part: FeedPart;
  readonly place: Place;
}

/** What a sitting did in one section. */
export interface SectionParts {
  readonly section: string;
  readonly parts: readonly PlacedPart[];
}

/** The parts of a sitting under their sections, in the order in which they come; what the form has no place for is left out. */
export function bySection(template: Template, parts: readonly FeedPart[]): SectionParts[] {
  const sections: { section: string; parts: PlacedPart[] }[] = [];
  for (const part of parts) {
    const place = placeOfSpot(template, part.root, part.kind === 'cell' ? part.key : undefined);
    if (!place) continue;
    const last = sections.at(-1);
    if (last?.section === place.section) last.parts.push({ part, place });
    else sections.push({ section: place.section, parts: [{ part, place }] });
  }
  return sections;
}

/** The first `most` parts, with the sections that hold them. */
export function firstParts(sections: readonly SectionParts[], most: number): SectionParts[] {
  const first: SectionParts[] = [];
  let left = most;
  for (const { section, parts } of sections) {
    if (left <= 0) break;
    first.push({ section, parts: parts.slice(0, left) });
    left -= parts.length;
  }
  return first;
}
