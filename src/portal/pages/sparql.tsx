import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import type { EditorProps } from '../components/editor.js';
import { ExcerptView } from '../components/excerpt.js';
import { Section } from '../components/section.js';
import { Table } from '../components/table.js';
import { asIs } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { Cell, QueryOutcome, SparqlPageModel } from '../view-models/sparql-page.js';

/** A query, what came of it, examples, and how programs ask (portal.md section 7). */
export function SparqlPageView({
  model,
  editor,
  context,
}: {
  readonly model: SparqlPageModel;
  readonly editor: EditorProps | null;
  readonly context: PageContext;
}): VNode {
  const { lang } = context;
  const words = context.m.sparql;
  const { query, outcome } = model;
  const address = query === '' ? '' : `?query=${encodeURIComponent(query)}`;
  return (
    <Document
      context={context}
      title={words.title}
      description={words.intro}
      path="/sparql"
      query={model.permalink === null ? '' : address}
      editor={editor}
      noIndex={outcome !== null}
      skipLinks={outcome === null ? [] : [{ href: '#result', text: context.m.skipToResults }]}
    >
      <div class="wrap sparql">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <form id="query-form" action={`/${lang}/sparql`} method="post" aria-label={words.form}>
          <div class="field">
            <label for="query">{words.query}</label>
            <p class="hint" id="query-hint">
              {words.queryHint}
            </p>
            <textarea
              id="query"
              name="query"
              rows={14}
              spellcheck={false}
              autocomplete="off"
              autocapitalize="off"
              dir="ltr"
              aria-describedby="query-hint"
              aria-invalid={outcome?.kind === 'refused' ? 'true' : undefined}
              data-editor
            >
              {/^\r?\n/.test(query) ? `\n${query}` : query}
            </textarea>
          </div>
          <p>
            <button type="submit" class="primary">
              {words.run}
            </button>
          </p>
        </form>
        {outcome === null ? null : (
          <Section id="result" title={heading(outcome, context)}>
            <Outcome outcome={outcome} context={context} />
            {model.downloads.length === 0 ? null : (
              <p>
                {words.downloads}{' '}
                {model.downloads.map(({ href, text }, i) => (
                  <span key={text}>
                    {i === 0 ? '' : ', '}
                    <a href={href}>{words.download(text)}</a>
                  </span>
                ))}
              </p>
            )}
            {model.permalink === null ? null : (
              <p>
                <a href={model.permalink}>{words.permalink}</a>
              </p>
            )}
          </Section>
        )}
        <Section id="examples" title={words.examples}>
          <div class="example-groups">
            {model.groups.map(({ key, examples }) => (
              <div key={key}>
                <h3>{words.groups[key]}</h3>
                <ul>
                  {examples.map(({ href, text, isChosen }) => (
                    <li key={href}>
                      <a href={href} aria-current={isChosen ? 'true' : undefined}>
                        {text}
                      </a>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </Section>
        <Section id="programs" title={words.programs}>
          <p>
            {words.programsText} <code>{model.endpoint}</code>
          </p>
          <Snippet label="curl" text={`curl -H 'Accept: text/csv' ${model.endpoint} --data-urlencode query@query.rq`} />
          <Snippet
            label="Python"
            text={`import requests

answer = requests.post(
    "${model.endpoint}",
    data={"query": open("query.rq").read()},
    headers={"Accept": "application/sparql-results+json"},
)
answer.raise_for_status()
for row in answer.json()["results"]["bindings"]:
    print({name: term["value"] for name, term in row.items()})`}
          />
          <p>{words.graphs}</p>
          <p>
            <a href={`/${lang}/about#developers`}>{words.more}</a>
          </p>
        </Section>
      </div>
    </Document>
  );
}

function heading(outcome: QueryOutcome, { m }: PageContext): string {
  switch (outcome.kind) {
    case 'rows':
      return m.sparql.rows(outcome.rows.length, outcome.more);
    case 'boolean':
      return m.sparql.answer(outcome.value);
    case 'graph':
      return m.sparql.graph;
    case 'refused':
      return m.sparql.refused[outcome.reason];
  }
}

function Outcome({ outcome, context }: { readonly outcome: QueryOutcome; readonly context: PageContext }): VNode {
  const words = context.m.sparql;
  if (outcome.kind === 'refused')
    return (
      <div class="banner withdrawn" role="alert">
        <p lang={outcome.detailLang ?? undefined}>{outcome.detail}</p>
        {outcome.excerpt === null ? null : <ExcerptView excerpt={outcome.excerpt} context={context} />}
      </div>
    );
  return (
    <>
      <p class="muted">
        {words.took(outcome.ms)} {outcome.kind !== 'boolean' && outcome.more ? words.cut : ''}
      </p>
      {outcome.kind === 'rows' && outcome.rows.length > 0 ? (
        <Table id="rows" caption={words.caption} columns={outcome.columns}>
          {outcome.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, i) => (
                <td key={i}>{cell === null ? null : <Value cell={cell} />}</td>
              ))}
            </tr>
          ))}
        </Table>
      ) : null}
      {outcome.kind === 'graph' ? (
        <pre {...asIs} tabIndex={0} role="group" aria-label={words.graph}>
          <code>{outcome.text}</code>
        </pre>
      ) : null}
    </>
  );
}

function Value({ cell: { text, href, lang, datatype } }: { readonly cell: Cell }): VNode {
  return (
    <>
      {href === null ? <bdi lang={lang ?? undefined}>{text}</bdi> : <a href={href}>{text}</a>}
      {lang === null && datatype === null ? null : <span class="lang-tag"> {lang === null ? datatype : `@${lang}`}</span>}
    </>
  );
}

function Snippet({ label, text }: { readonly label: string; readonly text: string }): VNode {
  return (
    <figure>
      <figcaption>{label}</figcaption>
      <pre {...asIs} tabIndex={0} role="group" aria-label={label}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
