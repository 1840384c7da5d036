import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import { Pagination } from '../components/pagination.js';
import { VariableTableView } from '../components/variable-table.js';
import { Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { Text } from '../view-models/text.js';
import type { VariablesPageModel } from '../view-models/variables.js';

/** Address of the variables of a record, without the language. */
export function variablesPath(id: string, q: string, page: number): string {
  const params = new URLSearchParams();
  if (q !== '') params.append('q', q);
  if (page > 1) params.append('page', String(page));
  const query = params.toString();
  return `/datasets/${id}/variables${query === '' ? '' : `?${query}`}`;
}

export function VariablesPageView({
  id,
  title,
  model,
  context,
}: {
  readonly id: string;
  readonly title: Text;
  readonly model: VariablesPageModel;
  readonly context: PageContext;
}): VNode {
  const { m, lang } = context;
  const words = m.dataset.variables;
  const link = (page: number): string => `/${lang}${variablesPath(id, model.q, page)}`;
  return (
    <Document context={context} title={words.titleOf(title.text)} path={variablesPath(id, model.q, model.page)} section="datasets" noIndex={model.q !== ''}>
      <div class="wrap">
        <p>
          <a href={`/${lang}/datasets/${id}#variables`}>{words.back}</a>
        </p>
        <h1>{words.title}</h1>
        <p class="lead">
          <Words text={title} context={context} />
        </p>
        <form class="search-box" action={`/${lang}/datasets/${id}/variables`} method="get" role="search">
          <label for="q">{words.searchLabel}</label>
          <div class="row">
            <input id="q" name="q" type="search" value={model.q} maxLength={200} />
            <button type="submit">{words.searchButton}</button>
          </div>
        </form>
        {model.total === 0 ? (
          <p>{words.none}</p>
        ) : model.found === 0 ? (
          <p role="status">{words.noneFound}</p>
        ) : (
          <VariableTableView
            id="variables"
            variables={model.variables}
            caption={words.caption(model.found, model.total)}
            withTable={model.hasTables}
            context={context}
          />
        )}
        {model.found === 0 ? null : (
          <p>
            <a href={`/${lang}/datasets/${id}/variables.csv${model.q === '' ? '' : `?q=${encodeURIComponent(model.q)}`}`} type="text/csv">
              {words.csv}
            </a>
          </p>
        )}
        <Pagination
          context={context}
          page={model.page}
          pages={model.pages}
          previous={model.page > 1 ? link(model.page - 1) : null}
          next={model.page < model.pages ? link(model.page + 1) : null}
        />
      </div>
    </Document>
  );
}
