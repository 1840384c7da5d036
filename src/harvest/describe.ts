import { createHash } from 'node:crypto';
import type { Quad } from '@rdfjs/types';
import { judge, type JudgeDependencies, type JudgeRequest } from '../catalogue/judge.js';
import { renameBlank } from '../catalogue/validate.js';
import { InternalError, StationError } from '../domain/errors.js';
import type { HarvestedDocument, HarvestIssue } from '../domain/harvest.js';
import { subjectClaim } from '../domain/origin.js';
import type { Admission, AdmissionReason, SourceEntry } from '../domain/record.js';
import { inheritableOf } from '../domain/series.js';
import type { Station } from '../domain/station.js';
import type { ValidationReport } from '../domain/validation.js';
import type { DescriptionState, Lookup, StagedRecord } from '../ports/ledger.js';
import { evidenceOf, ownRecordNamed } from '../rdf/evidence.js';
import { isValidIri } from '../rdf/iri.js';
import { parseStored } from '../rdf/parse.js';
import { readDescription } from '../rdf/read-description.js';
import { mintRecordIri, skolemise } from '../rdf/skolemise.js';
import type { SplitRecord } from '../rdf/split.js';
import { canonicalText, genidPrefix } from '../rdf/terms.js';

/** Changes whenever the pipeline would make another form of the same input; kept with each version. */
export const pipelineRelease = 'ndc-pipeline-1';

export interface DescribeDependencies extends JudgeDependencies {
  readonly previousBody: (subject: string) => string | undefined;
  readonly previousReport: (subject: string) => ValidationReport | undefined;
  /** Also what did not change is judged, by the rules of now. */
  readonly judgeAnew: boolean;
  readonly known: Lookup<DescriptionState>;
  readonly stations: readonly Station[];
  readonly ownBase: string | null;
}

const maxTriples = 100_000;

/** Turns one record cut from a document into what is staged: skolemised, canonical, hashed, and when new also validated and judged. */
export class Describer {
  constructor(
    private readonly station: Station,
    private readonly dependencies: DescribeDependencies,
  ) {}

  /** @param entry the entry that the source's own catalogue has of it */
  async describe(
    cut: SplitRecord,
    source: HarvestedDocument,
    entry: SourceEntry | null = null,
  ): Promise<{ readonly record: StagedRecord | null; readonly issues: readonly HarvestIssue[] }> {
    const quads = cut.entries.map((entry) => entry.quad);
    const minted = cut.key.startsWith('_:');
    const subject = minted ? mintRecordIri(this.station.id, quads, cut.key) : cut.key;
    if (!isValidIri(subject))
      return {
        record: null,
        issues: [
          this.issue(
            'invalid-subject',
            'error',
            subject,
            `The subject ${JSON.stringify(subject.slice(0, 200))} is not an IRI; the record is held. A subject is never repaired.`,
            source.url,
            cut.entries[0]?.line ?? null,
          ),
        ],
      };
    if (quads.length > maxTriples)
      return { record: null, issues: [this.issue('too-large', 'error', subject, `The record has more than ${String(maxTriples)} triples.`, source.url, null)] };
    const before = this.dependencies.known.get(subject);
    const named = minted ? quads.map((quad) => renameBlank(quad, cut.key.slice(2), subject)) : quads;
    const damage: HarvestIssue[] = [];
    const previous = before === undefined || !named.some((quad) => quad.object.termType === 'BlankNode') ? [] : this.previousQuads(subject, source.url, damage);
    let skolemised: readonly Quad[];
    try {
      skolemised = await skolemise(subject, named, previous);
    } catch (error) {
      if (!(error instanceof StationError)) throw error;
      return { record: null, issues: [this.issue('parse-error', 'error', subject, error.message, source.url, cut.entries[0]?.line ?? null)] };
    }
    const ours = before?.primary === true ? null : ownRecordNamed(subject, skolemised, entry, this.dependencies.ownBase);
    if (ours !== null)
      return {
        record: null,
        issues: [
          this.issue(
            'own-subject',
            'info',
            subject,
            `The description names our own record <${ours}>: it was taken over from this catalogue, and is not read back.`,
            source.url,
            cut.entries[0]?.line ?? null,
          ),
        ],
      };
    const body = canonicalText(skolemised);
    const canonicalHash = createHash('sha256').update(body).digest('hex');
    const issues = [...damage, ...this.repairIssues(cut, subject, source.url)];
    const { judgeAnew } = this.dependencies;
    if (!judgeAnew && before?.present === true && !before.held && before.canonicalHash === canonicalHash)
      return { record: { subject, kind: cut.kind, canonicalHash, content: null, sourceUrl: source.url }, issues };
    return this.judge({
      cut,
      subject,
      skolemised,
      body,
      canonicalHash,
      source,
      entry,
      issues,
      stillHeldIfHeld: !judgeAnew && before?.present === true && before.held && before.canonicalHash === canonicalHash,
    });
  }

  /** A damaged old body only costs the stable names of its blank nodes; it may not stop the station for ever. */
  private previousQuads(subject: string, url: string, damage: HarvestIssue[]): readonly Quad[] {
    try {
      const body = this.dependencies.previousBody(subject);
      return body === undefined ? [] : parseStored(body);
    } catch (error) {
      if (!(error instanceof InternalError)) throw error;
      damage.push({
        ...this.issue(
          'internal',
          'warning',
          subject,
          `The previous version of the record cannot be read, so its blank distributions may get new addresses: ${error.message}`,
          url,
          null,
        ),
        owner: 'us',
      });
      return [];
    }
  }

  private async judge(found: {
    cut: SplitRecord;
    subject: string;
    skolemised: readonly Quad[];
    body: string;
    canonicalHash: string;
    source: HarvestedDocument;
    entry: SourceEntry | null;
    issues: HarvestIssue[];
    stillHeldIfHeld: boolean;
  }): Promise<{ record: StagedRecord; issues: readonly HarvestIssue[] }> {
    const { cut, subject, skolemised, source, issues } = found;
    const description = readDescription(subject, skolemised);
    const lines = new Map<Quad, number | null>(skolemised.map((quad, at) => [quad, cut.entries[at]?.line ?? null]));
    const { report, admission, enginesDisagree } = await this.judgement(
      {
        station: this.station,
        subject,
        quads: skolemised,
        description,
        claim: this.claimOf(subject),
        lineOf: (quad) => lines.get(quad) ?? null,
        profile: null,
        withAllVerdicts: false,
      },
      source.url,
      issues,
    );
    if (enginesDisagree)
      issues.push({
        ...this.issue(
          'engines-disagree',
          'warning',
          subject,
          'The second validation engine finds no violation; the record is published and the difference reported.',
          source.url,
          null,
        ),
        owner: 'us',
      });
    if (admission.verdict === 'held')
      issues.push(
        ...admission.reasons
          .filter((reason) => reason.code !== 'not-validated')
          .map((reason) => this.issue(codeOf(reason), 'error', subject, reason.detail, source.url, cut.entries[0]?.line ?? null)),
      );
    if (report !== null && report.violations > 0)
      issues.push(
        this.issue(
          'violations',
          'warning',
          subject,
          `${String(report.violations)} violation(s) of ${report.profile}; see the report of the record.`,
          source.url,
          null,
        ),
      );
    if (admission.verdict === 'held' && found.stillHeldIfHeld)
      return { record: { subject, kind: cut.kind, canonicalHash: found.canonicalHash, content: null, sourceUrl: source.url }, issues };
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
          violations: report?.violations ?? 0,
          warnings: report?.warnings ?? 0,
          evidence: evidenceOf(subject, skolemised, description),
          provenance: {
            url: source.url,
            retrievedAt: source.retrievedAt,
            entry: found.entry,
            profile: report?.profile ?? admission.profile,
            violations: report?.violations ?? 0,
            warnings: report?.warnings ?? 0,
          },
          losesMandatory: report !== null && this.losesMandatory(subject, report, issues, source.url),
        },
      },
      issues,
    };
  }

  /** A description that cannot be validated, or not in time, is held; what was published of it stays, and the others go on. */
  private async judgement(
    request: JudgeRequest,
    url: string,
    issues: HarvestIssue[],
  ): Promise<{ readonly report: ValidationReport | null; readonly admission: Admission; readonly enginesDisagree: boolean }> {
    try {
      return await judge(request, this.dependencies);
    } catch (error) {
      if (!(error instanceof InternalError)) throw error;
      const detail = `The description could not be validated: ${error.message}`;
      issues.push({ ...this.issue('internal', 'error', request.subject, detail, url, null), owner: 'us' });
      return { report: null, admission: { verdict: 'held', profile: null, reasons: [{ code: 'not-validated', detail }], eu: false }, enginesDisagree: false };
    }
  }

  /** RUN-6: a mandatory property of the record that the version before had, told to its holder and counted by the brake. */
  private losesMandatory(subject: string, report: ValidationReport, issues: HarvestIssue[], url: string): boolean {
    const missing = missingPaths(subject, report);
    if (missing.size === 0 || !this.dependencies.known.has(subject)) return false;
    const before = this.dependencies.previousReport(subject);
    if (before?.profile !== report.profile) return false;
    const lost = [...missing].filter((path) => !missingPaths(subject, before).has(path));
    if (lost.length === 0) return false;
    issues.push(this.issue('loses-mandatory', 'warning', subject, `The new version lacks ${lost.join(', ')}, which the one before had.`, url, null));
    return true;
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
    return [...groups.values()].map((group) =>
      this.issue(
        group.repaired ? 'repaired' : 'not-repaired',
        group.repaired ? 'info' : 'warning',
        subject,
        group.count === 1 ? group.detail : `${group.detail} (and ${String(group.count - 1)} more like it)`,
        url,
        group.line,
      ),
    );
  }

  private issue(
    code: HarvestIssue['code'],
    severity: HarvestIssue['severity'],
    subject: string,
    detail: string,
    url: string,
    line: number | null,
  ): HarvestIssue {
    return { code, severity, subject, detail, url, line, owner: 'station' };
  }
}

/** Properties of the record itself that a report finds missing. */
function missingPaths(subject: string, report: ValidationReport): ReadonlySet<string> {
  return new Set(
    report.results
      .filter(({ severity, focusNode, component }) => severity === 'violation' && focusNode === subject && component === 'MinCount')
      .map(({ path }) => path ?? ''),
  );
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
