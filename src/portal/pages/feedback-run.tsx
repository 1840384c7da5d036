import type { ComponentChildren, VNode } from 'preact';
import { FieldChanges } from '../components/field-changes.js';
import { IssuesSection, ItemsTable } from '../components/run-parts.js';
import { asIs, Time, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { FeedbackRunModel } from '../view-models/feedback-run.js';
import { FeedbackDocument, KeyForm, type FeedbackForm } from './feedback.js';

/** One run for the station's curator: what it did or would do, field by field, held descriptions included. */
export function FeedbackRunView({
  model,
  form,
  context,
}: {
  readonly model: FeedbackRunModel;
  readonly form: FeedbackForm;
  readonly context: PageContext;
}): VNode {
  const words = context.m.stations;
  const title = words.runTitle(model.run.id);
  return (
    <FeedbackDocument id={model.stationId} title={`${title}: ${model.station.text}`} context={context}>
      <KeyForm form={form} fields={{}} text={words.feedback.back} context={context} />
      <h1>
        {title}: <Words text={model.station} context={context} />
      </h1>
      <RunContents model={model} context={context} />
    </FeedbackDocument>
  );
}

/** Shared with the page on which operators decide. */
export function RunContents({
  model,
  context,
  children,
}: {
  readonly model: FeedbackRunModel;
  readonly context: PageContext;
  readonly children?: ComponentChildren;
}): VNode {
  const words = context.m.stations;
  const { f } = context;
  const { run } = model;
  return (
    <>
      {run.dry ? <p class="notice">{words.dryText}</p> : null}
      {model.waits ? <p class="notice">{words.onHoldText}</p> : null}
      {run.resolved === null ? null : <p class="notice">{run.resolved}</p>}
      <dl class="facts">
        {(
          [
            [words.outcome, run.outcomeText],
            [words.started, <Time iso={run.startedAt} context={context} precise />],
            [words.trigger, run.trigger],
            [words.added, f.number(run.counts.added)],
            [words.updated, f.number(run.counts.updated)],
            [words.withdrawn, f.number(run.counts.withdrawn)],
            [words.held, f.number(run.counts.held)],
            [words.quality, run.quality],
          ] as const
        ).map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {children}
      <section aria-labelledby="items">
        <h2 id="items">{words.items}</h2>
        <ItemsTable
          items={model.items}
          more={model.moreItems}
          name={(item) => (
            <>
              <Words text={item.title} context={context} />
              <br />
              <code {...asIs}>{item.subject}</code>
              <FieldChanges model={item.changes} about={item.title.text} context={context} />
            </>
          )}
          context={context}
        />
      </section>
      <IssuesSection
        issues={model.issues}
        more={model.moreIssues}
        detail={(issue) => (
          <>
            <bdi>{issue.detail}</bdi> {issue.subject === null ? null : <code {...asIs}>{issue.subject}</code>}{' '}
            {issue.url === null ? null : <code {...asIs}>{issue.url}</code>}
            {issue.line === null ? null : <span class="muted"> ({words.feedback.atLine(issue.line)})</span>}
          </>
        )}
        context={context}
      />
    </>
  );
}
