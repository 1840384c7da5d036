import type { RecordDescription } from '../domain/description.js';
import { isEmptyMap, type LanguageMap } from '../domain/language.js';
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

/** The layer of our own checks, run over every description whatever its profile. */
export const checksProfile = 'ndc-checks';

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
  const blocking = report === null ? [] : report.results.filter((result) => blocks(result, profileOf(result, report), request.station.id, policy));
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

/** Our own checks are laid over every profile; a policy names them by the layer they come from. */
function profileOf(result: ValidationResult, report: ValidationReport): string {
  return result.sourceShape.startsWith(`https://w3id.org/ndc/shapes/${checksProfile}#`) ? checksProfile : report.profile;
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

/** Why a record is held, for its holder. */
export function reasonMessage(reason: AdmissionReason): LanguageMap {
  const [nl, en] = reasonSentences[reason.code];
  return { nl: [nl], en: [en] };
}

const reasonSentences: Readonly<Record<AdmissionReason['code'], readonly [nl: string, en: string]>> = {
  'no-title': ['De beschrijving heeft geen titel (dct:title).', 'The description has no title (dct:title).'],
  'no-description': ['De beschrijving heeft geen beschrijvende tekst (dct:description).', 'The description has no description text (dct:description).'],
  'no-holder': [
    'Nergens staat wie de gegevens houdt: geen bewaarder (custodian), geen uitgever, en het station spreekt niet voor één houder.',
    'Nobody is named who holds the data: no custodian, no publisher, and the station does not speak for one holder.',
  ],
  'invalid-subject': ['Het adres van de beschrijving is geen IRI.', 'The address of the description is not an IRI.'],
  'own-subject': ['Het adres ligt onder dat van deze catalogus.', 'The address lies under that of this catalogue.'],
  'foreign-subject': ['Het adres ligt onder dat van een andere houder.', 'The address lies under that of another holder.'],
  'primary-moves': ['De beschrijving komt van een andere houder dan tot nu toe.', 'The description comes from another holder than before.'],
  violations: [
    'Er zijn overtredingen, en het beleid van de catalogus laat die niet toe.',
    'There are violations, and the policy of the catalogue does not allow them.',
  ],
  'not-validated': ['De beschrijving kon niet worden gecontroleerd; dat ligt aan ons.', 'The description could not be validated; that is our fault.'],
  'policy-rule': ['Een regel van het toelatingsbeleid houdt de beschrijving tegen.', 'A rule of the admission policy holds the description back.'],
};
