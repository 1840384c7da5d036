import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { SearchState } from '../search-state.js';
import type { FacetModel, FacetOption } from '../view-models/search-page.js';

/** The filters: part of the search form by `form="search"`, placed after the results. */
export function Facets({
  facets,
  state,
  active,
  context,
}: {
  readonly facets: readonly FacetModel[];
  readonly state: SearchState;
  readonly active: number;
  readonly context: PageContext;
}): VNode {
  const words = context.m.search;
  const period = <Period key="period" state={state} context={context} />;
  const groups = facets.flatMap((facet) => {
    const group = <Facet key={facet.name} facet={facet} context={context} />;
    return facet.name === 'region' ? [period, group] : [group];
  });
  return (
    <aside id="filters" tabIndex={-1} aria-label={words.filters}>
      <details class="filters" open={false}>
        <summary>{words.filtersActive(active)}</summary>
        <div class="filter-body">
          <h2>{words.filtersActive(active)}</h2>
          <button type="submit" form="search" class="apply">
            {words.apply}
          </button>
          {groups.includes(period) ? groups : [...groups, period]}
          <button type="submit" form="search" class="apply">
            {words.apply}
          </button>
        </div>
      </details>
    </aside>
  );
}

function Facet({ facet, context }: { readonly facet: FacetModel; readonly context: PageContext }): VNode {
  const words = context.m.search;
  return (
    <fieldset aria-describedby={`h-${facet.name}`}>
      <legend>{facet.label}</legend>
      <p id={`h-${facet.name}`} class="hint">
        {facet.help}
      </p>
      {facet.first.map((option) => (
        <Option key={option.id} option={option} facet={facet.name} context={context} />
      ))}
      {facet.more.length === 0 ? null : (
        <details id={`m-${facet.name}`} open={facet.moreOpen}>
          <summary>
            {words.showMore(facet.more.length)} <span class="hidden">({facet.label})</span>
          </summary>
          {facet.more.map((option) => (
            <Option key={option.id} option={option} facet={facet.name} context={context} />
          ))}
          {facet.hidden === 0 ? null : <p class="hint">{words.notShown(facet.hidden)}</p>}
        </details>
      )}
    </fieldset>
  );
}

function Option({ option, facet, context }: { readonly option: FacetOption; readonly facet: string; readonly context: PageContext }): VNode {
  return (
    <label class="option" for={option.id}>
      <input type="checkbox" id={option.id} form="search" name={facet} value={option.value} checked={option.selected} />
      <span>
        <bdi>{option.label}</bdi> <span class="count">({context.f.number(option.count)})</span>
      </span>
    </label>
  );
}

function Period({ state, context }: { readonly state: SearchState; readonly context: PageContext }): VNode {
  const words = context.m.search;
  const input = (name: 'from' | 'to', label: string): VNode => (
    <div>
      <label for={name}>{label}</label>
      <input id={name} form="search" name={name} type="number" min="1800" max="2200" step="1" value={state[name] ?? ''} />
    </div>
  );
  return (
    <fieldset aria-describedby="h-period">
      <legend>{words.facets.period.label}</legend>
      <p id="h-period" class="hint">
        {words.facets.period.help}
      </p>
      <div class="pair">
        {input('from', words.fromYear)}
        {input('to', words.toYear)}
      </div>
      <label class="option" for="undated">
        <input type="checkbox" id="undated" form="search" name="undated" value="yes" checked={state.undated} />
        <span>{words.undated}</span>
      </label>
    </fieldset>
  );
}
