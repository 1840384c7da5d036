import type { VNode } from 'preact';
import type { TrialProgress } from '../../catalogue/station-trial.js';
import { Document } from '../components/document.js';
import type { PageContext } from '../page-context.js';
import type { TrialField, TrialFormModel } from '../view-models/trial-form.js';
import type { Choice } from '../view-models/validator-form.js';

/** The form in which somebody gives the address of a station (portal.md section 3). */
export function TrialFormView({
  form,
  message,
  context,
}: {
  readonly form: TrialFormModel;
  /** Something about the whole page: a result was deleted. */
  readonly message: string | null;
  readonly context: PageContext;
}): VNode {
  const { lang } = context;
  const words = context.m.trial;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/stations/new" section="stations">
      <div class="wrap narrow validator">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        {message === null ? null : (
          <p class="notice" role="status">
            {message}
          </p>
        )}
        <Errors form={form} context={context} />
        <form id="trial" class="validator-form" action={`/${lang}/stations/new`} method="post" aria-label={words.form.label}>
          <Field field="url" label={words.form.url} hint={words.form.urlHint} form={form} inputMode="url" placeholder="https://" required />
          <Field field="name" label={words.form.name} hint={words.form.nameHint} form={form} />
          <Field field="organisation" label={words.form.organisation} hint={words.form.organisationHint} form={form} autocomplete="organization" />
          <Select field="kind" label={words.form.kind} hint={null} choices={form.kinds} form={form} />
          <Select field="protocol" label={words.form.protocol} hint={words.form.protocolHint} choices={form.protocols} form={form} />
          <Field field="email" label={words.form.email} hint={words.form.emailHint} form={form} inputMode="email" autocomplete="email" />
          <p>
            <button type="submit" class="primary">
              {words.form.submit}
            </button>
          </p>
        </form>
        <p class="muted">{words.privacy(form.keepMinutes)}</p>
        <ul class="links">
          <li>
            <a href={`/${lang}/validator`}>{words.form.oneDescription}</a>
          </li>
        </ul>
      </div>
    </Document>
  );
}

function Errors({ form, context }: { readonly form: TrialFormModel; readonly context: PageContext }): VNode | null {
  if (form.errors.length === 0) return null;
  return (
    <section class="banner withdrawn" aria-labelledby="errors-title" id="errors" tabIndex={-1}>
      <h2 id="errors-title">{context.m.trial.errors.heading}</h2>
      <ul>
        {form.errors.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Field({
  field,
  label,
  hint,
  form,
  inputMode,
  autocomplete = 'off',
  placeholder,
  required = false,
}: {
  readonly field: TrialField;
  readonly label: string;
  readonly hint: string;
  readonly form: TrialFormModel;
  readonly inputMode?: 'url' | 'email';
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
}): VNode {
  return (
    <div class="field">
      <label for={field}>{label}</label>
      <p class="hint" id={`${field}-hint`}>
        {hint}
      </p>
      <FieldError field={field} form={form} />
      <input
        id={field}
        name={field}
        type="text"
        inputMode={inputMode}
        autocomplete={autocomplete}
        maxLength={field === 'url' ? 2048 : 254}
        placeholder={placeholder}
        required={required}
        value={form.values[field]}
        aria-describedby={errorsOf(field, form).length > 0 ? `${field}-error ${field}-hint` : `${field}-hint`}
        aria-invalid={errorsOf(field, form).length > 0 ? 'true' : undefined}
      />
    </div>
  );
}

function Select({
  field,
  label,
  hint,
  choices,
  form,
}: {
  readonly field: TrialField;
  readonly label: string;
  readonly hint: string | null;
  readonly choices: readonly Choice[];
  readonly form: TrialFormModel;
}): VNode {
  const isWrong = errorsOf(field, form).length > 0;
  const described = [...(isWrong ? [`${field}-error`] : []), ...(hint === null ? [] : [`${field}-hint`])].join(' ');
  return (
    <div class="field">
      <label for={field}>{label}</label>
      {hint === null ? null : (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      <FieldError field={field} form={form} />
      <select id={field} name={field} aria-describedby={described === '' ? undefined : described} aria-invalid={isWrong ? 'true' : undefined}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === form.values[field]}>
            {choice.text}
          </option>
        ))}
      </select>
    </div>
  );
}

function FieldError({ field, form }: { readonly field: TrialField; readonly form: TrialFormModel }): VNode | null {
  const texts = errorsOf(field, form);
  return texts.length === 0 ? null : (
    <p class="error" id={`${field}-error`}>
      {texts.join(' ')}
    </p>
  );
}

function errorsOf(field: TrialField, { errors }: TrialFormModel): readonly string[] {
  return errors.filter((error) => error.field === field).map(({ text }) => text);
}

export interface TrialJobModel {
  readonly id: string;
  readonly state: 'queued' | 'running';
  readonly ahead: number;
  readonly progress: TrialProgress;
}

/** How far a trial is, without ever reloading by itself (WCAG 2.2.4, 3.2.5). */
export function TrialProgressView({ job, context }: { readonly job: TrialJobModel; readonly context: PageContext }): VNode {
  const { lang } = context;
  const words = context.m.trial.job;
  const path = `/stations/new/jobs/${job.id}`;
  const { phase, requests, documents, records, expected } = job.progress;
  const state = job.state === 'queued' ? words.queued(job.ahead) : phase === 'detect' ? words.detecting(requests) : words.reading(documents, records);
  const done = Math.max(documents, records);
  return (
    <Document context={context} title={words.title} path={path} section="stations" noIndex>
      <div class="wrap narrow validator">
        <h1>{words.title}</h1>
        <p class="lead" id="trial-state">
          {state}
        </p>
        {expected === null || expected === 0 ? null : (
          <>
            <p>{words.expected(expected)}</p>
            <progress max={Math.max(expected, done)} value={done} aria-labelledby="trial-state" />
          </>
        )}
        <p>{words.hint}</p>
        <p class="actions">
          <a class="button" href={`/${lang}${path}`}>
            {words.refresh}
          </a>
        </p>
        <form action={`/${lang}${path}`} method="post">
          <input type="hidden" name="action" value="cancel" />
          <button type="submit">{words.cancel}</button>
        </form>
      </div>
    </Document>
  );
}

/** A trial that was stopped, or whose result is there no more. */
export function TrialGoneView({ title, text, context }: { readonly title: string; readonly text: string; readonly context: PageContext }): VNode {
  return (
    <Document context={context} title={title} path={null} section="stations" noIndex>
      <div class="wrap narrow validator">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p>
          <a class="button primary" href={`/${context.lang}/stations/new`}>
            {context.m.trial.job.toForm}
          </a>
        </p>
      </div>
    </Document>
  );
}
