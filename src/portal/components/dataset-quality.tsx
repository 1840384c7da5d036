import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { QualityModel, ResultModel } from '../view-models/quality.js';
import { SeverityBadge } from './badges.js';
import { ValueView } from './fields.js';
import { Section } from './section.js';
import { asIs, Words } from './text.js';

/** Section 8: what the holder says of the data, and what we found in the description; never mixed. */
export function QualitySection({
  quality,
  href = null,
  context,
}: {
  readonly quality: QualityModel;
  /** Of the page with all checks. */
  readonly href?: string | null;
  readonly context: PageContext;
}): VNode {
  const words = context.m.dataset.quality;
  const { report } = quality;
  return (
    <Section id="quality" title={context.m.dataset.sections.quality}>
      <h3>{words.data}</h3>
      {quality.labels.length === 0 ? (
        <p>{words.noLabel}</p>
      ) : (
        <>
          <ul>
            {quality.labels.map((value, i) => (
              <li key={i}>
                <ValueView value={value} context={context} />
              </li>
            ))}
          </ul>
          <p class="hint">{words.dataText}</p>
        </>
      )}
      <h3>{words.metadata}</h3>
      {report === null ? (
        <p>{words.noReport}</p>
      ) : (
        <>
          <p>
            {report.groups.length === 0 ? words.conforms : words.results(report.violations, report.warnings)} {words.checkedWith}: <code>{report.profile}</code>
            .
          </p>
          <ReportGroups report={report} heading="h4" context={context} />
        </>
      )}
      {quality.euReady ? (
        <p>
          <span class="badge good">{words.euReady}</span>
        </p>
      ) : null}
      <p>{words.completeness(quality.filled, quality.checked)}.</p>
      {quality.missing.length === 0 ? null : (
        <p class="muted">
          {words.missing}: {context.f.list(quality.missing)}.
        </p>
      )}
      {href === null ? null : (
        <p>
          <a href={href}>{context.m.quality.link}</a>
        </p>
      )}
    </Section>
  );
}

/** What a report found, by severity. */
export function ReportGroups({
  report,
  heading: Heading,
  context,
}: {
  readonly report: NonNullable<QualityModel['report']>;
  readonly heading: 'h3' | 'h4';
  readonly context: PageContext;
}): VNode {
  return (
    <>
      {report.groups.map(({ severity, label, results, more }) => (
        <div key={severity}>
          <Heading>
            <SeverityBadge severity={severity} text={label} />
          </Heading>
          <ul class="checks">
            {results.map((result, i) => (
              <Result key={i} result={result} context={context} />
            ))}
          </ul>
          {more === 0 ? null : <p>{context.m.dataset.quality.more(more)}</p>}
        </div>
      ))}
    </>
  );
}

function Result({ result, context }: { readonly result: ResultModel; readonly context: PageContext }): VNode {
  const words = context.m.dataset.quality;
  const check = context.m.validator.result;
  return (
    <li>
      <p>
        <Words text={result.message} context={context} />
        {result.count > 1 ? <span class="muted"> ({words.times(result.count)})</span> : null}
      </p>
      <p class="muted">
        {result.property === null ? null : (
          <>
            {words.property}: <code title={result.propertyIri ?? undefined}>{result.property}</code>
          </>
        )}
        {result.examples.map(({ value, line }, i) => (
          <span key={i}>
            {i === 0 && result.property === null ? '' : ' · '}
            {value === null ? null : (
              <>
                {words.value}: <code>{value}</code>{' '}
              </>
            )}
            {line === null ? null : words.line(line)}
          </span>
        ))}
      </p>
      {result.fix === null && result.patch === null && result.nearest.length === 0 && result.ruleHref === null ? null : (
        <details class="help">
          <summary>
            {words.fix}
            {result.property === null ? null : <span class="hidden"> ({result.property})</span>}
          </summary>
          {result.fix === null ? null : <p>{result.fix}</p>}
          {result.nearest.length === 0 ? null : (
            <p>
              {check.nearest}:{' '}
              {result.nearest.map(({ value, label }, i) => [
                i === 0 ? '' : ', ',
                <span key={value}>
                  <bdi>{label}</bdi> <code {...asIs}>{value}</code>
                </span>,
              ])}
            </p>
          )}
          {result.patch === null ? null : (
            <pre tabIndex={0}>
              <code>{result.patch}</code>
            </pre>
          )}
          {result.ruleHref === null ? null : (
            <p>
              <a href={result.ruleHref}>
                {check.rule}
                {result.property === null ? null : <span class="hidden">: {result.property}</span>}
              </a>
            </p>
          )}
        </details>
      )}
    </li>
  );
}
