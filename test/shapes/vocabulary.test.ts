import { describe, expect, it } from 'vitest';
import { checkVocabulary } from '../../src/validation/checks/vocabulary-check.js';
import { objectsIn } from '../../src/validation/property-path.js';
import { readTurtleFolder } from '../../src/validation/shapes-files.js';
import { ndcShapes } from '../../src/validation/terms.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { skos } from '../../vocab/skos.js';
import { owl } from '../../vocab/owl.js';
import { folders, root, turtle } from '../validation/support.js';

const files = readTurtleFolder(folders.vocabularies, '.');
const quads = files.flatMap((file) => file.quads);
const eu = 'http://publications.europa.eu/resource/authority/';
const ehds = 'https://hdeu-dcat.data.health.europa.eu/resource/authority/';

/** Codes of spec/healthdcat-ap.md 6.2 to 6.6. */
const codes: Readonly<Record<string, string>> = {
  [`${eu}access-right/`]: 'PUBLIC RESTRICTED NON_PUBLIC CONFIDENTIAL NORMAL SENSITIVE OP_DATPRO',
  [`${eu}planned-availability/`]: 'AVAILABLE STABLE EXPERIMENTAL TEMPORARY OP_DATPRO',
  [`${eu}distribution-status/`]: 'COMPLETED DEVELOP DEPRECATED WITHDRAWN OP_DATPRO',
  [`${eu}frequency/`]: 'ANNUAL ANNUAL_2 ANNUAL_3 AS_NEEDED BIENNIAL BIMONTHLY BIWEEKLY CONT DAILY DAILY_2 IRREG MONTHLY MONTHLY_2 MONTHLY_3 NEVER NOT_PLANNED OTHER QUARTERLY TRIENNIAL UNKNOWN UPDATE_CONT WEEKLY WEEKLY_2 WEEKLY_3 OP_DATPRO',
  [`${eu}data-theme/`]: 'AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN OP_DATPRO',
  [`${eu}dataset-type/`]: 'APROF ATTO_LEX ATTO_PUB CODE_LIST CORE_COMP DIRECTORY DOMAIN_MODEL DSCRP_SERV GEOSPATIAL GLOSSARY HVD IEPD MAPPING NAL ONTOLOGY PERSONAL_DATA RELEASE SCHEMA STATISTICAL STYLES SYNTAX_ECD_SCHEME SYNTHETIC_DATA TAXONOMY TEST_DATA THESAURUS OP_DATPRO OTHER',
  'http://purl.org/adms/publishertype/': 'Academia-ScientificOrganisation Company IndustryConsortium LocalAuthority NationalAuthority NonGovernmentalOrganisation NonProfitOrganisation PrivateIndividual(s) RegionalAuthority StandardisationBody SupraNationalAuthority',
  'http://purl.org/adms/licencetype/': 'Attribution GrantBack JurisdictionWithinTheEU KnownPatentEncumbrance NoDerivativeWork NominalCost NonCommercialUseOnly OtherRestrictiveClauses PublicDomain ReservedNames-Endorsement-OfficialStatus RoyaltiesRequired UnknownIPR ViralEffect-ShareAlike',
  'http://data.europa.eu/bna/': 'c_ac64a52d c_dd313021 c_164e0bf5 c_e1da4e07 c_a9135398 c_b79e35eb',
  'https://www.iana.org/assignments/media-types/': 'text/csv application/json application/ld+json application/vnd.openxmlformats-officedocument.spreadsheetml.sheet application/geo+json application/dicom',
  'http://spdx.org/rdf/terms#checksumAlgorithm_': 'md5 sha1 sha256 sha512 sha3_256 blake3 adler32',
  'https://definities.geostandaarden.nl/dcat-ap-nl/id/waardelijst/licenties/': 'cc0 niet_open naamsvermelding40',
  [`${eu}corporate-body/`]: 'COM SANTE ECDC EMA',
  [`${eu}place/`]: 'NLD_AMS BEL_BRU',
  [`${ehds}healthcategories/`]: 'EHRS DIOH NRPE RPDG HRAD HGPD HPML PGEH WELA IDHP PHDR MRMR EHCT EMRD RMMD RQSH EINS',
  [`${ehds}health-theme/`]: 'ANTIMICROBIAL_CONTROL BLOOD_INFECTIONS CANCER_DISEASE CLIMATE_HEALTH EMERGENCY_SETTINGS ENTERIC_INFECTIONS ENVIRONMENTAL_HEALTH HEALTH_PRODUCTS HEALTH_SYSTEMS IMMUNIZATION_DISEASES INJURY_PREVENTION LIFECOURSE_HEALTH MENTAL_HEALTH NONCOMMUNICABLE_DISEASES NUTRITION_SECURITY REPRODUCTIVE_HEALTH RESPIRATORY_DISEASES SENSORY_HEALTH TROPICAL_DISEASES VECTOR_DISEASES',
  [`${ehds}health-activity/`]: 'ADMINISTRATIVE_PROCESSES ADMISSION_DISCHARGE AUTOMATIC_GENERATION BIOBANK_COLLECTION CENSUS_DATA CLINICAL_TRIAL COHORT DISEASE_MONITORING EHEALTH_APPLICATION GEOSPATIAL_MONITORING HEALTHCARE_VISIT HEALTH_REGISTRIES HEALTH_SURVEILLANCE HEALTH_SURVEY HOSPITAL_RECORDS INSURANCE_CLAIMS LABORATORY_TESTS MEASUREMENTS MEDICAL_DEVICES MEDICAL_REGISTRY MODELS_SIMULATIONS MUNICIPAL_REPOSITORY NONMEDICAL_APPLICATION OBSERVATIONAL_DATA PATIENT_OUTCOMES PRESCRIBING_DISPENSING PROBABILITY_SURVEY QUALITY_REGISTRIES QUALITY_REGISTRY RESEARCH_DATABASE RESEARCH_PROJECT ROUTINE_RECORDS SAMPLE_COLLECTIONS SURVEILLANCE',
  [`${ehds}coding-system/`]: 'ATC DICOM-CT EDQM EMA-SPOR EMDN GMDN HGNC HPO ICD-10 ICD-10-NAT ICD-11 ICD-9-CM ICD-O ICF ICHI ICPC-2 ICPC-3 LOINC MEDDRA MESH NCIT NPU OHDSI-VOCAB OPS ORDO ORPHACODE PROC-CODES-NAT RXNORM SNOMED-CT UCUM UMLS WHODRUG',
};

describe('vocab/authority', () => {
  const objectsOf = objectsIn(quads);

  it.each(files.map((file) => [file.name, file] as const))('%s is in order', (_, file) => {
    expect(checkVocabulary(file.name, file.quads)).toEqual([]);
  });

  it('has one code and both labels for every concept, and no synonym that is the name of another', () => {
    const concepts = quads.filter((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(skos.Concept)).map((quad) => quad.subject);
    expect(concepts.length).toBeGreaterThan(1400);
    const names = new Map<string, string>();
    for (const concept of concepts) {
      expect(objectsOf(concept, skos.notation), concept.value).toHaveLength(1);
      expect(objectsOf(concept, skos.prefLabel), concept.value).toHaveLength(2);
      const scheme = objectsOf(concept, skos.inScheme)[0]?.value ?? '';
      for (const label of objectsOf(concept, skos.altLabel)) {
        const key = `${scheme} ${label.value.toLowerCase()}`;
        expect(names.get(key) ?? concept.value, key).toBe(concept.value);
        names.set(key, concept.value);
      }
    }
  });

  it('names a present concept for every retired one, where it names one at all', () => {
    const retired = quads.filter((quad) => quad.predicate.equals(owl.deprecated)).map((quad) => quad.subject);
    expect(retired.length).toBeGreaterThan(2);
    for (const concept of retired) for (const next of objectsOf(concept, dct.isReplacedBy)) expect(objectsOf(next, skos.inScheme), next.value).toHaveLength(1);
  });

  it('calls whole what the specification gives whole, and nothing else', () => {
    const whole = quads.filter((quad) => quad.predicate.equals(ndcShapes.complete) && quad.object.value === 'true').map((quad) => quad.subject.value.split('/').pop());
    expect(whole.sort()).toEqual(
      ['access-right', 'asd487ae75', 'coding-system', 'continent', 'data-theme', 'distribution-status', 'frequency', 'health-activity', 'health-theme', 'healthcategories', 'terms#ChecksumAlgorithm', '1.0', '1.0'].sort(),
    );
  });

  it.each(Object.entries(codes))('holds every code of %s', (base, list) => {
    for (const code of list.split(' ')) {
      const scheme = quads.some((quad) => quad.subject.value === base + code && quad.predicate.equals(skos.inScheme));
      expect(scheme, base + code).toBe(true);
    }
  });

  it('says of each health category what it is and where the law names it', () => {
    const categories = quads.filter((quad) => quad.predicate.equals(skos.inScheme) && quad.object.value === `${ehds}healthcategories`).map((quad) => quad.subject);
    const letters = categories.map((category) => quads.find((quad) => quad.subject.equals(category) && quad.predicate.value === `${skos.iri}note`)?.object.value);
    expect(letters).toEqual([...'abcdefghijklmnopq'].map((letter) => `Article 51(1)(${letter})`));
    for (const category of categories) expect(objectsOf(category, skos.definition)).toHaveLength(2);
  });

  it('maps other spellings to concepts that exist', () => {
    const mappings = readTurtleFolder(`${root}vocab`, 'mappings').flatMap((file) => file.quads);
    const local = (iri: string) => iri.slice(skos.iri.length);
    const matches = mappings.filter((quad) => /Match$/.test(quad.predicate.value));
    expect(matches.length).toBeGreaterThan(50);
    for (const { subject, predicate, object } of matches) {
      expect(['exactMatch', 'broadMatch', 'closeMatch']).toContain(local(predicate.value));
      expect(subject.value).toMatch(/^http:\/\/(www\.wikidata\.org\/entity\/[QP]\d+|purl\.org\/cld\/freq\/\w+|healthdataportal\.eu\/resource\/authority\/publisher-type\/\w+)$/);
      expect(quads.some((quad) => quad.subject.equals(object)), object.value).toBe(true);
    }
    for (const { subject } of mappings.filter((quad) => /#(hiddenLabel|hint)$/.test(quad.predicate.value)))
      expect(quads.some((quad) => quad.subject.equals(subject) && quad.predicate.equals(skos.inScheme)), subject.value).toBe(true);
    for (const { subject, predicate } of mappings.filter((quad) => quad.predicate.equals(dct.replaces)))
      expect(quads.some((quad) => quad.subject.equals(subject) && quad.object.equals(skos.ConceptScheme)), predicate.value + subject.value).toBe(true);
  });
});

describe('checkVocabulary', () => {
  const scheme = '<urn:list/> a skos:ConceptScheme ; dct:title "Lijst"@nl , "List"@en ; dct:source <urn:owner> ; dct:license <urn:licence> ; ndc:complete true .';
  const concept = '<urn:list/a> a skos:Concept ; skos:inScheme <urn:list/> ; skos:notation "a" ; skos:prefLabel "een"@nl , "one"@en .';

  it('has nothing against a list in order', () => {
    expect(checkVocabulary('list.ttl', turtle(scheme + concept))).toEqual([]);
  });

  it.each([
    ['no list', concept, /exactly one skos:ConceptScheme, not 0/],
    ['two lists', `${scheme} ${scheme.replace('urn:list/', 'urn:other/')} ${concept}`, /exactly one skos:ConceptScheme, not 2/],
    ['no concepts', scheme, /has no concepts/],
    ['a list without Dutch title', `${scheme.replace('"Lijst"@nl , ', '')} ${concept}`, /<urn:list\/> has no title in Dutch/],
    ['an empty title', `${scheme.replace('"List"@en', '" "@en')} ${concept}`, /has no title in English/],
    ['no source', `${scheme.replace('dct:source <urn:owner> ; ', '')} ${concept}`, /must name one source/],
    ['no licence', `${scheme.replace('dct:license <urn:licence> ; ', '')} ${concept}`, /must name one licence/],
    ['nothing on wholeness', `${scheme.replace('ndc:complete true', 'ndc:complete "ja"')} ${concept}`, /must say ndc:complete true or false/],
    ['a concept of another list', `${scheme} ${concept.replace('inScheme <urn:list/>', 'inScheme <urn:other/>')}`, /<urn:list\/a> is not in the list/],
    ['a concept of no list', `${scheme} ${concept.replace('skos:inScheme <urn:list/> ; ', '')}`, /<urn:list\/a> is not in the list/],
    ['a concept without English', `${scheme} ${concept.replace(' , "one"@en', '')}`, /<urn:list\/a> has no label in English/],
    ['a concept without Dutch', `${scheme} ${concept.replace('"een"@nl , ', '')}`, /<urn:list\/a> has no label in Dutch/],
    ['two codes', `${scheme} ${concept.replace('"a" ;', '"a" , "b" ;')}`, /more than one code/],
    ['no code at all', `${scheme} ${concept.replace('<urn:list/a>', '<urn:list/a/>').replace('skos:notation "a" ; ', '')}`, /has no code/],
    ['a concept elsewhere', `${scheme} ${concept.replace('<urn:list/a>', '<urn:elsewhere/a>')}`, /not below the address of its list/],
    ['an IRI that is none', `${scheme} ${concept} <urn:list/a> skos:broader <a b> .`.replace('<a b>', '<urn:list/a%zz>'), /<urn:list\/a%zz> is not a valid IRI/],
  ])('finds %s', (_, text, problem) => {
    const problems = checkVocabulary('list.ttl', turtle(text));
    expect(problems.join('\n')).toMatch(problem);
    for (const sentence of problems) expect(sentence).toMatch(/^list\.ttl\b.*\.$/);
  });

  it('leaves concepts elsewhere alone when the list says so', () => {
    const foreign = scheme.replace('ndc:complete', 'ndc:foreignConcepts true ; ndc:complete');
    expect(checkVocabulary('list.ttl', turtle(foreign + concept.replace('<urn:list/a>', '<urn:elsewhere/a>')))).toEqual([]);
  });

  it('asks of a list as its owner publishes it only what it can have', () => {
    const official = '<urn:list/> a skos:ConceptScheme ; dct:title "List"@en . <urn:list/a> a skos:Concept ; skos:inScheme <urn:list/> ; skos:prefLabel "one"@en , "een"@nl , "un"@fr .';
    expect(checkVocabulary('official.rdf', turtle(official), { requireDutch: false })).toEqual([]);
    expect(checkVocabulary('official.rdf', turtle(official.replace('"one"@en , ', '')), { requireDutch: false })).toEqual(['official.rdf: the concept <urn:list/a> has no label in English.']);
  });

  it('stops after fifty problems and says how many there are', () => {
    const many = Array.from({ length: 80 }, (_, at) => `<urn:list/c${String(at)}> a skos:Concept ; skos:inScheme <urn:list/> ; skos:prefLabel "x"@en .`).join(' ');
    const problems = checkVocabulary('list.ttl', turtle(scheme + many));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('list.ttl has 30 more problems.');
  });
});
