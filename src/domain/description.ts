import type { LanguageMap } from './language.js';
import type { RecordKind } from './record.js';

/** What a description says, as plain JSON: read from RDF once, used by search, pages and the API. */
export interface RecordDescription {
  readonly iri: string;
  readonly kind: RecordKind;
  readonly title: LanguageMap;
  readonly alternative: LanguageMap;
  readonly description: LanguageMap;
  readonly keywords: LanguageMap;
  readonly identifiers: readonly string[];
  readonly otherIdentifiers: readonly string[];
  readonly accessRights: readonly string[];
  readonly legislation: readonly string[];
  readonly themes: readonly string[];
  readonly healthCategories: readonly string[];
  readonly healthThemes: readonly string[];
  readonly types: readonly string[];
  readonly codingSystems: readonly string[];
  readonly codeValues: readonly string[];
  readonly conformsTo: readonly string[];
  readonly languages: readonly string[];
  readonly spatial: readonly Place[];
  readonly temporal: readonly Period[];
  readonly publisher: Agent | null;
  readonly custodian: Agent | null;
  readonly hdab: Agent | null;
  readonly hdabCoordinator: Agent | null;
  readonly creators: readonly Agent[];
  readonly contactPoints: readonly ContactPoint[];
  readonly populationCoverage: LanguageMap;
  readonly purposes: readonly LanguageMap[];
  readonly legalBases: readonly NamedThing[];
  readonly personalData: readonly string[];
  readonly provenance: readonly LanguageMap[];
  readonly activities: readonly NamedThing[];
  readonly minTypicalAge: number | null;
  readonly maxTypicalAge: number | null;
  readonly numberOfRecords: number | null;
  readonly numberOfUniqueIndividuals: number | null;
  readonly hasStructuredData: boolean | null;
  readonly retentionPeriod: Period | null;
  readonly frequency: string | null;
  readonly temporalResolution: string | null;
  readonly issued: string | null;
  readonly modified: string | null;
  readonly version: string | null;
  readonly versionNotes: LanguageMap;
  readonly status: string | null;
  readonly landingPages: readonly string[];
  readonly pages: readonly string[];
  readonly inSeries: readonly string[];
  readonly seriesMembers: readonly string[];
  readonly hasVersion: readonly string[];
  readonly previousVersion: readonly string[];
  readonly isPartOf: readonly string[];
  readonly hasPart: readonly string[];
  readonly source: readonly string[];
  readonly relation: readonly string[];
  readonly isReferencedBy: readonly string[];
  readonly qualityAnnotations: readonly QualityAnnotation[];
  readonly distributions: readonly Distribution[];
  readonly samples: readonly Distribution[];
  readonly analytics: readonly Distribution[];
  readonly tables: readonly VariableTable[];
  /** Data services only. */
  readonly endpointUrls: readonly string[];
  readonly endpointDescriptions: readonly string[];
  readonly servesDatasets: readonly string[];
}

export interface NamedThing {
  readonly iri: string | null;
  readonly label: LanguageMap;
  readonly types: readonly string[];
}

export interface Agent {
  readonly iri: string | null;
  readonly name: LanguageMap;
  readonly types: readonly string[];
  readonly description: LanguageMap;
  readonly homepage: string | null;
  readonly email: string | null;
  readonly contactPage: string | null;
  readonly telephone: string | null;
}

export interface ContactPoint {
  readonly iri: string | null;
  readonly name: LanguageMap;
  readonly email: string | null;
  readonly url: string | null;
}

export interface Place {
  readonly iri: string | null;
  readonly label: LanguageMap;
}

export interface Period {
  readonly start: string | null;
  readonly end: string | null;
}

export interface QualityAnnotation {
  readonly body: string | null;
  readonly target: string | null;
  readonly label: LanguageMap;
}

export interface Distribution {
  readonly iri: string;
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  readonly accessUrls: readonly string[];
  readonly downloadUrls: readonly string[];
  readonly format: string | null;
  readonly mediaType: string | null;
  readonly byteSize: number | null;
  readonly licence: string | null;
  readonly rights: readonly NamedThing[];
  readonly legislation: readonly string[];
  readonly conformsTo: readonly string[];
  readonly availability: string | null;
  readonly issued: string | null;
  readonly modified: string | null;
  readonly accessServices: readonly string[];
}

export interface VariableTable {
  readonly iri: string | null;
  readonly title: LanguageMap;
  readonly columns: readonly Variable[];
}

export interface Variable {
  readonly name: string;
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  readonly datatype: string | null;
  readonly propertyUrl: string | null;
}
