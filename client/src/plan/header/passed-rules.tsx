import type { Issue } from '@filiera/shared/rules/issue.ts';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { announce } from '../../ui/announce.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './header.module.css';

const NONE: readonly Issue[] = [];
const SHOWN_MS = 5_000;

/** A rule that did not hold and now does says so once, quietly. */
export function PassedRules() {
  const { t, both } = useText();
  const { template } = usePlanSession();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const connection = usePlanState((state) => state.connection);
  const before = useRef<ReadonlySet<string> | null>(null);
  const source = useRef(connection);
  const [passed, setPassed] = useState<string | null>(null);

  useEffect(() => {
    const failing = new Set(issues.map((issue) => issue.rule));
    // A document that replaced one whose edits were refused puts nothing right.
    if (source.current !== connection) before.current = null;
    source.current = connection;
    const rule = template.rules.find(
      ({ id, kind }) => kind !== 'positive' && before.current?.has(id) && !failing.has(id),
    );
    before.current = failing;
    if (!rule) return;
    const text = t('plan.rule.passed', { rule: both(rule.label) });
    setPassed(text);
    announce(text);
  }, [issues, connection, template, t, both]);

  useEffect(() => {
    if (passed === null) return;
    const timer = setTimeout(() => setPassed(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [passed]);

  if (passed === null) return null;
  return (
    <span className={styles.passed} aria-hidden="true">
      <IconCircleCheck size={18} />
      {passed}
    </span>
  );
}
