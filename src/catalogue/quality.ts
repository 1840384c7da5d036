import { ndc } from '../../vocab/ndc.js';
import type { Assertion } from '../domain/assertion.js';
import type { RecordDescription } from '../domain/description.js';
import type { LanguageMap } from '../domain/language.js';
import { linkKey, type LinkCheck } from '../domain/link-check.js';
import { assess, type Assessment, type LinkOf, type QualityFacts, type QualitySummary } from '../domain/mqa.js';
import { dcatApVerdict, healthFacts, mqaFacts, type QualityVocabulary } from '../domain/quality-facts.js';
import { gainsOf, type QualityAction, type QualityGain } from '../domain/quality-gains.js';
import type { RecordHead, VersionFacts } from '../domain/record.js';
import type { ValidationReport } from '../domain/validation.js';
import { isInForce } from './enrich.js';

/** Both scores of one dataset, and what would raise them. */
export interface Scores {
  readonly mqa: Assessment;
  readonly health: Assessment;
  readonly gains: readonly QualityGain[];
}

/** What the HDAB says, with where to look it up. Nothing of the holder's own words is in it (R61, R89, R94). */
export interface Statement {
  readonly at: string;
  readonly from: string | null;
  readonly to: string | null;
  /** IRI of the body whose statement it is. */
  readonly by: string;
  readonly byName: LanguageMap;
  readonly evidence: string | null;
  readonly comment: string | null;
}

export type LabelState = 'verified' | 'under-review' | 'revoked';
export interface LabelStatement extends Statement {
  /** As the assertion words it, when it is none of those we know. */
  readonly state: LabelState | { readonly other: string };
  readonly inForce: boolean;
}

/** Everything that the quality page and the API tell of one record. */
export interface RecordQuality {
  readonly head: RecordHead;
  readonly description: RecordDescription;
  /** Null for series and services, which the EU does not score. */
  readonly scores: Scores | null;
  readonly report: ValidationReport | null;
  readonly linkChecks: readonly LinkCheck[];
  /** The latest first; what stood before stays listed (R89). */
  readonly label: readonly LabelStatement[];
  readonly trusted: Statement | null;
  readonly isPublic: boolean;
  /** Reports of published versions, the latest first. */
  readonly trend: readonly { readonly n: number; readonly at: string; readonly profile: string; readonly violations: number; readonly warnings: number }[];
  /** Of the newest fact that it rests on: the last change of the record, or the last answer of an address. */
  readonly at: string;
}

/** How the datasets of a station stand together. */
export interface StationQuality {
  readonly station: string;
  /** Datasets looked at so far, and all there are: after a start it takes a while until the two are the same. */
  readonly assessed: number;
  readonly datasets: number;
  readonly mqa: QualitySummary;
  readonly health: QualitySummary;
  /** Deeds that would gain most, over all datasets. */
  readonly actions: readonly { readonly action: QualityAction; readonly datasets: number; readonly mqa: number; readonly health: number }[];
  /** Datasets that would gain most. */
  readonly first: readonly StationDataset[];
  readonly links: { readonly known: number; readonly unreachable: number; readonly unknown: number };
}

export interface StationDataset {
  readonly id: string;
  readonly title: LanguageMap;
  readonly mqa: number;
  readonly health: number;
  /** What is missing to 405 in the health-aware score. */
  readonly gain: number;
  readonly action: QualityAction | null;
}

export interface BothFacts {
  readonly mqa: QualityFacts;
  readonly health: QualityFacts;
  readonly isPublic: boolean;
}

const publicRight = 'http://publications.europa.eu/resource/authority/access-right/PUBLIC';

/** What both scores look at; small enough to be kept for every dataset of the catalogue. */
export function bothFacts(description: RecordDescription, report: ValidationReport | null, vocabulary: QualityVocabulary): BothFacts {
  const request = { description, dcatAp: dcatApVerdict(report), vocabulary };
  const isPublic = description.accessRights.some((iri) => vocabulary.present(iri) === publicRight);
  return { mqa: mqaFacts(request), health: healthFacts(request), isPublic };
}

export function scoresOf(facts: BothFacts, linkOf: LinkOf): Scores {
  const [mqa, health] = [assess('mqa', facts.mqa, linkOf), assess('health', facts.health, linkOf)];
  return { mqa, health, gains: gainsOf(mqa, health, facts.isPublic) };
}

/** The addresses that descriptions give for their data, as link checks know them. */
export function linkKeysOf(description: RecordDescription): string[] {
  const distributions = [...description.distributions, ...description.samples, ...description.analytics];
  const keys = distributions.flatMap(({ accessUrls, downloadUrls }) => [...accessUrls, ...downloadUrls].map(linkKey));
  return [...new Set(keys)].filter((key) => key !== null);
}

export function linkOfChecks(checks: readonly LinkCheck[]): LinkOf {
  const byUrl = new Map(checks.map((check) => [check.url, check]));
  return (url) => byUrl.get(url);
}

const labelStates: ReadonlySet<string> = new Set<LabelState>(['verified', 'under-review', 'revoked']);

/** What the HDAB says about the data-quality label of a record, the latest first. */
export function labelStatements(iri: string, assertions: readonly Assertion[], now: string, nameOf: (iri: string) => LanguageMap): LabelStatement[] {
  return assertions
    .filter(({ subject, predicate }) => subject === iri && predicate === ndc.labelState.value)
    .sort((a, b) => (a.generatedAt < b.generatedAt ? 1 : -1))
    .map((assertion) => {
      const written = /^"((?:[^"\\]|\\.)*)"/.exec(assertion.object)?.[1] ?? assertion.object;
      const state = labelStates.has(written) ? (written as LabelState) : { other: written };
      return { ...statementOf(assertion, nameOf), state, inForce: isInForce(assertion, now) };
    });
}

/** The designation of a holder that holds now. */
export function trustStatement(
  holders: readonly string[],
  assertions: readonly Assertion[],
  now: string,
  nameOf: (iri: string) => LanguageMap,
): Statement | null {
  const found = assertions.find(
    (assertion) =>
      assertion.predicate === ndc.trustedHolder.value &&
      holders.includes(assertion.subject) &&
      assertion.object.startsWith('"true"') &&
      isInForce(assertion, now),
  );
  return found === undefined ? null : statementOf(found, nameOf);
}

function statementOf(assertion: Assertion, nameOf: (iri: string) => LanguageMap): Statement {
  const { generatedAt, from, to, attributedTo, evidence = null, comment } = assertion;
  return { at: generatedAt, from, to, by: attributedTo, byName: nameOf(attributedTo), evidence, comment };
}

export function trendOf(versions: readonly VersionFacts[]): RecordQuality['trend'] {
  return versions.flatMap(({ n, receivedAt, provenance, gap }) =>
    provenance?.profile == null || gap?.kind === 'redacted'
      ? []
      : [{ n, at: receivedAt, profile: provenance.profile, violations: provenance.violations, warnings: provenance.warnings }],
  );
}
