import type { ComponentChildren, VNode } from 'preact';
import { Mood, SeverityBadge } from '../components/badges.js';
import { CheckResultView } from '../components/check-result.js';
import { Document } from '../components/document.js';
import { Table } from '../components/table.js';
import { asIs, Time, Words } from '../components/text.js';
import { usageChannels } from '../../domain/usage.js';
import type { PageContext } from '../page-context.js';
import type { DueModel, FeedbackPageModel, HeldModel, ProblemModel } from '../view-models/feedback-page.js';
import type { Text } from '../view-models/text.js';

/** What a form of the page sends along: the key stands in the page, never in an address. */
export interface FeedbackForm {
  readonly id: string;
  readonly key: string;
}

const pathOf = (id: string): string => `/stations/${id}/feedback`;

/** Around every page behind a key: no canonical address, no index, and its own switch of language. */
export function FeedbackDocument({
  id,
  title,
  context,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly context: PageContext;
  readonly children: ComponentChildren;
}): VNode {
  const other = context.lang === 'nl' ? 'en' : 'nl';
  return (
    <Document context={context} title={title} path={null} languageHref={`${pathOf(id)}?lang=${other}`} section="stations" noIndex>
      <div class="wrap">{children}</div>
    </Document>
  );
}

/** Asks for the key; a script takes it from the address where it stands there. */
export function FeedbackKeyView({
  id,
  station,
  error,
  context,
}: {
  readonly id: string;
  readonly station: Text;
  readonly error: string | null;
  readonly context: PageContext;
}): VNode {
  const words = context.m.stations.feedback;
  return (
    <FeedbackDocument id={id} title={error === null ? words.pageTitle(station.text) : `${words.errorTitle} ${words.pageTitle(station.text)}`} context={context}>
      <h1>{words.pageTitle(station.text)}</h1>
      <p class="lead">{words.intro}</p>
      <form class="validator-form" method="post" action={`${pathOf(id)}?lang=${context.lang}`} id="feedback-key" data-swap data-opening={words.opening}>
        <div class="field">
          <label for="key">{words.keyLabel}</label>
          <p class="hint" id="key-hint">
            {words.keyHint}
          </p>
          {error === null ? null : (
            <p class="error" id="key-error">
              {error}
            </p>
          )}
          <input
            id="key"
            name="key"
            type="password"
            autocomplete="off"
            required
            aria-describedby={error === null ? 'key-hint' : 'key-hint key-error'}
            aria-invalid={error === null ? undefined : true}
          />
        </div>
        <button class="primary" type="submit">
          {words.open}
        </button>
      </form>
    </FeedbackDocument>
  );
}

export function FeedbackPageView({
  model,
  form,
  context,
}: {
  readonly model: FeedbackPageModel;
  readonly form: FeedbackForm;
  readonly context: PageContext;
}): VNode {
  const words = context.m.stations.feedback;
  const { f } = context;
  const counts: [string, number][] = [
    [words.received, model.counts.received],
    [context.m.stations.held, model.counts.held],
    [words.violations, model.counts.violations],
    [words.warnings, model.counts.warnings],
    [words.overdueCount, model.counts.overdue],
  ];
  return (
    <FeedbackDocument id={model.id} title={words.pageTitle(model.title.text)} context={context}>
      <h1>
        {words.title}: <Words text={model.title} context={context} />
      </h1>
      <div class="state">
        <Mood mood={model.mood} text={context.m.stations.states[model.mood]} />
        <p class="lead">{model.sentence}</p>
      </div>
      <p class="muted">{words.intro}</p>
      <section aria-labelledby="now">
        <h2 id="now">{words.now}</h2>
        <dl class="facts big">
          {counts.map(([label, n]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{f.number(n)}</dd>
            </div>
          ))}
        </dl>
        <p>
          {context.m.stations.nextRun}: {model.nextRunAt === null ? context.m.stations.notPlanned : <Time iso={model.nextRunAt} context={context} precise />}.{' '}
          <a href={model.publicHref}>{words.publicPage}</a>
        </p>
      </section>
      <Problems model={model} context={context} />
      <Held model={model} form={form} context={context} />
      <Due model={model} context={context} />
      <UsageSection model={model} context={context} />
      <Runs model={model} form={form} context={context} />
      <section aria-labelledby="machine">
        <h2 id="machine">{words.machine}</h2>
        <p>{words.machineText}</p>
        <ul>
          <li>
            {words.feed}: <code {...asIs}>{`${context.baseUrl}${pathOf(model.id)}.atom`}</code>
          </li>
          <li>
            {words.json}: <code {...asIs}>{`${context.baseUrl}${pathOf(model.id)}.json`}</code>
          </li>
        </ul>
      </section>
    </FeedbackDocument>
  );
}

function Problems({ model, context }: { readonly model: FeedbackPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations.feedback;
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">{words.problems}</h2>
      {model.problems.length > 0 ? null : <p>{model.visited ? words.noProblems : words.noVisits}</p>}
      <ul class="checks">
        {model.problems.map((problem, i) => (
          <ProblemView key={i} problem={problem} context={context} />
        ))}
      </ul>
      {model.moreProblems === 0 ? null : <p>{words.moreProblems(model.moreProblems)}</p>}
      {model.mended.length === 0 ? null : (
        <>
          <h3>{words.mended}</h3>
          <ul>
            {model.mended.map((problem, i) => (
              <li key={i}>
                <Words text={problem.title} context={context} /> <span class="muted">({problem.count})</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function ProblemView({ problem, context }: { readonly problem: ProblemModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  return (
    <li>
      <h3>
        <SeverityBadge severity={problem.severity} text={problem.severityText} /> <Words text={problem.title} context={context} />{' '}
        {problem.isNew ? <span class="badge info">{words.feedback.isNew}</span> : null}
      </h3>
      <p class="muted">
        {problem.count}, {words.feedback.since(context.f.date(problem.since))}
        {problem.owner === null ? null : ` · ${words.owner}: ${problem.owner}`}
      </p>
      {problem.check === null ? null : (
        <details class="help">
          <summary>
            {words.feedback.advice}
            <span class="hidden">: {problem.title.text}</span>
          </summary>
          <ul class="checks">
            <CheckResultView result={problem.check} lineHref={null} context={context} />
          </ul>
        </details>
      )}
      <details class="help">
        <summary>
          {words.examples}
          <span class="hidden">: {problem.title.text}</span>
        </summary>
        <ul>
          {problem.examples.map((example, i) => (
            <li key={i}>
              <ExampleView example={example} context={context} />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function ExampleView({ example, context }: { readonly example: ProblemModel['examples'][number]; readonly context: PageContext }): VNode {
  const words = context.m.stations.feedback;
  const name = example.text === null ? null : <Words text={example.text} context={context} />;
  return (
    <>
      {example.href === null ? name : <a href={example.href}>{name}</a>}
      {example.held ? <span class="muted"> ({words.heldMark})</span> : null}
      {name !== null && example.detail !== null ? ': ' : null}
      {example.detail === null ? null : <bdi>{example.detail}</bdi>}
      {example.url === null ? null : (
        <>
          {' '}
          <code {...asIs}>{example.url}</code>
        </>
      )}
      {example.line === null ? null : <span class="muted"> ({words.atLine(example.line)})</span>}
    </>
  );
}

function Held({ model, form, context }: { readonly model: FeedbackPageModel; readonly form: FeedbackForm; readonly context: PageContext }): VNode {
  const words = context.m.stations.feedback;
  const { records, total, page, pages } = model.held;
  return (
    <section aria-labelledby="held">
      <h2 id="held">
        {words.held} ({context.f.number(total)})
      </h2>
      <p>{total === 0 ? words.noHeld : words.heldText}</p>
      {records.map((record) => (
        <HeldView key={record.subject} record={record} context={context} />
      ))}
      {pages < 2 ? null : (
        <div class="pagination">
          {page > 1 ? <KeyForm form={form} fields={{ page: String(page - 1) }} text={words.previous} context={context} /> : null}
          <span>{words.heldPage(page, pages)}</span>
          {page < pages ? <KeyForm form={form} fields={{ page: String(page + 1) }} text={words.next} context={context} /> : null}
        </div>
      )}
    </section>
  );
}

function HeldView({ record, context }: { readonly record: HeldModel; readonly context: PageContext }): VNode {
  const words = context.m.stations.feedback;
  const { report } = record;
  return (
    <article class="record">
      <h3>
        <Words text={record.title} context={context} />
      </h3>
      <p class="muted">
        <code {...asIs}>{record.subject}</code> · {words.heldSince(context.f.date(record.since))}
      </p>
      <ul>
        {record.reasons.map(({ text, detail }, i) => (
          <li key={i}>
            {text}: <bdi>{detail}</bdi>
          </li>
        ))}
      </ul>
      {report === null ? (
        <p>{words.noReport}</p>
      ) : (
        <details class="help">
          <summary>
            {report.results.length === 0 ? words.conforms : words.report(report.violations, report.warnings)} (<code>{report.profile}</code>)
            <span class="hidden">: {record.title.text}</span>
          </summary>
          <ul class="checks">
            {report.results.map((result, i) => (
              <CheckResultView key={i} result={result} lineHref={null} context={context} />
            ))}
          </ul>
          {report.more === 0 ? null : <p>{words.moreResults(report.more)}</p>}
        </details>
      )}
    </article>
  );
}

function Due({ model, context }: { readonly model: FeedbackPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations.feedback;
  const list = (records: readonly DueModel[], when: (date: string) => string): VNode => (
    <ul>
      {records.map((record) => (
        <li key={record.href}>
          <a href={record.href}>
            <Words text={record.title} context={context} />
          </a>{' '}
          <span class="muted">({when(context.f.date(record.dueAt))})</span>
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-labelledby="overdue">
      <h2 id="overdue">{words.overdue}</h2>
      <p>{words.overdueText}</p>
      {model.overdue.length === 0 ? <p>{words.noOverdue}</p> : list(model.overdue, words.dueSince)}
      {model.moreOverdue === 0 ? null : <p>{words.moreOverdue(model.moreOverdue)}</p>}
      {model.soon.length === 0 ? null : (
        <>
          <h3>{words.soon}</h3>
          {list(model.soon, words.dueBy)}
        </>
      )}
      {model.overdue.length + model.soon.length === 0 ? null : (
        <p>
          {words.overdueHow} <code {...asIs}>{model.confirmHref}</code>
        </p>
      )}
    </section>
  );
}

function UsageSection({ model, context }: { readonly model: FeedbackPageModel; readonly context: PageContext }): VNode {
  const words = context.m.stations.feedback;
  const { channels } = context.m.overview.statistics;
  return (
    <section aria-labelledby="usage">
      <h2 id="usage">{words.usage}</h2>
      <p>{words.usageText}</p>
      {model.usage.length === 0 ? (
        <p>{words.noUsage}</p>
      ) : (
        <Table
          id="usage-table"
          caption={words.usageCaption}
          columns={[words.usageDataset, ...usageChannels.map((channel) => channels[channel])]}
          numeric={usageChannels.map((_, n) => n + 1)}
        >
          {model.usage.map(({ title, href, counts }) => (
            <tr key={href}>
              <th scope="row">
                <a href={href}>
                  <bdi>{title}</bdi>
                </a>
              </th>
              {counts.map((n, at) => (
                <td key={at} class="number">
                  {context.f.number(n)}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Runs({ model, form, context }: { readonly model: FeedbackPageModel; readonly form: FeedbackForm; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  const { f } = context;
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{words.feedback.runs}</h2>
      {model.runs.length === 0 ? (
        <p>{words.noRuns}</p>
      ) : (
        <Table
          id="runs-table"
          caption={words.feedback.runsCaption}
          columns={[
            words.started,
            words.outcome,
            words.trigger,
            words.added,
            words.updated,
            words.withdrawn,
            words.held,
            words.quality,
            words.feedback.details,
          ]}
          numeric={[3, 4, 5, 6]}
        >
          {model.runs.map((run) => (
            <tr key={run.id}>
              <th scope="row">
                <Time iso={run.startedAt} context={context} precise />
              </th>
              <td>
                {run.outcomeText}
                {run.dry ? ` (${words.dry})` : ''}
                {run.resolved === null ? null : <span class="muted"> {run.resolved}</span>}
              </td>
              <td>{run.trigger}</td>
              {[run.counts.added, run.counts.updated, run.counts.withdrawn, run.counts.held].map((n, i) => (
                <td key={i} class="number">
                  {f.number(n)}
                </td>
              ))}
              <td>{run.quality ?? ''}</td>
              <td>
                <KeyForm
                  form={form}
                  fields={{ run: String(run.id) }}
                  text={words.feedback.details}
                  about={words.feedback.detailsOf(run.id)}
                  context={context}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** A button that shows another part of the page, with the key in the body of the request. */
export function KeyForm({
  form,
  fields,
  text,
  about,
  context,
}: {
  readonly form: FeedbackForm;
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
  readonly about?: string;
  readonly context: PageContext;
}): VNode {
  return (
    <form method="post" action={`${pathOf(form.id)}?lang=${context.lang}`} data-swap>
      <input type="hidden" name="key" value={form.key} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit">
        {text}
        {about === undefined ? null : <span class="hidden"> {about}</span>}
      </button>
    </form>
  );
}
