import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { fdpo } from '../../vocab/fdp.js';
import { ldp } from '../../vocab/ldp.js';
import { r3d } from '../../vocab/r3d.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sio } from '../../vocab/sio.js';
import type { Child, Covered, PageKind, PageMemo, Summary } from './page-memo.js';

const values = (...terms: readonly { readonly value: string }[]): ReadonlySet<string> => new Set(terms.map((term) => term.value));

/** Name catalogues, in all versions (FDP-3, section 3.4). */
const catalogueRelations = values(r3d.dataCatalog, fdpo.metadataCatalog, dcat.catalog);
/** FDP-5, for pages without containers. */
const fallbacks = values(r3d.dataCatalog, fdpo.metadataCatalog, dcat.catalog, dcat.dataset, dcat.service, dcat.distribution, dcat.seriesMember);
const records = values(dcat.Dataset, dcat.DatasetSeries, dcat.DataService);
const listings = values(dcat.Catalog, fdpo.FAIRDataPoint, fdpo.MetadataService, r3d.Repository);
const roots = values(fdpo.FAIRDataPoint, fdpo.MetadataService, r3d.Repository);
/** What the software adds on one page and perhaps not on another (FDP-17). */
const added = values(rdfs.label, dct.accessRights, dct.conformsTo, dct.isPartOf, sio.SIO_000628);

interface Container {
  relation: string | null;
  readonly contains: string[];
}

interface Node {
  readonly types: Set<string>;
  readonly predicates: Set<string>;
  readonly links: Map<string, Set<string>>;
  licence: string | null;
  titled: boolean;
}

/** Finds what a page is about and what is below it: what the containers name, united with what they contain (FDP-3 to FDP-5). */
export class PageReader {
  private readonly nodes = new Map<string, Node>();
  private readonly containers = new Map<string, Container>();
  private readonly resources = new Set<string>();

  /** @param relations of a sibling, for records that come without their containers (FDP-10) */
  constructor(
    private readonly url: string,
    private readonly below: 'listing' | 'record',
    private readonly relations: PageMemo['relations'] = [],
  ) {}

  visit(quad: Quad): void {
    const { subject, predicate, object } = quad;
    if (predicate.equals(ldp.contains)) this.container(subject.value).contains.push(object.value);
    else if (predicate.equals(ldp.hasMemberRelation)) this.container(subject.value).relation = object.value;
    else if (predicate.equals(ldp.membershipResource)) this.resources.add(object.value);
    else this.note(subject.termType === 'BlankNode' ? `_:${subject.value}` : subject.value, predicate.value, object.value, object.termType === 'NamedNode');
  }

  /** What the page says something of: a second page with the same bytes is then no loop. */
  described(): readonly string[] {
    return [...this.nodes].flatMap(([iri, { types }]) => (types.size > 0 ? [iri] : []));
  }

  memo(): Omit<PageMemo, 'baseIri' | 'mediaType' | 'next'> {
    const exact = [...this.nodes].filter(([iri]) => bare(iri) === bare(this.url));
    const own = (exact.length > 0 ? exact : [...this.nodes].filter(([iri]) => sameAddress(iri, this.url))).map(([, node]) => node);
    const relations = [...this.containers].flatMap(([iri, { relation }]) => (relation === null ? [] : [[relation, this.listOf(iri)] as const]));
    return { version: 1, ...summary(own, this.below, this.children(relations)), relations, persistent: this.persistent(), covered: [] };
  }

  /** The records of a `/page/` document, each with its children by the relations of its sibling. */
  covered(expected: ReadonlySet<string>): Covered[] {
    const relations: PageMemo['relations'] = this.relations.length > 0 ? this.relations : [...fallbacks].map((relation) => [relation, null] as const);
    return [...this.nodes].flatMap(([url, node]) => {
      if (!expected.has(url)) return [];
      const children = relations.flatMap(([relation, list]) => [...(node.links.get(relation) ?? [])].map((child) => this.child(child, relation, list, true)));
      return [{ url, ...summary([node], this.below, children) }];
    });
  }

  private children(relations: PageMemo['relations']): Child[] {
    const followed: PageMemo['relations'] = relations.length > 0 ? relations : [...fallbacks].map((relation) => [relation, null] as const);
    const found = new Map<string, Child>();
    for (const [relation, list] of followed) {
      for (const node of this.nodes.values())
        for (const url of node.links.get(relation) ?? []) if (!found.has(url)) found.set(url, this.child(url, relation, list, true));
    }
    for (const [iri, { relation, contains }] of this.containers)
      for (const url of contains) if (!found.has(url)) found.set(url, this.child(url, relation, this.listOf(iri), false));
    return [...found.values()].filter(({ url }) => /^https?:/.test(url));
  }

  /** One that the page sums up is read by its own page, which speaks for it before a summary does. */
  private child(url: string, relation: string | null, list: string | null, member: boolean): Child {
    const node = this.nodes.get(url);
    const record = node !== undefined && kindOf([...node.types], 'record') === 'record';
    return { url, member, listing: relation !== null && catalogueRelations.has(relation), record, list: node?.titled === true ? null : list };
  }

  /** `{base}/{segment}/` gives the segment (FDP-3); a record that is its own container has none. */
  private listOf(container: string): string | null {
    return sameAddress(container, this.url) ? null : (/[^/]\/([^/?#]+)\/$/.exec(container)?.[1] ?? null);
  }

  private persistent(): string | null {
    const named = [...this.nodes].filter(([, { types }]) => [...types].some((type) => roots.has(type))).map(([iri]) => iri);
    return [...named, ...this.resources].find((iri) => /^https?:/.test(iri) && hostOf(iri) !== hostOf(this.url))?.replace(/[/#]+$/, '') ?? null;
  }

  private note(subject: string, predicate: string, object: string, isIri: boolean): void {
    const node = this.node(subject);
    if (predicate === rdf.type.value) {
      if (isIri) node.types.add(object);
      return;
    }
    if (!predicate.startsWith(fdpo.iri) && !added.has(predicate)) node.predicates.add(predicate);
    if (predicate === dct.title.value) node.titled = true;
    if (predicate === dct.license.value) node.licence ??= object;
    if (!isIri) return;
    const targets = node.links.get(predicate);
    if (targets === undefined) node.links.set(predicate, new Set([object]));
    else targets.add(object);
  }

  private node(iri: string): Node {
    let node = this.nodes.get(iri);
    if (node === undefined) this.nodes.set(iri, (node = { types: new Set(), predicates: new Set(), links: new Map(), licence: null, titled: false }));
    return node;
  }

  private container(iri: string): Container {
    let container = this.containers.get(iri);
    if (container === undefined) this.containers.set(iri, (container = { relation: null, contains: [] }));
    return container;
  }
}

function summary(own: readonly Node[], below: 'listing' | 'record', children: readonly Child[]): Summary {
  const types = own.flatMap((node) => [...node.types]);
  return {
    kind: kindOf(types, below),
    catalogue: types.includes(dcat.Catalog.value),
    children,
    said: new Set(own.flatMap((node) => [...node.predicates])).size,
    licence: own.find((node) => node.licence !== null)?.licence ?? null,
  };
}

/** A root is typed dcat:DataService as well, and a catalogue may be typed dcat:Dataset: they list records and are none. */
function kindOf(types: readonly string[], below: 'listing' | 'record'): PageKind {
  if (types.some((type) => listings.has(type))) return 'listing';
  if (types.some((type) => records.has(type))) return 'record';
  return below === 'record' || types.includes(dcat.Distribution.value) ? 'part' : 'listing';
}

/** The same but for a slash or fragment at the end. */
export function sameAddress(a: string, b: string): boolean {
  return bare(a.replace(/#.*$/, '')) === bare(b.replace(/#.*$/, ''));
}

const bare = (url: string): string => url.replace(/[/#]+$/, '');

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
