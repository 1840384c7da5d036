import type { NamedNode } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { csvw } from '../../vocab/csvw.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { dqv } from '../../vocab/dqv.js';
import { foaf } from '../../vocab/foaf.js';
import { geodcatap } from '../../vocab/geodcatap.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { prov } from '../../vocab/prov.js';
import { spdx } from '../../vocab/spdx.js';
import { prefixedName, prefixes } from '../../src/rdf/prefixes.js';
import { termToNTriples } from '../../src/rdf/terms.js';

/** Nodes below a dataset are read this many steps down: variables' columns and what hangs on them are the deepest. */
export const maxDepth = 4;

/** Properties of a record that are followed through IRIs (RDF-10); blank nodes are followed through any property. */
const ofRecords: readonly NamedNode[] = [
  dcat.distribution,
  adms.sample,
  h.analytics,
  dct.publisher,
  dct.creator,
  geodcatap.custodian,
  h.hdab,
  h.hdabCoordinator,
  dct.rightsHolder,
  dcat.contactPoint,
  prov.qualifiedAttribution,
  prov.wasGeneratedBy,
  dct.temporal,
  dct.spatial,
  dct.provenance,
  dqv.hasQualityAnnotation,
  h.hasVariables,
  adms.identifier,
  dpv.hasLegalBasis,
  dpv.hasPurpose,
  dpv.hasPersonalData,
  dct.rights,
  dct.license,
  dct.conformsTo,
  dcat.qualifiedRelation,
  foaf.page,
  h.retentionPeriod,
];

/** The same for what hangs on a record: distributions, services, agents and variables. A shorter list, since it stands in each query six times. */
const ofParts: readonly NamedNode[] = [
  dcat.accessService,
  dct.publisher,
  dct.creator,
  dct.rightsHolder,
  dcat.contactPoint,
  cv.contactPoint,
  prov.agent,
  spdx.checksum,
  dct.temporal,
  csvw.table,
  csvw.column,
  dct.rights,
  dct.license,
  dct.conformsTo,
  foaf.page,
  cv.openingHours,
  cv.specialOpeningHoursSpecification,
];
const followed: readonly ReadonlySet<string>[] = [ofRecords, ofParts].map((properties) => new Set(properties.map((property) => property.value)));

/** Whether the node at the end of a property belongs to the description, so many steps below the record. */
export function isFollowed(property: string, depth: number): boolean {
  return followed[Math.min(depth, 1)]?.has(property) === true;
}

const iri = (text: string): string => termToNTriples(DataFactory.namedNode(text));
const text = (value: string): string => termToNTriples(DataFactory.literal(value));

/** Short names keep a query within the length of an address, for servers that know only GET. */
const node = ({ value }: NamedNode): string => prefixedName(value);

/** Puts the declarations of the short names before a query. */
function declared(query: string): string {
  const used = Object.entries(prefixes).filter(([prefix]) => new RegExp(`\\b${prefix}:[A-Za-z]`).test(query));
  return [...used.map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}>`), query].join('\n');
}

/** Datasets, series, and services that stand on their own: one that a distribution names is read with its dataset. */
const recordsAs = (d: string): string =>
  `{ ${d} a ${node(dcat.Dataset)} } UNION { ${d} a ${node(dcat.DatasetSeries)} } UNION { ${d} a ${node(dcat.DataService)} FILTER NOT EXISTS { ?x ${node(dcat.accessService)} ${d} } }`;
const records = recordsAs('?d');

/** By what records are asked for: their IRI, or, as terms of a query, the identifier of those that have none. */
export type KeyKind = 'iri' | 'identifier';

/** Puts a pattern into the graph that the operator names (SPQ-6). */
function within(graph: string | null, pattern: string): string {
  return graph === null ? pattern : `GRAPH ${graph === '*' ? '?g' : iri(graph)} { ${pattern} }`;
}

/** SPQ-7; `blank` counts the records without an IRI, which nobody can ask for by name. */
export function countQuery(graph: string | null, kind: 'iri' | 'blank'): string {
  return declared(`SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ${within(graph, records)} FILTER(${kind === 'iri' ? 'isIRI' : 'isBlank'}(?d)) }`);
}

/**
 * One page of keys behind `after` in the order of their text (SPQ-1): no OFFSET, so that inserts do not move what is still to come.
 *
 * @param since the first day of dct:modified that counts; records that do not tell are always named (SPQ-8)
 */
export function keysQuery(graph: string | null, after: string | null, limit: number, since: string | null): string {
  const changed = since === null ? '' : ` OPTIONAL { ?d ${node(dct.modified)} ?m } FILTER(!BOUND(?m) || SUBSTR(STR(?m), 1, 10) >= ${text(since)})`;
  const behind = after === null ? '' : ` && STR(?d) > ${text(after)}`;
  return declared(`SELECT DISTINCT ?d WHERE { ${within(graph, `${records}${changed}`)} FILTER(isIRI(?d)${behind}) } ORDER BY STR(?d) LIMIT ${String(limit)}`);
}

/** One page of the identifiers of records without an IRI, behind `after` in the order of their text. */
export function identifiersQuery(graph: string | null, after: string | null, limit: number): string {
  const behind = after === null ? '' : ` && STR(?i) > ${text(after)}`;
  return declared(
    `SELECT DISTINCT ?i WHERE { ${within(graph, `${records} ?d ${node(dct.identifier)} ?i`)} FILTER(isBlank(?d) && !isBlank(?i)${behind}) } ORDER BY STR(?i) LIMIT ${String(limit)}`,
  );
}

/** All triples of the records and of what hangs on them, by paths of a fixed length (SPQ-4). */
export function descriptionsQuery(graph: string | null, keys: readonly string[], by: KeyKind = 'iri'): string {
  return declared(`CONSTRUCT { ?s ?p ?o } WHERE { ${within(graph, descriptions(keys, by))} }`);
}

/** How many triples the same descriptions have: more than came means that the server cut them without a word (SPQ-3). */
export function triplesQuery(graph: string | null, keys: readonly string[], by: KeyKind = 'iri'): string {
  return declared(`SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ${within(graph, descriptions(keys, by))} } }`);
}

/** The operator's own query with the keys behind it (SPQ-11). */
export function ownQuery(construct: string, keys: readonly string[]): string {
  return `${construct.trimEnd()}\n${values('d', keys)}`;
}

function descriptions(keys: readonly string[], by: KeyKind): string {
  const own = `{ ${by === 'iri' ? values('s', keys) : identified('s', keys)} ?s ?p ?o }`;
  const below = Array.from({ length: maxDepth }, (_, steps) => `{ ${by === 'iri' ? values('d', keys) : identified('d', keys)} ${path(steps + 1)} ?s ?p ?o }`);
  return [own, ...below].join(' UNION ');
}

/** From ?d to ?s in so many steps; each ends in a blank node or goes by one of the listed properties. */
function path(steps: number): string {
  return Array.from({ length: steps }, (_, step) => {
    const [from, to] = [step === 0 ? '?d' : `?n${String(step)}`, step === steps - 1 ? '?s' : `?n${String(step + 1)}`];
    const property = `?p${String(step + 1)}`;
    const listed = (step === 0 ? ofRecords : ofParts).map(node).join(',');
    return `${from} ${property} ${to} . FILTER(isBlank(${to}) || (isIRI(${to}) && ${property} IN (${listed})))`;
  }).join(' ');
}

function values(variable: string, keys: readonly string[]): string {
  return `VALUES ?${variable} { ${keys.map(iri).join(' ')} }`;
}

function identified(variable: string, keys: readonly string[]): string {
  return `VALUES ?i { ${keys.join(' ')} } ?${variable} ${node(dct.identifier)} ?i FILTER(isBlank(?${variable})) ${recordsAs(`?${variable}`)}`;
}
