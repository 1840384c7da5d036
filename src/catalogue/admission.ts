import type { RecordDescription } from '../domain/description.js';
import { isEmptyMap } from '../domain/language.js';
import type { Admission, AdmissionReason } from '../domain/record.js';
import type { Station } from '../domain/station.js';
import type { ValidationReport, ValidationResult } from '../domain/validation.js';

/** One line of an admission policy file: results that match block (or, with `allow`, do not block) publication. */
export interface PolicyRule {
  readonly effect: 'block' | 'allow';
  /** Profile id, source shape IRI and station id; null matches all. */
  readonly profile: string | null;
  readonly rule: string | null;
  readonly station: string | null;
}

export interface AdmissionPolicy {
  /** `support` publishes with violations shown, `strict` holds them, `rules` asks the list (R38, DESIGN section 4). */
  readonly mode: 'support' | 'strict' | 'rules';
  readonly rules: readonly PolicyRule[];
}

export interface AdmissionRequest {
  readonly station: Station;
  readonly description: RecordDescription;
  readonly report: ValidationReport | null;
  /** Found before: the subject is no IRI, is ours, or is another station's. */
  readonly claim: AdmissionReason | null;
  readonly eu: boolean;
}

/**
 * Whether a report lets a record into the catalogue.
 *
 * `sh:conforms` is not the answer: it is false as soon as there is any result, a warning included, so a profile that
 * only advises would close the door. We look at the severities and leave the rest to the policy.
 *
 * @see https://www.w3.org/TR/shacl/#severity
 */
export function admissionOf(request: AdmissionRequest, policy: AdmissionPolicy): Admission {
  const { report } = request;
  const reasons = [...(request.claim === null ? [] : [request.claim]), ...admissibility(request)];
  const blocking = report === null ? [] : report.results.filter((result) => blocks(result, report.profile, request.station.id, policy));
  if (blocking.length > 0) {
    const rules = [...new Set(blocking.map((result) => result.sourceShape))].slice(0, 5).join(', ');
    reasons.push({ code: policy.mode === 'rules' ? 'policy-rule' : 'violations', detail: `${String(blocking.length)} result(s) block publication: ${rules}` });
  }
  const verdict = reasons.length > 0 ? 'held' : report !== null && report.violations + report.warnings > 0 ? 'admitted-with-warnings' : 'admitted';
  return { verdict, profile: report?.profile ?? null, reasons, eu: request.eu && reasons.length === 0 };
}

/** What always blocks: a title, a description and a holder that we can name (DESIGN section 4, 1). */
function admissibility({ station, description }: AdmissionRequest): AdmissionReason[] {
  const reasons: AdmissionReason[] = [];
  if (isEmptyMap(description.title)) reasons.push({ code: 'no-title', detail: 'The description has no title in any language (dct:title).' });
  if (isEmptyMap(description.description))
    reasons.push({ code: 'no-description', detail: 'The description has no description text in any language (dct:description).' });
  const custodian = description.custodian !== null && (description.custodian.iri !== null || !isEmptyMap(description.custodian.name));
  const publisher = description.publisher !== null && (!isEmptyMap(description.publisher.name) || description.publisher.iri !== null);
  if (!custodian && !publisher && !(station.kind === 'holder' && station.holder !== null)) {
    reasons.push({
      code: 'no-holder',
      detail: 'Nobody is named who holds the data: no custodian, no publisher, and the station does not speak for one holder.',
    });
  }
  return reasons;
}

function blocks(result: ValidationResult, profile: string, station: string, policy: AdmissionPolicy): boolean {
  if (policy.mode === 'support') return false;
  if (policy.mode === 'strict') return result.severity === 'violation';
  const matching = policy.rules.filter(
    (rule) =>
      (rule.profile === null || rule.profile === profile) &&
      (rule.rule === null || rule.rule === result.sourceShape) &&
      (rule.station === null || rule.station === station),
  );
  const last = matching.at(-1);
  return last?.effect === 'block' && result.severity === 'violation';
}
