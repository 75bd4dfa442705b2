import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type { PlanReading } from '../../collab/live.ts';
import type { Edition } from '../edition.ts';
import { errorSentence } from '../paper/sentences.ts';
import { formMarkup } from './form.ts';
import { html } from './markup.ts';
import { Outline } from './outline.ts';
import { pageBytes } from './page.ts';
import { sealAtEnd } from './seal.ts';

/**
 * The whole plan as one page that needs nothing else, for screens, for ears and for A4. Pure: the same plan and edition
 * give the same bytes, at any time and in any time zone.
 */
export function renderHtml(reading: Omit<PlanReading, 'seq'>, edition: Edition): Uint8Array<ArrayBuffer> {
  const { template } = reading;
  const outline = new Outline();
  const body = formMarkup(reading, outline);
  const sentences = errorSentences(reading);
  return pageBytes({
    title: template.shortTitle,
    edition,
    errors: sentences.length,
    contents: outline.entries,
    main: html`${body}${template.footer ? html`<p class="form-foot">${template.footer}</p>\n` : null}`,
    foot: sealAtEnd(edition, sentences),
  });
}

/** A sentence for each error that is open. */
export function errorSentences({
  template,
  plan,
  issues,
}: Pick<PlanReading, 'template' | 'plan' | 'issues'>): readonly string[] {
  return errorsOf(issues).map((issue) => errorSentence(issue, template, plan));
}
