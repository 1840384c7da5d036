import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { sameUrl } from './paging.js';

const maxParts = 20_000;
const records: ReadonlySet<string> = new Set([dcat.Dataset, dcat.DatasetSeries, dcat.DataService, dcat.Distribution].map((type) => type.value));

/** Finds the catalogues that a document names as parts of its own and does not spell out itself. */
export class CatalogueReader {
  private readonly named = new Set<string>();
  private readonly parts: (readonly [catalogue: string, part: string])[] = [];
  private readonly catalogues = new Set<string>();
  private readonly described = new Set<string>();

  visit({ subject, predicate, object }: Quad): void {
    if (predicate.equals(rdf.type)) {
      if (object.equals(dcat.Catalog)) this.catalogues.add(subject.value);
      else if (records.has(object.value)) this.described.add(subject.value);
    } else if (predicate.equals(dcat.dataset)) this.described.add(subject.value);
    else if (object.termType === 'NamedNode') {
      if (predicate.equals(dcat.catalog) && this.named.size < maxParts) this.named.add(object.value);
      else if (predicate.equals(dct.hasPart) && this.parts.length < maxParts) this.parts.push([subject.value, object.value]);
    }
  }

  /** Addresses without fragments; a catalogue whose members stand in this document needs no other. */
  links(url: string): readonly string[] {
    const all = [...this.named, ...this.parts.flatMap(([catalogue, part]) => (this.catalogues.has(catalogue) ? [part] : []))];
    const found = all.filter((iri) => !this.described.has(iri) && /^https?:/i.test(iri) && URL.canParse(iri) && !sameUrl(iri, url));
    return [...new Set(found.map((iri) => new URL(iri).href.replace(/#.*$/s, '')))];
  }
}
