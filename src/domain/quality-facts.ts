import type { Distribution, RecordDescription } from './description.js';
import { linkKey } from './link-check.js';
import type { Mark, Marks, QualityFacts } from './mqa.js';
import type { ValidationReport } from './validation.js';

/** The code lists as far as a score asks them. */
export interface QualityVocabulary {
  /** The present concept for a value of an old list. */
  present(iri: string): string;
  /** IRI of the list that holds a value. */
  scheme(iri: string): string | undefined;
}

const authority = 'http://publications.europa.eu/resource/authority/';
const fileTypes = `${authority}file-type`;
const licences = `${authority}licence`;
const accessRights = `${authority}access-right`;
const mediaTypes = 'https://www.iana.org/assignments/media-types/';
const mediaTypeForm = /^(?:application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]+$/;

/** Formats of which data.europa.eu says that machines read them (its list of 2025). */
const machineReadable: ReadonlySet<string> = new Set(
  'CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS SHP XLS XLSX XML'.split(' '),
);
/** Formats of which it says that nobody owns them. */
const nonProprietary: ReadonlySet<string> = new Set(
  'BMP CSV DBF GEOJSON GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP'.split(
    ' ',
  ),
);
/** Open formats of health data, all machine-readable; in the health-aware score alone, since the EU's lists have none of them. */
const healthFormats: ReadonlySet<string> = new Set(
  'DICOM DCM FHIR FHIR_JSON FHIR_XML HL7 VCF BAM CRAM FASTQ PARQUET application/dicom application/dicom+json application/dicom+xml application/fhir+json application/fhir+xml application/vnd.apache.parquet'.split(
    ' ',
  ),
);
/** File types that a media type stands for; ours, as the EU's lists name file types alone. */
const fileTypeOf: Readonly<Record<string, string>> = {
  'application/geo+json': 'GEOJSON',
  'application/gzip': 'GZIP',
  'application/json': 'JSON',
  'application/ld+json': 'JSON_LD',
  'application/n-quads': 'RDF_N_QUADS',
  'application/n-triples': 'RDF_N_TRIPLES',
  'application/netcdf': 'NETCDF',
  'application/rdf+xml': 'RDF_XML',
  'application/rss+xml': 'RSS',
  'application/rtf': 'RTF',
  'application/trig': 'RDF_TRIG',
  'application/vnd.google-earth.kml+xml': 'KML',
  'application/vnd.google-earth.kmz': 'KMZ',
  'application/vnd.ms-excel': 'XLS',
  'application/vnd.oasis.opendocument.spreadsheet': 'ODS',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/xml': 'XML',
  'application/zip': 'ZIP',
  'image/bmp': 'BMP',
  'image/jp2': 'JPEG2000',
  'image/png': 'PNG',
  'image/tiff': 'TIFF',
  'text/calendar': 'ICS',
  'text/csv': 'CSV',
  'text/html': 'HTML',
  'text/plain': 'TXT',
  'text/rtf': 'RTF',
  'text/tab-separated-values': 'TSV',
  'text/turtle': 'RDF_TURTLE',
  'text/xml': 'XML',
};

export interface FactsRequest {
  readonly description: RecordDescription;
  /** What `dcatApVerdict` says. */
  readonly dcatAp: boolean | null;
  readonly vocabulary: QualityVocabulary;
}

const shapesOfDcatAp = 'https://w3id.org/ndc/shapes/dcat-ap-3.0#';
/** Profiles that load the shapes of DCAT-AP 3.0, so that a report of theirs tells its verdict too. */
const onDcatAp: ReadonlySet<string> = new Set(['dcat-ap-3.0', 'dcat-ap-nl-3.0', 'healthdcat-ap-r5', 'healthdcat-ap-r8']);

/**
 * Whether a description complies with DCAT-AP 3.0: no violation of a shape of that profile, whichever profile it was held to.
 *
 * Warnings do not count, though `sh:conforms` is false with any. Null when the profile does not load those shapes (Health-RI
 * core, or one that an operator installed) and so cannot tell (docs/decisions/0020).
 */
export function dcatApVerdict(report: ValidationReport | null): boolean | null {
  if (report === null) return null;
  const isBroken = report.results.some(({ severity, sourceShape }) => severity === 'violation' && sourceShape.startsWith(shapesOfDcatAp));
  if (isBroken) return false;
  return onDcatAp.has(report.profile) ? true : null;
}

/** What the MQA looks at. */
export function mqaFacts(request: FactsRequest): QualityFacts {
  return factsOf(request, {}, new Set());
}

/** What the health-aware score looks at: the formats of health data count, and what HealthDCAT-AP adds. */
export function healthFacts(request: FactsRequest): QualityFacts {
  return factsOf(request, healthMarks(request.description), healthFormats);
}

function factsOf({ description, dcatAp, vocabulary }: FactsRequest, more: Marks, formats: ReadonlySet<string>): QualityFacts {
  return {
    dataset: {
      keywordAvailability: has(Object.keys(description.keywords)),
      categoryAvailability: has(description.themes),
      spatialAvailability: has(description.spatial),
      temporalAvailability: has(description.temporal),
      dcatApCompliance: dcatAp === null ? 'unknown' : markOf(dcatAp),
      accessRightsAvailability: has(description.accessRights),
      accessRightsVocabularyAlignment: markOf(description.accessRights.some((iri) => vocabulary.scheme(iri) === accessRights)),
      contactPointAvailability: has(description.contactPoints),
      publisherAvailability: markOf(description.publisher !== null),
      dateIssuedAvailability: markOf(description.issued !== null),
      dateModifiedAvailability: markOf(description.modified !== null),
      ...more,
    },
    distributions: description.distributions.map((distribution) => ({
      iri: distribution.iri,
      marks: distributionMarks(distribution, vocabulary, formats),
      accessUrls: keysOf(distribution.accessUrls),
      downloadUrls: keysOf(distribution.downloadUrls),
    })),
  };
}

function distributionMarks(distribution: Distribution, vocabulary: QualityVocabulary, formats: ReadonlySet<string>): Marks {
  const { format, mediaType, licence } = distribution;
  const kinds = [format, mediaType].flatMap((value) => (value === null ? [] : kindsOf(value, vocabulary)));
  const isOpenHealth = kinds.some((kind) => formats.has(kind));
  return {
    downloadUrlAvailability: has(distribution.downloadUrls),
    formatAvailability: markOf(format !== null),
    mediaTypeAvailability: markOf(mediaType !== null),
    formatMediaTypeVocabularyAlignment: both(
      format === null ? 'fail' : inList(format, fileTypes, vocabulary),
      mediaType === null ? 'fail' : inMediaTypes(mediaType, vocabulary),
    ),
    formatMediaTypeNonProprietary: markOf(isOpenHealth || kinds.some((kind) => nonProprietary.has(kind))),
    formatMediaTypeMachineInterpretable: markOf(isOpenHealth || kinds.some((kind) => machineReadable.has(kind))),
    licenceAvailability: markOf(licence !== null),
    knownLicence: licence === null ? 'fail' : isDeed(licence) ? 'pass' : inList(licence, licences, vocabulary),
    rightsAvailability: has(distribution.rights),
    byteSizeAvailability: markOf(distribution.byteSize !== null),
    dateIssuedAvailability: markOf(distribution.issued !== null),
    dateModifiedAvailability: markOf(distribution.modified !== null),
  };
}

function healthMarks(description: RecordDescription): Marks {
  const { distributions } = description;
  const hasColumns = description.tables.some(({ columns }) => columns.length > 0);
  const hasRoute = description.landingPages.length > 0 || distributions.some(({ accessUrls, rights }) => accessUrls.length > 0 || rights.length > 0);
  return {
    hdabAvailability: markOf(description.hdab !== null),
    legislationAvailability: markOf(description.legislation.length > 0 || distributions.some(({ legislation }) => legislation.length > 0)),
    healthCategoryAvailability: has(description.healthCategories),
    populationCoverageAvailability: has(Object.keys(description.populationCoverage)),
    sizeAvailability: markOf(description.numberOfRecords !== null || description.numberOfUniqueIndividuals !== null),
    sampleOrDictionaryAvailability: markOf(description.samples.length > 0 || hasColumns),
    accessConditionsAvailability: markOf(hasRoute),
    qualityLabelAvailability: has(description.qualityAnnotations),
  };
}

/** The names by which the lists know a format: code of the file type, name of the media type, or both. */
function kindsOf(value: string, vocabulary: QualityVocabulary): string[] {
  const present = vocabulary.present(value);
  const mediaType = mediaTypeName(present);
  if (mediaType !== null) return [mediaType, ...(Object.hasOwn(fileTypeOf, mediaType) ? [fileTypeOf[mediaType] ?? ''] : [])];
  return [
    present
      .replace(/[/#]+$/, '')
      .replace(/^.*[/#]/, '')
      .toUpperCase(),
  ];
}

function mediaTypeName(value: string): string | null {
  const name = value.replace(/^https?:\/\/www\.iana\.org\/assignments\/media-types\//, '').toLowerCase();
  return mediaTypeForm.test(name) ? name : null;
}

/** A value below the address of a list that our copy lacks may be newer than the copy: we cannot tell. */
function inList(value: string, scheme: string, vocabulary: QualityVocabulary): Mark {
  if (vocabulary.scheme(value) === scheme) return 'pass';
  return vocabulary.present(value).startsWith(`${scheme}/`) ? 'unknown' : 'fail';
}

function inMediaTypes(value: string, vocabulary: QualityVocabulary): Mark {
  const name = mediaTypeName(vocabulary.present(value));
  if (name === null) return 'fail';
  return vocabulary.scheme(mediaTypes + name) === mediaTypes ? 'pass' : 'unknown';
}

/** The list of licences names the deeds of Creative Commons by their own addresses as well. */
function isDeed(licence: string): boolean {
  return /^https?:\/\/creativecommons\.org\/(?:licenses\/[a-z-]+|publicdomain\/(?:zero|mark))\/\d\.\d(?:\/|$)/.test(licence);
}

function keysOf(urls: readonly string[]): string[] {
  return [...new Set(urls.map(linkKey))].filter((url) => url !== null);
}

function both(one: Mark, other: Mark): Mark {
  if (one === 'fail' || other === 'fail') return 'fail';
  return one === 'pass' && other === 'pass' ? 'pass' : 'unknown';
}

function has(values: readonly unknown[]): Mark {
  return markOf(values.length > 0);
}

function markOf(isSo: boolean): Mark {
  return isSo ? 'pass' : 'fail';
}
