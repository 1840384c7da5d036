/** What a fixture in `fixtures/rdf` must give: [variant, violations as "rule path-local-name component"]. */
export type Expected = readonly [variant: string | null, violations: readonly string[]];

const restricted = 'healthdcat-ap-r8/restricted';
const nonPublic = 'healthdcat-ap-r8/non-public';
const publicVariant = 'healthdcat-ap-r8/public';
const common = 'healthdcat-ap-r8/common';

export const expected: Readonly<Record<string, Expected>> = {
  'catalogue-conforms.ttl': [common, []],
  'catalogue-without-legislation.ttl': [common, ['Catalogue-applicableLegislation-min applicableLegislation MinCount']],
  'catalogue-without-publisher.ttl': [common, ['Catalogue-publisher-min publisher MinCount']],
  'contact-point-without-channel.ttl': [restricted, ['Kind-channel-min hasEmail> MinCount']],
  'dataset-category-not-in-list.ttl': [restricted, ['Dataset-healthCategory-list healthCategory Node']],
  'dataset-column-without-name.ttl': [restricted, ['Column-name-min name MinCount']],
  'dataset-hdab-without-contact.ttl': [restricted, ['Dataset-hdab-contact hdab Node']],
  'dataset-health-theme-wikidata.ttl': [restricted, ['Dataset-healthTheme-list healthTheme Node']],
  'dataset-r8-non-public-conforms.ttl': [nonPublic, []],
  'dataset-r8-public-conforms.ttl': [publicVariant, []],
  'dataset-r8-restricted-conforms.ttl': [restricted, []],
  'dataset-structured-without-variables.ttl': [restricted, ['Dataset-hasVariables-conditional null Or']],
  'dataset-theme-not-heal.ttl': [publicVariant, ['Dataset-theme-health theme HasValue']],
  // Without one usable access right the NON_PUBLIC rules apply, and the fixture has no dct:type.
  'dataset-two-access-rights.ttl': [nonPublic, ['Dataset-accessRights-max accessRights MaxCount', 'Dataset-type-min type MinCount']],
  'dataset-without-access-right.ttl': [nonPublic, ['Dataset-accessRights-min accessRights MinCount', 'Dataset-type-min type MinCount']],
  'dataset-without-category.ttl': [restricted, ['Dataset-healthCategory-min healthCategory MinCount']],
  'dataset-without-description.ttl': [restricted, ['Dataset-description-min description MinCount']],
  'dataset-without-distribution.ttl': [restricted, ['Dataset-distribution-min distribution MinCount']],
  'dataset-without-hdab.ttl': [restricted, ['Dataset-hdab-min hdab MinCount']],
  'dataset-without-identifier.ttl': [restricted, ['Dataset-identifier-min identifier MinCount']],
  'dataset-without-legislation.ttl': [restricted, ['Dataset-applicableLegislation-min applicableLegislation MinCount']],
  'dataset-without-structured-flag.ttl': [restricted, ['Dataset-hasStructuredData-min hasStructuredData MinCount']],
  'dataset-without-title.ttl': [restricted, ['Dataset-title-min title MinCount']],
  'dcat-ap-dataset-conforms.ttl': [null, []],
  'dcat-ap-dataset-without-description.ttl': [null, ['Dataset-description-min description MinCount']],
  'distribution-without-access-url.ttl': [restricted, ['Distribution-accessURL-min accessURL MinCount']],
  'distribution-without-legislation.ttl': [restricted, ['Distribution-applicableLegislation-min applicableLegislation MinCount']],
  'no-dataset.ttl': [common, []],
  'non-public-without-contact-point.ttl': [nonPublic, ['Dataset-contactPoint-min contactPoint MinCount']],
  'non-public-without-keyword.ttl': [nonPublic, ['Dataset-keyword-min keyword MinCount']],
  'non-public-without-provenance.ttl': [nonPublic, ['Dataset-provenance-min provenance MinCount']],
  'non-public-without-type.ttl': [nonPublic, ['Dataset-type-min type MinCount']],
  'number-of-records-not-integer.ttl': [restricted, ['Dataset-numberOfRecords-datatype numberOfRecords Datatype']],
  'publisher-type-not-in-list.ttl': [restricted, ['Dataset-publisher-type publisher Node']],
  'publisher-without-name.ttl': [restricted, ['Agent-name-min name MinCount']],
};

/** Files that do not parse, on purpose. */
export const unreadable: ReadonlySet<string> = new Set(['iri-with-space-on-line-7.ttl', 'language-tag-with-underscore-on-line-6.ttl', 'syntax-error-on-line-7.ttl']);
