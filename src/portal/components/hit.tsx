import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { HitModel } from '../view-models/search-hit.js';
import { LanguageTag, Pieces, Time } from './text.js';
import { AccessBadge, Trusted } from './badges.js';
import { ListButton } from './list-button.js';

/** One result of a search. */
export function Hit({
  hit,
  context,
  level = 3,
  back,
}: {
  readonly hit: HitModel;
  readonly context: PageContext;
  readonly level?: 2 | 3;
  /** The page to return to from the list; without it nothing can be put there. */
  readonly back?: string;
}): VNode {
  const words = context.m.search;
  const Heading = level === 2 ? 'h2' : 'h3';
  const facts: [string, string | null][] = [
    [words.individuals, hit.individuals],
    [words.records, hit.records],
    [words.period, hit.period],
    [words.region, hit.regions],
  ];
  return (
    <article class="hit">
      <Heading>
        <a href={hit.href}>
          <Pieces pieces={hit.title} text={hit.titleText} />
        </a>
        <LanguageTag text={hit.titleText} context={context} />
      </Heading>
      <p class="by">
        {hit.publisher === null ? null : <a href={hit.publisher.href}>{hit.publisher.name}</a>}
        {hit.trusted ? <Trusted context={context} /> : null}
        {hit.badges.map(({ kind, text }) => (
          <span key={text} class={`badge ${kind}`}>
            {text}
          </span>
        ))}
      </p>
      {hit.snippet.length === 0 ? null : (
        <p class="snippet">
          <Pieces pieces={hit.snippet} text={hit.snippetText} />
        </p>
      )}
      {hit.variables.length === 0 ? null : (
        <p class="found-variables">
          {words.foundVariables(hit.variables.length)}{' '}
          {hit.variables.map(({ name, label, table }, at) => (
            <span key={name + (table ?? '')}>
              {at === 0 ? '' : ', '}
              <code>{name}</code>
              {label === null ? '' : ` (${label})`}
              {table === null ? '' : ` ${words.inTable(table)}`}
            </span>
          ))}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{words.access}</dt>
          <dd>{hit.access === null ? <span class="missing">{words.missing}</span> : <AccessBadge access={hit.access} context={context} />}</dd>
        </div>
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text ?? <span class="missing">{words.missing}</span>}</dd>
          </div>
        ))}
        <div>
          <dt>{words.modified}</dt>
          <dd>{hit.modified === null ? <span class="missing">{words.missing}</span> : <Time iso={hit.modified} context={context} />}</dd>
        </div>
      </dl>
      {back === undefined ? null : <ListButton id={hit.id} title={hit.titleText.text} back={back} context={context} />}
    </article>
  );
}
