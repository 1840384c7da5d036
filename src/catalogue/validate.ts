import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { CatalogueError } from '../domain/errors.js';
import { chooseText, type LanguageMap } from '../domain/language.js';
import type { AdmissionReason } from '../domain/record.js';
import type { Repair } from '../domain/repair.js';
import { unregisteredStation, type Station } from '../domain/station.js';
import type { Change, Excerpt, ValidationReport, ValidationResult } from '../domain/validation.js';
import type { DocumentLines } from '../rdf/excerpt.js';
import type { RdfFormat } from '../rdf/format.js';
import type { JsonLocator } from '../rdf/json-locator.js';
import { normaliseQuad } from '../rdf/normalise.js';
import type { QuadSink } from '../rdf/parse.js';
import { readDescription } from '../rdf/read-description.js';
import { repairMessage } from '../rdf/repair-message.js';
import { mintRecordIri, skolemise } from '../rdf/skolemise.js';
import { Splitter, type SplitRecord } from '../rdf/split.js';
import type { QuadSpool, SpooledQuad } from '../rdf/spool.js';
import { termToNTriples } from '../rdf/terms.js';
import { reasonMessage } from './admission.js';
import { judge, type JudgeDependencies, type Judgement } from './judge.js';

/** A dataset, series, service or catalogue in the document, and what the policy decided about it. */
export interface ValidationSubject {
  readonly iri: string;
  readonly title: string | null;
  readonly kind: 'dataset' | 'series' | 'service' | 'catalogue';
  readonly publishable: boolean;
  /** The profile that counted, with the part of it that was run, such as `healthdcat-ap-r8/public`. */
  readonly profile: string;
  /** Why it would be held; empty when it is publishable. */
  readonly reasons: readonly { readonly code: AdmissionReason['code']; readonly message: LanguageMap; readonly detail: string }[];
}

/** A result with its place in the document. */
export interface DocumentResult extends ValidationResult {
  /** The lines around it, where the text is at hand. */
  readonly excerpt: Excerpt | null;
  /** XPath (RDF/XML) or JSON pointer (JSON-LD) of the statement or node at fault. */
  readonly location: string | null;
}

/** What the catalogue puts right on reading, or cannot. */
export interface DocumentRepair {
  readonly dataset: string;
  readonly line: number | null;
  readonly location: string | null;
  readonly rule: string;
  readonly repaired: boolean;
  readonly message: LanguageMap;
  readonly detail: string;
  /** The statement as written and as read; null when it is not a matter of one value. */
  readonly change: Change | null;
}

/** One record of the document with everything that is said about it. */
export interface JudgedRecord {
  readonly subject: ValidationSubject;
  readonly results: readonly DocumentResult[];
  readonly eu: { readonly publishable: boolean; readonly results: readonly DocumentResult[] } | null;
  readonly nl: { readonly results: readonly DocumentResult[] } | null;
  readonly repairs: readonly DocumentRepair[];
  /** Its `dct:identifier`s: two records of a document should not share one. */
  readonly identifiers: readonly string[];
  /** Skolemised; for whoever shows or mends the record. */
  readonly quads: readonly Quad[];
}

export interface DocumentRequest {
  /** Reads the document, giving each quad to the sink; answers its format. @throws StationError when it cannot be read */
  readonly read: (sink: QuadSink) => Promise<RdfFormat>;
  readonly spool: QuadSpool;
  /** One profile alone; null as a harvest would. */
  readonly profile: string | null;
  /** Whose data it is; null for an unknown visitor, who is taken for its holder. */
  readonly station: Station | null;
  readonly lines: DocumentLines | null;
  /** For JSON-LD, whose parser tells no places. */
  readonly locator?: (() => JsonLocator | null) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What is said against a record by its address, such as that another holder owns it. */
  readonly claimOf?: ((subject: string) => AdmissionReason | null) | undefined;
  /** Told of a record that cannot be judged; without it the first one ends the whole. */
  readonly onUnjudged?: ((subject: string, error: CatalogueError) => void) | undefined;
  /** Told how many records the document has, then after each. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** Someone who has not registered: judged as a holder that speaks for itself. */
const visitor = unregisteredStation('visitor', 'http://visitor.example/', { kind: 'holder', holder: { iri: 'urn:ndc:visitor', name: {} } });

/** A document read and cut, before its records are judged. */
export interface ReadDocument {
  readonly format: RdfFormat;
  readonly quads: number;
  /** How often each class occurs: what to tell when there is no record among them. */
  readonly types: ReadonlyMap<string, number>;
  readonly records: number;
  readonly splitter: Splitter;
  readonly locator: JsonLocator | null;
}

const maxTypes = 200;

/** Reads a document once, into the spool. @throws StationError when it cannot be read */
export async function readDocument(request: DocumentRequest): Promise<ReadDocument> {
  const splitter = new Splitter(request.spool);
  const types = new Map<string, number>();
  let quads = 0;
  const graphs = new Set<string>();
  const read = await request.read((quad, line, path) => {
    quads++;
    if (quad.graph.termType !== 'DefaultGraph' && graphs.size === 0) graphs.add(quad.graph.value);
    if (quad.predicate.equals(rdf.type) && (types.size < maxTypes || types.has(quad.object.value)))
      types.set(quad.object.value, (types.get(quad.object.value) ?? 0) + 1);
    const { quad: settled, repairs } = normaliseQuad(quad);
    if (settled === null) return;
    const told = repairs.map((repair) => withChange(repair, quad, settled));
    splitter.add({ quad: settled, line, repairs: told, document: 0, ...(path == null ? {} : { path }) });
  });
  // Text that names no format is read as TriG, which holds Turtle; without graphs it is what its writer calls Turtle.
  const format = read === 'trig' && graphs.size === 0 ? 'turtle' : read;
  const records = splitter.count();
  return { format, quads, types, records, splitter, locator: format === 'json-ld' ? (request.locator?.() ?? null) : null };
}

/**
 * Judges every description in a document exactly as a harvest would, one after another: memory is bounded by the spool and
 * the largest record.
 */
export async function* judgeRecords(document: ReadDocument, request: DocumentRequest, dependencies: JudgeDependencies): AsyncGenerator<JudgedRecord> {
  const station = request.station ?? visitor;
  let done = 0;
  request.onProgress?.({ done, total: document.records });
  for (const [cut, isCatalogue] of both(document.splitter)) {
    request.signal?.throwIfAborted();
    const judged = await judgeOrTell({ cut, isCatalogue, station, request, locator: document.locator }, dependencies);
    if (judged !== null) yield judged;
    request.onProgress?.({ done: ++done, total: document.records });
  }
}

function* both(splitter: Splitter): Generator<readonly [SplitRecord, boolean]> {
  for (const node of splitter.catalogueNodes()) yield [node, true];
  for (const record of splitter.records()) yield [record, false];
}

interface Cut {
  readonly cut: SplitRecord;
  readonly isCatalogue: boolean;
  readonly station: Station;
  readonly request: DocumentRequest;
  readonly locator: JsonLocator | null;
}

async function judgeOrTell(found: Cut, dependencies: JudgeDependencies): Promise<JudgedRecord | null> {
  try {
    return await judgeCut(found, dependencies);
  } catch (error) {
    if (!(error instanceof CatalogueError) || found.request.onUnjudged === undefined) throw error;
    found.request.onUnjudged(found.cut.key, error);
    return null;
  }
}

async function judgeCut({ cut, isCatalogue, station, request, locator }: Cut, dependencies: JudgeDependencies): Promise<JudgedRecord> {
  const quads = cut.entries.map((entry) => entry.quad);
  const minted = cut.key.startsWith('_:');
  const subject = minted ? mintRecordIri(station.id, quads, cut.key) : cut.key;
  const skolemised = await skolemise(subject, minted ? quads.map((quad) => renameBlank(quad, cut.key.slice(2), subject)) : quads, []);
  const entries = new Map<Quad, SpooledQuad | undefined>(skolemised.map((quad, at) => [quad, cut.entries[at]]));
  const description = readDescription(subject, skolemised);
  const lineOf = (quad: Quad): number | null => entries.get(quad)?.line ?? null;
  const judgement = await judge(
    {
      station,
      subject,
      quads: skolemised,
      description,
      claim: isCatalogue ? null : (request.claimOf?.(subject) ?? null),
      lineOf,
      profile: request.profile,
      withAllVerdicts: !isCatalogue,
    },
    dependencies,
  );
  const placed = placer({ skolemised, entries, locator, request });
  const publishable = judgement.admission.verdict !== 'held' || isCatalogue;
  return {
    subject: {
      iri: subject,
      title: chooseText(description.title, 'nl')?.text ?? null,
      kind: isCatalogue ? 'catalogue' : cut.kind,
      publishable,
      profile: judgement.report.variant ?? judgement.report.profile,
      reasons: isCatalogue ? [] : judgement.admission.reasons.map((reason) => ({ code: reason.code, message: reasonMessage(reason), detail: reason.detail })),
    },
    results: judgement.report.results.map(placed),
    eu: isCatalogue ? null : otherVerdict(judgement, judgement.euReport, placed),
    nl: isCatalogue || judgement.nlReport === null ? null : { results: judgement.nlReport.results.map(placed) },
    repairs: cut.entries.flatMap((entry) => entry.repairs.map((repair) => repairOf(repair, entry, subject))),
    identifiers: description.identifiers,
    quads: skolemised,
  };
}

function otherVerdict(judgement: Judgement, report: ValidationReport | null, placed: (result: ValidationResult) => DocumentResult): JudgedRecord['eu'] {
  return report === null ? null : { publishable: judgement.admission.eu, results: report.results.map(placed) };
}

interface Placing {
  readonly skolemised: readonly Quad[];
  readonly entries: ReadonlyMap<Quad, SpooledQuad | undefined>;
  readonly locator: JsonLocator | null;
  readonly request: DocumentRequest;
}

/** Gives a result its excerpt, and its place in documents that are not read by lines. */
function placer({ skolemised, entries, locator, request }: Placing): (result: ValidationResult) => DocumentResult {
  return (result) => {
    const place = locator?.locate(result, skolemised) ?? null;
    const line = place?.line ?? result.line;
    return {
      ...result,
      line,
      location: place?.pointer ?? xpathOf(result, skolemised, entries),
      excerpt: line === null ? null : (request.lines?.excerpt(line) ?? null),
    };
  };
}

/** The statement at fault, else the first about its focus node with that property, else the node. */
function xpathOf(result: ValidationResult, quads: readonly Quad[], entries: ReadonlyMap<Quad, SpooledQuad | undefined>): string | null {
  const about = quads.filter((quad) => quad.subject.value === result.focusNode);
  const withPath = about.filter((quad) => quad.predicate.value === result.path);
  const exact = withPath.find((quad) => termToNTriples(quad.object) === result.value);
  const chosen = exact ?? withPath[0];
  if (chosen !== undefined) return entries.get(chosen)?.path ?? null;
  const node = about.find((quad) => quad.predicate.value.endsWith('#type')) ?? about[0];
  const path = node === undefined ? undefined : entries.get(node)?.path;
  return path === undefined ? null : node?.predicate.value.endsWith('#type') === true ? path : path.replace(/\/[^/]*$/, '');
}

/** A repair keeps the statement as written and as read, so that a file can be mended in the same way. */
function withChange(repair: Repair, before: Quad, after: Quad): Repair {
  const asBlank = (term: Term): boolean => term.termType === 'BlankNode';
  if (asBlank(before.object) || asBlank(after.object)) return repair;
  const statement = (quad: Quad) => ({ predicate: quad.predicate.value, object: termToNTriples(quad.object) });
  return { ...repair, before: statement(before), after: statement(after) };
}

function repairOf(repair: Repair, entry: SpooledQuad, dataset: string): DocumentRepair {
  return {
    dataset,
    line: entry.line,
    location: entry.path ?? null,
    rule: repair.rule,
    repaired: repair.repaired,
    message: repairMessage(repair),
    detail: repair.detail,
    change: changeOf(repair, entry),
  };
}

function changeOf({ before, after, repaired }: Repair, entry: SpooledQuad): Change | null {
  if (before === undefined || after === undefined || !repaired) return null;
  if (before.predicate === after.predicate && before.object === after.object) return null;
  const subject = entry.quad.subject.termType === 'BlankNode' ? `_:${entry.quad.subject.value}` : entry.quad.subject.value;
  const change = { subject, predicate: before.predicate, before: before.object, after: after.object };
  return before.predicate === after.predicate ? change : { ...change, newPredicate: after.predicate };
}

/** Gives one blank node an IRI throughout a quad. */
export function renameBlank(quad: Quad, label: string, iri: string): Quad {
  const rename = (term: Term): NamedNode => (term.termType === 'BlankNode' && term.value === label ? DataFactory.namedNode(iri) : (term as NamedNode));
  return DataFactory.quad(rename(quad.subject), quad.predicate, rename(quad.object));
}
