import type { VNode } from 'preact';
import type { Band, Mark } from '../../domain/mqa.js';
import type { PageContext } from '../page-context.js';
import type { CheckGroup, CheckModel, ScoreModel, StatementModel } from '../view-models/quality-page.js';
import { Icon } from './badges.js';
import { asIs } from './text.js';

const bandKinds: Readonly<Record<Band, string>> = { excellent: 'good', good: 'good', sufficient: 'warning', bad: 'bad' };
const bandIcons = { excellent: 'check', good: 'check', sufficient: 'warning', bad: 'stop' } as const;
const markKinds: Readonly<Record<Mark, string>> = { pass: 'good', fail: 'bad', unknown: 'info' };
const markIcons = { pass: 'check', fail: 'stop', unknown: 'clock' } as const;

export function BandBadge({ band, text }: { readonly band: Band; readonly text: string }): VNode {
  return (
    <span class={`badge ${bandKinds[band]}`}>
      <Icon name={bandIcons[band]} />
      {text}
    </span>
  );
}

/** The rating in a word: what a passer-by needs. The points come last. */
export function Bands({ scores, context }: { readonly scores: readonly ScoreModel[]; readonly context: PageContext }): VNode {
  return (
    <dl class="facts" aria-label={context.m.quality.band}>
      {scores.map(({ name, label, band, bandText }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>
            <BandBadge band={band} text={bandText} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Checks({ group, context }: { readonly group: CheckGroup; readonly context: PageContext }): VNode {
  return (
    <section aria-labelledby={`dimension-${group.dimension}`}>
      <h3 id={`dimension-${group.dimension}`}>
        {group.title} <span class="muted">({group.points})</span>
      </h3>
      <p class="hint">{group.help}</p>
      <ul class="checks">
        {group.checks.map((check) => (
          <Check key={check.indicator} check={check} context={context} />
        ))}
      </ul>
    </section>
  );
}

function Check({ check, context }: { readonly check: CheckModel; readonly context: PageContext }): VNode {
  const words = context.m.quality;
  return (
    <li id={check.indicator}>
      <h4>
        {check.name}{' '}
        <span class={`badge ${markKinds[check.mark]}`}>
          <Icon name={markIcons[check.mark]} />
          {check.markText}
        </span>{' '}
        <span class="muted">{words.worth(check.points)}</span>
      </h4>
      {check.note === null ? null : <p>{check.note}</p>}
      <details class="help">
        <summary>
          {words.details}
          <span class="hidden"> – {check.name}</span>
        </summary>
        <p>
          {words.why}: {check.why}
        </p>
        <p>
          {words.change}: {check.change}
        </p>
        <p>
          {words.property}: <code {...asIs}>{check.property}</code>
        </p>
        <p>{words.example}:</p>
        <pre tabIndex={0}>
          <code {...asIs}>{check.example}</code>
        </pre>
      </details>
    </li>
  );
}

export function StatementView({ statement, context }: { readonly statement: StatementModel; readonly context: PageContext }): VNode {
  const words = context.m.quality;
  return (
    <>
      <p>
        <strong>{statement.title}</strong>. {[statement.by, ...statement.validity].join(', ')}.
      </p>
      {statement.comment === null ? null : (
        <p>
          <bdi>{statement.comment}</bdi>
        </p>
      )}
      <p>
        {statement.evidenceHref === null ? (
          <span class="missing">{words.noEvidence}</span>
        ) : (
          <a href={statement.evidenceHref}>
            {words.evidence}
            <span class="hidden">: {statement.title}</span>
          </a>
        )}
      </p>
    </>
  );
}
