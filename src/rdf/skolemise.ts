import { createHash } from 'node:crypto';
import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import canonize from 'rdf-canonize';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { healthdcatap } from '../../vocab/healthdcatap.js';
import { StationError } from '../domain/errors.js';
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
  const outgoing = groupBy(
    quads.filter((quad) => quad.subject.termType === 'BlankNode'),
    (quad) => quad.subject.value,
  );
  const order = bottomUp(outgoing);
  const hashes = new ContentHashes(outgoing, order === null ? await canonicalLabels(quads) : new Map<string, string>());
  for (const node of order ?? []) hashes.of(node);
  const names = new Map<string, NamedNode>();
  for (const [node, key] of distributionKeys(record, quads, outgoing, hashes, previous))
    names.set(node, key.startsWith(genidPrefix) ? DataFactory.namedNode(key) : mint(record, key));
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
  const values = (predicate: NamedNode): string[] =>
    own
      .filter((quad) => quad.predicate.equals(predicate))
      .map((quad) => (quad.object.termType === 'BlankNode' ? '' : quad.object.value))
      .sort();
  const identifier = values(dct.identifier);
  const basis =
    identifier.length > 0 ? ['identifier', ...identifier] : ['described', ...values(dct.title), ...values(dct.publisher), ...values(dcat.landingPage)];
  return mint(`station:${station}`, basis.join('\n')).value;
}

function mint(scope: string, key: string): NamedNode {
  return DataFactory.namedNode(genidPrefix + createHash('sha256').update(`${scope}\n${key}`).digest('hex').slice(0, 32));
}

/** Blank nodes from the leaves upwards, null when some form a circle; without recursion, since a list may have many thousand nodes. */
function bottomUp(outgoing: ReadonlyMap<string, readonly Quad[]>): string[] | null {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const root of outgoing.keys()) {
    const stack = [root];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (state.get(node) === undefined) {
        state.set(node, 'open');
        for (const { object } of outgoing.get(node) ?? []) {
          if (object.termType !== 'BlankNode') continue;
          const below = state.get(object.value);
          if (below === 'open') return null;
          if (below === undefined) stack.push(object.value);
        }
        continue;
      }
      stack.pop();
      if (state.get(node) === 'open') {
        state.set(node, 'done');
        order.push(node);
      }
    }
  }
  return order;
}

/** A ring of thirty nodes that look alike needs as many; a graph made to explode needs more than there is time (SSRF-10). */
const mostDeepIterations = 1000;
const longestMs = 5000;

/** RDFC-1.0 labels, needed only where blank nodes form a circle and so have no form of their own. */
async function canonicalLabels(quads: readonly Quad[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  try {
    await canonize.canonize(quads.map(plainQuad), {
      algorithm: 'RDFC-1.0',
      format: 'application/n-quads',
      canonicalIdMap: ids,
      maxDeepIterations: mostDeepIterations,
      signal: AbortSignal.timeout(longestMs),
    });
  } catch (error) {
    throw new StationError(
      'station/unreadable',
      'The blank nodes of the record refer to each other in circles that cannot be told apart.',
      {},
      { cause: error },
    );
  }
  return new Map([...ids].map(([from, to]) => [from.replace(/^_:/, ''), to]));
}

function plainQuad(quad: Quad): object {
  return {
    subject: plainTerm(quad.subject),
    predicate: plainTerm(quad.predicate),
    object: plainTerm(quad.object),
    graph: { termType: 'DefaultGraph', value: '' },
  };
}

function plainTerm(term: Term): object {
  if (term.termType === 'Literal')
    return { termType: 'Literal', value: term.value, language: term.language, datatype: { termType: 'NamedNode', value: term.datatype.value } };
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
      const lines = (this.outgoing.get(node) ?? []).map(
        (quad) => `${quad.predicate.value} ${quad.object.termType === 'BlankNode' ? this.of(quad.object.value) : termToNTriples(quad.object)}`,
      );
      hash = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
      this.known.set(node, hash);
    }
    return hash;
  }
}

/** What identifies a distribution, strongest first; the node's content stands last. */
function identities(quads: readonly Quad[]): string[] {
  const first = (predicate: NamedNode): string | undefined =>
    quads
      .filter((quad) => quad.predicate.equals(predicate) && quad.object.termType !== 'BlankNode')
      .map((quad) => quad.object.value)
      .sort()[0];
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

/**
 * The key of each blank distribution: the IRI it had in the previous version when that is beyond doubt (same content, else
 * an identity that one node has before and after), else the first that fits, else a new key.
 */
function distributionKeys(
  record: string,
  quads: readonly Quad[],
  outgoing: ReadonlyMap<string, readonly Quad[]>,
  hashes: ContentHashes,
  previous: readonly Quad[],
): Map<string, string> {
  const nodes = new Set(
    quads.filter((quad) => distributionProperties.has(quad.predicate.value) && quad.object.termType === 'BlankNode').map((quad) => quad.object.value),
  );
  const ordered = [...nodes]
    .map((node) => ({ node, hash: hashes.of(node), own: identities(outgoing.get(node) ?? []) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
  const before = previousDistributions(previous);
  const counts = new Map<string, number>();
  for (const { own } of ordered) for (const identity of own) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  const free = (iris: readonly string[] | undefined): string | undefined => iris?.find((iri) => !taken.has(iri));
  const take = (node: string, key: string | undefined): void => {
    if (key === undefined || keys.has(node)) return;
    keys.set(node, key);
    taken.add(key);
  };
  for (const { node, hash } of ordered) {
    const same = before.byContent.get(contentOf(outgoing.get(node) ?? [], (blank) => `<${mint(record, hashes.of(blank)).value}>`));
    const first = mint(record, `content ${hash}`).value;
    take(node, same?.includes(first) === true && !taken.has(first) ? first : free(same));
  }
  for (const { node, own } of ordered)
    take(
      node,
      own
        .filter((identity) => counts.get(identity) === 1 && before.byIdentity.get(identity)?.length === 1)
        .map((identity) => free(before.byIdentity.get(identity)))
        .find((iri) => iri !== undefined),
    );
  for (const { node, own } of ordered)
    take(
      node,
      own.map((identity) => free(before.byIdentity.get(identity))).find((iri) => iri !== undefined),
    );
  for (const { node, own, hash } of ordered)
    take(node, own.find((identity) => !taken.has(identity) && !taken.has(mint(record, identity).value)) ?? `content ${hash}`);
  return keys;
}

function contentOf(quads: readonly Quad[], blank: (label: string) => string): string {
  return quads
    .map((quad) => `${quad.predicate.value} ${quad.object.termType === 'BlankNode' ? blank(quad.object.value) : termToNTriples(quad.object)}`)
    .sort()
    .join('\n');
}

function previousDistributions(previous: readonly Quad[]): { readonly byIdentity: Map<string, string[]>; readonly byContent: Map<string, string[]> } {
  const nodes = new Set(
    previous.filter((quad) => distributionProperties.has(quad.predicate.value) && quad.object.value.startsWith(genidPrefix)).map((quad) => quad.object.value),
  );
  const byIdentity = new Map<string, string[]>();
  const byContent = new Map<string, string[]>();
  if (nodes.size === 0) return { byIdentity, byContent };
  const bySubject = groupBy(previous, (quad) => quad.subject.value);
  const add = (map: Map<string, string[]>, key: string, node: string): void => void map.set(key, [...(map.get(key) ?? []), node]);
  for (const node of nodes) {
    const own = bySubject.get(node) ?? [];
    for (const identity of identities(own)) add(byIdentity, identity, node);
    add(
      byContent,
      contentOf(own, (label) => label),
      node,
    );
  }
  return { byIdentity, byContent };
}
