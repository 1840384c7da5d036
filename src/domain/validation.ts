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
  /** Plain sentences by language (nl, en), never empty; they name the value at fault. */
  readonly message: LanguageMap;
  /** What people call the property (or the check), by language; empty when the shape does not say. */
  readonly label: LanguageMap;
  /** Where the rule is written: a page of the standard; null when the shape does not say. */
  readonly rule: string | null;
  /** What the rule wants to see; null when that is not a matter of one value. */
  readonly expected: Expected | null;
  /** `eu`: counts for the EU's verdict only (`ndc:verdict`). */
  readonly verdict: 'all' | 'eu';
  /** Line in the document as received, where a parser could tell. */
  readonly line: number | null;
  /** Advice by language, and a correct Turtle fragment; null when there is none. */
  readonly fix: Fix | null;
}

/** What a rule wants of a value, read from its shape. */
export interface Expected {
  /** IRIs of the code lists (`skos:ConceptScheme`) that the value must come from. */
  readonly schemes: readonly string[];
  /** The only values allowed (`sh:in`, `sh:hasValue`), as N-Triples terms. */
  readonly values: readonly string[];
  /** IRIs of the datatypes allowed. */
  readonly datatypes: readonly string[];
  /** `IRI`, `Literal`, `BlankNodeOrIRI`, ... as in SHACL; null when anything goes. */
  readonly nodeKind: string | null;
  readonly pattern: string | null;
}

export interface Fix {
  readonly text: LanguageMap;
  /** Turtle about the focus node: the change itself when it is certain, else an example whose values are the holder's to fill in. */
  readonly patch: string | null;
  /** The very change, when it is certain; `ndc validate --fix` makes these and no others. */
  readonly change: Change | null;
  /** The nearest values that are allowed, best first, when the change is not certain. */
  readonly nearest: readonly NearValue[];
}

/** Replace one value by another: terms in N-Triples, the subject as in `focusNode`. */
export interface Change {
  readonly subject: string;
  readonly predicate: string;
  readonly before: string;
  readonly after: string;
  /** When the property is to be replaced as well. */
  readonly newPredicate?: string;
}

export interface NearValue {
  /** N-Triples term. */
  readonly value: string;
  readonly label: string;
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
  /** IRIs by which a record claims the profile in `dct:conformsTo`; the profile's own is one of them. */
  readonly claimedBy: readonly string[];
  /** Parts by access right; empty when there is only one. */
  readonly variants: readonly ProfileVariant[];
  /** Has SPARQL constraints, which only the first engine can run: there is no second opinion. */
  readonly sparql: boolean;
  /** `built-in`, or when, by whom and from where an operator installed it. */
  readonly origin: 'built-in' | ProfileInstallation;
}

export interface ProfileVariant {
  readonly name: string;
  readonly accessRight: string | null;
  /** Derived by us, since the official shapes have not been published or seen. */
  readonly provisional: boolean;
}

export interface ProfileInstallation {
  readonly source: string;
  readonly installedAt: string;
  readonly by: string;
}

/** One rule of a profile, as documented on its page. */
export interface RuleInfo {
  /** IRI of the shape. */
  readonly iri: string;
  /** What it is checked on: a class as IRI, or the label of its node shape. */
  readonly about: LanguageMap;
  readonly path: string | null;
  readonly label: LanguageMap;
  readonly severity: Severity;
  readonly message: LanguageMap;
  readonly fix: LanguageMap;
  /** Correct Turtle, after a subject. */
  readonly example: string | null;
  readonly reason: LanguageMap;
  /** Page of the standard. */
  readonly rule: string | null;
  readonly expected: Expected | null;
  /** Names of the variants it is in force for; empty for all. */
  readonly variants: readonly string[];
  /** `eu`: counts for the EU's verdict only. */
  readonly verdict: 'all' | 'eu';
}

/** Up to three lines of a document around one of them, long lines cut short. */
export interface Excerpt {
  readonly line: number;
  /** Number of the first line shown; lines count from 1. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}
