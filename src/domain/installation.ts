import type { LanguageMap } from './language.js';

/** A SHACL profile or a code list that an operator installed, pinned as it was at that moment. */
export interface Installation {
  readonly kind: 'profile' | 'vocabulary';
  /** The profile's id, or the IRI of the list (`skos:ConceptScheme`). */
  readonly id: string;
  readonly iri: string;
  readonly title: LanguageMap;
  readonly version: string;
  /** SHA-256 of the N-Triples that are kept. */
  readonly hash: string;
  /** The file or address that was asked for. */
  readonly source: string;
  /** Every document it was made of, imports included, with the SHA-256 of its bytes. */
  readonly documents: readonly { readonly url: string; readonly hash: string }[];
  readonly installedAt: string;
  readonly installedBy: string;
}
