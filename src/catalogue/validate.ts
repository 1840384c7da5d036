import type { Quad } from '@rdfjs/types';
import { chooseText } from '../domain/language.js';
import type { Repair } from '../domain/repair.js';
import type { Station } from '../domain/station.js';
import type { Severity, ValidationReport, ValidationResult } from '../domain/validation.js';
import { MemorySpool } from '../rdf/memory-spool.js';
import { normaliseQuad } from '../rdf/normalise.js';
import { readDescription } from '../rdf/read-description.js';
import { mintRecordIri, skolemise } from '../rdf/skolemise.js';
import { Splitter, type SplitRecord } from '../rdf/split.js';
import { DataFactory } from 'n3';
import type { NamedNode, Term } from '@rdfjs/types';
import { euProfile, judge, type JudgeDependencies, type Judgement } from './judge.js';

export interface ValidationSubject {
  readonly iri: string;
  readonly title: string | null;
  readonly kind: 'dataset' | 'series' | 'service' | 'catalogue';
  readonly publishable: boolean;
}

/** The answer of `POST /api/v1/validations` and `ndc validate --format json` (DESIGN section 5). */
export interface DocumentReport {
  readonly profile: string | null;
  readonly conforms: boolean;
  readonly publishable: boolean;
  readonly verdicts: Readonly<Record<string, { readonly publishable: boolean; readonly violations: number; readonly warnings: number }>>;
  readonly datasets: readonly ValidationSubject[];
  readonly results: readonly ValidationResult[];
  /** What the EU catalogue would refuse, by its own profile; kept apart from the national results. */
  readonly eu: { readonly profile: string; readonly results: readonly ValidationResult[] };
  /** What the catalogue would put right on reading, or could not. */
  readonly repairs: readonly (Repair & { readonly dataset: string; readonly line: number | null })[];
}

export interface DocumentRequest {
  readonly quads: readonly Quad[];
  readonly lines: ReadonlyMap<Quad, number>;
  readonly profile: string | null;
  /** Whose data it is; null for an unknown visitor, who is taken for its holder. */
  readonly station: Station | null;
}

/** Someone who has not registered: judged as a holder that speaks for itself. */
const visitor: Station = {
  id: 'visitor',
  iri: 'urn:ndc:visitor',
  title: {},
  kind: 'holder',
  holder: { iri: 'urn:ndc:visitor', name: {} },
  serviceProvider: null,
  intermediary: null,
  contactEmail: null,
  endpoint: 'http://visitor.example/',
  protocol: 'rdf',
  schedule: '0 0 * * *',
  timeZone: 'UTC',
  profiles: [],
  language: null,
  priority: 0,
  declaredState: 'onboarding',
  subjectPrefixes: [],
  authentication: null,
  allowAddresses: [],
};

/** Judges every description in a document exactly as a harvest would. */
export async function validateDocument(request: DocumentRequest, dependencies: JudgeDependencies): Promise<DocumentReport> {
  const station = request.station ?? visitor;
  const splitter = new Splitter(new MemorySpool());
  for (const quad of request.quads) {
    const { quad: settled, repairs } = normaliseQuad(quad);
    if (settled !== null) splitter.add({ quad: settled, line: request.lines.get(quad) ?? null, repairs, document: 0 });
  }
  const subjects: ValidationSubject[] = [];
  const reports: ValidationReport[] = [];
  const euReady: boolean[] = [];
  const euReports: ValidationReport[] = [];
  const repairs: (Repair & { dataset: string; line: number | null })[] = [];
  for (const [cut, isCatalogue] of [
    ...[...splitter.catalogueNodes()].map((node) => [node, true] as const),
    ...[...splitter.records()].map((record) => [record, false] as const),
  ]) {
    const { subject, judgement, title } = await judgeCut(cut, station, request.profile, dependencies);
    reports.push(judgement.report);
    const publishable = judgement.admission.verdict !== 'held' || isCatalogue;
    if (!isCatalogue) {
      euReady.push(judgement.admission.eu);
      if (judgement.euReport !== null) euReports.push(judgement.euReport);
    }
    subjects.push({ iri: subject, title, kind: isCatalogue ? 'catalogue' : cut.kind, publishable });
    for (const entry of cut.entries) for (const repair of entry.repairs) repairs.push({ ...repair, dataset: subject, line: entry.line });
  }
  const records = subjects.filter((subject) => subject.kind !== 'catalogue');
  const publishable = records.length > 0 && records.every((subject) => subject.publishable);
  const count = (of: readonly ValidationReport[], severity: Severity): number =>
    of.reduce((sum, report) => sum + report.results.filter((result) => result.severity === severity).length, 0);
  return {
    profile: request.profile ?? reports.at(-1)?.profile ?? null,
    conforms: reports.length > 0 && reports.every((report) => report.conforms),
    publishable,
    verdicts: {
      national: { publishable, violations: count(reports, 'violation'), warnings: count(reports, 'warning') },
      eu: { publishable: euReady.length > 0 && euReady.every(Boolean), violations: count(euReports, 'violation'), warnings: count(euReports, 'warning') },
    },
    datasets: subjects,
    results: reports.flatMap((report) => report.results),
    eu: {
      profile: euReports[0]?.profile ?? euProfile,
      results: euReports.flatMap((report) => report.results.filter((result) => result.severity === 'violation')),
    },
    repairs,
  };
}

async function judgeCut(
  cut: SplitRecord,
  station: Station,
  profile: string | null,
  dependencies: JudgeDependencies,
): Promise<{ subject: string; judgement: Judgement; title: string | null }> {
  const quads = cut.entries.map((entry) => entry.quad);
  const minted = cut.key.startsWith('_:');
  const subject = minted ? mintRecordIri(station.id, quads, cut.key) : cut.key;
  const skolemised = await skolemise(subject, minted ? quads.map((quad) => renameBlank(quad, cut.key.slice(2), subject)) : quads, []);
  const lines = new Map<Quad, number | null>(skolemised.map((quad, at) => [quad, cut.entries[at]?.line ?? null]));
  const description = readDescription(subject, skolemised);
  const judgement = await judge(
    { station, subject, quads: skolemised, description, claim: null, lineOf: (quad) => lines.get(quad) ?? null, profile, withEu: true },
    dependencies,
  );
  return { subject, judgement, title: chooseText(description.title, 'nl')?.text ?? null };
}

/** Gives one blank node an IRI throughout a quad. */
export function renameBlank(quad: Quad, label: string, iri: string): Quad {
  const rename = (term: Term): NamedNode => (term.termType === 'BlankNode' && term.value === label ? DataFactory.namedNode(iri) : (term as NamedNode));
  return DataFactory.quad(rename(quad.subject), quad.predicate, rename(quad.object));
}
