import { runs } from '../support/runs.js';
import type { NamedNode, Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { DataFactory } from 'n3';
import { describe, expect, it } from 'vitest';
import { normaliseQuad } from '../../src/rdf/normalise.js';
import {
  accessRightCodes,
  booleanProperties,
  countProperties,
  dateProperties,
  emailIriProperties,
  emailTextProperties,
  iriProperties,
  namespaceFixes,
  predicateFixes,
  valueNamespaceFixes,
} from '../../src/rdf/normalise-rules.js';
import { termToNTriples } from '../../src/rdf/terms.js';

const { literal, namedNode, quad } = DataFactory;
const dct = 'http://purl.org/dc/terms/';
const xsd = 'http://www.w3.org/2001/XMLSchema#';
const about = (predicate: string, object: Quad['object']): Quad => quad(namedNode('https://holder.example/d'), namedNode(predicate), object as NamedNode);
const objectAfter = (predicate: string, object: Quad['object']): string => termToNTriples(normaliseQuad(about(predicate, object)).quad!.object);
const rulesOf = (predicate: string, object: Quad['object']): string[] =>
  normaliseQuad(about(predicate, object)).repairs.map((repair) => `${repair.rule} ${String(repair.repaired)}`);

describe('normalising', () => {
  it.each(namespaceFixes)('reads properties and classes of <%s> as <%s>', (wrong, right) => {
    expect(normaliseQuad(about(`${wrong}thing`, literal('x'))).quad!.predicate.value).toBe(`${right}thing`);
    expect(rulesOf(`${wrong}thing`, literal('x'))).toContain('namespace true');
    expect(objectAfter('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', namedNode(`${wrong}Thing`))).toBe(`<${right}Thing>`);
  });

  it.each(valueNamespaceFixes)('reads values under <%s> as <%s>', (wrong, right) => {
    expect(objectAfter(`${dct}relation`, namedNode(`${wrong}1`))).toBe(`<${right}1>`);
    expect(rulesOf(`${dct}relation`, namedNode(`${wrong}1`))).toContain('authority-scheme true');
  });

  it.each(Object.entries(predicateFixes))('reads <%s> as <%s>', (wrong, right) => {
    const { quad: fixed, repairs } = normaliseQuad(about(wrong, literal('x')));
    expect(fixed!.predicate.value).toBe(right);
    expect(repairs.some((repair) => repair.rule === 'predicate' && repair.repaired)).toBe(true);
  });

  it.each([
    ['dct:issued', `${dct}issued`, literal('2024', namedNode(`${xsd}date`)), `"2024"^^<${xsd}gYear>`, 'datatype true'],
    ['dct:modified', `${dct}modified`, literal('2024-05-01'), `"2024-05-01"^^<${xsd}date>`, 'datatype true'],
    [
      'a date with a time',
      `${dct}modified`,
      literal(' 2024-05-01T10:00:00Z ', namedNode(`${xsd}date`)),
      `"2024-05-01T10:00:00Z"^^<${xsd}dateTime>`,
      'datatype true',
    ],
    ['text without its language', `${dct}relation`, literal('x', namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#langString')), '"x"', 'datatype false'],
    ['no calendar day', `${dct}modified`, literal('2025-02-30', namedNode(`${xsd}date`)), `"2025-02-30"^^<${xsd}date>`, 'datatype false'],
    ['a count', 'http://healthdataportal.eu/ns/health#numberOfRecords', literal('1200.0'), `"1200"^^<${xsd}nonNegativeInteger>`, 'datatype true'],
    ['a thousand with a dot', 'http://healthdataportal.eu/ns/health#numberOfRecords', literal('1.200'), '"1.200"', 'datatype false'],
    ['a negative age', 'http://healthdataportal.eu/ns/health#minTypicalAge', literal('-3'), '"-3"', 'datatype false'],
    ['a flag', 'http://healthdataportal.eu/ns/health#hasStructuredData', literal('TRUE'), `"true"^^<${xsd}boolean>`, 'datatype true'],
    ['an e-mail address as text', 'http://www.w3.org/2006/vcard/ns#hasEmail', literal('a@b.example'), '<mailto:a@b.example>', 'mailto true'],
    ['an e-mail address as IRI', 'http://data.europa.eu/m8g/email', namedNode('mailto:a@b.example'), '"a@b.example"', 'iri-for-literal true'],
    ['a page as text', 'http://www.w3.org/ns/dcat#landingPage', literal('https://a.example/x'), '<https://a.example/x>', 'literal-for-iri true'],
    ['a page without scheme', 'http://www.w3.org/ns/dcat#landingPage', literal('www.a.example'), '"www.a.example"', 'literal-for-iri false'],
    [
      'an access right as a word',
      `${dct}accessRights`,
      literal('non_public'),
      '<http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC>',
      'access-right true',
    ],
    ['a space in a link', 'http://www.w3.org/ns/dcat#landingPage', namedNode('https://a.example/a b{c}'), '<https://a.example/a%20b%7Bc%7D>', 'iri true'],
    ['a value that is no IRI', `${dct}relation`, namedNode('not an iri'), '"not an iri"', 'iri false'],
    ['a language tag with underscore', `${dct}title`, literal('x', 'nl_NL'), '"x"@nl-nl', 'language-tag true'],
    [
      'a theme as text on the wrong scheme',
      'http://www.w3.org/ns/dcat#theme',
      literal('https://publications.europa.eu/resource/authority/data-theme/HEAL'),
      '<http://publications.europa.eu/resource/authority/data-theme/HEAL>',
      'authority-scheme true',
    ],
  ])('settles %s and reports it', (_name, predicate, object, expected, rule) => {
    expect(objectAfter(predicate, object)).toBe(expected);
    expect(rulesOf(predicate, object)).toContain(rule);
  });

  it('keeps values of old hosts: they are mapped on reading', () => {
    const old = namedNode('http://13.81.34.152:1101/resource/authority/healthcategories/EHRS');
    expect(normaliseQuad(about('http://healthdataportal.eu/ns/health#healthCategory', old))).toMatchObject({ repairs: [] });
  });

  it('drops what a FAIR Data Point adds of its own, without a word', () => {
    const subject = 'https://holder.example/d';
    for (const [predicate, object] of [
      ['https://w3id.org/fdp/fdp-o#metadataIssued', 'urn:x'],
      ['http://semanticscience.org/resource/SIO_000628', 'urn:x'],
      [`${dct}accessRights`, `${subject}#accessRights`],
      [`${dct}conformsTo`, 'https://fdp.example/profile/47999126-b992-49f5-aa34-a403cde043b1'],
    ] as const) {
      expect(normaliseQuad(about(predicate, namedNode(object)))).toEqual({ quad: null, repairs: [] });
    }
  });

  it('leaves a property out that is no IRI, and says so', () => {
    const { quad: none, repairs } = normaliseQuad(about('not a property', literal('x')));
    expect(none).toBeNull();
    expect(repairs).toMatchObject([{ rule: 'invalid-predicate', repaired: false }]);
  });

  it('reports nothing and returns the same quad when all is well', () => {
    const well = about(`${dct}title`, literal('x', 'nl'));
    expect(termToNTriples(normaliseQuad(well).quad!.object)).toBe('"x"@nl');
    expect(normaliseQuad(well).repairs).toEqual([]);
  });

  const predicates = [
    ...dateProperties,
    ...countProperties,
    ...booleanProperties,
    ...emailIriProperties,
    ...emailTextProperties,
    ...iriProperties,
    ...Object.keys(predicateFixes),
    ...namespaceFixes.map(([wrong]) => `${wrong}x`),
    `${dct}title`,
    `${dct}accessRights`,
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
  ];
  const texts = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.emailAddress(),
    fc.constantFrom(
      '2024',
      '2024-02-30',
      '2024-01-01',
      '1',
      '0',
      'TRUE',
      '+5.0',
      '',
      ' ',
      'nan',
      'mailto:a@b.example',
      'a b@c',
      'http://',
      'https://a b/',
      ...Object.keys(accessRightCodes),
    ),
    fc
      .constantFrom(...valueNamespaceFixes.map(([wrong]) => wrong), ...namespaceFixes.map(([wrong]) => wrong))
      .chain((wrong) => fc.string().map((rest) => wrong + rest)),
  );
  const objects = fc.oneof(
    texts.map((text) => namedNode(text)),
    texts.map((text) => literal(text)),
    fc.tuple(texts, fc.constantFrom('nl', 'nl_BE', 'EN', 'zh-Hans')).map(([text, tag]) => literal(text, tag)),
    fc.tuple(texts, fc.constantFrom('date', 'integer', 'boolean', 'anyURI')).map(([text, type]) => literal(text, namedNode(xsd + type))),
  );

  it('leaves alone what only begins like a misspelt namespace', () => {
    const odd = quad(
      namedNode('https://one.example/d'),
      namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type'),
      namedNode('http://www.w3.org/ns/dcat/#'),
    );
    expect(normaliseQuad(odd)).toEqual({ quad: odd, repairs: [] });
  });

  it('is done once: normalising twice is normalising once, and nobody touches a subject', () => {
    fc.assert(
      fc.property(fc.constantFrom(...predicates), objects, fc.string(), (predicate, object, subject) => {
        const once = normaliseQuad(quad(namedNode(subject), namedNode(predicate), object as NamedNode)).quad;
        if (once === null) return;
        const twice = normaliseQuad(once);
        expect(once.subject.value).toBe(subject);
        expect(twice.quad!.predicate.value).toBe(once.predicate.value);
        expect(termToNTriples(twice.quad!.object)).toBe(termToNTriples(once.object));
        expect(twice.repairs.filter((repair) => repair.repaired)).toEqual([]);
      }),
      { numRuns: runs(5000), seed: 7 },
    );
  });
});
