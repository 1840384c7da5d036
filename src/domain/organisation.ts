import type { LanguageMap } from './language.js';

/** An organisation the operator knows: one slug for its several IRIs and spellings. */
export interface Organisation {
  readonly iri: string;
  readonly slug: string;
  readonly name: LanguageMap;
  readonly otherNames: readonly string[];
  readonly sameAs: readonly string[];
  readonly identifiers: readonly string[];
}

export interface ContactChannel {
  readonly email: string | null;
  readonly page: string | null;
  readonly telephone: string | null;
  readonly name: string | null;
}

export interface NamedAgent {
  readonly iri: string;
  readonly name: LanguageMap;
  readonly contact: ContactChannel | null;
}

/** The catalogue itself, as `catalogue.ttl` describes it. */
export interface CatalogueDescription {
  readonly iri: string;
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  readonly publisher: NamedAgent;
  readonly contact: ContactChannel | null;
  readonly legislation: readonly string[];
  readonly languages: readonly string[];
  readonly licence: string | null;
  readonly issued: string | null;
  readonly homepage: string | null;
  readonly adminEmail: string | null;
  readonly hdabs: readonly NamedAgent[];
  readonly coordinator: NamedAgent | null;
  readonly ncp: NamedAgent | null;
  /** The file's triples, sorted N-Triples, for the RDF of the catalogue. */
  readonly body: string;
}

/** Words turned into an address part: lower case ASCII letters, digits and single hyphens. */
export function slugOf(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return ascii
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}

/** Finds the organisation behind an IRI or a name; both spellings lead to one slug. */
export class OrganisationIndex {
  private readonly byIri = new Map<string, Organisation>();
  private readonly byName = new Map<string, Organisation>();

  constructor(organisations: readonly Organisation[]) {
    for (const organisation of organisations) {
      for (const iri of [organisation.iri, ...organisation.sameAs]) this.byIri.set(iri, organisation);
      for (const name of [...Object.values(organisation.name).flat(), ...organisation.otherNames]) this.byName.set(slugOf(name), organisation);
    }
  }

  find(iri: string | null, names: readonly string[]): Organisation | undefined {
    const known = iri === null ? undefined : this.byIri.get(iri);
    if (known !== undefined) return known;
    return names.map((name) => this.byName.get(slugOf(name))).find((organisation) => organisation !== undefined);
  }
}
