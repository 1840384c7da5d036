import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { ChangesModel } from '../view-models/changes.js';
import { asIs } from './text.js';

/** Field by field what a run changed, or would change; opened on demand. */
export function FieldChanges({ model, about, context }: { readonly model: ChangesModel; readonly about: string; readonly context: PageContext }): VNode | null {
  const words = context.m.stations;
  if (model.count === 0) return null;
  return (
    <details class="help">
      <summary>
        {words.changes} ({words.changesCount(model.count)})<span class="hidden">: {about}</span>
      </summary>
      <dl class="changes">
        {model.changes.map(({ path, removed, added }, i) => (
          <div key={i}>
            <dt>
              <code {...asIs}>{path}</code>
            </dt>
            <dd>
              {words.changeRemoved} <Values values={removed} context={context} /> · {words.changeAdded} <Values values={added} context={context} />
            </dd>
          </div>
        ))}
      </dl>
      {model.more === 0 ? null : <p>{words.moreChanges(model.more)}</p>}
    </details>
  );
}

function Values({ values, context }: { readonly values: readonly string[]; readonly context: PageContext }): VNode {
  if (values.length === 0) return <em>{context.m.stations.changeNothing}</em>;
  return (
    <>
      {values.map((value, i) => (
        <span key={i}>
          {i === 0 ? '' : ', '}
          <bdi {...asIs}>{value}</bdi>
        </span>
      ))}
    </>
  );
}
