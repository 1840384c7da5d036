import type { CatalogueQueries, RecordView } from './queries.js';
import type { Signposted } from '../federation/signposting.js';

/** What a record's links are made from, as the catalogue knows it (WEBO-4). */
export function signpostedOf(view: RecordView, queries: Pick<CatalogueQueries, 'catalogue' | 'profiles' | 'concepts'>, baseUrl: string): Signposted {
  const { head, description, report } = view;
  return {
    id: head.id,
    description,
    isPublic: description.accessRights.some((iri) => queries.concepts.code(iri) === 'PUBLIC'),
    catalogueIri: queries.catalogue().iri,
    profile: queries.profiles().find(({ id }) => id === report?.profile)?.iri ?? null,
    baseUrl,
  };
}
