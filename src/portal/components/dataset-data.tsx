import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { DataModel, DistributionModel } from '../view-models/dataset-data.js';
import { Section } from './section.js';
import { Words } from './text.js';
import { VariableTableView } from './variable-table.js';

/** Section 7: files, samples, analytics, services and variables. */
export function DataSection({
  data,
  context,
  preview = false,
}: {
  readonly data: DataModel;
  readonly context: PageContext;
  readonly preview?: boolean;
}): VNode {
  const words = context.m.dataset;
  return (
    <Section id="data" title={words.sections.data}>
      <h3>{words.distributions}</h3>
      {data.distributions.length === 0 ? (
        <p class="missing">{words.noDistributions}</p>
      ) : (
        <Distributions distributions={data.distributions} context={context} />
      )}
      {data.samples.length === 0 ? null : (
        <>
          <h3>{words.samples}</h3>
          <Distributions distributions={data.samples} context={context} />
        </>
      )}
      {data.analytics.length === 0 ? null : (
        <>
          <h3>{words.analytics}</h3>
          <Distributions distributions={data.analytics} context={context} />
        </>
      )}
      {data.endpoints.length === 0 ? null : (
        <>
          <h3>{words.fields.endpoint.label}</h3>
          <ul>
            {data.endpoints.map(({ text, href }) => (
              <li key={text}>
                {href === null ? (
                  <bdi>{text}</bdi>
                ) : (
                  <a href={href}>
                    <bdi>{text}</bdi>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 id="variables">{words.variables.title}</h3>
      {data.variableCount === 0 ? (
        <p class="missing">{words.variables.none}</p>
      ) : (
        <>
          <VariableTableView
            id="variables-table"
            variables={data.variables}
            caption={words.variables.caption(data.variables.length, data.variableCount)}
            withTable={false}
            context={context}
          />
          {data.variableCount > data.variables.length ? (
            <p>
              {preview ? (
                context.m.validator.look.moreVariables(data.variableCount)
              ) : (
                <a href={data.variablesHref}>{words.variables.all(data.variableCount)}</a>
              )}
            </p>
          ) : null}
        </>
      )}
    </Section>
  );
}

function Distributions({ distributions, context }: { readonly distributions: readonly DistributionModel[]; readonly context: PageContext }): VNode {
  return (
    <ul class="distributions">
      {distributions.map((distribution, i) => (
        <li key={i}>
          <h4>
            <Words text={distribution.title} context={context} />
          </h4>
          {distribution.description === null ? null : (
            <p>
              <Words text={distribution.description} context={context} />
            </p>
          )}
          {distribution.facts.length === 0 ? null : (
            <dl class="facts">
              {distribution.facts.map(({ label, text, href, datetime }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{href !== null ? <a href={href}>{text}</a> : datetime !== null ? <time dateTime={datetime}>{text}</time> : text}</dd>
                </div>
              ))}
            </dl>
          )}
          {distribution.links.length === 0 ? null : (
            <ul class="links">
              {distribution.links.map(({ href, text, check }) => (
                <li key={href}>
                  <a href={href}>{text}</a>
                  {check === null ? null : <span class="muted"> – {check}</span>}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
