import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { ndc } from '../../vocab/ndc.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { spdx } from '../../vocab/spdx.js';
import { xsd } from '../../vocab/xsd.js';
import type { DescriptionCopy, LoggedChange, RecordHead, RecordLog, VersionFacts } from '../domain/record.js';
import { recordId } from '../domain/record-id.js';
import type { LedgerReader } from '../ports/ledger.js';
import { isValidIri } from '../rdf/iri.js';
import { canonicalText } from '../rdf/terms.js';
import { factsOf, publicIri, recordIri, runIri } from './record-rdf.js';
import type { Surroundings } from './surroundings.js';

const { namedNode, literal, quad } = DataFactory;

/** More deeds than this on one record are for its history, not for its provenance. */
const maxDeeds = 20;
const maxVersions = 200;

/** Where a record comes from, as PROV-O (REC-7). */
export interface Provenance {
  /** About nodes of this record alone: its entry and what lies under the entry's address. */
  readonly own: readonly Quad[];
  /** Nodes that other records share, by IRI: runs and the software. */
  readonly shared: ReadonlyMap<string, readonly Quad[]>;
  /** Runs among them that have not ended yet, by IRI. */
  readonly open: ReadonlyMap<string, number>;
}

/** The same as N-Triples. */
export interface ProvenanceText {
  readonly own: string;
  readonly shared: ReadonlyMap<string, string>;
  readonly open: ReadonlyMap<string, number>;
}

/** What the provenance graph holds of a published record: the version in force, and what operators did with it. */
export function presentProvenance(head: RecordHead, reader: LedgerReader, surroundings: Surroundings): Provenance {
  const facts = factsOf(head, reader);
  return provenanceOf({ head, log: reader.history(head.id), versions: facts === undefined ? [] : [facts], copies: [] }, surroundings);
}

/** The whole of it, for who asks for one record: every version, and what other stations say. */
export function wholeProvenance(head: RecordHead, reader: LedgerReader, surroundings: Surroundings): Provenance {
  return provenanceOf(
    { head, log: reader.history(head.id), versions: reader.versionFacts(head.id, maxVersions), copies: reader.copies(head.id) },
    surroundings,
  );
}

export function provenanceText({ own, shared, open }: Provenance): ProvenanceText {
  return { own: canonicalText(own), shared: new Map([...shared].map(([iri, quads]) => [iri, canonicalText(quads)])), open };
}

/** When a run ended, for a run that was still under way when it was written; null while it is. */
export function runEnd(run: number, reader: Pick<LedgerReader, 'run'>, baseUrl: string): string | null {
  const found = reader.run(run);
  if (found?.endedAt == null) return null;
  return canonicalText([quad(namedNode(runIri(baseUrl, found.station, run)), prov.endedAtTime, literal(found.endedAt, xsd.dateTime))]);
}

interface Facts {
  readonly head: RecordHead;
  readonly log: RecordLog;
  readonly versions: readonly VersionFacts[];
  readonly copies: readonly DescriptionCopy[];
}

function provenanceOf({ head, log, versions, copies }: Facts, surroundings: Surroundings): Provenance {
  const { baseUrl } = surroundings;
  const entry = namedNode(recordIri(baseUrl, head.id));
  const shared = new Map<string, readonly Quad[]>();
  const open = new Map<string, number>();
  const own: Quad[] = [quad(entry, rdf.type, prov.Entity), quad(entry, prov.specializationOf, namedNode(publicIri(head.iri, baseUrl)))];
  const current = versions.find(({ n }) => n === head.version);
  if (current !== undefined) own.push(quad(entry, prov.wasGeneratedBy, namedNode(runIri(baseUrl, current.station, current.run.id))));
  for (const facts of versions) {
    own.push(...versionQuads(entry, facts, previousOf(facts.n, log), surroundings));
    const run = runIri(baseUrl, facts.station, facts.run.id);
    shared.set(run, runQuads(facts, baseUrl));
    shared.set(softwareIri(baseUrl, facts.pipeline), softwareQuads(baseUrl, facts.pipeline));
    if (facts.run.endedAt === null) open.set(run, facts.run.id);
  }
  own.push(...deedQuads(entry, log), ...mergerQuads(entry, log), ...copies.flatMap((copy) => copyQuads(entry, copy, baseUrl)));
  return { own, shared, open };
}

/** The version that was published before one was for the first time. */
function previousOf(n: number, { publications }: RecordLog): number | null {
  const at = publications.findIndex((publication) => publication.n === n);
  return (
    publications
      .slice(0, Math.max(0, at))
      .reverse()
      .find((publication) => publication.n !== n)?.n ?? null
  );
}

function versionQuads(entry: NamedNode, facts: VersionFacts, previous: number | null, { baseUrl, profileIri }: Surroundings): Quad[] {
  const { n, station, run, provenance, gap } = facts;
  const node = part(entry, 'version', n);
  const activity = namedNode(runIri(baseUrl, station, run.id));
  const quads = [
    quad(entry, dct.hasVersion, node),
    quad(node, rdf.type, prov.Entity),
    quad(node, prov.specializationOf, entry),
    quad(node, dcat.version, literal(String(n))),
    quad(node, prov.generatedAtTime, literal(facts.receivedAt, xsd.dateTime)),
    quad(node, prov.wasGeneratedBy, activity),
    quad(node, prov.wasAttributedTo, namedNode(softwareIri(baseUrl, facts.pipeline))),
  ];
  if (previous !== null) {
    const before = part(entry, 'version', previous);
    quads.push(quad(node, prov.wasRevisionOf, before), quad(before, rdf.type, prov.Entity), quad(before, prov.specializationOf, entry));
  }
  if (gap?.kind === 'redacted') return quads;
  for (const origin of facts.origins.filter(isValidIri)) quads.push(quad(node, dct.source, namedNode(origin)));
  return provenance === null
    ? quads
    : [...quads, ...sourceQuads(entry, facts, activity, provenance), ...verdictQuads(entry, n, activity, provenance, profileIri)];
}

/** The document as it was retrieved, with its hash, and the source's own entry (REC-3). */
function sourceQuads(entry: NamedNode, { n, receivedHash }: VersionFacts, activity: NamedNode, provenance: NonNullable<VersionFacts['provenance']>): Quad[] {
  const [version, document, checksum] = [part(entry, 'version', n), part(entry, 'source', n), part(entry, 'checksum', n)];
  const quads = [
    quad(version, prov.wasDerivedFrom, document),
    quad(activity, prov.used, document),
    quad(document, rdf.type, prov.Entity),
    quad(document, prov.generatedAtTime, literal(provenance.retrievedAt, xsd.dateTime)),
    quad(document, spdx.checksum, checksum),
    quad(checksum, rdf.type, spdx.Checksum),
    quad(checksum, spdx.algorithm, spdx.checksumAlgorithm_sha256),
    quad(checksum, spdx.checksumValue, literal(receivedHash, xsd.hexBinary)),
  ];
  const { url, entry: found } = provenance;
  if (url !== null && /^https?:/i.test(url) && isValidIri(url)) quads.push(quad(document, prov.specializationOf, namedNode(url)));
  if (found === null) return quads;
  const node = part(entry, 'source-entry', n);
  quads.push(quad(version, prov.wasDerivedFrom, node), quad(node, rdf.type, prov.Entity));
  if (found.iri !== null) quads.push(quad(node, prov.specializationOf, namedNode(found.iri)));
  if (found.source !== null) quads.push(quad(node, prov.wasDerivedFrom, namedNode(found.source)));
  if (found.issued !== null) quads.push(quad(node, dct.issued, date(found.issued)));
  if (found.modified !== null) quads.push(quad(node, dct.modified, date(found.modified)));
  return quads;
}

function verdictQuads(
  entry: NamedNode,
  n: number,
  activity: NamedNode,
  { profile, violations, warnings }: NonNullable<VersionFacts['provenance']>,
  profileIri: (id: string) => string,
): Quad[] {
  if (profile === null) return [];
  const node = part(entry, 'validation', n);
  return [
    quad(node, rdf.type, prov.Entity),
    quad(node, prov.wasGeneratedBy, activity),
    quad(node, prov.wasDerivedFrom, part(entry, 'version', n)),
    quad(node, dct.conformsTo, namedNode(profileIri(profile))),
    quad(node, ndc.violations, literal(String(violations), xsd.integer)),
    quad(node, ndc.warnings, literal(String(warnings), xsd.integer)),
  ];
}

function runQuads({ station, run, pipeline }: VersionFacts, baseUrl: string): Quad[] {
  const node = namedNode(runIri(baseUrl, station, run.id));
  return [
    quad(node, rdf.type, prov.Activity),
    quad(node, prov.startedAtTime, literal(run.startedAt, xsd.dateTime)),
    ...(run.endedAt === null ? [] : [quad(node, prov.endedAtTime, literal(run.endedAt, xsd.dateTime))]),
    quad(node, prov.wasAssociatedWith, namedNode(softwareIri(baseUrl, pipeline))),
    quad(node, prov.atLocation, namedNode(stationIri(baseUrl, station))),
    ...(run.of === null ? [] : [quad(node, prov.wasInformedBy, namedNode(runIri(baseUrl, station, run.of)))]),
  ];
}

/** The software that made a version, at the release of the pipeline that decides its form. */
function softwareIri(baseUrl: string, pipeline: string): string {
  return `${baseUrl}/about#${encodeURIComponent(pipeline)}`;
}

function softwareQuads(baseUrl: string, pipeline: string): Quad[] {
  const node = namedNode(softwareIri(baseUrl, pipeline));
  return [quad(node, rdf.type, prov.SoftwareAgent), quad(node, rdfs.label, literal('ndc')), quad(node, dcat.version, literal(pipeline))];
}

function stationIri(baseUrl: string, station: string): string {
  return `${baseUrl}/api/v1/stations/${station}`;
}

/** What operators did: with their role, never with their name. */
function deedQuads(entry: NamedNode, { changes }: RecordLog): Quad[] {
  const deeds = changes.filter(({ cause, by }) => cause === 'operator' || by !== null).slice(-maxDeeds);
  return deeds.flatMap((change) => deedNode(entry, String(change.seq), deedOf(change, changes), change.time));
}

function deedOf({ op, run, seq }: LoggedChange, changes: readonly LoggedChange[]): string {
  if (run?.trigger === 'revert') return 'reverted';
  if (op !== 'created') return op;
  const before = changes.filter((change) => change.seq < seq).at(-1);
  return before?.op === 'withheld' ? 'released' : 'returned';
}

function mergerQuads(entry: NamedNode, { merged }: RecordLog): Quad[] {
  return merged.flatMap(({ iri, id, at }) => {
    const alternate = isValidIri(iri) ? [quad(entry, prov.alternateOf, namedNode(iri))] : [];
    return id === null || at === null ? alternate : [...alternate, ...deedNode(entry, `merged-${id}`, 'merged', at)];
  });
}

function deedNode(entry: NamedNode, key: string, deed: string, at: string): Quad[] {
  const node = part(entry, 'deed', key);
  const agent = namedNode(`${entry.value}#operator`);
  return [
    quad(node, rdf.type, prov.Activity),
    quad(node, ndc.deed, literal(deed)),
    quad(node, prov.used, entry),
    quad(node, prov.startedAtTime, literal(at, xsd.dateTime)),
    quad(node, prov.endedAtTime, literal(at, xsd.dateTime)),
    quad(node, prov.wasAssociatedWith, agent),
    quad(agent, rdf.type, prov.Agent),
    quad(agent, rdfs.label, literal('operator of the catalogue', 'en')),
  ];
}

/** What another station says of the record, with the chain that it gives itself (REC-8). */
function copyQuads(entry: NamedNode, { station, subject, url, lastSeenAt, origins }: DescriptionCopy, baseUrl: string): Quad[] {
  const node = part(entry, 'copy', `${station}-${recordId(subject)}`);
  const quads = [
    quad(node, rdf.type, prov.Entity),
    quad(node, prov.alternateOf, entry),
    quad(node, prov.wasAttributedTo, namedNode(stationIri(baseUrl, station))),
    quad(node, prov.generatedAtTime, literal(lastSeenAt, xsd.dateTime)),
  ];
  if (isValidIri(subject)) quads.push(quad(node, prov.specializationOf, namedNode(publicIri(subject, baseUrl))));
  if (url !== null && /^https?:/i.test(url) && isValidIri(url)) quads.push(quad(node, prov.wasDerivedFrom, namedNode(url)));
  for (const origin of origins.filter(isValidIri)) quads.push(quad(node, dct.source, namedNode(origin)));
  return quads;
}

function part(entry: NamedNode, kind: string, key: number | string): NamedNode {
  return namedNode(`${entry.value}#${kind}-${String(key)}`);
}

const date = (text: string): ReturnType<typeof literal> => literal(text, text.includes('T') ? xsd.dateTime : xsd.date);
