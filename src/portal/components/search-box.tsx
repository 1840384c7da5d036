import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import { maxQueryLength } from '../search-state.js';

/** The search field; on the search page the filters below belong to the same form by its id. */
export function SearchBox({ context, q, hint = false }: { readonly context: PageContext; readonly q: string; readonly hint?: boolean }): VNode {
  const { m, lang } = context;
  return (
    <search class="search-box">
      <form id="search" action={`/${lang}/datasets`} method="get">
        <label for="q">{m.searchBox.label}</label>
        <div class="row">
          <input
            id="q"
            name="q"
            type="search"
            value={q}
            maxLength={maxQueryLength}
            autocomplete="off"
            aria-describedby={hint ? 'q-hint' : undefined}
            data-suggest={lang}
            data-label={m.searchBox.suggestions}
            data-count={m.searchBox.suggestionCount}
            data-kinds={JSON.stringify(m.search.suggestionKinds)}
          />
          <button type="submit" class="primary">
            {m.searchBox.button}
          </button>
        </div>
        {hint ? (
          <p id="q-hint" class="hint">
            {m.searchBox.hint}
          </p>
        ) : null}
      </form>
    </search>
  );
}
