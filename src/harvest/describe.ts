import { createHash } from 'node:crypto';
import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { admissionOf, type AdmissionPolicy } from '../catalogue/admission.js';
import type { RecordDescription } from '../domain/description.js';
import type { HarvestedDocument, HarvestIssue } from '../domain/harvest.js';
import { subjectClaim } from '../domain/origin.js';
import type { AdmissionReason } from '../domain/record.js';
import { inheritableOf } from '../domain/series.js';
import { defaultProfiles, type Station } from '../domain/station.js';
import type { ValidationReport } from '../domain/validation.js';
import type { DescriptionState, StagedRecord } from '../ports/ledger.js';
import type { Validator } from '../ports/validator.js';
import { isValidIri } from '../rdf/iri.js';
import { parseStored } from '../rdf/parse.js';
import { readDescription } from '../rdf/read-description.js';
import { mintRecordIri, skolemise } from '../rdf/skolemise.js';
import type { SplitRecord } from '../rdf/split.js';
import { canonicalText, genidPrefix } from '../rdf/terms.js';

/** Changes whenever the pipeline would make another form of the same input; kept with each version. */
export const pipelineRelease = 'ndc-pipeline-1';

export interface DescribeDependencies {
  readonly validator: Validator;
  /** Asked before a record is held for violations (DESIGN section 7). */
  readonly secondOpinion: Validator | null;
  readonly policy: AdmissionPolicy;
  readonly previousBody: (subject: string) => string | undefined;
  readonly known: ReadonlyMap<string, DescriptionState>;
  readonly stations: readonly Station[];
  readonly ownBase: string | null;
}

const maxTriples = 100_000;
const euProfile = 'healthdcat-ap-r8';

/** Turns one record cut from a document into what is staged: skolemised, canonical, hashed, and when new also validated and judged. */
export class Describer {
  constructor(
    private readonly station: Station,
    private readonly dependencies: DescribeDependencies,
  ) {}

  async describe(cut: SplitRecord, source: HarvestedDocument): Promise<{ readonly record: StagedRecord | null; readonly issues: readonly HarvestIssue[] }> {
    const quads = cut.entries.map((entry) => entry.quad);
    const minted = cut.key.startsWith('_:');
    const subject = minted ? mintRecordIri(this.station.id, quads, cut.key) : cut.key;
    if (!isValidIri(subject)) return { record: null, issues: [this.issue('invalid-subject', 'error', subject, `The subject ${JSON.stringify(subject.slice(0, 200))} is not an IRI; the record is held. A subject is never repaired.`, source.url, cut.entries[0]?.line ?? null)] };
    if (quads.length > maxTriples) return { record: null, issues: [this.issue('too-large', 'error', subject, `The record has more than ${String(maxTriples)} triples.`, source.url, null)] };
    const before = this.dependencies.known.get(subject);
    const previous = before === undefined ? undefined : this.dependencies.previousBody(subject);
    const named = minted ? quads.map((quad) => renamed(quad, cut.key.slice(2), subject)) : quads;
    const skolemised = await skolemise(subject, named, previous === undefined || !named.some((quad) => quad.object.termType === 'BlankNode') ? [] : parseStored(previous));
    const body = canonicalText(skolemised);
    const canonicalHash = createHash('sha256').update(body).digest('hex');
    const issues = this.repairIssues(cut, subject, source.url);
    if (before?.present === true && !before.held && before.canonicalHash === canonicalHash) return { record: { subject, kind: cut.kind, canonicalHash, content: null, sourceUrl: source.url }, issues };
    return this.judge({ cut, subject, skolemised, body, canonicalHash, source, issues, stillHeldIfHeld: before?.held === true && before.canonicalHash === canonicalHash });
  }

  private async judge(found: { cut: SplitRecord; subject: string; skolemised: readonly Quad[]; body: string; canonicalHash: string; source: HarvestedDocument; issues: HarvestIssue[]; stillHeldIfHeld: boolean }): Promise<{ record: StagedRecord; issues: readonly HarvestIssue[] }> {
    const { cut, subject, skolemised, source, issues } = found;
    const description = readDescription(subject, skolemised);
    const lines = new Map<Quad, number | null>(skolemised.map((quad, at) => [quad, cut.entries[at]?.line ?? null]));
    const { report, eu } = await this.validate(subject, skolemised, description, lines);
    const claim = this.claimOf(subject);
    const request = { station: this.station, description, report, claim, eu };
    let admission = admissionOf(request, this.dependencies.policy);
    if (admission.verdict === 'held' && admission.reasons.some((reason) => reason.code === 'violations' || reason.code === 'policy-rule')) {
      const second = await this.second(subject, skolemised, report);
      if (second !== null && second.violations === 0) {
        admission = admissionOf({ ...request, report: { ...report, results: report.results.filter((result) => result.severity !== 'violation') } }, this.dependencies.policy);
        issues.push({ ...this.issue('engines-disagree', 'warning', subject, 'The second validation engine finds no violation; the record is published and the difference reported.', source.url, null), owner: 'us' });
      }
    }
    if (admission.verdict === 'held') issues.push(...admission.reasons.map((reason) => this.issue(codeOf(reason), 'error', subject, reason.detail, source.url, cut.entries[0]?.line ?? null)));
    if (report.violations > 0) issues.push(this.issue('violations', 'warning', subject, `${String(report.violations)} violation(s) of ${report.profile}; see the report of the record.`, source.url, null));
    if (admission.verdict === 'held' && found.stillHeldIfHeld) return { record: { subject, kind: cut.kind, canonicalHash: found.canonicalHash, content: null, sourceUrl: source.url }, issues };
    return {
      record: {
        subject,
        kind: cut.kind,
        canonicalHash: found.canonicalHash,
        sourceUrl: source.url,
        content: {
          body: found.body,
          title: description.title,
          custodian: description.custodian?.iri ?? null,
          publisher: description.publisher?.iri ?? null,
          inSeries: description.inSeries,
          seriesMembers: description.seriesMembers,
          inheritable: inheritableOf(description),
          receivedHash: source.bodyHash,
          pipeline: pipelineRelease,
          report,
          admission,
        },
      },
      issues,
    };
  }

  /** The profile claimed by dct:conformsTo, else the first in order without violations, else the first (DESIGN section 4, 2). */
  private async validate(subject: string, quads: readonly Quad[], description: RecordDescription, lines: ReadonlyMap<Quad, number | null>): Promise<{ report: ValidationReport; eu: boolean }> {
    const installed = this.dependencies.validator.profiles();
    const wanted = this.station.profiles.length > 0 ? this.station.profiles : defaultProfiles;
    const usable = wanted.filter((id) => installed.some((profile) => profile.id === id));
    const candidates = usable.length > 0 ? usable : ['dcat-ap-3.0'];
    const claimed = candidates.find((id) => installed.some((profile) => profile.id === id && description.conformsTo.includes(profile.iri)));
    const order = claimed === undefined ? candidates : [claimed];
    const run = (profile: string): Promise<ValidationReport> => this.dependencies.validator.validate({ subject, quads, profile, lineOf: (quad) => lines.get(quad) ?? null });
    let chosen: ValidationReport | null = null;
    let first: ValidationReport | null = null;
    for (const profile of order) {
      const report = await run(profile);
      first ??= report;
      if (report.violations === 0) {
        chosen = report;
        break;
      }
    }
    const report = chosen ?? first ?? (await run('dcat-ap-3.0'));
    const eu = report.profile === euProfile ? report.violations === 0 : first?.profile === euProfile && first.violations === 0;
    return { report, eu };
  }

  private async second(subject: string, quads: readonly Quad[], report: ValidationReport): Promise<ValidationReport | null> {
    return this.dependencies.secondOpinion === null ? null : this.dependencies.secondOpinion.validate({ subject, quads, profile: report.profile });
  }

  private claimOf(subject: string): AdmissionReason | null {
    if (subject.startsWith(genidPrefix)) return null;
    const claim = subjectClaim(this.station, subject, this.dependencies.stations, this.dependencies.ownBase);
    if (claim === 'own-subject') return { code: 'own-subject', detail: 'The subject lies under the address of this catalogue; nobody else describes it.' };
    if (claim === 'foreign-subject') return { code: 'foreign-subject', detail: 'The subject lies under the registered addresses of another holder.' };
    return null;
  }

  /** One issue for each kind of repair in a record, with its first case and their number. */
  private repairIssues(cut: SplitRecord, subject: string, url: string): HarvestIssue[] {
    const groups = new Map<string, { detail: string; line: number | null; count: number; repaired: boolean }>();
    for (const entry of cut.entries) {
      for (const repair of entry.repairs) {
        const key = `${repair.rule} ${String(repair.repaired)}`;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { detail: repair.detail, line: entry.line, count: 1, repaired: repair.repaired });
        else group.count++;
      }
    }
    return [...groups.values()].map((group) => this.issue(group.repaired ? 'repaired' : 'not-repaired', group.repaired ? 'info' : 'warning', subject, group.count === 1 ? group.detail : `${group.detail} (and ${String(group.count - 1)} more like it)`, url, group.line));
  }

  private issue(code: HarvestIssue['code'], severity: HarvestIssue['severity'], subject: string, detail: string, url: string, line: number | null): HarvestIssue {
    return { code, severity, subject, detail, url, line, owner: 'station' };
  }
}

function codeOf(reason: AdmissionReason): HarvestIssue['code'] {
  switch (reason.code) {
    case 'own-subject':
    case 'foreign-subject':
    case 'invalid-subject':
    case 'primary-moves':
    case 'violations':
      return reason.code;
    default:
      return 'not-admissible';
  }
}

function renamed(quad: Quad, label: string, iri: string): Quad {
  const rename = (term: Term): NamedNode => (term.termType === 'BlankNode' && term.value === label ? DataFactory.namedNode(iri) : (term as NamedNode));
  return DataFactory.quad(rename(quad.subject), quad.predicate as NamedNode, rename(quad.object));
}
