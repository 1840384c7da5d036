import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import { FieldChanges } from '../components/field-changes.js';
import { IssueDetail } from '../components/issue-detail.js';
import { IssuesSection, ItemsTable } from '../components/run-parts.js';
import { Table } from '../components/table.js';
import { asIs, Time, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { RunPageModel } from '../view-models/run-page.js';

export function RunPageView({ model, context }: { readonly model: RunPageModel; readonly context: PageContext }): VNode {
  const { m, lang } = context;
  const words = m.stations;
  const query = model.filter === null ? '' : `?outcome=${model.filter}`;
  return (
    <Document
      context={context}
      title={`${words.runTitle(model.run.id)}: ${model.station.text}`}
      path={`/stations/${model.stationId}/runs/${model.run.id}${query}`}
      section="stations"
      noIndex
    >
      <div class="wrap">
        <p>
          <a href={`/${lang}/stations/${model.stationId}`}>
            <Words text={model.station} context={context} />
          </a>
        </p>
        <h1>{words.runTitle(model.run.id)}</h1>
        <Standing model={model} context={context} />
        <Summary model={model} context={context} />
        <section aria-labelledby="stages">
          <h2 id="stages">{words.stages}</h2>
          <Table id="stages-table" caption={words.stagesCaption} columns={[words.stage, words.at, words.duration, words.detail]}>
            {model.stages.map((stage, i) => (
              <tr key={i}>
                <th scope="row">{stage.name}</th>
                <td>
                  <Time iso={stage.startedAt} context={context} precise />
                </td>
                <td>{stage.duration ?? ''}</td>
                <td>
                  <bdi>{stage.detail}</bdi>
                </td>
              </tr>
            ))}
          </Table>
        </section>
        <Items model={model} context={context} />
        <IssuesSection
          issues={model.issues}
          more={model.moreIssues}
          detail={(issue) => <IssueDetail issue={{ ...issue, line: null }} context={context} />}
          line={({ line }) => line ?? ''}
          context={context}
        />
      </div>
    </Document>
  );
}

/** What a reader should know before the numbers: that it still runs, waits, was decided on, or keeps failing. */
function Standing({ model, context }: { readonly model: RunPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  const { progress, onHold, resolved, about, failing } = model;
  return (
    <>
      {failing === null ? null : <p class="notice">{failing}</p>}
      {progress === null ? null : (
        <section aria-labelledby="progress" id="run-progress" data-ended={words.runEnded}>
          <h2 id="progress">{words.progress}</h2>
          <p id="run-progress-text">{progress.text}</p>
          {progress.expected === null ? null : <progress aria-labelledby="progress" max={progress.expected} value={progress.done} />}
          <p>
            <a class="button" href={model.run.href}>
              {words.refresh}
            </a>
          </p>
        </section>
      )}
      {onHold === null ? null : (
        <section class="notice" aria-labelledby="on-hold">
          <h2 id="on-hold">{words.onHoldTitle}</h2>
          <p>
            {words.onHoldText} {onHold.would}
          </p>
          <details class="help">
            <summary>{words.onHoldOperator}</summary>
            <p>
              <a href={onHold.decideHref}>{words.decide.link}</a>
            </p>
            {onHold.commands.map((command) => (
              <pre key={command} {...asIs} tabIndex={0}>
                <code>{command}</code>
              </pre>
            ))}
          </details>
        </section>
      )}
      {resolved === null ? null : (
        <p class="notice">
          {resolved.text} {resolved.href === null || resolved.run === null ? null : <a href={resolved.href}>{words.resolvedBy(resolved.run)}</a>}
        </p>
      )}
      {about === null ? null : (
        <p class="notice">
          {about.text} <a href={about.href}>{words.resolvedBy(about.run)}</a>
        </p>
      )}
    </>
  );
}

function Summary({ model, context }: { readonly model: RunPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  const { f } = context;
  const { run } = model;
  const counts: [string, string][] = [
    [words.added, f.number(run.counts.added)],
    [words.updated, f.number(run.counts.updated)],
    [words.unchanged, f.number(run.counts.unchanged)],
    [words.withdrawn, f.number(run.counts.withdrawn)],
    [words.held, f.number(run.counts.held)],
    [words.documents, f.number(run.counts.documents)],
    [words.size, model.bytes],
  ];
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{words.outcome}</dt>
          <dd>{run.outcomeText}</dd>
        </div>
        <div>
          <dt>{words.started}</dt>
          <dd>
            <Time iso={run.startedAt} context={context} precise />
          </dd>
        </div>
        <div>
          <dt>{words.ended}</dt>
          <dd>{model.endedAt === null ? words.running : <Time iso={model.endedAt} context={context} precise />}</dd>
        </div>
        {run.duration === null ? null : (
          <div>
            <dt>{words.duration}</dt>
            <dd>{run.duration}</dd>
          </div>
        )}
        <div>
          <dt>{words.trigger}</dt>
          <dd>{model.trigger}</dd>
        </div>
        {model.walk === null ? null : (
          <div>
            <dt>{words.walk}</dt>
            <dd>{model.walk}</dd>
          </div>
        )}
        {model.quality === null ? null : (
          <div>
            <dt>{words.quality}</dt>
            <dd>{model.quality}</dd>
          </div>
        )}
      </dl>
      <h2>{words.counts}</h2>
      <dl class="facts big">
        {counts.map(([label, n]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{n}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Items({ model, context }: { readonly model: RunPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  return (
    <section aria-labelledby="items">
      <h2 id="items">{words.items}</h2>
      {model.held === 0 ? null : <p class="notice">{words.heldCount(model.held)}</p>}
      <nav aria-label={words.itemsFilter}>
        <ul class="inline">
          {model.filters.map(({ outcome, label, count, href }) => (
            <li key={label}>
              <a class="chip" href={href} aria-current={model.filter === outcome ? 'true' : undefined}>
                {label} ({context.f.number(count)})
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ItemsTable
        items={model.items}
        more={model.moreItems}
        name={(item) => (
          <>
            {item.href === null ? (
              <Words text={item.text} context={context} />
            ) : (
              <a href={item.href}>
                <Words text={item.text} context={context} />
              </a>
            )}
            {item.changes === null ? null : <FieldChanges model={item.changes} about={item.text.text} context={context} />}
          </>
        )}
        context={context}
      />
    </section>
  );
}
