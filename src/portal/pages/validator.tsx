import type { VNode } from 'preact';
import { SeverityBadge } from '../components/badges.js';
import { Document } from '../components/document.js';
import { FormHead } from '../components/form-fields.js';
import { ValidatorForm } from '../components/validator-form.js';
import { ExcerptView } from '../components/excerpt.js';
import type { Excerpt } from '../../domain/validation.js';
import type { PageContext } from '../page-context.js';
import type { EditorProps } from '../components/editor.js';
import type { Text } from '../view-models/text.js';
import type { ValidatorFormModel } from '../view-models/validator-form.js';
import { Words } from '../components/text.js';

/** The form, with what is wrong in it on top. */
export function ValidatorPageView({
  form,
  message,
  editor,
  context,
}: {
  readonly form: ValidatorFormModel;
  /** Something about the whole page: a report was deleted. */
  readonly message: string | null;
  readonly editor: EditorProps | null;
  readonly context: PageContext;
}): VNode {
  const { lang, m } = context;
  const words = m.validator;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/validator" section="validate" editor={editor}>
      <div class="wrap narrow validator">
        <FormHead title={words.title} intro={words.intro} message={message} errors={form.errors} heading={words.errors.heading} />
        <ValidatorForm model={form} context={context} />
        <p class="muted">{words.privacyNote(form.keepMinutes)}</p>
        <h2>{words.form.policyHeading}</h2>
        <p>{form.policy}</p>
        <ul class="links">
          <li>
            <a href={`/${lang}/stations/new`}>{m.trial.wholeStation}</a>
          </li>
          <li>
            <a href={`/${lang}/profiles`}>{words.form.rulesLink}</a>
          </li>
          <li>
            <a href={`/${lang}/about#developers`}>{words.form.apiLink}</a>
          </li>
        </ul>
      </div>
    </Document>
  );
}

export interface UnreadableModel {
  readonly message: Text;
  readonly line: number | null;
  readonly column: number | null;
  readonly excerpt: Excerpt | null;
  readonly detail: string;
}

/** Nothing can be said of a document that cannot be read but where and why (portal.md section 7, result order 1). */
export function UnreadablePageView({
  model,
  form,
  editor,
  context,
}: {
  readonly model: UnreadableModel;
  /** With the text in it, to be mended; null when it is too large for that. */
  readonly form: ValidatorFormModel | null;
  readonly editor: EditorProps | null;
  readonly context: PageContext;
}): VNode {
  const words = context.m.validator;
  return (
    <Document context={context} title={words.unreadable.title} path="/validator" section="validate" editor={editor} noIndex>
      <div class="wrap narrow validator">
        <h1>{words.unreadable.title}</h1>
        <p class="lead">{words.unreadable.intro}</p>
        <div class="unreadable">
          <p>
            <SeverityBadge severity="error" text={model.line === null ? words.result.severity.violation : words.unreadable.where(model.line, model.column)} />{' '}
            <Words text={model.message} context={context} />
          </p>
          {model.excerpt === null ? null : <ExcerptView excerpt={model.excerpt} context={context} />}
          <details class="help">
            <summary>{words.unreadable.parserSays}</summary>
            <p lang="en">{model.detail}</p>
          </details>
        </div>
        <h2 id="again">{form === null ? words.result.againNew : words.result.again}</h2>
        {form === null ? (
          <p>
            {words.result.againTooLarge} <a href={`/${context.lang}/validator`}>{words.job.toForm}</a>
          </p>
        ) : (
          <ValidatorForm model={form} context={context} />
        )}
      </div>
    </Document>
  );
}

/** A validation that takes long: how far it is, without ever reloading by itself (WCAG 2.2.4, 3.2.5). */
export function ProgressPageView({
  job,
  context,
}: {
  readonly job: { readonly id: string; readonly state: 'queued' | 'running'; readonly done: number; readonly total: number };
  readonly context: PageContext;
}): VNode {
  const { lang } = context;
  const words = context.m.validator.job;
  const path = `/validator/jobs/${job.id}`;
  return (
    <Document context={context} title={words.title} path={path} section="validate" noIndex>
      <div class="wrap narrow validator">
        <h1>{words.title}</h1>
        <div id="job" data-job={job.id} data-ended={words.ended} data-running={words.runningNow}>
          <p class="lead" id="job-state">
            {job.state === 'queued' ? words.queued : words.running(job.done, job.total)}
          </p>
          {job.total === 0 ? null : <progress max={job.total} value={job.done} aria-labelledby="job-state" />}
          <p id="job-ended" hidden>
            <strong>{words.ended}</strong> <a href={`/${lang}${path}`}>{words.show}</a>
          </p>
        </div>
        <p>{words.hint}</p>
        <p class="actions" id="job-actions">
          <a class="button" href={`/${lang}${path}`}>
            {words.refresh}
          </a>
        </p>
        <form id="job-cancel" action={`/${lang}${path}`} method="post">
          <input type="hidden" name="action" value="cancel" />
          <button type="submit">{words.cancel}</button>
        </form>
      </div>
    </Document>
  );
}
