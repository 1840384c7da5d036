import type { VNode } from 'preact';
import { SeverityBadge } from '../components/badges.js';
import { Document } from '../components/document.js';
import { Table } from '../components/table.js';
import { asIs, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { ProfilePageModel, ProfileRow, RuleModel } from '../view-models/profile-page.js';

export function ProfilesPageView({ rows, context }: { readonly rows: readonly ProfileRow[]; readonly context: PageContext }): VNode {
  const words = context.m.validator.profiles;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/profiles" section="validate">
      <div class="wrap">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <Table id="profiles" caption={words.caption} columns={[words.profile, words.version, words.rules, words.specification, words.origin]} numeric={[2]}>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={row.href}>
                  <Words text={row.title} context={context} />
                </a>
              </th>
              <td>{row.version}</td>
              <td class="number">{context.f.number(row.rules)}</td>
              <td>{row.specification === null ? null : <a href={row.specification}>{words.specificationOf(row.title.text)}</a>}</td>
              <td>{row.origin}</td>
            </tr>
          ))}
        </Table>
      </div>
    </Document>
  );
}

/** Every rule of a profile, by what it is about; results link to the rules here. */
export function ProfilePageView({ model, context }: { readonly model: ProfilePageModel; readonly context: PageContext }): VNode {
  const { lang, m } = context;
  const words = m.validator.profiles;
  return (
    <Document context={context} title={words.titleOf(model.title.text)} path={`/profiles/${model.id}`} section="validate">
      <div class="wrap profile-page">
        <p>
          <a href={`/${lang}/profiles`}>{words.back}</a>
        </p>
        <h1>
          <Words text={model.title} context={context} />
        </h1>
        <p class="lead">
          {words.count(model.rules)} · {words.version.toLowerCase()} {model.version} · {model.origin}
        </p>
        <p class="actions">
          <a class="button" href={`/${lang}/validator?profile=${encodeURIComponent(model.id)}`}>
            {words.validate}
          </a>
          {model.specification === null ? null : <a href={model.specification}>{words.specificationOf(model.title.text)}</a>}
        </p>
        <p>
          {words.claimedBy}: {model.claimedBy.map((iri, i) => [i === 0 ? '' : ', ', <code key={iri}>{iri}</code>])}
        </p>
        <p class="muted">
          {words.hash}: <code>{model.shapesHash.slice(0, 16)}</code>
        </p>
        <Variants model={model} context={context} />
        <nav class="chips" aria-label={words.contents}>
          <ul>
            {model.groups.map(({ id, name, rules }) => (
              <li key={id}>
                <a class="chip" href={`#${id}`}>
                  {name} ({context.f.number(rules.length)})
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {model.groups.map(({ id, name, rules }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
            <h2 id={`${id}-title`}>{words.about(name)}</h2>
            {rules.map((rule) => (
              <Rule key={rule.anchor} rule={rule} context={context} />
            ))}
          </section>
        ))}
      </div>
    </Document>
  );
}

function Variants({ model, context }: { readonly model: ProfilePageModel; readonly context: PageContext }): VNode | null {
  const words = context.m.validator.profiles;
  if (model.variants.length === 0) return null;
  return (
    <section aria-labelledby="variants">
      <h2 id="variants">{words.variants}</h2>
      <p class="hint">{words.variantsHint}</p>
      <ul>
        {model.variants.map(({ name, text, provisional }) => (
          <li key={name}>
            <code>{name}</code>: {text}{' '}
            {provisional ? (
              <span class="badge warning" title={words.provisionalHint}>
                {words.provisional}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {model.variants.some(({ provisional }) => provisional) ? <p class="hint">{words.provisionalHint}</p> : null}
    </section>
  );
}

function Rule({ rule, context }: { readonly rule: RuleModel; readonly context: PageContext }): VNode {
  const words = context.m.validator.profiles;
  const result = context.m.validator.result;
  return (
    <details class="rule" id={rule.anchor}>
      <summary>
        <SeverityBadge severity={rule.severity} text={rule.severityText} /> <Words text={rule.label} context={context} />
        {rule.property === null ? null : <code> {rule.property}</code>}
        <span class="rule-message">
          <Words text={rule.message} context={context} />
        </span>
      </summary>
      {rule.why === null ? null : (
        <p>
          <strong>{result.why}:</strong> <Words text={rule.why} context={context} />
        </p>
      )}
      {rule.expected === null ? null : (
        <p>
          <strong>{result.expected}:</strong> {rule.expected}
        </p>
      )}
      {rule.fix === null ? null : (
        <p>
          <strong>{result.fix}:</strong> <Words text={rule.fix} context={context} />
        </p>
      )}
      {rule.example === null ? null : (
        <>
          <p>
            <strong>{words.example}:</strong>
          </p>
          <pre tabIndex={0} role="group" aria-label={`${words.example}: ${rule.label.text}`} {...asIs}>
            <code>{rule.example}</code>
          </pre>
        </>
      )}
      {rule.variants.length === 0 && !rule.euOnly ? null : (
        <p>
          {rule.variants.length === 0 ? null : `${words.appliesTo}: ${rule.variants.join(', ')}. `}
          {rule.euOnly ? words.euOnly : null}
        </p>
      )}
      <p class="muted">
        {rule.standardHref === null ? null : (
          <>
            <a href={rule.standardHref} rel="noreferrer">
              {result.standard}
              <span class="hidden">: {rule.label.text}</span>
            </a>{' '}
            ·{' '}
          </>
        )}
        {words.ruleName}: <code {...asIs}>{rule.iri}</code>
      </p>
    </details>
  );
}
