import type { ConceptLabels } from '../../catalogue/queries.js';
import type { FacetName } from '../../ports/search-index.js';
import type { PageContext } from '../page-context.js';
import { facetHref } from '../search-state.js';
import type { Value } from './field.js';
import { plain } from './text.js';

/** A concept's label in the reader's language, linked to the search for it; its IRI goes into the help. */
export function conceptValue(iri: string, facet: FacetName | null, concepts: ConceptLabels, context: PageContext): Value {
  const label = concepts.label(iri, context.lang) ?? lastSegment(iri);
  return { text: plain(label, 200), href: facet === null ? null : facetHref(context.lang, facet, concepts.code(iri)), datetime: null, code: iri };
}

/** The usual name of a licence: Creative Commons deeds say theirs in their address. */
export function licenceName(iri: string, concepts: ConceptLabels, context: Pick<PageContext, 'lang'>): string {
  const deed = /creativecommons\.org\/(?:licenses\/([a-z-]+)|publicdomain\/(zero))\/(\d\.\d)/.exec(iri);
  const name = deed?.[2] === undefined ? `CC ${deed?.[1]?.toUpperCase()} ${deed?.[3]}` : `CC0 ${deed[3]}`;
  return concepts.label(iri, context.lang) ?? (deed === null ? lastSegment(iri) : name);
}

/** What an IRI ends in, for a concept that no list names. */
export function lastSegment(iri: string): string {
  const segment = /([^/#]+)[/#]?$/.exec(iri)?.[1] ?? iri;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
