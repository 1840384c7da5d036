import type { VNode } from 'preact';
import { Icon, SeverityBadge } from '../components/badges.js';
import { CheckResultView } from '../components/check-result.js';
import { Document } from '../components/document.js';
import { LookBanner } from '../components/look.js';
import { Section } from '../components/section.js';
import { Table } from '../components/table.js';
import { asIs, Words } from '../components/text.js';
import { VerdictTable } from '../components/verdict-table.js';
import type { PageContext } from '../page-context.js';
import type { DatasetPageModel } from '../view-models/dataset-page.js';
import type { TrialIssueModel, TrialPageModel, TrialRecordLine, TrialRuleModel, TrialVisitModel } from '../view-models/trial-page.js';
import { DatasetBody } from './dataset.js';

export interface TrialResultProps {
  readonly model: TrialPageModel;
  /** Without the language. */
  readonly path: string;
  /** On the page of a kept result. */
  readonly kept: { readonly createdAt: string; readonly expiresAt: string } | null;
  readonly context: PageContext;
}

/** What a trial found: what would be published, what is in the way, and the entry to register the station with. */
export function TrialResultView({ model, path, kept, context }: TrialResultProps): VNode {
  const words = context.m.trial.result;
  const { visit } = model;
  return (
    <Document context={context} title={model.title} path={path} section="stations" noIndex>
      <div class="wrap validator">
        <h1>{model.title}</h1>
        {kept === null ? null : <p class="notice">{words.kept(context.f.date(kept.createdAt), context.f.date(kept.expiresAt))}</p>}
        <div class={`verdict ${model.mood}`}>
          <p class="verdict-sentence">
            <Icon name={model.mood === 'good' ? 'check' : model.mood === 'warning' ? 'warning' : 'stop'} />
            {model.sentence}
          </p>
          {model.summary === null ? null : <p class="muted">{model.summary}</p>}
          {visit === null ? null : <p>{visit.walk}</p>}
        </div>
        <Found model={model} context={context} />
        {visit === null ? null : <Visit visit={visit} context={context} />}
        <Entry model={model} context={context} />
        <Keeping path={path} isKept={kept !== null} model={model} context={context} />
      </div>
    </Document>
  );
}

function Found({ model, context }: { readonly model: TrialPageModel; readonly context: PageContext }): VNode | null {
  const words = context.m.trial.result;
  if (model.candidates.length === 0) return null;
  return (
    <Section id="found" title={words.found}>
      <Table id="candidates" caption={words.foundCaption} columns={[words.protocol, words.sure, words.why, words.address, words.settings]}>
        {model.candidates.map(({ protocol, certainty, endpoint, reason, settings, tried, href }) => (
          <tr key={protocol}>
            <th scope="row">
              <code {...asIs}>{protocol}</code>{' '}
              {tried ? (
                <span class="badge good">
                  <Icon name="check" />
                  {words.tried}
                </span>
              ) : href === null ? null : (
                <a href={href} aria-label={words.tryOf(protocol)}>
                  {words.tryThis}
                </a>
              )}
            </th>
            <td>{certainty}</td>
            <td>
              <Words text={reason} context={context} />
            </td>
            <td>
              <code {...asIs}>{endpoint}</code>
            </td>
            <td>{settings === '' ? null : <code {...asIs}>{settings}</code>}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Visit({ visit, context }: { readonly visit: TrialVisitModel; readonly context: PageContext }): VNode {
  const words = context.m.trial.result;
  return (
    <>
      <Section id="walk" title={words.walk}>
        <dl class="facts">
          {visit.facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {visit.records === 0 ? null : <Publishing visit={visit} context={context} />}
      <Issues issues={visit.issues} context={context} />
      {visit.records === 0 ? null : <Rules visit={visit} context={context} />}
      {visit.records === 0 ? null : <Quality visit={visit} context={context} />}
      {visit.samples.length === 0 ? null : (
        <Section id="samples" title={words.samples}>
          <p class="hint">{words.samplesIntro}</p>
          <ul class="links">
            {visit.samples.map(({ title, href, publishable }) => (
              <li key={href}>
                <a href={href}>
                  <bdi>{title}</bdi>
                </a>{' '}
                {publishable ? null : <span class="muted">({words.sampleHeld})</span>}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Publishing({ visit, context }: { readonly visit: TrialVisitModel; readonly context: PageContext }): VNode {
  const words = context.m.trial.result;
  return (
    <Section id="publish" title={words.publish}>
      <dl class="facts">
        <div>
          <dt>{words.publishable}</dt>
          <dd>{visit.publishable}</dd>
        </div>
        <div>
          <dt>{words.held}</dt>
          <dd>{visit.heldCount}</dd>
        </div>
      </dl>
      <p class="muted">
        {words.policy}: {visit.policy}
      </p>
      {visit.held.map(({ reason, count, examples, more }, i) => (
        <div key={i}>
          <h3>
            <Words text={reason} context={context} /> <span class="muted">({count})</span>
          </h3>
          <ul>
            {examples.map((example) => (
              <li key={example.iri}>
                <RecordLine record={example} context={context} />
              </li>
            ))}
          </ul>
          {more > 0 ? <p class="muted">{words.heldMore(more)}</p> : null}
        </div>
      ))}
    </Section>
  );
}

function Rules({ visit, context }: { readonly visit: TrialVisitModel; readonly context: PageContext }): VNode {
  const words = context.m.trial.result;
  return (
    <Section id="rules" title={words.rules}>
      {visit.rules.length === 0 ? <p>{words.rulesNone}</p> : <p class="hint">{words.rulesIntro}</p>}
      {visit.rules.map((rule, i) => (
        <Rule key={i} rule={rule} context={context} />
      ))}
      {visit.moreRules === 0 ? null : <p>{words.rulesMore(visit.moreRules)}</p>}
    </Section>
  );
}

function Rule({ rule, context }: { readonly rule: TrialRuleModel; readonly context: PageContext }): VNode {
  const words = context.m.trial.result;
  return (
    <details class="rule">
      <summary>
        <SeverityBadge severity={rule.check.severity} text={rule.check.severityText} /> <bdi>{rule.check.label}</bdi> <span class="muted">({rule.count})</span>
      </summary>
      <p class="muted">
        {words.ruleExample}: <RecordLine record={rule.record} context={context} />
      </p>
      <ul class="checks">
        <CheckResultView result={rule.check} lineHref={null} context={context} />
      </ul>
      {rule.others.length === 0 ? null : (
        <>
          <p class="muted">{words.ruleOthers}:</p>
          <ul>
            {rule.others.map((record) => (
              <li key={record.iri}>
                <RecordLine record={record} context={context} />
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function RecordLine({ record, context }: { readonly record: TrialRecordLine; readonly context: PageContext }): VNode {
  return (
    <>
      <bdi>{record.title}</bdi> <code {...asIs}>{record.iri}</code>
      {record.source === record.iri || record.source === '' ? null : (
        <span class="muted">
          {' '}
          {context.m.trial.result.source}: <bdi {...asIs}>{record.source}</bdi>
        </span>
      )}
      {record.detail === null ? null : (
        <span class="muted" lang="en">
          {' '}
          {record.detail}
        </span>
      )}
    </>
  );
}

function Issues({ issues, context }: { readonly issues: readonly TrialIssueModel[]; readonly context: PageContext }): VNode {
  const words = context.m.trial.result;
  return (
    <Section id="issues" title={words.issues}>
      {issues.length === 0 ? <p>{words.issuesNone}</p> : <p class="hint">{words.issuesIntro}</p>}
      {issues.length === 0 ? null : (
        <ul class="checks">
          {issues.map(({ title, severity, severityText, count, examples }, i) => (
            <li key={i} class="check">
              <p class="check-message">
                <SeverityBadge severity={severity} text={severityText} /> {title} <span class="muted">({words.times(count)})</span>
              </p>
              <ul>
                {examples.map(({ detail, url, line, subject }, n) => (
                  <li key={n}>
                    <bdi lang="en">{detail}</bdi>
                    {subject === null ? null : (
                      <>
                        {' '}
                        <code {...asIs}>{subject}</code>
                      </>
                    )}
                    {url === null ? null : (
                      <>
                        {' '}
                        <a href={url} rel="noreferrer">
                          <bdi {...asIs}>{url}</bdi>
                        </a>
                      </>
                    )}
                    {line === null ? null : ` (${words.line(line)})`}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Quality({ visit, context }: { readonly visit: TrialVisitModel; readonly context: PageContext }): VNode {
  return (
    <Section id="quality" title={context.m.trial.result.quality}>
      <VerdictTable verdicts={visit.verdicts} context={context} />
    </Section>
  );
}

function Entry({ model, context }: { readonly model: TrialPageModel; readonly context: PageContext }): VNode | null {
  const words = context.m.trial.result;
  const { entry } = model;
  if (entry === null) return null;
  return (
    <Section id="register" title={words.entry}>
      <p>{words.entryIntro}</p>
      {entry.checkHolder ? <p>{words.entryCheck}</p> : null}
      <pre {...asIs} tabIndex={0} role="group" aria-label={words.entry}>
        <code id="entry">{entry.turtle}</code>
      </pre>
      <p class="actions">
        <button type="button" hidden data-copy="entry" data-copied={context.m.copied}>
          {words.copy}
        </button>{' '}
        <a class="button" href={entry.href}>
          {words.download}
        </a>{' '}
        {entry.mail === null ? null : (
          <a class="button" href={entry.mail.href}>
            {words.mail(entry.mail.to)}
          </a>
        )}
      </p>
    </Section>
  );
}

function Keeping({
  path,
  isKept,
  model,
  context,
}: {
  readonly path: string;
  readonly isKept: boolean;
  readonly model: TrialPageModel;
  readonly context: PageContext;
}): VNode {
  const words = context.m.trial.result;
  return (
    <>
      <form action={`/${context.lang}${path}`} method="post">
        <input type="hidden" name="action" value={isKept ? 'delete' : 'keep'} />
        {isKept ? null : (
          <p class="hint" id="keep-hint">
            {words.keepHint}
          </p>
        )}
        <button type="submit" aria-describedby={isKept ? undefined : 'keep-hint'}>
          {isKept ? words.delete : words.keep}
        </button>
      </form>
      <ul class="links">
        <li>
          <a href={model.jsonHref}>{words.json}</a>
        </li>
        <li>
          <a href={model.againHref}>{words.again}</a>
        </li>
      </ul>
    </>
  );
}

/** The real page of one record under a banner that says that nothing is published. */
export function TrialLookView({
  page,
  publishable,
  path,
  context,
}: {
  readonly page: DatasetPageModel;
  readonly publishable: boolean;
  readonly path: string;
  readonly context: PageContext;
}): VNode {
  const words = context.m.trial.result;
  return (
    <Document context={context} title={page.title.text} path={path} section="stations" noIndex>
      <div class="wrap validator">
        <LookBanner title={words.look} publishable={publishable}>
          {words.lookText} {publishable ? null : words.lookHeld} <a href={`/${context.lang}${path}`}>{words.back}</a>
        </LookBanner>
      </div>
      <DatasetBody model={page} context={context} preview />
    </Document>
  );
}
