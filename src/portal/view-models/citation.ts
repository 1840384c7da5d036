import type { RecordView } from '../../catalogue/queries.js';
import type { CatalogueDescription } from '../../domain/organisation.js';
import type { PageContext } from '../page-context.js';
import { titleOf } from './dataset-page.js';
import { clean, textOf } from './text.js';

/** Who (year). Title (version) [kind]. Catalogue. Address. */
export function citationOf(view: RecordView, catalogue: CatalogueDescription, context: PageContext): string {
  const { description, head } = view;
  const makers = (description.creators.length > 0 ? description.creators : [description.publisher]).flatMap((agent) =>
    agent === null ? [] : (textOf(agent.name, context, 120)?.text ?? []),
  );
  const year = /^\d{4}/.exec(description.issued ?? description.modified ?? head.publishedAt ?? '')?.[0];
  const version = description.version === null ? '' : ` (${clean(description.version, 40)})`;
  const by = makers.length === 0 ? '' : `${context.f.list(makers.slice(0, 6))} `;
  const when = year === undefined ? '' : `(${year}). `;
  const title = titleOf(view, context).text.replace(/\.$/, '');
  const catalogueName = textOf(catalogue.title, context, 200)?.text ?? context.siteName;
  return `${by}${when}${title}${version} [${context.m.dataset.cite.kind}]. ${catalogueName}. ${persistentIri(view, context)}`;
}

/** Our own lasting address of the record, in no language and no format. */
export function persistentIri(view: Pick<RecordView, 'head'>, context: Pick<PageContext, 'baseUrl'>): string {
  return `${context.baseUrl}/datasets/${view.head.id}`;
}
