import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { fdpo } from '../../vocab/fdp.js';
import { ldp } from '../../vocab/ldp.js';
import { r3d } from '../../vocab/r3d.js';
import { rdf } from '../../vocab/rdf.js';

/** A page below this one; `member` when the record itself names it, not only an `ldp:contains` (FDP-4). */
export interface Child {
  readonly url: string;
  readonly member: boolean;
}

/** FDP-5, for pages without containers. */
const fallbacks: ReadonlySet<string> = new Set(
  [r3d.dataCatalog, fdpo.metadataCatalog, dcat.catalog, dcat.dataset, dcat.service, dcat.distribution, dcat.seriesMember].map((term) => term.value),
);
const records: ReadonlySet<string> = new Set([dcat.Dataset, dcat.DatasetSeries, dcat.DataService].map((term) => term.value));

const listings: ReadonlySet<string> = new Set([dcat.Catalog, fdpo.FAIRDataPoint, fdpo.MetadataService, r3d.Repository].map((term) => term.value));

/** Finds the children of one page: what the containers name, united with what they contain (FDP-3 to FDP-5). */
export class ChildReader {
  private readonly relations = new Set<string>();
  private readonly contained = new Set<string>();
  private readonly links = new Map<string, Set<string>>();
  private readonly types = new Set<string>();

  constructor(private readonly url: string) {}

  visit(quad: Quad): void {
    const { subject, predicate, object } = quad;
    if (object.termType !== 'NamedNode') return;
    if (predicate.equals(ldp.contains)) this.contained.add(object.value);
    else if (predicate.equals(ldp.hasMemberRelation)) this.relations.add(object.value);
    else if (predicate.equals(rdf.type) && subject.value.replace(/[/#]+$/, '') === this.url.replace(/[/#]+$/, '')) this.types.add(object.value);
    if (!predicate.equals(rdf.type)) {
      const targets = this.links.get(predicate.value);
      if (targets === undefined) this.links.set(predicate.value, new Set([object.value]));
      else targets.add(object.value);
    }
  }

  /** A root is typed dcat:DataService as well, and a catalogue may be typed dcat:Dataset: they list records and are none. */
  isRecord(): boolean {
    return [...this.types].some((type) => records.has(type)) && ![...this.types].some((type) => listings.has(type));
  }

  isCatalogue(): boolean {
    return this.types.has(dcat.Catalog.value);
  }

  children(): readonly Child[] {
    const relations = this.relations.size > 0 ? [...this.relations] : [...fallbacks];
    const members = new Set(relations.flatMap((relation) => [...(this.links.get(relation) ?? [])]));
    return [...new Set([...members, ...this.contained])].filter((url) => /^https?:/.test(url)).map((url) => ({ url, member: members.has(url) }));
  }
}
