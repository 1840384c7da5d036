import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { voidNs } from '../../vocab/void.js';
import { formatOfMediaType } from '../../src/rdf/format.js';
import type { Link } from './links.js';

/** Where a site says that descriptions may be: documents in RDF, and pages for people that may describe something. */
export interface EntryPoints {
  readonly documents: readonly string[];
  readonly pages: readonly string[];
}

export const noEntryPoints: EntryPoints = { documents: [], pages: [] };

/** Relations of an API catalogue whose targets describe or list something (RFC 9727 section 4, RFC 8631). */
const describing: ReadonlySet<string> = new Set(['item', 'describedby', 'alternate', 'collection', 'service-meta', 'service-desc', 'service-doc']);

/** An API catalogue lists APIs: their documents in RDF, and those of the others that are pages or do not say what they are. */
export function entryPointsOfApis(links: readonly Link[]): EntryPoints {
  const targets = links.filter(({ rel, href }) => describing.has(rel) && /^https?:/.test(href));
  const documents = targets.filter(({ type }) => formatOfMediaType(type ?? '') !== undefined);
  const pages = targets.filter(({ rel, type }) => (type === null && rel !== 'service-desc') || /^(text\/html|application\/xhtml\+xml)$/.test(type ?? ''));
  return { documents: addresses(documents), pages: addresses(pages).filter((page) => documents.every(({ href }) => bare(href) !== page)) };
}

/**
 * What a VoID description leads to: the document that it names as the one to begin with, and dumps of what it says is in DCAT.
 * Any other dump holds somebody's data, not descriptions of datasets.
 */
export function entryPointsOfVoid(quads: readonly Quad[]): EntryPoints {
  const inDcat = new Set<string>();
  const classes = new Set(
    quads.flatMap(({ subject, predicate, object }) => (predicate.equals(voidNs.class) && object.equals(dcat.Dataset) ? [subject.value] : [])),
  );
  for (const { subject, predicate, object } of quads)
    if ((predicate.equals(voidNs.vocabulary) && object.value === dcat.iri) || (predicate.equals(voidNs.classPartition) && classes.has(object.value)))
      inDcat.add(subject.value);
  const named = quads.filter(
    ({ subject, predicate, object }) =>
      object.termType !== 'BlankNode' &&
      /^https?:\/\//i.test(object.value) &&
      (predicate.equals(voidNs.rootResource) || (predicate.equals(voidNs.dataDump) && inDcat.has(subject.value))),
  );
  return { documents: addresses(named.map(({ object }) => ({ href: object.value }))), pages: [] };
}

function addresses(links: readonly { readonly href: string }[]): string[] {
  return [...new Set(links.filter(({ href }) => URL.canParse(href)).map(({ href }) => bare(href)))];
}

function bare(href: string): string {
  return new URL(href).href.replace(/#.*$/s, '');
}
