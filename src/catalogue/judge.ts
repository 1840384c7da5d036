import type { Quad } from '@rdfjs/types';
import type { RecordDescription } from '../domain/description.js';
import type { Admission, AdmissionReason } from '../domain/record.js';
import { defaultProfiles, type Station } from '../domain/station.js';
import type { ValidationReport } from '../domain/validation.js';
import type { Validator } from '../ports/validator.js';
import { admissionOf, type AdmissionPolicy } from './admission.js';

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
  /** One profile alone, as a visitor asks for it; null: the station's profiles in order. */
  readonly profile: string | null;
  /** Also say what the EU catalogue would find, when no profile of the station has told it (DESIGN section 4, 3). */
  readonly withEu: boolean;
}

export interface Judgement {
  readonly report: ValidationReport;
  readonly admission: Admission;
  /** The report of the EU's profile, when it was run. */
  readonly euReport: ValidationReport | null;
  /** The second engine found no violation where the first did. */
  readonly enginesDisagree: boolean;
}

/** What the EU catalogue judges by. */
export const euProfile = 'healthdcat-ap-r8';
const fallbackProfile = 'dcat-ap-3.0';

/** Validates one description and decides: the one function behind harvest, page, API and command line (DESIGN section 4). */
export async function judge(request: JudgeRequest, dependencies: JudgeDependencies): Promise<Judgement> {
  const { report, euReport } = await reportsOf(request, dependencies.validator);
  const asked = { station: request.station, description: request.description, report, claim: request.claim, eu: euReport?.violations === 0 };
  const admission = admissionOf(asked, dependencies.policy);
  const blocked = admission.reasons.some((reason) => reason.code === 'violations' || reason.code === 'policy-rule');
  if (!blocked || dependencies.secondOpinion === null) return { report, admission, euReport, enginesDisagree: false };
  const second = await dependencies.secondOpinion.validate({ subject: request.subject, quads: request.quads, profile: report.profile });
  if (second.violations > 0) return { report, admission, euReport, enginesDisagree: false };
  const lenient = { ...report, results: report.results.filter((result) => result.severity !== 'violation') };
  return { report, admission: admissionOf({ ...asked, report: lenient }, dependencies.policy), euReport, enginesDisagree: true };
}

/** The profile claimed by dct:conformsTo, else the first in order without violations, else the first (DESIGN section 4, 2). */
async function reportsOf(
  request: JudgeRequest,
  validator: Validator,
): Promise<{ readonly report: ValidationReport; readonly euReport: ValidationReport | null }> {
  const reports: ValidationReport[] = [];
  const run = (profile: string): Promise<ValidationReport> =>
    validator.validate({ subject: request.subject, quads: request.quads, profile, lineOf: request.lineOf });
  for (const profile of profilesFor(request, validator)) {
    const report = await run(profile);
    reports.push(report);
    if (report.violations === 0) break;
  }
  const [first] = reports;
  if (first === undefined) throw new Error('no profile to validate against');
  const report = reports.find((candidate) => candidate.violations === 0) ?? first;
  const euReport = reports.find((candidate) => candidate.profile === euProfile) ?? (request.withEu ? await run(euProfile) : null);
  return { report, euReport };
}

function profilesFor(request: JudgeRequest, validator: Validator): readonly string[] {
  if (request.profile !== null) return [request.profile];
  const installed = validator.profiles();
  const wanted = request.station.profiles.length > 0 ? request.station.profiles : defaultProfiles;
  const usable = wanted.filter((id) => installed.some((profile) => profile.id === id));
  if (usable.length === 0) return [fallbackProfile];
  const claimed = usable.find((id) => installed.some((profile) => profile.id === id && request.description.conformsTo.includes(profile.iri)));
  return claimed === undefined ? usable : [claimed];
}
