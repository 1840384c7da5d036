import type { ComponentChildren, VNode } from 'preact';
import type { Choice, FieldMistake } from '../view-models/form-field.js';

interface FieldProps {
  readonly field: string;
  readonly label: string;
  readonly hint: string | null;
  readonly errors: readonly FieldMistake[];
}

/** What stands around every control: its label, its hint and what is wrong with it (portal.md section 8). */
export function Field({ field, label, hint, errors, children }: FieldProps & { readonly children: ComponentChildren }): VNode {
  const texts = errors.filter((error) => error.field === field).map(({ text }) => text);
  return (
    <div class="field">
      <label for={field}>{label}</label>
      {hint === null ? null : (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      {texts.length === 0 ? null : (
        <p class="error" id={`${field}-error`}>
          {texts.join(' ')}
        </p>
      )}
      {children}
    </div>
  );
}

/** Ties a control to its hint and its mistakes. */
export function describedBy({ field, hint, errors }: Omit<FieldProps, 'label'>): {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
} {
  const isWrong = errors.some((error) => error.field === field);
  const ids = [...(isWrong ? [`${field}-error`] : []), ...(hint === null ? [] : [`${field}-hint`])].join(' ');
  return { id: field, name: field, 'aria-describedby': ids === '' ? undefined : ids, 'aria-invalid': isWrong ? 'true' : undefined };
}

export function SelectField({ value, choices, ...field }: FieldProps & { readonly value: string; readonly choices: readonly Choice[] }): VNode {
  return (
    <Field {...field}>
      <select {...describedBy(field)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** On top of the page, with a link to each field at fault. */
function ErrorSummary({ errors, heading }: { readonly errors: readonly FieldMistake[]; readonly heading: string }): VNode | null {
  if (errors.length === 0) return null;
  return (
    <section class="banner withdrawn" aria-labelledby="errors-title" id="errors" tabIndex={-1}>
      <h2 id="errors-title">{heading}</h2>
      <ul>
        {errors.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The head of a page with a form: what it is for, what has just been done, and what stands in the way. */
export function FormHead({
  title,
  intro,
  message,
  errors,
  heading,
}: {
  readonly title: string;
  readonly intro: string;
  /** Something about the whole page: what was kept is deleted. */
  readonly message: string | null;
  readonly errors: readonly FieldMistake[];
  readonly heading: string;
}): VNode {
  return (
    <>
      <h1>{title}</h1>
      <p class="lead">{intro}</p>
      {message === null ? null : (
        <p class="notice" role="status">
          {message}
        </p>
      )}
      <ErrorSummary errors={errors} heading={heading} />
    </>
  );
}
