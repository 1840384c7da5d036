import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../src/validation/property-path.js';
import { readTurtleFolder } from '../../src/validation/shapes-files.js';
import { ndcShapes } from '../../src/validation/terms.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { skos } from '../../vocab/skos.js';
import { folders, root } from '../validation/support.js';

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
  [`${ehds}healthcategories/`]: 'EHRS DIOH NRPE RPDG HRAD HGPD HPML PGEH WELA IDHP PHDR MRMR EHCT EMRD RMMD RQSH EINS',
  [`${ehds}health-theme/`]: 'ANTIMICROBIAL_CONTROL BLOOD_INFECTIONS CANCER_DISEASE CLIMATE_HEALTH EMERGENCY_SETTINGS ENTERIC_INFECTIONS ENVIRONMENTAL_HEALTH HEALTH_PRODUCTS HEALTH_SYSTEMS IMMUNIZATION_DISEASES INJURY_PREVENTION LIFECOURSE_HEALTH MENTAL_HEALTH NONCOMMUNICABLE_DISEASES NUTRITION_SECURITY REPRODUCTIVE_HEALTH RESPIRATORY_DISEASES SENSORY_HEALTH TROPICAL_DISEASES VECTOR_DISEASES',
  [`${ehds}health-activity/`]: 'ADMINISTRATIVE_PROCESSES ADMISSION_DISCHARGE AUTOMATIC_GENERATION BIOBANK_COLLECTION CENSUS_DATA CLINICAL_TRIAL COHORT DISEASE_MONITORING EHEALTH_APPLICATION GEOSPATIAL_MONITORING HEALTHCARE_VISIT HEALTH_REGISTRIES HEALTH_SURVEILLANCE HEALTH_SURVEY HOSPITAL_RECORDS INSURANCE_CLAIMS LABORATORY_TESTS MEASUREMENTS MEDICAL_DEVICES MEDICAL_REGISTRY MODELS_SIMULATIONS MUNICIPAL_REPOSITORY NONMEDICAL_APPLICATION OBSERVATIONAL_DATA PATIENT_OUTCOMES PRESCRIBING_DISPENSING PROBABILITY_SURVEY QUALITY_REGISTRIES QUALITY_REGISTRY RESEARCH_DATABASE RESEARCH_PROJECT ROUTINE_RECORDS SAMPLE_COLLECTIONS SURVEILLANCE',
  [`${ehds}coding-system/`]: 'ATC DICOM-CT EDQM EMA-SPOR EMDN GMDN HGNC HPO ICD-10 ICD-10-NAT ICD-11 ICD-9-CM ICD-O ICF ICHI ICPC-2 ICPC-3 LOINC MEDDRA MESH NCIT NPU OHDSI-VOCAB OPS ORDO ORPHACODE PROC-CODES-NAT RXNORM SNOMED-CT UCUM UMLS WHODRUG',
};

describe('vocab/authority', () => {
  const objectsOf = objectsIn(quads);

  it.each(files.map((file) => [file.name, file] as const))('%s is one list of labelled concepts', (_, file) => {
    const schemes = file.quads.filter((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(skos.ConceptScheme));
    expect(schemes).toHaveLength(1);
    const scheme = schemes[0]!.subject;
    const languages = (predicate: typeof skos.prefLabel, subject = scheme) => objectsOf(subject, predicate).map((term) => (term.termType === 'Literal' ? term.language : '')).sort();
    expect(languages(dct.title)).toEqual(['en', 'nl']);
    expect(objectsOf(scheme, dct.source)).toHaveLength(1);
    expect(['true', 'false']).toContain(objectsOf(scheme, ndcShapes.complete)[0]?.value);
    const concepts = file.quads.filter((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(skos.Concept)).map((quad) => quad.subject);
    expect(concepts.length).toBeGreaterThan(0);
    for (const concept of concepts) {
      expect(languages(skos.prefLabel, concept), concept.value).toEqual(['en', 'nl']);
      expect(objectsOf(concept, skos.inScheme).map((term) => term.value), concept.value).toEqual([scheme.value]);
      expect(objectsOf(concept, skos.notation), concept.value).toHaveLength(1);
    }
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
    const matches = mappings.filter((quad) => quad.predicate.equals(skos.exactMatch));
    expect(matches.length).toBeGreaterThan(5);
    for (const { subject, object } of matches) {
      expect(subject.value).toMatch(/^http:\/\/www\.wikidata\.org\/entity\/Q\d+$/);
      expect(quads.some((quad) => quad.subject.equals(object)), object.value).toBe(true);
    }
  });
});
