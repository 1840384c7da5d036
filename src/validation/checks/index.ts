import type { Quad } from '@rdfjs/types';
import { ndc } from '../../../vocab/ndc.js';
import { objectsIn } from '../property-path.js';
import type { EngineResult } from '../results.js';
import { ndcShapes, shacl } from '../terms.js';
import { identifierDuplicate, nonPublicDownload, personalDataPublic, personalDataRestricted, sampleNotMarked, tabularWithoutVariables } from './access.js';
import { addressNowhere, contactUnreachable, iriAsText, iriInvalid, iriWrongScheme } from './addresses.js';
import type { Check, CheckFinding, CheckInput } from './check.js';
import { ageAbsurd, ageRangeReversed, countAbsurd, moreIndividualsThanRecords } from './counts.js';
import { dateImplausible, issuedInFuture, modifiedBeforeIssued, modifiedInFuture, periodReversed } from './dates.js';
import { languageOther, languageTagWrong, languageUntagged } from './language-duty.js';
import { bsnLike, emailPersonal } from './personal-data.js';
import { placeholderText, titleEqualsDescription, unwritableCharacters } from './texts.js';

export type { Check, CheckFinding, CheckInput } from './check.js';

/** What a shape may name with `ndc:check`: the checks that SHACL cannot say. */
export const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['address-nowhere', addressNowhere],
  ['age-absurd', ageAbsurd],
  ['age-range-reversed', ageRangeReversed],
  ['bsn-like', bsnLike],
  ['contact-unreachable', contactUnreachable],
  ['count-absurd', countAbsurd],
  ['date-implausible', dateImplausible],
  ['email-personal', emailPersonal],
  ['identifier-duplicate', identifierDuplicate],
  ['iri-as-text', iriAsText],
  ['iri-invalid', iriInvalid],
  ['iri-wrong-scheme', iriWrongScheme],
  ['issued-in-future', issuedInFuture],
  ['language-other', languageOther],
  ['language-tag-wrong', languageTagWrong],
  ['language-untagged', languageUntagged],
  ['modified-before-issued', modifiedBeforeIssued],
  ['modified-in-future', modifiedInFuture],
  ['more-individuals-than-records', moreIndividualsThanRecords],
  ['non-public-download', nonPublicDownload],
  ['period-reversed', periodReversed],
  ['personal-data-public', personalDataPublic],
  ['personal-data-restricted', personalDataRestricted],
  ['placeholder-text', placeholderText],
  ['sample-not-marked', sampleNotMarked],
  ['tabular-without-variables', tabularWithoutVariables],
  ['title-equals-description', titleEqualsDescription],
  ['unwritable-characters', unwritableCharacters],
]);

const component = `${ndc.iri}CheckConstraintComponent`;

/** The findings of every check that the shapes name, in the form of an engine's results. */
export function runChecks(shapes: readonly Quad[], input: CheckInput): readonly EngineResult[] {
  const findings = new Map<string, readonly CheckFinding[]>();
  return namedIn(shapes).flatMap(({ shape, name }) => {
    const found = findings.get(name) ?? [...(checks.get(name)?.(input) ?? [])];
    findings.set(name, found);
    return found.map(({ focusNode, value, path }) => ({ focusNode, value, path, component, sourceShape: shape }));
  });
}

/** Names that no check has: such shapes are refused when they are loaded. */
export function unknownChecks(shapes: readonly Quad[]): readonly string[] {
  const names = shapes.filter((quad) => quad.predicate.equals(ndcShapes.check)).map((quad) => quad.object.value);
  return [...new Set(names)].filter((name) => !checks.has(name)).sort();
}

interface NamedCheck {
  readonly shape: string;
  readonly name: string;
}

const known = new WeakMap<readonly Quad[], readonly NamedCheck[]>();

/** Shapes graphs are read once and used for every record. */
function namedIn(shapes: readonly Quad[]): readonly NamedCheck[] {
  const remembered = known.get(shapes);
  if (remembered !== undefined) return remembered;
  const of = objectsIn(shapes);
  const found = shapes
    .filter((quad) => quad.predicate.equals(ndcShapes.check) && of(quad.subject, shacl.deactivated)[0]?.value !== 'true')
    .map((quad) => ({ shape: quad.subject.value, name: quad.object.value }));
  known.set(shapes, found);
  return found;
}
