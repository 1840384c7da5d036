import type { VNode } from 'preact';
import type { TrialProgress } from '../../catalogue/station-trial.js';
import { Document } from '../components/document.js';
import { describedBy, FormHead, Field, SelectField } from '../components/form-fields.js';
import { GonePage } from '../components/look.js';
import type { PageContext } from '../page-context.js';
import type { TrialField, TrialFormModel } from '../view-models/trial-form.js';

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
        <FormHead title={words.title} intro={words.intro} message={message} errors={form.errors} heading={words.errors.heading} />
        <form id="trial" class="validator-form" action={`/${lang}/stations/new`} method="post" aria-label={words.form.label}>
          <TextField field="url" label={words.form.url} hint={words.form.urlHint} form={form} inputMode="url" placeholder="https://" required />
          <TextField field="name" label={words.form.name} hint={words.form.nameHint} form={form} />
          <TextField field="organisation" label={words.form.organisation} hint={words.form.organisationHint} form={form} autocomplete="organization" />
          <SelectField field="kind" label={words.form.kind} hint={null} value={form.values.kind} choices={form.kinds} errors={form.errors} />
          <SelectField
            field="protocol"
            label={words.form.protocol}
            hint={words.form.protocolHint}
            value={form.values.protocol}
            choices={form.protocols}
            errors={form.errors}
          />
          <TextField field="email" label={words.form.email} hint={words.form.emailHint} form={form} inputMode="email" autocomplete="email" />
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

/** A field with one line of text. */
function TextField({
  field,
  label,
  hint,
  form,
  ...input
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
  const { errors, values } = form;
  return (
    <Field field={field} label={label} hint={hint} errors={errors}>
      <input
        {...describedBy({ field, hint, errors })}
        type="text"
        autocomplete="off"
        maxLength={field === 'url' ? 2048 : 254}
        value={values[field]}
        {...input}
      />
    </Field>
  );
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
  const next = { href: `/${context.lang}/stations/new`, text: context.m.trial.job.toForm };
  return <GonePage title={title} text={text} section="stations" next={next} context={context} />;
}
