import type { VNode } from 'preact';
import { mostExported } from '../../catalogue/walk-hits.js';
import { NotExhaustive } from '../components/contact.js';
import { Document } from '../components/document.js';
import { Facets } from '../components/facets.js';
import { Hit } from '../components/hit.js';
import { ListNotice } from '../components/list-button.js';
import { Pagination } from '../components/pagination.js';
import { SearchBox } from '../components/search-box.js';
import type { PageContext } from '../page-context.js';
import { searchHref, searchPath } from '../search-state.js';
import type { Chip, SearchPageModel } from '../view-models/search-page.js';

export interface ZeroHelp {
  readonly without: readonly { readonly chip: Chip; readonly total: number }[];
  readonly suggestions: readonly { readonly text: string; readonly kind: string; readonly href: string }[];
}

export interface SearchPageProps {
  readonly model: SearchPageModel;
  readonly zero: ZeroHelp | null;
  readonly context: PageContext;
  readonly now: string;
}

/** Search: results before filters in the document, beside each other on a wide screen (portal.md sections 4 and 8). */
export function SearchPageView({ model, zero, context, now }: SearchPageProps): VNode {
  const { m } = context;
  const words = m.search;
  const skipLinks = [
    { href: '#results', text: m.skipToResults },
    { href: '#filters', text: m.skipToFilters },
  ];
  return (
    <Document
      context={context}
      title={model.documentTitle}
      path={searchPath(model.state)}
      section="datasets"
      skipLinks={skipLinks}
      noIndex={model.chips.length > 1}
      alternates={model.forms.flatMap(({ form, href, mediaType }) => (form === 'atom' && mediaType !== null ? [{ mediaType, href }] : []))}
    >
      <div class="wrap search-page">
        <div class="search-head">
          <h1>{words.title}</h1>
          <SearchBox context={context} q={model.state.q} />
        </div>
        <section id="results" class="results" tabIndex={-1} aria-label={words.results}>
          <div class="results-head">
            <div role="status" id="found">
              <h2>{model.total === 0 ? words.zero.title : model.heading}</h2>
            </div>
            <Sort model={model} context={context} />
          </div>
          {model.complete ? null : <p class="notice">{words.stale(context.f.dateTime(now))}</p>}
          <ListNotice context={context} />
          <Notes model={model} context={context} />
          <Chips model={model} context={context} />
          {zero === null ? null : <Zero model={model} zero={zero} context={context} />}
          {model.hits.length === 0 ? null : (
            <ol class="hits" start={(model.page - 1) * 20 + 1}>
              {model.hits.map((hit) => (
                <li key={hit.id}>
                  <Hit hit={hit} context={context} back={`${searchHref(context.lang, model.state)}#on-list`} />
                </li>
              ))}
            </ol>
          )}
          <Pagination context={context} page={model.page} pages={model.pages} previous={model.previous} next={model.next} />
          <div class="after-results">
            <section aria-labelledby="machine">
              <h2 id="machine">{words.machine}</h2>
              <p>{words.machineText(mostExported)}</p>
              <ul class="inline">
                {model.forms.map(({ form, href, mediaType }) => (
                  <li key={form}>
                    <a href={href} type={mediaType ?? undefined} rel={mediaType === null ? undefined : 'nofollow'}>
                      {words.machineLinks[form]}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
            <NotExhaustive context={context} q={model.state.q} />
          </div>
        </section>
        <Facets facets={model.facets} state={model.state} active={model.chips.length} context={context} />
      </div>
    </Document>
  );
}

function Sort({ model, context }: { readonly model: SearchPageModel; readonly context: PageContext }): VNode {
  const words = context.m.search;
  return (
    <div class="sort">
      <label for="sort">{words.sortLabel}</label>
      <select id="sort" name="sort" form="search">
        {model.sorts.map(({ value, label, selected }) => (
          <option key={value} value={value} selected={selected}>
            {label}
          </option>
        ))}
      </select>
      <button type="submit" form="search">
        {words.sortButton}
      </button>
    </div>
  );
}

/** What was searched for beside the words, and in their place; each can be undone by a link. */
function Notes({ model, context }: { readonly model: SearchPageModel; readonly context: PageContext }): VNode | null {
  const words = context.m.search.notes;
  const { expansions, toggle, corrections, relaxed } = model.notes;
  if (toggle === null && corrections.length === 0 && relaxed === null) return null;
  return (
    <div class="notes">
      {corrections.map(({ from, to, href }) => (
        <p key={from}>
          {words.corrected(from)} <a href={href}>{to}</a>
        </p>
      ))}
      {relaxed === null ? null : <p>{words.relaxed(relaxed.found, relaxed.of)}</p>}
      {expansions.length === 0 ? null : (
        <details>
          <summary>{words.expanded(expansions.map(({ label }) => label))}</summary>
          <dl>
            {expansions.map(({ text, label, terms }) => (
              <div key={text + label}>
                <dt>
                  <bdi>{text}</bdi>
                </dt>
                <dd>{context.f.list([...new Set([label, ...terms])])}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {toggle === null ? null : (
        <p>
          <a href={toggle.href}>{toggle.isOn ? words.switchOff : words.switchOn}</a>
        </p>
      )}
    </div>
  );
}

function Chips({ model, context }: { readonly model: SearchPageModel; readonly context: PageContext }): VNode | null {
  const words = context.m.search;
  if (model.chips.length === 0) return null;
  return (
    <section class="chips" aria-label={words.chips}>
      <ul>
        {model.chips.map(({ facet, value, href }) => (
          <li key={href}>
            <a class="chip" href={href}>
              <span class="hidden">{words.removeFilter} </span>
              {facet}: <bdi>{value}</bdi>
              <span aria-hidden="true"> ×</span>
            </a>
          </li>
        ))}
        <li>
          <a href={model.clearHref}>{words.clearAll}</a>
        </li>
      </ul>
    </section>
  );
}

function Zero({ model, zero, context }: { readonly model: SearchPageModel; readonly zero: ZeroHelp; readonly context: PageContext }): VNode {
  const words = context.m.search.zero;
  return (
    <div class="zero">
      <p>{words.text}</p>
      {model.state.q === '' && zero.without.length === 0 ? null : (
        <>
          <h3>{words.asked}</h3>
          <ul>
            {model.state.q === '' ? null : (
              <li>
                {context.m.search.chipQuery}: <bdi>{model.state.q}</bdi>
              </li>
            )}
            {zero.without.map(({ chip, total }) => (
              <li key={chip.href}>
                {chip.facet}: <bdi>{chip.value}</bdi> –{' '}
                <a href={chip.href}>
                  {words.without(total)}
                  <span class="hidden">
                    {' '}
                    ({chip.facet}: {chip.value})
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {zero.suggestions.length === 0 ? null : (
        <>
          <h3>{words.suggestions}</h3>
          <ul>
            {zero.suggestions.map(({ text, kind, href }) => (
              <li key={href}>
                <a href={href}>
                  <bdi>{text}</bdi>
                </a>{' '}
                <span class="muted">({kind})</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
