import type { Section, Subsection, Template } from '@filiera/shared/template/template.ts';
import { Fragment, memo, useRef } from 'react';
import { CommentHandle } from '../../comments/comment-handle.tsx';
import { CommentHere } from '../../comments/comment-here.tsx';
import { useThreadPlaces } from '../../comments/use-thread-places.ts';
import { TextAuthors } from '../../history/text-authors.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { CellHint } from './cell-hint.tsx';
import { ElementView } from './element.tsx';
import { ElementTools } from './element-tools.tsx';
import styles from './form.module.css';
import { GroupView } from './form-group.tsx';
import { sectionHeadingId } from './jump.ts';
import { useOwnPlace } from './use-own-place.ts';

interface FormProps {
  readonly template: Template;
  /** What the plan is called, for the window; left out where the form is not what the page is about. */
  readonly title?: string;
}

/** The form as the paper has it, filled in by whoever is here. */
export const Form = memo(function Form({ template, title }: FormProps) {
  const root = useRef<HTMLElement>(null);
  const place = useOwnPlace();
  return (
    <article ref={root} className={styles.form} lang={template.language} {...place}>
      <header className={styles.title}>
        {template.overTitle && <p className={styles.overTitle}>{template.overTitle}</p>}
        {title === undefined ? (
          <h2>{template.title}</h2>
        ) : (
          <PageHeading title={title}>{template.title}</PageHeading>
        )}
      </header>
      {template.sections.map((section) => (
        <SectionView key={section.id} section={section} level={2} />
      ))}
      {template.footer && <footer className={styles.footer}>{template.footer}</footer>}
      <CellHint root={root} />
      <TextAuthors root={root} />
      <CommentHere root={root} />
    </article>
  );
});

const NO_THREADS: readonly never[] = [];

function SectionView({ section, level }: { readonly section: Section | Subsection; readonly level: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3';
  const id = sectionHeadingId(section.id);
  const threads = useThreadPlaces().sections;
  return (
    <section
      className={level === 2 ? styles.section : styles.subsection}
      aria-labelledby={id}
      data-in={section.id}
    >
      <div data-comment-host>
        <Heading id={id} tabIndex={-1} className={styles.sectionHeading}>
          {section.number && <span className={styles.number}>{section.number} </span>}
          {section.title}
        </Heading>
        <CommentHandle place={{ section: section.id }} threads={threads.get(section.id) ?? NO_THREADS} />
      </div>
      {section.elements.map((element, index) =>
        element.kind === 'group' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the elements of a form never change
          <Fragment key={index}>
            <GroupView element={element} section={section.id} />
            <ElementTools element={element} section={section.id} />
          </Fragment>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the elements of a form never change
          <ElementView key={index} element={element} section={section.id} />
        ),
      )}
      {'sections' in section &&
        section.sections.map((part) => <SectionView key={part.id} section={part} level={3} />)}
    </section>
  );
}
