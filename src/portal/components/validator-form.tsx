import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { ValidatorFormModel } from '../view-models/validator-form.js';
import { describedBy, Field, SelectField } from './form-fields.js';

const accepted =
  '.ttl,.trig,.nt,.nq,.n3,.rdf,.owl,.xml,.jsonld,.json,.gz,text/turtle,application/ld+json,application/rdf+xml,application/trig,application/n-triples,application/n-quads,application/gzip';

/** One form for text, file and address (portal.md section 7); errors stand at their fields and in a summary above. */
export function ValidatorForm({ model, context }: { readonly model: ValidatorFormModel; readonly context: PageContext }): VNode {
  const { lang } = context;
  const words = context.m.validator.form;
  const { values, errors } = model;
  const text = { field: 'text', label: words.text, hint: words.textHint, errors };
  const file = { field: 'file', label: words.file, hint: words.fileHint(model.maxSize), errors };
  const url = { field: 'url', label: words.url, hint: words.urlHint, errors };
  const openOptions =
    values.profile !== '' || values.station !== '' || values.format !== '' || errors.some(({ field }) => ['profile', 'station', 'format'].includes(field));
  return (
    <form id="validate" class="validator-form" action={`/${lang}/validator`} method="post" encType="multipart/form-data" aria-label={words.label}>
      <fieldset class="sources">
        <legend>{words.source}</legend>
        <p class="hint">{words.sourceHint}</p>
        <Field {...text}>
          <textarea {...describedBy(text)} data-editor rows={14} spellcheck={false} autocomplete="off" autocapitalize="off" dir="ltr">
            {/* A line end right after the tag would be taken for markup. */}
            {/^\r?\n/.test(values.text) ? `\n${values.text}` : values.text}
          </textarea>
        </Field>
        <Field {...file}>
          <input {...describedBy(file)} type="file" accept={accepted} />
        </Field>
        <Field {...url}>
          <input {...describedBy(url)} type="text" inputMode="url" autocomplete="url" maxLength={2048} placeholder="https://" value={values.url} />
        </Field>
      </fieldset>
      <details class="options" open={openOptions}>
        <summary>{words.options}</summary>
        <SelectField field="profile" label={words.profile} hint={words.profileHint} value={values.profile} choices={model.profiles} errors={errors} />
        <SelectField field="station" label={words.station} hint={words.stationHint} value={values.station} choices={model.stations} errors={errors} />
        <SelectField field="format" label={words.format} hint={words.formatHint} value={values.format} choices={model.formats} errors={errors} />
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
