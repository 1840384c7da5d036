import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { Choice, FormField, ValidatorFormModel } from '../view-models/validator-form.js';

/** One form for text, file and address (portal.md section 7); errors stand at their fields and in a summary above. */
export function ValidatorForm({ model, context }: { readonly model: ValidatorFormModel; readonly context: PageContext }): VNode {
  const { lang } = context;
  const words = context.m.validator.form;
  const { values } = model;
  const openOptions =
    values.profile !== '' ||
    values.station !== '' ||
    values.format !== '' ||
    model.errors.some(({ field }) => ['profile', 'station', 'format'].includes(field));
  return (
    <form id="validate" class="validator-form" action={`/${lang}/validator`} method="post" encType="multipart/form-data" aria-label={words.label}>
      <fieldset class="sources">
        <legend>{words.source}</legend>
        <p class="hint">{words.sourceHint}</p>
        <div class="field">
          <label for="text">{words.text}</label>
          <p class="hint" id="text-hint">
            {words.textHint}
          </p>
          <FieldError field="text" model={model} />
          <textarea
            id="text"
            name="text"
            rows={14}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            dir="ltr"
            aria-describedby={described('text', model)}
            aria-invalid={invalid('text', model)}
          >
            {/* A line end right after the tag would be taken for markup. */}
            {/^\r?\n/.test(values.text) ? `\n${values.text}` : values.text}
          </textarea>
        </div>
        <div class="field">
          <label for="file">{words.file}</label>
          <p class="hint" id="file-hint">
            {words.fileHint(model.maxSize)}
          </p>
          <FieldError field="file" model={model} />
          <input
            id="file"
            name="file"
            type="file"
            accept=".ttl,.trig,.nt,.nq,.n3,.rdf,.owl,.xml,.jsonld,.json,.gz,text/turtle,application/ld+json,application/rdf+xml,application/trig,application/n-triples,application/n-quads,application/gzip"
            aria-describedby={described('file', model)}
            aria-invalid={invalid('file', model)}
          />
        </div>
        <div class="field">
          <label for="url">{words.url}</label>
          <p class="hint" id="url-hint">
            {words.urlHint}
          </p>
          <FieldError field="url" model={model} />
          <input
            id="url"
            name="url"
            type="text"
            inputMode="url"
            autocomplete="url"
            maxLength={2048}
            placeholder="https://"
            value={values.url}
            aria-describedby={described('url', model)}
            aria-invalid={invalid('url', model)}
          />
        </div>
      </fieldset>
      <details class="options" open={openOptions}>
        <summary>{words.options}</summary>
        <Select field="profile" label={words.profile} hint={words.profileHint} value={values.profile} choices={model.profiles} model={model} />
        <Select field="station" label={words.station} hint={words.stationHint} value={values.station} choices={model.stations} model={model} />
        <Select field="format" label={words.format} hint={words.formatHint} value={values.format} choices={model.formats} model={model} />
      </details>
      <div class="field">
        <label class="option" for="keep">
          <input id="keep" name="keep" type="checkbox" value="yes" checked={values.keep} aria-describedby="keep-hint" />
          {words.keep}
        </label>
        <p class="hint" id="keep-hint">
          {words.keepHint}
        </p>
      </div>
      <p>
        <button type="submit" class="primary">
          {words.submit}
        </button>
      </p>
    </form>
  );
}

function Select({
  field,
  label,
  hint,
  value,
  choices,
  model,
}: {
  readonly field: FormField;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly model: ValidatorFormModel;
}): VNode {
  return (
    <div class="field">
      <label for={field}>{label}</label>
      <p class="hint" id={`${field}-hint`}>
        {hint}
      </p>
      <FieldError field={field} model={model} />
      <select id={field} name={field} aria-describedby={described(field, model)} aria-invalid={invalid(field, model)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    </div>
  );
}

function FieldError({ field, model }: { readonly field: FormField; readonly model: ValidatorFormModel }): VNode | null {
  const found = model.errors.filter((error) => error.field === field);
  if (found.length === 0) return null;
  return (
    <p class="error" id={`${field}-error`}>
      {found.map(({ text }) => text).join(' ')}
    </p>
  );
}

function described(field: FormField, model: ValidatorFormModel): string {
  return model.errors.some((error) => error.field === field) ? `${field}-error ${field}-hint` : `${field}-hint`;
}

function invalid(field: FormField, model: ValidatorFormModel): 'true' | undefined {
  return model.errors.some((error) => error.field === field) ? 'true' : undefined;
}

/** On top of the page, with a link to each field at fault. */
export function ErrorSummary({ model, context }: { readonly model: ValidatorFormModel; readonly context: PageContext }): VNode | null {
  if (model.errors.length === 0) return null;
  return (
    <section class="banner withdrawn" aria-labelledby="errors-title" id="errors" tabIndex={-1}>
      <h2 id="errors-title">{context.m.validator.errors.heading}</h2>
      <ul>
        {model.errors.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
