import type { Quad } from '@rdfjs/types';
import type { RecordDescription } from '../domain/description.js';
import type { Admission, AdmissionReason } from '../domain/record.js';
import { defaultProfiles, type Station } from '../domain/station.js';
import type { Severity, ValidationReport, ValidationResult } from '../domain/validation.js';
import type { Validator } from '../ports/validator.js';
import { admissionOf, checksProfile, type AdmissionPolicy } from './admission.js';

export interface JudgeDependencies {
  readonly validator: Validator;
  /** Asked before a record is held for violations (DESIGN section 7). */
  readonly secondOpinion: Validator | null;
  readonly policy: AdmissionPolicy;
}

export interface JudgeRequest {
  readonly station: Station;
  readonly subject: string;
  /** Skolemised. */
  readonly quads: readonly Quad[];
  readonly description: RecordDescription;
  readonly claim: AdmissionReason | null;
  readonly lineOf: (quad: Quad) => number | null;
  /** One profile alone and without our own checks, as a visitor asks for it; null: the station's profiles in order. */
  readonly profile: string | null;
  /** Also say what the EU catalogue and DCAT-AP-NL would find, when no profile of the station has told it (DESIGN section 4, 3). */
  readonly withAllVerdicts: boolean;
}

export interface Judgement {
  /** The national report: the profile that counts, and our own checks. */
  readonly report: ValidationReport;
  readonly admission: Admission;
  /** The report of the EU's profile, when it was run, with the checks that count for the EU. */
  readonly euReport: ValidationReport | null;
  /** The report of DCAT-AP-NL, when it was run. */
  readonly nlReport: ValidationReport | null;
  /** The second engine found no violation where the first did. */
  readonly enginesDisagree: boolean;
}

/** What the EU catalogue judges by. */
export const euProfile = 'healthdcat-ap-r8';
export const nlProfile = 'dcat-ap-nl-3.0';
const fallbackProfile = 'dcat-ap-3.0';

/** Validates one description and decides: the one function behind harvest, page, API and command line (DESIGN section 4). */
export async function judge(request: JudgeRequest, dependencies: JudgeDependencies): Promise<Judgement> {
  const { national, layer, euReport, nlReport } = await reportsOf(request, dependencies.validator);
  const report = withResults(national, layer);
  const asked = { station: request.station, description: request.description, report, claim: request.claim, eu: euReport?.violations === 0 };
  const admission = admissionOf(asked, dependencies.policy);
  const judgement = { report, admission, euReport, nlReport, enginesDisagree: false };
  const blocked = admission.reasons.some((reason) => reason.code === 'violations' || reason.code === 'policy-rule');
  if (!blocked || national.violations === 0 || dependencies.secondOpinion === null || !hasSecondOpinion(national.profile, dependencies.validator))
    return judgement;
  const second = await dependencies.secondOpinion.validate({ subject: request.subject, quads: request.quads, profile: national.profile });
  if (second.violations > 0) return judgement;
  const lenient = withResults({ ...national, results: national.results.filter((result) => result.severity !== 'violation') }, layer);
  return { ...judgement, admission: admissionOf({ ...asked, report: lenient }, dependencies.policy), enginesDisagree: true };
}

interface Reports {
  readonly national: ValidationReport;
  /** Results of our own checks that count nationally. */
  readonly layer: readonly ValidationResult[];
  readonly euReport: ValidationReport | null;
  readonly nlReport: ValidationReport | null;
}

/** The profile claimed by dct:conformsTo, else the first in order without violations, else the first (DESIGN section 4, 2). */
async function reportsOf(request: JudgeRequest, validator: Validator): Promise<Reports> {
  const reports: ValidationReport[] = [];
  const run = async (profile: string): Promise<ValidationReport> => {
    const known = reports.find((report) => report.profile === profile);
    if (known !== undefined) return known;
    const report = await validator.validate({ subject: request.subject, quads: request.quads, profile, lineOf: request.lineOf });
    reports.push(report);
    return report;
  };
  const profiles = profilesFor(request, validator);
  let national: ValidationReport | undefined;
  for (const profile of profiles) {
    const report = await run(profile);
    national ??= report;
    if (report.violations > 0) continue;
    national = report;
    break;
  }
  if (national === undefined) throw new Error('no profile to validate against');
  const installed = new Set(validator.profiles().map((profile) => profile.id));
  const checks = request.profile === null && installed.has(checksProfile) ? (await run(checksProfile)).results : [];
  const known = (profile: string): ValidationReport | undefined => reports.find((report) => report.profile === profile);
  const also = async (profile: string): Promise<ValidationReport | null> =>
    known(profile) ?? (request.withAllVerdicts && installed.has(profile) ? await run(profile) : null);
  const euReport = await also(euProfile);
  return {
    national,
    layer: checks.filter((result) => result.verdict === 'all'),
    euReport:
      euReport === null
        ? null
        : withResults(
            euReport,
            checks.filter((result) => result.verdict === 'eu'),
          ),
    nlReport: await also(nlProfile),
  };
}

/** A report with results of our own laid over it. */
function withResults(report: ValidationReport, more: readonly ValidationResult[]): ValidationReport {
  const results = [...report.results, ...more].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const count = (severity: Severity): number => results.filter((result) => result.severity === severity).length;
  return { ...report, conforms: results.length === 0, violations: count('violation'), warnings: count('warning'), infos: count('info'), results };
}

const severities: readonly Severity[] = ['violation', 'warning', 'info'];

function hasSecondOpinion(profile: string, validator: Validator): boolean {
  return validator.profiles().some((info) => info.id === profile && !info.sparql);
}

function profilesFor(request: JudgeRequest, validator: Validator): readonly string[] {
  if (request.profile !== null) return [request.profile];
  const installed = validator.profiles();
  const wanted = request.station.profiles.length > 0 ? request.station.profiles : defaultProfiles;
  const usable = wanted.filter((id) => installed.some((profile) => profile.id === id));
  if (usable.length === 0) return [fallbackProfile];
  const claims = (id: string): boolean =>
    installed.some((profile) => profile.id === id && profile.claimedBy.some((iri) => request.description.conformsTo.includes(iri)));
  const claimed = usable.find(claims);
  return claimed === undefined ? usable : [claimed];
}
