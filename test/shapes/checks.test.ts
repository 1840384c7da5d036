import { existsSync } from 'node:fs';
import { Parser } from 'n3';
import { describe, expect, it } from 'vitest';
import { checks, runChecks, unknownChecks } from '../../src/validation/checks/index.js';
import { examplePrefixes } from '../../src/validation/fix.js';
import { objectsIn } from '../../src/validation/property-path.js';
import { RdfValidateShaclValidator } from '../../src/validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { readTurtleFolder } from '../../src/validation/shapes-files.js';
import { ndcShapes } from '../../src/validation/terms.js';
import { LayeredDataset } from '../../src/validation/layered-dataset.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import { fixtures, folders, library, readQuads, turtle } from '../validation/support.js';
import { corpusRecords, hasOracle } from './records.js';

const now = new Date('2026-11-22T12:00:00Z');
const engine = new ShaclEngineValidator(library());
const second = new RdfValidateShaclValidator(library());
const shapes = readTurtleFolder(folders.shapes, 'ndc-checks').flatMap((file) => file.quads);
const objectsOf = objectsIn(shapes);
const rules = shapes.filter((quad) => quad.predicate.equals(sh.severity)).map((quad) => quad.subject);

const head = `@prefix csvw: <http://www.w3.org/ns/csvw#> . @prefix dpv: <https://w3id.org/dpv#> . @prefix time: <http://www.w3.org/2006/time#> . @prefix ex: <https://holder.example/> .
@prefix right: <http://publications.europa.eu/resource/authority/access-right/> . @prefix type: <http://publications.europa.eu/resource/authority/dataset-type/> .
@prefix file: <http://publications.europa.eu/resource/authority/file-type/> . @prefix spdx: <http://spdx.org/rdf/terms#> .`;
/** A dataset that no rule has anything against. */
const sound = 'ex:d a dcat:Dataset ; dct:title "Kankerregistratie"@nl ; dct:description "Alle nieuwe gevallen van kanker."@nl ; dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> .';
const personal = 'dpv:hasPersonalData <https://w3id.org/dpv/dpv-pd#HealthRecord>';
const tables = 'ex:d dcat:distribution ex:x . ex:x a dcat:Distribution ; dcat:accessURL <https://umc.example/x>';

async function rulesBroken(text: string): Promise<readonly string[]> {
  const quads = turtle(`${head}\n${text}`);
  const request = { subject: 'https://holder.example/d', quads, profile: 'ndc-checks', now };
  const [report, other] = [await engine.validate(request), await second.validate(request)];
  expect({ ...other, engine: '' }).toEqual({ ...report, engine: '' });
  return [...new Set(report.results.map((result) => result.sourceShape.split('#')[1] ?? ''))].sort();
}

/** What must be found, and what looks like it but is in order; each added to the sound dataset. */
interface Cases {
  readonly found: readonly string[];
  readonly inOrder: readonly string[];
}

const cases: Readonly<Record<string, Cases>> = {
  'period-reversed': {
    found: [
      'ex:d dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "2024-01-01"^^xsd:date ; dcat:endDate "2020-12-31"^^xsd:date ] .',
      'ex:d dct:temporal [ dcat:startDate "2024"^^xsd:gYear ; dcat:endDate "2020-12-31T00:00:00Z"^^xsd:dateTime ] .',
      'ex:d healthdcatap:retentionPeriod [ dcat:startDate "2024-02"^^xsd:gYearMonth ; dcat:endDate "2024-01"^^xsd:gYearMonth ] .',
      'ex:d dct:temporal [ time:hasBeginning [ time:inXSDDate "2024-01-02"^^xsd:date ] ; time:hasEnd [ time:inXSDDate "2024-01-01"^^xsd:date ] ] .',
    ],
    inOrder: [
      'ex:d dct:temporal [ dcat:startDate "2024-01-01"^^xsd:date ; dcat:endDate "2024-01-01"^^xsd:date ] .',
      'ex:d dct:temporal [ dcat:startDate "2020-06-01"^^xsd:date ; dcat:endDate "2020"^^xsd:gYear ] .',
      'ex:d dct:temporal [ dcat:startDate "2020-01-01"^^xsd:date ; dcat:endDate "2020-01-01T00:00:00+02:00"^^xsd:dateTime ] .',
      'ex:d dct:temporal [ dcat:startDate "2020-01-01"^^xsd:date ] .',
      'ex:d dct:temporal [ dcat:startDate "vorig jaar" ; dcat:endDate "2020"^^xsd:gYear ] .',
      'ex:d healthdcatap:retentionPeriod [ dcat:startDate "2020-01-01"^^xsd:date ; dcat:endDate "2045-01-01"^^xsd:date ] .',
    ],
  },
  'modified-in-future': { found: ['ex:d dct:modified "2027-01-01"^^xsd:date .', 'ex:d dct:modified "2027"^^xsd:gYear .'], inOrder: ['ex:d dct:modified "2026-11-23"^^xsd:date .', 'ex:d dct:modified "2026"^^xsd:gYear .'] },
  'issued-in-future': { found: ['ex:d dct:issued "2027-01-01T00:00:00Z"^^xsd:dateTime .'], inOrder: ['ex:d dct:issued "2026-11-22"^^xsd:date .', 'ex:d dct:issued "binnenkort" .'] },
  'modified-before-issued': { found: ['ex:d dct:issued "2024-05-01"^^xsd:date ; dct:modified "2023-05-01"^^xsd:date .'], inOrder: ['ex:d dct:issued "2024-05-01"^^xsd:date ; dct:modified "2024"^^xsd:gYear .', 'ex:d dct:issued "2024-05-01T10:00:00Z"^^xsd:dateTime ; dct:modified "2024-05-01"^^xsd:date .'] },
  'date-implausible': { found: ['ex:d dct:modified "0001-01-01"^^xsd:date .', 'ex:d dct:issued "1899-12-30T00:00:00"^^xsd:dateTime .'], inOrder: ['ex:d dct:issued "1932"^^xsd:gYear .', 'ex:d dct:temporal [ dcat:startDate "1650"^^xsd:gYear ] .'] },
  'records-negative': { found: ['ex:d healthdcatap:numberOfRecords -1 .', 'ex:d healthdcatap:numberOfRecords "-99" .'], inOrder: ['ex:d healthdcatap:numberOfRecords 0 .', 'ex:d healthdcatap:numberOfRecords "onbekend" .'] },
  'individuals-negative': { found: ['ex:d healthdcatap:numberOfUniqueIndividuals "-5"^^xsd:integer .'], inOrder: ['ex:d healthdcatap:numberOfUniqueIndividuals "5"^^xsd:nonNegativeInteger .'] },
  'min-age-negative': { found: ['ex:d healthdcatap:minTypicalAge -1 .'], inOrder: ['ex:d healthdcatap:minTypicalAge 0 .'] },
  'max-age-negative': { found: ['ex:d healthdcatap:maxTypicalAge -1 .'], inOrder: ['ex:d healthdcatap:maxTypicalAge 0 .'] },
  'byte-size-negative': { found: [`${tables} ; dcat:byteSize -1 .`], inOrder: [`${tables} ; dcat:byteSize 1 .`] },
  'count-absurd': { found: ['ex:d healthdcatap:numberOfUniqueIndividuals 99999999999 .', 'ex:d healthdcatap:numberOfRecords 9999999999999999 .'], inOrder: ['ex:d healthdcatap:numberOfUniqueIndividuals 17500000 .', 'ex:d healthdcatap:numberOfRecords 9000000000 .'] },
  'more-individuals-than-records': { found: [`ex:d ${personal} ; healthdcatap:numberOfUniqueIndividuals 200 ; healthdcatap:numberOfRecords 100 .`], inOrder: [`ex:d ${personal} ; healthdcatap:numberOfUniqueIndividuals 100 ; healthdcatap:numberOfRecords 100 .`, `ex:d ${personal} ; healthdcatap:numberOfUniqueIndividuals 100 .`, 'ex:d healthdcatap:numberOfUniqueIndividuals 17600000 ; healthdcatap:numberOfRecords 340 .'] },
  'age-absurd': { found: ['ex:d healthdcatap:maxTypicalAge 999 .'], inOrder: ['ex:d healthdcatap:maxTypicalAge 120 .'] },
  'age-range-reversed': { found: ['ex:d healthdcatap:minTypicalAge 65 ; healthdcatap:maxTypicalAge 18 .', 'ex:d healthdcatap:minTypicalAge "9" ; healthdcatap:maxTypicalAge "8"^^xsd:nonNegativeInteger .'], inOrder: ['ex:d healthdcatap:minTypicalAge 9 ; healthdcatap:maxTypicalAge 18 .', 'ex:d healthdcatap:minTypicalAge 0 ; healthdcatap:maxTypicalAge 0 .'] },
  'language-untagged': { found: ['ex:e a dcat:Dataset ; dct:title "Registratie" .', 'ex:s a dcat:DataService ; dct:description "API" , "API"@no .'], inOrder: ['ex:e a dcat:DatasetSeries ; dct:title "Registratie" , "Registratie"@nl-BE .', 'ex:o a foaf:Agent ; dct:title "Registratie" .'] },
  'language-other': { found: ['ex:e a dcat:Dataset ; dct:title "Kreftregisteret"@nb .', 'ex:e a dcat:DatasetSeries ; dct:description "x y z"@ar , "x y z"@ru .'], inOrder: ['ex:e a dcat:Dataset ; dct:title "Kreftregisteret"@nb , "Krabbameinsskrá"@GA .', 'ex:e a dcat:Dataset ; dct:title "Kreftregisteret"@nb , "Registry" .', 'ex:e a dcat:Dataset ; dct:title ""@nb .'] },
  'language-tag-wrong': { found: ['ex:e a dcat:Dataset ; dct:title "Registre du cancer"@fre .'], inOrder: ['ex:e a dcat:Dataset ; dct:title "Registre du cancer"@fre , "Registre du cancer"@fr .'] },
  'title-equals-description': { found: ['ex:e a dcat:Dataset ; dct:title "Een registratie"@nl ; dct:description "een registratie."@nl .'], inOrder: ['ex:e a dcat:Dataset ; dct:title "Een registratie"@nl ; dct:description "Een registratie van meer."@nl .'] },
  'placeholder-text': {
    found: ['"TBD"@en', '"n.v.t."@nl', '"Lorem ipsum dolor sit amet"', '"{{beschrijving}}"@nl', '"-"', '"No description available."@en'].map((text) => `ex:e a dcat:Dataset ; dct:description ${text} .`),
    inOrder: [
      ...['"Test results of 2024"@en', '"Testuitslagen"@nl', '"N"@nl', '"<10 patients"@en'].map((text) => `ex:e a dcat:Dataset ; dct:description ${text} .`),
      'ex:d dct:provenance [ a dct:ProvenanceStatement ; <http://www.w3.org/2000/01/rdf-schema#label> "provenance not available"@en ] .',
      'ex:d dct:provenance [ dct:description "not available"@en ] .',
    ],
  },
  'unwritable-characters': {
    found: ['ex:e a dcat:Dataset ; dct:title "Kanker\\u0001registratie"@nl .', 'ex:e a dcat:Dataset ; dct:description "Regel\\u000Bregel"@nl .', 'ex:d dct:provenance [ dct:description "\\uFFFE" ] .'],
    inOrder: ['ex:e a dcat:Dataset ; dct:title "Patiënten\\tvan 2024 \\U0001F600"@nl ; dct:description "Regel\\r\\nregel\\u00A0\\u200B"@nl .'],
  },
  'contact-unreachable': {
    found: ['vcard:hasEmail <mailto:info@example.com>', 'vcard:hasEmail <tel:+31612345678>', 'vcard:hasEmail <mailto:info>', 'cv:email "info at umc"', 'vcard:hasURL <http://localhost:8080/x>', 'vcard:hasURL <https://192.168.1.5/>', 'cv:contactPage <ftp://umc.example/x>'].map((text) => `ex:d dcat:contactPoint [ ${text} ] .`),
    inOrder: ['vcard:hasEmail <mailto:info@umc.example>', 'vcard:hasEmail "data@umc.nl"', 'vcard:hasEmail <mailto:data@umc.nl?subject=vraag>', 'vcard:hasURL <https://www.umc.nl/contact>', 'cv:contactPage <https://umc.example/loket>'].map((text) => `ex:d dcat:contactPoint [ ${text} ] .`),
  },
  'address-nowhere': { found: ['ex:d dcat:landingPage <http://www.example.org/placeholder> .', 'ex:d foaf:page <file:///C:/x.pdf> .', 'ex:d dcat:landingPage <http://10.0.0.8/x> .', 'ex:d dcat:landingPage <https://www.umc.nl/TODO> .'], inOrder: ['ex:d dcat:landingPage <https://www.umc.nl/data> .', 'ex:d dcat:landingPage <https://umc.example/data> .', 'ex:d dct:relation <http://example.org/x> .'] },
  'iri-invalid': { found: ['ex:d dct:relation <dct:title> .', 'ex:d dct:relation <urn:x:1> .', 'ex:d dct:relation <http:///x> .'], inOrder: ['ex:d dct:relation <urn:uuid:9a7c7f6e-0b51-4f3a-9f43-6b2f5f7c2d11> .', 'ex:d dct:relation <doi:10.5281/zenodo.1> .', 'ex:d dct:relation <https://umc.example/zoek?q=%20a> .', 'ex:d dct:relation <urn:ndc:genid:1> .'] },
  'iri-as-text': { found: ['ex:d dcat:landingPage "https://www.umc.nl/data" .', 'ex:d dcat:theme "http://publications.europa.eu/resource/authority/data-theme/HEAL"^^xsd:anyURI .'], inOrder: ['ex:d dct:identifier "https://www.umc.nl/data" .', 'ex:d dct:description "Zie https://www.umc.nl/data"@nl .'] },
  'iri-wrong-scheme': { found: ['ex:d dcat:theme <https://publications.europa.eu/resource/authority/data-theme/HEAL> .', 'ex:d healthdcatap:healthCategory <http://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS> .'], inOrder: ['ex:d dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL> .', `${tables} ; dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> . ex:d healthdcatap:hasVariables [] .`] },
  'identifier-duplicate': { found: ['ex:d dct:identifier "A1" . ex:e a dcat:Dataset ; dct:title "B"@nl ; dct:identifier "A1" .'], inOrder: ['ex:d dct:identifier "A1" , "https://doi.org/10.1/a" .', 'ex:d dct:identifier "A1" . ex:x a dcat:Distribution ; dcat:accessURL <https://umc.example/x> ; dct:identifier "A1" .'] },
  'bsn-like': {
    found: ['ex:d dct:description "Patiënt 111222333 is opgenomen."@nl .', 'ex:d dcat:keyword "1112.22.333"@nl .', 'ex:d dct:identifier "123456782" .', 'ex:d adms:identifier [ skos:notation "111222333" ] .'],
    inOrder: [
      'ex:d dct:description "Patiënt 111222334 bestaat niet."@nl .',
      ...['Bel +31 111222333.', 'KvK 11122233', 'RSIN 111222333', 'Zie https://umc.example/111222333 of doi:10.1234/111222333', 'ISBN 111222333', 'SNOMED CT 111222333', '111222333 records', 'code A111222333', '1112223334', '111.222,333'].map((text) => `ex:d dct:description "${text}"@nl .`),
      'ex:d healthdcatap:numberOfRecords 111222333 .',
      'ex:o a foaf:Agent ; foaf:name "UMC" ; dct:identifier "111222333" .',
      `${tables} ; spdx:checksum [ spdx:checksumValue "111222333" ] .`,
    ],
  },
  'email-personal': {
    found: ['ex:d dcat:contactPoint [ vcard:hasEmail <mailto:maria.jansen@umc.nl> ] .', 'ex:d dcat:contactPoint [ cv:email "m.jansen@umc.nl" ] .', 'ex:d dct:description "Vragen? p.de.vries@umc.nl"@nl .', 'ex:o foaf:mbox <mailto:pietje99@gmail.com> .', 'ex:o foaf:mbox <mailto:familiejansen@ziggo.nl> .'],
    inOrder: ['info@umc.nl', 'data@umc.nl', 'data.support@umc.nl', 'health-ri@umc.nl', 'privacy.office@umc.nl', 'umc.voorbeeld@umc.nl', 'klinische.epidemiologie@umc.nl', 'wegen.verkeer@mow.vlaanderen.be', 'biobank2024@umc.nl', 'datasupport@gmail.com'].map((text) => `ex:d dcat:contactPoint [ vcard:hasEmail <mailto:${text}> ] .`),
  },
  'non-public-download': { found: [`ex:d dct:accessRights right:NON_PUBLIC . ${tables} ; dcat:downloadURL <https://umc.example/x.bin> .`], inOrder: [`ex:d dct:accessRights right:PUBLIC . ${tables} ; dcat:downloadURL <https://umc.example/x.bin> .`, 'ex:d dct:accessRights right:NON_PUBLIC ; adms:sample ex:x ; healthdcatap:analytics ex:y . ex:x dcat:downloadURL <https://umc.example/x.bin> . ex:y dcat:downloadURL <https://umc.example/y.bin> .', `ex:d dct:accessRights right:NON_PUBLIC ; adms:sample ex:x . ${tables} ; dcat:downloadURL <https://umc.example/x.bin> .`] },
  'personal-data-public': { found: [`ex:d dct:accessRights right:PUBLIC ; ${personal} .`, 'ex:d dct:accessRights right:PUBLIC ; dct:type type:PERSONAL_DATA .'], inOrder: [`ex:d dct:accessRights right:NON_PUBLIC ; ${personal} .`, `ex:d dct:accessRights right:PUBLIC ; dct:type type:SYNTHETIC_DATA ; ${personal} .`, 'ex:d dct:accessRights right:PUBLIC .'] },
  'personal-data-restricted': { found: [`ex:d dct:accessRights right:RESTRICTED ; ${personal} .`], inOrder: ['ex:d dct:accessRights right:RESTRICTED .'] },
  'sample-not-marked': { found: [`ex:d ${personal} ; adms:sample ex:x . ex:x dct:title "Voorbeeld"@nl .`], inOrder: [`ex:d ${personal} ; adms:sample ex:x . ex:x dct:title "Synthetisch voorbeeld"@nl .`, `ex:d ${personal} ; adms:sample ex:x . ex:x dct:description "Fully anonymised rows"@en .`, `ex:d ${personal} ; adms:sample ex:x . ex:x dct:type type:TEST_DATA .`, `ex:d ${personal} ; adms:sample ex:x . ex:x dct:rights [ dct:description "Fictieve patiënten"@nl ] .`, 'ex:d adms:sample ex:x . ex:x dct:title "Voorbeeld"@nl .', `ex:d ${personal} ; adms:sample ex:elsewhere .`] },
  'tabular-without-variables': { found: [`${tables} ; dct:format file:CSV .`, `${tables} ; dcat:mediaType <https://www.iana.org/assignments/media-types/application/vnd.ms-excel> .`, `${tables} ; dct:format "parquet" .`], inOrder: [`${tables} ; dct:format file:PDF .`, `ex:d healthdcatap:hasStructuredData true . ${tables} ; dct:format file:CSV .`, `ex:d healthdcatap:hasVariables ex:v . ${tables} ; dct:format file:CSV .`, `ex:d adms:sample [ csvw:table [ csvw:column [ csvw:name "a" ] ] ] . ${tables} ; dct:format file:CSV .`] },
  'ehds-legislation-missing': { found: ['ex:e a dcat:Dataset ; dct:title "B"@nl .', 'ex:e a dcat:Dataset ; dct:title "B"@nl ; dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2022/868/oj> .'], inOrder: ['ex:e a dcat:DataService ; dct:title "B"@nl .'] },
  'distribution-without-way-in': { found: ['ex:x a dcat:Distribution ; dct:title "x"@nl .'], inOrder: ['ex:x a dcat:Distribution ; dcat:downloadURL <https://umc.example/x> .', 'ex:x a dcat:Distribution ; dcat:accessService ex:s .'] },
};
/** Rules with two verdicts: the second is found with the first. */
const twins: Readonly<Record<string, string>> = { 'language-other': 'language-other-national', 'language-tag-wrong': 'language-tag-wrong-national' };

describe('ndc-checks', () => {
  it('has nothing against a sound dataset', async () => {
    expect(await rulesBroken(sound)).toEqual([]);
  });

  it('has cases for every rule, and a rule for every case', () => {
    const named = rules.map((rule) => rule.value.split('#')[1] ?? '').sort();
    expect([...Object.keys(cases), ...Object.values(twins)].sort()).toEqual(named);
  });

  it.each(Object.entries(cases).flatMap(([name, { found }]) => found.map((text) => [name, text] as const)))('%s finds %s', async (name, text) => {
    const broken = await rulesBroken(`${sound} ${text}`);
    expect(broken).toContain(name);
    if (twins[name] !== undefined) expect(broken).toContain(twins[name]);
  });

  it.each(Object.entries(cases).flatMap(([name, { inOrder }]) => inOrder.map((text) => [name, text] as const)))('%s leaves alone %s', async (name, text) => {
    expect(await rulesBroken(`${sound} ${text}`)).not.toContain(name);
  });

  it('says what, why and where from in both languages, for every rule', () => {
    for (const rule of rules) {
      for (const predicate of [sh.name, sh.message, ndcShapes.fix, ndcShapes.reason]) {
        const languages = objectsOf(rule, predicate).map((term) => (term.termType === 'Literal' ? term.language : ''));
        expect(languages.sort(), `${rule.value} ${predicate.value}`).toEqual(['en', 'nl']);
      }
      expect(objectsOf(rule, rdfs.seeAlso), rule.value).toHaveLength(1);
    }
  });

  it('gives examples that are Turtle, speak of the node itself and mend what was found', async () => {
    const written = Object.entries(examplePrefixes).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`).join('\n');
    const examples = shapes.filter((quad) => quad.predicate.equals(ndcShapes.example));
    expect(examples.length).toBeGreaterThan(20);
    for (const { subject, object } of examples) {
      const quads = new Parser().parse(`${written}\n<https://holder.example/d> ${object.value} .`);
      expect(quads.some((quad) => quad.subject.value === 'https://holder.example/d'), subject.value).toBe(true);
      const report = await engine.validate({ subject: 'https://holder.example/d', quads, profile: 'ndc-checks', now });
      expect(report.results.filter((result) => result.sourceShape === subject.value), subject.value).toEqual([]);
    }
  });

  it('has a function for every ndc:check and a shape for every function', () => {
    const named = shapes.filter((quad) => quad.predicate.equals(ndcShapes.check)).map((quad) => quad.object.value);
    expect([...new Set(named)].sort()).toEqual([...checks.keys()].sort());
    expect(unknownChecks(shapes)).toEqual([]);
    expect(unknownChecks(turtle('<urn:s> ndc:check "no-such-check" .'))).toEqual(['no-such-check']);
  });

  it('counts what is for the EU only as such', () => {
    const eu = rules.filter((rule) => objectsOf(rule, ndcShapes.verdict)[0]?.value === 'eu').map((rule) => rule.value.split('#')[1]);
    expect(eu.sort()).toEqual(['language-other', 'language-tag-wrong']);
  });

  it('never repeats a personal number or address', async () => {
    const quads = turtle(
      `${head} ${sound} ex:d dct:description "BSN 111222333, mail maria.jansen@umc.nl"@nl ; dcat:contactPoint [ vcard:hasEmail <mailto:maria.jansen@example.com> ] .`,
    );
    const report = await engine.validate({ subject: 'https://holder.example/d', quads, profile: 'ndc-checks', now });
    const found = report.results.map((result) => result.sourceShape.split('#')[1]);
    expect(found).toEqual(expect.arrayContaining(['bsn-like', 'email-personal', 'contact-unreachable']));
    expect(JSON.stringify(report)).not.toMatch(/111222333|jansen/);
  });

  it('gives the findings of a shape that is switched off to nobody', () => {
    const off = turtle('<urn:s> ndc:check "age-absurd" ; sh:severity sh:Warning ; sh:deactivated true . <urn:t> ndc:check "age-absurd" ; sh:severity sh:Warning .');
    const description = turtle('<urn:d> a dcat:Dataset ; healthdcatap:maxTypicalAge 999 .');
    const dataset = new LayeredDataset(description, library()[0]!.variants[0]!.background);
    expect(runChecks(off, { subject: 'urn:d', dataset, now }).map((result) => result.sourceShape)).toEqual(['urn:t']);
  });

  it.each(['dataset-r8-public-conforms.ttl', 'dataset-r8-restricted-conforms.ttl', 'dataset-r8-non-public-conforms.ttl'])('finds no violation in %s', async (name) => {
    const quads = readQuads(fixtures + name);
    const report = await engine.validate({ subject: 'https://houder.example/d', quads, profile: 'ndc-checks', now });
    expect(report.results.filter((result) => result.severity === 'violation')).toEqual([]);
  });
});

if (!hasOracle) console.log('test/shapes/checks.test.ts: corpus skipped, ../shared is not here');

/** Nobody here wrote these records; what fires on them was looked at, and a rule that starts to fire more often is looked at again. */
describe.skipIf(!hasOracle || !existsSync(fixtures))('ndc-checks over the corpus', () => {
  it('finds few violations, and never a number or address of a person', async () => {
    const counts = new Map<string, number>();
    for (const { subject, quads } of await corpusRecords()) {
      const report = await engine.validate({ subject, quads, profile: 'ndc-checks', now });
      for (const result of report.results) {
        const rule = result.sourceShape.split('#')[1] ?? '';
        counts.set(rule, (counts.get(rule) ?? 0) + 1);
        if (rule === 'bsn-like' || rule === 'email-personal') expect(result.value).toBeNull();
      }
    }
    const most = { 'iri-invalid': 5, 'language-other': 8, 'period-reversed': 0, 'modified-in-future': 0, 'bsn-like': 0, 'email-personal': 40, 'personal-data-public': 0 };
    for (const [rule, limit] of Object.entries(most)) expect(counts.get(rule) ?? 0, rule).toBeLessThanOrEqual(limit);
    if (process.env['NDC_SHOW_COUNTS'] !== undefined) console.log(Object.fromEntries([...counts].sort()));
  }, 120_000);
});
