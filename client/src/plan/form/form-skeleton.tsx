import type {
  Element,
  LeafElement,
  Section,
  Subsection,
  Template,
} from '@filiera/shared/template/template.ts';
import { Skeleton } from '@mantine/core';
import { useText } from '../../ui/text.tsx';
import styles from './form.module.css';

/** The form's own words with empty boxes, while the plan is on its way. */
export function FormSkeleton({ template }: { readonly template: Template | null }) {
  const { t } = useText();
  return (
    <div className={styles.skeleton}>
      <div className={styles.form} role="status" aria-busy="true" aria-label={t('app.loading')}>
        {template ? (
          <>
            <div className={styles.title}>
              {template.overTitle && <p className={styles.overTitle}>{template.overTitle}</p>}
              <p className={styles.skeletonTitle}>{template.title}</p>
            </div>
            {template.sections.map((section) => (
              <SectionSkeleton key={section.id} section={section} />
            ))}
          </>
        ) : (
          <>
            <Skeleton height={28} width="60%" mx="auto" mb="xl" />
            <Skeleton height={96} mb="lg" />
            <Skeleton height={96} mb="lg" />
            <Skeleton height={200} />
          </>
        )}
      </div>
    </div>
  );
}

function SectionSkeleton({ section }: { readonly section: Section | Subsection }) {
  return (
    <div className={styles.section}>
      <p className={styles.skeletonHeading}>
        {section.number} {section.title}
      </p>
      {section.elements.map((element, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the elements of a form never change
        <ElementSkeleton key={index} element={element} />
      ))}
      {'sections' in section &&
        section.sections.map((part) => <SectionSkeleton key={part.id} section={part} />)}
    </div>
  );
}

function ElementSkeleton({ element }: { readonly element: Element | LeafElement }) {
  switch (element.kind) {
    case 'heading':
    case 'paragraph':
      return <p className={styles.paragraph}>{element.text}</p>;
    case 'fields':
      return <Skeleton height={40} width="70%" />;
    case 'points':
      return <Skeleton height={120} />;
    case 'text':
      return (
        <div>
          <p className={styles.skeletonLabel}>{element.label}</p>
          <Skeleton height={78} />
        </div>
      );
    case 'table':
    case 'group':
      return <Skeleton height={200} />;
  }
}
