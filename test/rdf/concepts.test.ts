import { describe, expect, it } from 'vitest';
import { Parser } from 'n3';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import { distance, fold, nameInIri } from '../../src/rdf/concept-names.js';
import { Concepts } from '../../src/rdf/concepts.js';

const concepts = Concepts.load([authorityFolder, mappingsFolder]);
const eu = 'http://publications.europa.eu/resource/authority/';
const ehds = 'https://hdeu-dcat.data.health.europa.eu/resource/authority/';
const media = 'https://www.iana.org/assignments/media-types/';
const pd = 'https://w3id.org/dpv/dpv-pd#';

describe('present', () => {
  it.each([
    ['http://13.81.34.152:1101/resource/authority/healthcategories/EHRS', `${ehds}healthcategories/EHRS`],
    ['https://hdeu-dcat.acceptance.data.health.europa.eu/resource/authority/coding-system/ICD-10', `${ehds}coding-system/ICD-10`],
    ['http://hdeu-dcat.acceptance.data.health.europa.eu/resource/authority/standard/FHIR', `${ehds}standard/FHIR`],
    ['http://healthdataportal.eu/resource/authority/publisher-type/university', `${ehds}publisher-type/university`],
    ['https://healthdcat-ap.eu/vocab/health-category/EHRS', `${ehds}healthcategories/EHRS`],
    ['https://healthdcat-ap.eu/vocab/health-theme/CANCER_DISEASE', `${ehds}health-theme/CANCER_DISEASE`],
    ['https://w3id.org/dpv/pd#Age', `${pd}Age`],
    ['https://w3c.github.io/dpv/2.0/pd/Age', `${pd}Age`],
    ['http://www.iana.org/assignments/media-types/text/csv', `${media}text/csv`],
    ['http://www.wikidata.org/entity/Q12078', `${ehds}health-theme/CANCER_DISEASE`],
    ['http://purl.org/cld/freq/annual', `${eu}frequency/ANNUAL`],
    ['http://www.wikidata.org/entity/P4338', 'http://www.wikidata.org/entity/P4338'],
    [`${eu}access-right/PUBLIC`, `${eu}access-right/PUBLIC`],
    ['http://example.org/x/y', 'http://example.org/x/y'],
    ['urn:x', 'urn:x'],
    ['', ''],
  ])('%s is today %s', (old, today) => {
    expect(concepts.present(old)).toBe(today);
  });
});

describe('lists', () => {
  it('knows the list of a concept, also by its old address', () => {
    expect(concepts.scheme(`${eu}access-right/PUBLIC`)).toBe(`${eu}access-right`);
    expect(concepts.scheme('http://healthdataportal.eu/resource/authority/coding-system/LOINC')).toBe(`${ehds}coding-system`);
    expect(concepts.scheme('urn:unknown')).toBeUndefined();
  });

  it('lists the concepts of a list, and those of an unknown list not', () => {
    expect(concepts.inScheme(`${ehds}healthcategories`)).toHaveLength(17);
    expect(concepts.inScheme('urn:unknown')).toEqual([]);
  });

  it('says which lists are whole', () => {
    expect(concepts.isComplete(`${ehds}healthcategories`)).toBe(true);
    expect(concepts.isComplete(`${eu}file-type`)).toBe(false);
    expect(concepts.isComplete('urn:unknown')).toBe(false);
  });

  it('names a list', () => {
    expect(concepts.schemeTitle(`${eu}language`, 'nl')).toBe('Taal');
    expect(concepts.schemeTitle(`${eu}language`, 'en')).toBe('Language');
    expect(concepts.schemeTitle('urn:unknown', 'en')).toBeUndefined();
  });
});

describe('nearest', () => {
  const lists: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      ['access-right', 'language', 'file-type', 'frequency', 'licence', 'country', 'place', 'data-theme', 'planned-availability'].map((name) => [
        name,
        eu + name,
      ]),
    ),
    ...Object.fromEntries(['coding-system', 'standard', 'health-theme', 'healthcategories', 'publisher-type'].map((name) => [name, ehds + name])),
    media,
    pd,
    'licence-nl': 'https://definities.geostandaarden.nl/dcat-ap-nl/id/waardelijst/licenties',
    checksum: 'http://spdx.org/rdf/terms#ChecksumAlgorithm',
  };
  const nearest = (text: string, list: string) => concepts.nearest(text, lists[list] ?? list, 5);

  it.each([
    ['public', 'access-right', 'PUBLIC'],
    ['Openbaar', 'access-right', 'PUBLIC'],
    ['non public', 'access-right', 'NON_PUBLIC'],
    ['NONPUBLIC', 'access-right', 'NON_PUBLIC'],
    ['niet openbaar', 'access-right', 'NON_PUBLIC'],
    ['https://publications.europa.eu/resource/authority/access-right/PUBLIC', 'access-right', 'PUBLIC'],
    [`${eu}access-right/RESTRICTED`, 'access-right', 'RESTRICTED'],
    ['http://example.org/rights#NON_PUBLIC', 'access-right', 'NON_PUBLIC'],
    ['nl', 'language', 'NLD'],
    ['NL', 'country', 'NLD'],
    ['nl-NL', 'language', 'NLD'],
    ['nl_NL', 'language', 'NLD'],
    ['Nederlands', 'language', 'NLD'],
    ['Dutch', 'language', 'NLD'],
    ['dut', 'language', 'NLD'],
    ['français', 'language', 'FRA'],
    ['francais', 'language', 'FRA'],
    ['EN', 'language', 'ENG'],
    ['ES', 'language', 'SPA'],
    ['http://id.loc.gov/vocabulary/iso639-1/nl', 'language', 'NLD'],
    ['CSV', 'file-type', 'CSV'],
    ['text/csv', 'file-type', 'CSV'],
    ['https://www.iana.org/assignments/media-types/text/csv', 'file-type', 'CSV'],
    ['ttl', 'file-type', 'RDF_TURTLE'],
    ['JSON-LD', 'file-type', 'JSON_LD'],
    ['csv', 'media', 'text/csv'],
    ['http://www.iana.org/assignments/media-types/text/csv', 'media', 'text/csv'],
    ['jaarlijks', 'frequency', 'ANNUAL'],
    ['annually', 'frequency', 'ANNUAL'],
    ['R/P1Y', 'frequency', 'ANNUAL'],
    ['http://purl.org/cld/freq/annual', 'frequency', 'ANNUAL'],
    ['https://creativecommons.org/licenses/by/4.0/deed.nl', 'licence', 'CC_BY_4_0'],
    ['http://creativecommons.org/licenses/by/4.0', 'licence-nl', 'naamsvermelding40'],
    ['CC-BY-4.0', 'licence', 'CC_BY_4_0'],
    ['niet open', 'licence-nl', 'niet_open'],
    ['Amsterdam', 'place', 'NLD_AMS'],
    ['Health', 'data-theme', 'HEAL'],
    ['ICD 10', 'coding-system', 'ICD-10'],
    ['SNOMED', 'coding-system', 'SNOMED-CT'],
    ['http://snomed.info/sct', 'coding-system', 'SNOMED-CT'],
    ['http://www.wikidata.org/entity/Q45127', 'coding-system', 'ICD-10'],
    ['http://13.81.34.152:1101/resource/authority/healthcategories/EHRS', 'healthcategories', 'EHRS'],
    ['EHRS', 'healthcategories', 'EHRS'],
    ['https://w3id.org/dpv/pd#Age', 'pd', 'Age'],
    ['SHA-256', 'checksum', 'checksumAlgorithm_sha256'],
    ['sha1', 'checksum', 'checksumAlgorithm_sha1'],
  ])('%s in %s is certainly %s', (text, list, code) => {
    const [first, ...others] = nearest(text, list);
    expect(first?.iri.endsWith(code), JSON.stringify(first)).toBe(true);
    expect(first?.certain).toBe(true);
    expect(others).toEqual([]);
  });

  it.each([
    ['nederlans', 'language', 'NLD'],
    ['publc', 'access-right', 'PUBLIC'],
    ['xlxs', 'file-type', 'XLSX'],
    ['Excel', 'file-type', 'XLSX'],
    ['annualy', 'frequency', 'ANNUAL'],
    ['eenmalig', 'frequency', 'NEVER'],
    ['healt', 'data-theme', 'HEAL'],
    ['DICOM', 'coding-system', 'DICOM-CT'],
    ['oncolgy', 'health-theme', 'CANCER_DISEASE'],
    ['diabetes', 'health-theme', 'NONCOMMUNICABLE_DISEASES'],
    ['http://www.wikidata.org/entity/Q35869', 'health-theme', 'NONCOMMUNICABLE_DISEASES'],
    ['http://www.wikidata.org/entity/P4338', 'coding-system', 'LOINC'],
    ['http://healthdataportal.eu/resource/authority/publisher-type/ngo', 'publisher-type', 'non-gov-org'],
    ['outpatient-institute', 'publisher-type', 'outpatient-institution'],
    ['https://x.example/EHSR', 'healthcategories', 'EHRS'],
    ['op aanvraag', 'access-right', 'NON_PUBLIC'],
  ])('%s in %s may be %s', (text, list, code) => {
    const found = nearest(text, list);
    expect(found.map((suggestion) => suggestion.iri.replace(/^.*[/#]/, ''))).toContain(code);
    expect(found.every((suggestion) => !suggestion.certain)).toBe(true);
  });

  it.each([
    ['EX', 'language'],
    ['ICD-12', 'coding-system'],
    ['volstrekt iets anders', 'access-right'],
    ['', 'access-right'],
    ['   ', 'language'],
    ['---', 'language'],
    ['%E0%A4%A', 'language'],
    ['http://', 'language'],
    ['NORMAL', 'access-right'],
    ['public', 'urn:unknown'],
  ])('%s in %s is nothing', (text, list) => {
    expect(nearest(text, list)).toEqual([]);
  });

  it('never takes one short code for another', () => {
    for (const list of ['language', 'country']) {
      for (const iri of concepts.inScheme(lists[list]!)) {
        const found = concepts.nearest(concepts.code(iri), lists[list]!, 5);
        expect(
          found.map((suggestion) => suggestion.iri),
          iri,
        ).toContain(iri);
        expect(
          found.filter((suggestion) => suggestion.certain && suggestion.iri !== iri),
          iri,
        ).toEqual([]);
      }
    }
  });

  it('finds every present concept of every list by its own IRI, with certainty', () => {
    for (const list of Object.values(lists)) {
      for (const iri of concepts.inScheme(list)) {
        const [first] = concepts.nearest(iri, list, 1);
        if (first === undefined || first.iri !== iri) expect(['NORMAL', 'FMX2', 'FMX3', 'outpatient-institute'], iri).toContain(concepts.code(iri));
        else expect(first.certain, iri).toBe(true);
      }
    }
  });

  it('gives as many as are asked for, the best first, the same each time', () => {
    const once = concepts.nearest('registry', `${ehds}publisher-type`, 2);
    expect(once).toHaveLength(2);
    expect(concepts.nearest('registry', `${ehds}publisher-type`, 2)).toEqual(once);
    expect(Concepts.load([authorityFolder, mappingsFolder]).nearest('registry', `${ehds}publisher-type`, 2)).toEqual(once);
  });

  it('labels in the language that is asked for', () => {
    expect(concepts.nearest('nl', `${eu}language`, 1, 'nl')[0]?.label).toBe('Nederlands');
    expect(concepts.nearest('nl', `${eu}language`, 1)[0]?.label).toBe('Dutch');
  });

  it('hears of words that are added later', () => {
    const own = new Concepts();
    const skos = '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .';
    own.add(new Parser().parse(`${skos} <urn:l/a> skos:inScheme <urn:l> ; skos:prefLabel "appel"@nl .`));
    expect(own.nearest('peer', 'urn:l', 3)).toEqual([]);
    own.add(new Parser().parse(`${skos} <urn:l/p> skos:inScheme <urn:l> ; skos:prefLabel "peer"@nl .`));
    expect(own.nearest('peer', 'urn:l', 3)).toEqual([{ iri: 'urn:l/p', label: 'peer', certain: true }]);
  });

  it('answers hundreds of questions a second', () => {
    const started = performance.now();
    for (let at = 0; at < 500; at++) concepts.nearest(`onbekende waarde ${String(at)}`, `${eu}language`, 3);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('names', () => {
  it.each([
    ['NON_PUBLIC', 'non public'],
    ['Ångström—é', 'angstrom e'],
    ['  ', ''],
  ])('%s is compared as "%s"', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it.each([
    ['http://a.example/b/CSV', 'CSV'],
    ['http://a.example/b#CSV', 'CSV'],
    ['http://a.example/b/CSV/', 'CSV'],
    ['https://www.iana.org/assignments/media-types/text/csv', 'text/csv'],
    ['urn:list:CSV', 'CSV'],
    ['http://a.example/caf%C3%A9', 'café'],
    ['http://a.example/%E0%A4%A', '%E0%A4%A'],
  ])('%s names %s', (iri, name) => {
    expect(nameInIri(iri)).toBe(name);
  });

  it.each([
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['', 'ab', 2],
    ['kitten', 'sitting', 3],
    ['abcdef', 'uvwxyz', 4],
  ])('%s and %s are %i apart, or more than was asked', (a, b, apart) => {
    expect(distance(a, b, 3)).toBe(apart);
  });
});
