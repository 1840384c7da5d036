import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { CheckResult } from '../view-models/check-result.js';
import { SeverityBadge } from './badges.js';
import { ExcerptView } from './excerpt.js';
import { asIs, Words } from './text.js';

/** One result: what is wrong, where, how to fix it, and why the rule exists. */
export function CheckResultView({
  result,
  lineHref,
  context,
}: {
  readonly result: CheckResult;
  /** Address of a line of the text; null when the text is not at hand. */
  readonly lineHref: ((line: number) => string) | null;
  readonly context: PageContext;
}): VNode {
  const words = context.m.validator.result;
  return (
    <li class="check">
      <p class="check-message">
        <SeverityBadge severity={result.severity} text={result.severityText} /> <Words text={result.message} context={context} />
      </p>
      <dl class="check-facts">
        {result.property === null ? null : (
          <div>
            <dt>{words.property}</dt>
            <dd>
              {result.property.label === null ? null : (
                <>
                  <Words text={result.property.label} context={context} />{' '}
                </>
              )}
              <code {...asIs} title={result.property.iri}>
                {result.property.short}
              </code>
            </dd>
          </div>
        )}
        {result.value === null ? null : (
          <div>
            <dt>{words.value}</dt>
            <dd>
              <code {...asIs}>{result.value}</code>
            </dd>
          </div>
        )}
        {result.expected === null ? null : (
          <div>
            <dt>{words.expected}</dt>
            <dd>{result.expected}</dd>
          </div>
        )}
        {result.line === null ? null : (
          <div>
            <dt class="hidden">{words.lines}</dt>
            <dd>
              <Line line={result.line} lineHref={lineHref} context={context} />
            </dd>
          </div>
        )}
        {result.location === null ? null : (
          <div>
            <dt>{words.place}</dt>
            <dd>
              <code {...asIs}>{result.location}</code>
            </dd>
          </div>
        )}
        {result.on === null ? null : (
          <div>
            <dt>{words.on}</dt>
            <dd>
              <code {...asIs}>{result.on}</code>
            </dd>
          </div>
        )}
      </dl>
      {result.excerpt === null || !result.isStatement ? null : <ExcerptView excerpt={result.excerpt} context={context} />}
      <Advice result={result} context={context} />
      {result.others.length === 0 ? null : (
        <p class="muted">
          {words.also(result.others.length)}:{' '}
          {result.others.map(({ value, line }, i) => (
            <span key={i}>
              {i === 0 ? '' : ', '}
              {value === null ? null : (
                <>
                  <code {...asIs}>{value}</code>{' '}
                </>
              )}
              {line === null ? null : <Line line={line} lineHref={lineHref} context={context} />}
            </span>
          ))}
        </p>
      )}
      <div class="check-more">
        {result.patch === null ? null : (
          <details class="help">
            <summary>
              {result.isChange ? words.patch : words.example}
              <span class="hidden">: {result.label}</span>
            </summary>
            <pre {...asIs} tabIndex={0} role="group" aria-label={`${result.isChange ? words.patch : words.example}: ${result.label}`}>
              <code>{result.patch}</code>
            </pre>
          </details>
        )}
        {result.why === null ? null : (
          <details class="help">
            <summary>
              {words.why}
              <span class="hidden">: {result.label}</span>
            </summary>
            <p>
              <Words text={result.why} context={context} />
            </p>
          </details>
        )}
        <details class="help">
          <summary>
            {words.raw}
            <span class="hidden">: {result.label}</span>
          </summary>
          {/* Of what is missing there is no line to show, only the one where its owner begins. */}
          {result.excerpt === null || result.isStatement ? null : <ExcerptView excerpt={result.excerpt} context={context} />}
          <dl class="raw" {...asIs}>
            {result.raw.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <code>{value}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
        {result.ruleHref === null ? null : (
          <a href={result.ruleHref}>
            {words.rule}
            <span class="hidden">: {result.label}</span>
          </a>
        )}
        {result.standardHref === null ? null : (
          <a href={result.standardHref} rel="noreferrer">
            {words.standard}
            <span class="hidden">: {result.label}</span>
          </a>
        )}
      </div>
    </li>
  );
}

/** The way to mend it, in sight; the Turtle to copy opens on demand. */
function Advice({ result, context }: { readonly result: CheckResult; readonly context: PageContext }): VNode | null {
  const words = context.m.validator.result;
  if (result.fix === null && result.replace === null && result.nearest.length === 0) return null;
  return (
    <div class="advice">
      {result.fix === null && result.replace === null ? null : (
        <p>
          <strong>{words.fix}:</strong> {result.fix === null ? null : <Words text={result.fix} context={context} />} {result.replace}
        </p>
      )}
      {result.nearest.length === 0 ? null : (
        <>
          <p>{words.nearest}:</p>
          <ul>
            {result.nearest.map(({ value, label }) => (
              <li key={value}>
                <bdi>{label}</bdi> <code {...asIs}>{value}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Line({
  line,
  lineHref,
  context,
}: {
  readonly line: number;
  readonly lineHref: ((line: number) => string) | null;
  readonly context: PageContext;
}): VNode {
  const text = context.m.validator.result.line(line);
  return lineHref === null ? (
    <>{text}</>
  ) : (
    <a href={lineHref(line)} data-line={line}>
      {text}
    </a>
  );
}
