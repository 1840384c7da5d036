import type { LanguageMap } from './language.js';

export type Severity = 'violation' | 'warning' | 'info';

/** One result of a SHACL validation, in the terms of SHACL section 3.6.2, with messages for people. */
export interface ValidationResult {
  readonly severity: Severity;
  /** The record (dataset, series, service, catalogue) that the focus node belongs to. */
  readonly dataset: string;
  readonly focusNode: string;
  /** The property path as an IRI, or in SPARQL path syntax when it is longer than one step; null for node constraints. */
  readonly path: string | null;
  /** Local name of the constraint component without `ConstraintComponent`, such as `MinCount`. */
  readonly component: string;
  /** IRI of the shape that failed: the rule. */
  readonly sourceShape: string;
  /** The offending value as an N-Triples term, or null. */
  readonly value: string | null;
  /** Plain sentences by language (nl, en), never empty. */
  readonly message: LanguageMap;
  /** Line in the document as received, where a parser could tell. */
  readonly line: number | null;
  /** Advice by language, and a correct Turtle fragment; null when there is none. */
  readonly fix: Fix | null;
}

export interface Fix {
  readonly text: LanguageMap;
  readonly patch: string | null;
}

/** What one profile says of one description. */
export interface ValidationReport {
  readonly profile: string;
  /** Which parts of the profile were run, such as `healthdcat-ap-r8/non-public`. */
  readonly variant: string | null;
  /** SHACL section 3.6.1: false as soon as there is any result. Never used to decide (DESIGN section 4). */
  readonly conforms: boolean;
  readonly violations: number;
  readonly warnings: number;
  readonly infos: number;
  /** How many focus nodes were targeted; 0 means that the shapes had nothing to say. */
  readonly targets: number;
  readonly results: readonly ValidationResult[];
  /** Engine name and version, and the hashes of shapes and vocabularies: what the report can be cached by. */
  readonly engine: string;
  readonly shapesHash: string;
}

/** A profile as listed by `ndc profiles` and `/api/v1/profiles`. */
export interface ProfileInfo {
  readonly id: string;
  readonly iri: string;
  readonly title: LanguageMap;
  readonly version: string;
  readonly specification: string;
  readonly rules: number;
  readonly shapesHash: string;
}
