import { Stack } from '@mantine/core';
import {
  type ChangeEvent,
  type ReactNode,
  type SubmitEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { ApiFailure, failureText } from '../api/failure.ts';
import styles from './form.module.css';
import { useText } from './text.tsx';

/** Sentences that say what is wrong, by field. */
export type Problems<Name extends string> = Partial<Record<Name, string>>;

interface FormSpec<Name extends string> {
  readonly initial: Readonly<Record<Name, string>>;
  /** The labels above the fields, in the order of the form. */
  readonly labels: Readonly<Record<Name, string>>;
  readonly check: (values: Readonly<Record<Name, string>>) => Problems<Name>;
  /** Rejects with an `ApiFailure`, which is then said above the form. */
  readonly submit: (values: Readonly<Record<Name, string>>) => Promise<unknown>;
  /** The field that a failure is about, where it is about one. */
  readonly blame?: (failure: ApiFailure) => Name | null;
}

/**
 * A form as Designers Italia wants it: a label above each field, what is wrong under it in a sentence, and a summary on
 * top that takes the focus and leads to the fields. Fields are checked when the form is sent, and from then on while
 * they are mended.
 */
export function useForm<Name extends string>(spec: FormSpec<Name>) {
  const { t } = useText();
  const prefix = useId();
  const [values, setValues] = useState(spec.initial);
  const [problems, setProblems] = useState<Problems<Name>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // Counts refused attempts: each of them takes the focus to the summary.
  const [refusals, setRefusals] = useState(0);
  const names = Object.keys(spec.labels) as Name[];

  const setAll = (changes: Partial<Record<Name, string>>): void => {
    const next = { ...values, ...changes };
    setValues(next);
    const found = spec.check(next);
    const remaining: Problems<Name> = {};
    for (const name of names) {
      const before = problems[name];
      if (before !== undefined) {
        // What the server did not accept holds until the field is changed.
        const now = name in changes ? found[name] : before;
        if (now !== undefined) remaining[name] = now;
      }
    }
    setProblems(remaining);
  };
  const set = (name: Name, value: string): void => setAll({ [name]: value } as Partial<Record<Name, string>>);

  // A lone field needs no summary: it takes the focus itself.
  const lone = names.length === 1 ? names[0] : undefined;

  const refuse = (found: Problems<Name>, said: string | null): void => {
    setProblems(found);
    setFailure(said);
    if (lone !== undefined && said === null) document.getElementById(`${prefix}${lone}`)?.focus();
    else setRefusals((count) => count + 1);
  };

  /** What the server's refusal says about the fields, where it is about any. */
  const blamed = (thrown: unknown): Problems<Name> => {
    const found: Problems<Name> = {};
    if (!(thrown instanceof ApiFailure)) return found;
    const field = spec.blame?.(thrown);
    if (field) found[field] = t(failureText(thrown));
    for (const name of names) {
      if (thrown.fields.includes(name)) found[name] = t('form.notAccepted', { label: spec.labels[name] });
    }
    return found;
  };

  const onSubmit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const found = spec.check(values);
    if (names.some((name) => found[name] !== undefined)) {
      refuse(found, null);
      return;
    }
    setProblems({});
    setFailure(null);
    setBusy(true);
    try {
      await spec.submit(values);
    } catch (thrown) {
      const about = blamed(thrown);
      refuse(about, Object.keys(about).length > 0 ? null : t(failureText(thrown)));
    } finally {
      setBusy(false);
    }
  };

  return {
    values,
    set,
    setAll,
    busy,
    /** For the `form` element. */
    form: { onSubmit: (event: SubmitEvent<HTMLFormElement>) => void onSubmit(event), noValidate: true },
    /** For the input of a field. */
    field: (name: Name) => ({
      id: `${prefix}${name}`,
      name,
      label: spec.labels[name],
      value: values[name],
      error: problems[name],
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => set(name, event.target.value),
    }),
    /** First in the form; nothing while nothing is wrong. */
    summary: (
      <ProblemSummary
        attempt={refusals}
        failure={failure}
        problems={names.flatMap((name) => {
          const text = problems[name];
          return text === undefined || name === lone ? [] : [{ id: `${prefix}${name}`, text }];
        })}
      />
    ),
  };
}

interface SummaryProps {
  readonly attempt: number;
  readonly failure: string | null;
  readonly problems: readonly { readonly id: string; readonly text: string }[];
}

function ProblemSummary({ attempt, failure, problems }: SummaryProps): ReactNode {
  const { t } = useText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (!failure && problems.length === 0) return null;
  return (
    <div className={styles.summary} ref={box} tabIndex={-1} role="alert">
      {failure && <p>{failure}</p>}
      {problems.length > 0 && (
        <>
          <p>
            {problems.length === 1
              ? t('error.summary.one')
              : t('error.summary.many', { count: problems.length })}
          </p>
          <ul>
            {problems.map(({ id, text }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(id)?.focus();
                  }}
                >
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The fields of a form, one under the other. */
export function Fields({ children }: { readonly children: ReactNode }) {
  return <Stack gap="lg">{children}</Stack>;
}
