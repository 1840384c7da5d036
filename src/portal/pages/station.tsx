import type { VNode } from 'preact';
import { Mood, SeverityBadge } from '../components/badges.js';
import { RunChart } from '../components/run-chart.js';
import { Document } from '../components/document.js';
import { IssueDetail } from '../components/issue-detail.js';
import { Table } from '../components/table.js';
import { Time, Words } from '../components/text.js';
import { safeHref } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import type { WaitKind } from '../portal.js';
import type { StationPageModel } from '../view-models/station-page.js';

export function StationPageView({
  model,
  waiting,
  context,
}: {
  readonly model: StationPageModel;
  /** What its next run waits for. */
  readonly waiting: WaitKind | null;
  readonly context: PageContext;
}): VNode {
  const { m, lang } = context;
  const words = m.stations;
  return (
    <Document
      context={context}
      title={model.title.text}
      path={`/stations/${model.id}`}
      section="stations"
      alternates={model.open ? [{ mediaType: 'application/atom+xml', href: model.feedHref }] : []}
    >
      <div class="wrap">
        <p>
          <a href={`/${lang}/stations`}>{words.title}</a>
        </p>
        <h1>
          <Words text={model.title} context={context} />
        </h1>
        <div class="state">
          <Mood mood={model.mood} text={words.states[model.mood]} />
          <p class="lead">{model.sentence}</p>
        </div>
        {waiting === null ? null : <p class="notice">{words.waiting[waiting]}</p>}
        {model.open ? <OpenStation model={model} context={context} /> : null}
        <p>
          {model.open ? (
            <>
              <a href={model.feedHref}>{words.feedLink}</a> ·{' '}
            </>
          ) : null}
          <a href={`/stations/${model.id}/feedback?lang=${lang}`} rel="nofollow">
            {words.feedbackLink}
          </a>
        </p>
      </div>
    </Document>
  );
}

function OpenStation({ model, context }: { readonly model: StationPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  return (
    <>
      {model.held === 0 ? null : <p class="notice">{words.heldCount(model.held)}</p>}
      <p class="actions">
        <a class="button" href={model.datasetsHref}>
          {words.showDatasets(model.title.text)} ({context.f.number(model.datasets)})
        </a>
        <a class="button" href={`/${context.lang}/stations/${model.id}/quality`}>
          {context.m.quality.stationLink}
        </a>
        <a class="button" href={`/${context.lang}/validator?station=${encodeURIComponent(model.id)}`}>
          {context.m.validator.stationLink}
        </a>
      </p>
      <section aria-labelledby="facts">
        <h2 id="facts">{words.facts}</h2>
        <Facts model={model} context={context} />
      </section>
      <section aria-labelledby="issues">
        <h2 id="issues">{words.problems}</h2>
        {model.issues.length === 0 ? <p>{words.noProblems}</p> : null}
        <ul class="checks">
          {model.issues.map((group) => (
            <li key={group.code}>
              <h3>
                <SeverityBadge severity={group.severity} text={group.severityText} /> {group.title} <span class="muted">({words.issueCount(group.count)})</span>
              </h3>
              <details class="help">
                <summary>
                  {words.examples}
                  <span class="hidden"> – {group.title}</span>
                </summary>
                <ul>
                  {group.examples.map((issue, i) => (
                    <li key={i}>
                      <IssueDetail issue={issue} context={context} />
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="runs">
        <h2 id="runs">{words.runs}</h2>
        {model.runs.length === 0 ? <p>{words.noRuns}</p> : <Runs model={model} context={context} />}
      </section>
    </>
  );
}

function Facts({ model, context }: { readonly model: StationPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  const mail = model.email === null ? null : safeHref(`mailto:${model.email}`);
  const facts: [string, VNode | string | null][] = [
    [words.organisation, model.organisation === null ? null : <Words text={model.organisation} context={context} />],
    [words.serviceProvider, model.serviceProvider === null ? null : <Words text={model.serviceProvider} context={context} />],
    [words.kind, model.kind],
    [words.contact, mail === null ? words.noContact : <a href={mail}>{model.email}</a>],
    [words.schedule, model.schedule],
    [words.nextRun, model.nextRunAt === null ? words.notPlanned : <Time iso={model.nextRunAt} context={context} precise />],
    [words.protocol, model.protocol],
    [words.profiles, model.profiles],
  ];
  return (
    <dl class="fields">
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Runs({ model, context }: { readonly model: StationPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  const { f } = context;
  return (
    <>
      <RunChart runs={model.runs} context={context} />
      <Table
        id="runs-table"
        caption={words.runsCaption}
        columns={[words.started, words.outcome, words.duration, words.added, words.updated, words.unchanged, words.withdrawn, words.held]}
        numeric={[3, 4, 5, 6, 7]}
      >
        {model.runs.map((run) => (
          <tr key={run.id}>
            <th scope="row">
              <a href={run.href}>
                <span class="hidden">{words.runTitle(run.id)}: </span>
                <Time iso={run.startedAt} context={context} precise />
              </a>
            </th>
            <td>
              {run.outcomeText}
              {run.resolvedText === null ? null : <span class="muted"> {run.resolvedText}</span>}
            </td>
            <td>{run.duration ?? words.running}</td>
            {[run.counts.added, run.counts.updated, run.counts.unchanged, run.counts.withdrawn, run.counts.held].map((n, i) => (
              <td key={i} class="number">
                {f.number(n)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </>
  );
}
