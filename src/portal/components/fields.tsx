import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { Field, Value } from '../view-models/field.js';
import { Words } from './text.js';

/** Terms with their values; help opens on demand and holds the codes. */
export function Fields({
  fields,
  context,
  id,
  compact = false,
}: {
  readonly fields: readonly Field[];
  readonly context: PageContext;
  readonly id: string;
  readonly compact?: boolean;
}): VNode {
  return (
    <dl class={compact ? 'fields compact' : 'fields'}>
      {fields.map((field) => (
        <div key={field.name} id={compact ? undefined : `${id}-${field.name}`}>
          <dt>
            {field.label}
            {compact ? null : <Help field={field} context={context} />}
          </dt>
          <dd>
            <FieldValues field={field} context={context} />
            {field.mark === null ? null : (
              <>
                {' '}
                <span class="badge info">{field.mark}</span>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function FieldValues({ field, context }: { readonly field: Field; readonly context: PageContext }): VNode {
  const [only] = field.values;
  if (only === undefined) return <span class="missing">{context.m.notProvided}</span>;
  if (field.values.length === 1) return <ValueView value={only} context={context} />;
  return (
    <ul class={field.name === 'keywords' || field.name === 'codeValues' ? 'inline' : undefined}>
      {field.values.map((value, i) => (
        <li key={i}>
          <ValueView value={value} context={context} />
        </li>
      ))}
    </ul>
  );
}

export function ValueView({ value, context }: { readonly value: Value; readonly context: PageContext }): VNode {
  const words = <Words text={value.text} context={context} />;
  if (value.href !== null) return <a href={value.href}>{words}</a>;
  return value.datetime === null ? words : <time dateTime={value.datetime}>{words}</time>;
}

function Help({ field, context }: { readonly field: Field; readonly context: PageContext }): VNode {
  const codes = field.values.flatMap(({ code }) => (code === null ? [] : [code])).slice(0, 20);
  return (
    <details class="help">
      <summary>
        {context.m.help} <span class="hidden">{context.m.helpFor(field.label)}</span>
      </summary>
      <p>{field.help}</p>
      {codes.length === 0 ? null : (
        <p class="codes">
          {context.m.codes}: {codes.map((code, i) => [i === 0 ? '' : ', ', <code key={code}>{code}</code>])}
        </p>
      )}
    </details>
  );
}
