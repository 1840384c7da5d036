import { createHash } from 'node:crypto';
import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import canonize from 'rdf-canonize';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { healthdcatap } from '../../vocab/healthdcatap.js';
import { groupBy } from './group-by.js';
import { genidPrefix, termToNTriples } from './terms.js';

const distributionProperties: ReadonlySet<string> = new Set([dcat.distribution.value, adms.sample.value, healthdcatap.analytics.value]);

/**
 * Gives every blank node of a record a `urn:ndc:genid:` IRI that stays the same between runs (DESIGN section 3):
 * distributions by what identifies them, matched against the previous version first, other nodes by the hash of their
 * canonical form within the record. Nodes of equal content become one, which says the same thing.
 *
 * @param previous the triples of the last version of the same description
 */
export async function skolemise(record: string, quads: readonly Quad[], previous: readonly Quad[]): Promise<Quad[]> {
  const blank = new Set<string>();
  for (const quad of quads) for (const term of [quad.subject, quad.object]) if (term.termType === 'BlankNode') blank.add(term.value);
  if (blank.size === 0) return quads.map((quad) => DataFactory.quad(quad.subject as NamedNode, quad.predicate as NamedNode, quad.object as NamedNode));
  const outgoing = groupBy(quads.filter((quad) => quad.subject.termType === 'BlankNode'), (quad) => quad.subject.value);
  const labels = isTree(outgoing) ? new Map<string, string>() : await canonicalLabels(quads);
  const hashes = new ContentHashes(outgoing, labels);
  const names = new Map<string, NamedNode>();
  for (const [node, key] of distributionKeys(quads, outgoing, hashes, previous)) names.set(node, key.startsWith(genidPrefix) ? DataFactory.namedNode(key) : mint(record, key));
  const named = (term: Term): NamedNode => {
    if (term.termType !== 'BlankNode') return term as NamedNode;
    let name = names.get(term.value);
    if (name === undefined) names.set(term.value, (name = mint(record, hashes.of(term.value))));
    return name;
  };
  return quads.map((quad) => DataFactory.quad(named(quad.subject), quad.predicate as NamedNode, named(quad.object)));
}

/** IRI for a record that has none (RDF-8): by its identifier, else by title, publisher and landing page. */
export function mintRecordIri(station: string, quads: readonly Quad[], key: string): string {
  const own = quads.filter((quad) => quad.subject.termType === 'BlankNode' && `_:${quad.subject.value}` === key);
  const values = (predicate: NamedNode): string[] => own.filter((quad) => quad.predicate.equals(predicate)).map((quad) => (quad.object.termType === 'BlankNode' ? '' : quad.object.value)).sort();
  const identifier = values(dct.identifier);
  const basis = identifier.length > 0 ? ['identifier', ...identifier] : ['described', ...values(dct.title), ...values(dct.publisher), ...values(dcat.landingPage)];
  return mint(`station:${station}`, basis.join('\n')).value;
}

function mint(scope: string, key: string): NamedNode {
  return DataFactory.namedNode(genidPrefix + createHash('sha256').update(`${scope}\n${key}`).digest('hex').slice(0, 32));
}

function isTree(outgoing: ReadonlyMap<string, readonly Quad[]>): boolean {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (node: string): boolean => {
    const known = state.get(node);
    if (known !== undefined) return known === 'done';
    state.set(node, 'open');
    const sound = (outgoing.get(node) ?? []).every((quad) => quad.object.termType !== 'BlankNode' || visit(quad.object.value));
    state.set(node, 'done');
    return sound;
  };
  return [...outgoing.keys()].every(visit);
}

/** RDFC-1.0 labels, needed only where blank nodes form a circle and so have no form of their own. */
async function canonicalLabels(quads: readonly Quad[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  await canonize.canonize(quads.map(plainQuad), { algorithm: 'RDFC-1.0', format: 'application/n-quads', canonicalIdMap: ids, maxWorkFactor: 1 });
  return new Map([...ids].map(([from, to]) => [from.replace(/^_:/, ''), to]));
}

function plainQuad(quad: Quad): object {
  return { subject: plainTerm(quad.subject), predicate: plainTerm(quad.predicate), object: plainTerm(quad.object), graph: { termType: 'DefaultGraph', value: '' } };
}

function plainTerm(term: Term): object {
  if (term.termType === 'Literal') return { termType: 'Literal', value: term.value, language: term.language, datatype: { termType: 'NamedNode', value: term.datatype.value } };
  return { termType: term.termType, value: term.value };
}

class ContentHashes {
  private readonly known = new Map<string, string>();

  constructor(
    private readonly outgoing: ReadonlyMap<string, readonly Quad[]>,
    private readonly labels: ReadonlyMap<string, string>,
  ) {}

  of(node: string): string {
    const label = this.labels.get(node);
    if (label !== undefined) return label;
    let hash = this.known.get(node);
    if (hash === undefined) {
      const lines = (this.outgoing.get(node) ?? []).map((quad) => `${quad.predicate.value} ${quad.object.termType === 'BlankNode' ? this.of(quad.object.value) : termToNTriples(quad.object)}`);
      hash = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
      this.known.set(node, hash);
    }
    return hash;
  }
}

/** What identifies a distribution, strongest first; the node's content stands last. */
function identities(quads: readonly Quad[]): string[] {
  const first = (predicate: NamedNode): string | undefined => quads.filter((quad) => quad.predicate.equals(predicate) && quad.object.termType !== 'BlankNode').map((quad) => quad.object.value).sort()[0];
  const found: string[] = [];
  const identifier = first(dct.identifier);
  const download = first(dcat.downloadURL);
  const access = first(dcat.accessURL);
  const title = first(dct.title);
  if (identifier !== undefined) found.push(`identifier ${identifier}`);
  if (download !== undefined) found.push(`download ${download}`);
  if (access !== undefined) found.push(`access ${access} ${first(dct.format) ?? first(dcat.mediaType) ?? ''}`);
  if (title !== undefined) found.push(`title ${title}`);
  return found;
}

function* distributionKeys(quads: readonly Quad[], outgoing: ReadonlyMap<string, readonly Quad[]>, hashes: ContentHashes, previous: readonly Quad[]): Iterable<readonly [string, string]> {
  const nodes = new Set(quads.filter((quad) => distributionProperties.has(quad.predicate.value) && quad.object.termType === 'BlankNode').map((quad) => quad.object.value));
  const before = previousDistributions(previous);
  const taken = new Set<string>();
  const ordered = [...nodes].sort((a, b) => (hashes.of(a) < hashes.of(b) ? -1 : 1));
  for (const node of ordered) {
    const own = identities(outgoing.get(node) ?? []);
    const match = own.map((identity) => before.get(identity)?.find((iri) => !taken.has(iri))).find((iri) => iri !== undefined);
    const key = match ?? own.find((identity) => !taken.has(identity)) ?? `content ${hashes.of(node)}`;
    taken.add(key);
    yield [node, key];
  }
}

function previousDistributions(previous: readonly Quad[]): Map<string, string[]> {
  const nodes = new Set(previous.filter((quad) => distributionProperties.has(quad.predicate.value) && quad.object.value.startsWith(genidPrefix)).map((quad) => quad.object.value));
  const found = new Map<string, string[]>();
  if (nodes.size === 0) return found;
  const bySubject = groupBy(previous, (quad) => quad.subject.value);
  for (const node of nodes) {
    for (const identity of identities(bySubject.get(node) ?? [])) found.set(identity, [...(found.get(identity) ?? []), node]);
  }
  return found;
}
