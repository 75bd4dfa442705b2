import { activityPlan2023 } from './a1-2023-2024/form.ts';
import { checkTemplate } from './check.ts';
import { promotionPlan2018 } from './promotion-2018.ts';
import { type Template, type TemplateSource, templateSchema } from './template.ts';

/**
 * Every form that there has ever been, in every version that a plan may hold to. A new call is a new entry here; a
 * form that has been used is never changed, only followed by the next version.
 */
const SOURCES: readonly TemplateSource[] = [activityPlan2023, promotionPlan2018];

export const TEMPLATES: readonly Template[] = loadTemplates(SOURCES);

/**
 * Parses and checks forms, in the order given. Throws one error that names everything wrong with any of them, since a
 * form with a hole in it must never reach a user.
 */
export function loadTemplates(sources: readonly TemplateSource[]): readonly Template[] {
  const problems: string[] = [];
  const templates = sources.flatMap((source) => {
    const parsed = templateSchema.safeParse(source);
    if (parsed.success) {
      problems.push(...checkTemplate(parsed.data).map((problem) => `${nameOf(source)}: ${problem}`));
      return [parsed.data];
    }
    for (const issue of parsed.error.issues) {
      problems.push(`${nameOf(source)}: ${issue.path.join('.')}: ${issue.message}`);
    }
    return [];
  });
  const names = templates.map(nameOf);
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
    problems.push(`${name}: there is another form of this id and version`);
  }
  if (problems.length > 0) throw new Error(`forms that do not hold together:\n${problems.join('\n')}`);
  return templates;
}

function nameOf(source: TemplateSource | Template): string {
  return `${source.id} version ${source.version}`;
}

/** The form that a plan was made from, or `null` where there is no such form or version. */
export function findTemplate(id: string, version: number): Template | null {
  return TEMPLATES.find((template) => template.id === id && template.version === version) ?? null;
}

/** The newest version of each form: what new plans are made from. */
export function latestTemplates(): readonly Template[] {
  return TEMPLATES.filter(
    (template) => !TEMPLATES.some((other) => other.id === template.id && other.version > template.version),
  );
}
