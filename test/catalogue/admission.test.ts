import { describe, expect, it } from 'vitest';
import { admissionOf, type AdmissionPolicy } from '../../src/catalogue/admission.js';
import { enrich, isTrustedHolder } from '../../src/catalogue/enrich.js';
import type { Assertion } from '../../src/domain/assertion.js';
import type { RecordDescription } from '../../src/domain/description.js';
import type { Severity, ValidationReport } from '../../src/domain/validation.js';
import { readDescription } from '../../src/rdf/read-description.js';
import { makeStation } from '../support/ledger.js';
import { turtle } from '../support/rdf.js';

const subject = 'https://holder.example/a';
const read = (text: string): RecordDescription => readDescription(subject, turtle(text));
const good = read('ex:a dct:title "T" ; dct:description "D" ; dct:publisher ex:p .');
const support: AdmissionPolicy = { mode: 'support', rules: [] };

function report(...severities: Severity[]): ValidationReport {
  const count = (severity: Severity): number => severities.filter((each) => each === severity).length;
  return {
    profile: 'p',
    variant: null,
    conforms: severities.length === 0,
    violations: count('violation'),
    warnings: count('warning'),
    infos: count('info'),
    targets: 1,
    engine: '',
    shapesHash: '',
    results: severities.map((severity) => ({
      severity,
      dataset: subject,
      focusNode: subject,
      path: null,
      component: 'MinCount',
      sourceShape: `urn:${severity}`,
      value: null,
      message: { nl: ['x'] },
      label: {},
      rule: null,
      expected: null,
      verdict: 'all',
      line: null,
      fix: null,
    })),
  };
}

const judge = (
  description: RecordDescription,
  policy = support,
  found: ValidationReport | null = report(),
  station = makeStation('a', { kind: 'aggregator', holder: null }),
): ReturnType<typeof admissionOf> => admissionOf({ station, description, report: found, claim: null, eu: true }, policy);

describe('admission', () => {
  it.each([
    ['everything', 'ex:a dct:title "T" ; dct:description "D" ; dct:publisher ex:p .', []],
    ['no title', 'ex:a dct:title "  " ; dct:description "D" ; dct:publisher ex:p .', ['no-title']],
    ['no description', 'ex:a dct:title "T" ; dct:publisher [ foaf:name "P" ] .', ['no-description']],
    ['a publisher without a name or an address', 'ex:a dct:title "T" ; dct:description "D" ; dct:publisher <urn:ndc:genid:1> .', ['no-holder']],
    ['a custodian', 'ex:a dct:title "T" ; dct:description "D" ; geodcatap:custodian [ foaf:name "P" ] .', []],
    ['nothing', '', ['no-title', 'no-description', 'no-holder']],
  ])('with %s', (_name, text, codes) => {
    expect(judge(read(text)).reasons.map((reason) => reason.code)).toEqual(codes);
    expect(judge(read(text)).verdict).toBe(codes.length === 0 ? 'admitted' : 'held');
  });

  it('takes the holder of the station for the holder of its records', () => {
    expect(judge(read('ex:a dct:title "T" ; dct:description "D" .'), support, null, makeStation('a')).verdict).toBe('admitted');
  });

  it.each([
    ['support', [], 'admitted-with-warnings'],
    ['strict', [], 'held'],
    ['rules', [], 'admitted-with-warnings'],
    ['rules', [{ effect: 'block', profile: 'p', rule: 'urn:violation', station: null }], 'held'],
    [
      'rules',
      [
        { effect: 'block', profile: null, rule: null, station: null },
        { effect: 'allow', profile: null, rule: 'urn:violation', station: 'a' },
      ],
      'admitted-with-warnings',
    ],
    ['rules', [{ effect: 'block', profile: 'other', rule: null, station: null }], 'admitted-with-warnings'],
  ] as [AdmissionPolicy['mode'], AdmissionPolicy['rules'], string][])('judges a violation by the policy %s %j', (mode, rules, verdict) => {
    expect(judge(good, { mode, rules }, report('violation', 'warning')).verdict).toBe(verdict);
  });

  it('never looks at sh:conforms: advice alone closes no door', () => {
    for (const mode of ['support', 'strict'] as const)
      expect(judge(good, { mode, rules: [] }, report('warning', 'info')).verdict).toBe('admitted-with-warnings');
    expect(judge(good, { mode: 'strict', rules: [] }, report('info')).verdict).toBe('admitted');
  });

  it('sends nothing to the EU that is held here', () => {
    expect(judge(good).eu).toBe(true);
    expect(judge(read('')).eu).toBe(false);
  });
});

describe('enriching', () => {
  const series = readDescription(
    'https://holder.example/s',
    turtle('ex:s a dcat:DatasetSeries ; dct:accessRights ex:public ; dcat:theme ex:theme ; healthdcatap:hdab ex:h . ex:h foaf:name "HDAB" .'),
  );
  const assertion = (predicate: string, object: string): Assertion => ({
    iri: 'urn:1',
    subject,
    predicate,
    object,
    attributedTo: 'urn:hdab',
    generatedAt: '2026-01-01',
    comment: null,
    from: null,
    to: null,
  });

  it('takes from the series what the member lacks, and nothing else', () => {
    const own = read('ex:a dct:accessRights ex:own .');
    const { description, enriched } = enrich(own, [series], [], new Map());
    expect(description).toMatchObject({
      accessRights: ['https://holder.example/own'],
      themes: ['https://holder.example/theme'],
      hdab: { iri: 'https://holder.example/h' },
    });
    expect(enriched.map((field) => `${field.property} ${field.from}`)).toEqual(['themes series', 'hdab series']);
    expect(own.themes).toEqual([]);
  });

  it('adds what the access body states, marked with its source and date, once', () => {
    const category = 'http://healthdataportal.eu/ns/health#healthCategory';
    const { description, enriched } = enrich(
      good,
      [],
      [
        assertion(category, '<urn:c>'),
        assertion(category, '<urn:c>'),
        assertion(category, '"text"'),
        assertion('urn:unknown', '<urn:c>'),
        assertion('http://healthdataportal.eu/ns/health#hdab', '<urn:h>'),
      ],
      new Map([['urn:h', { iri: 'urn:h', name: { nl: ['HDAB'] }, contact: null }]]),
    );
    expect(description).toMatchObject({ healthCategories: ['urn:c'], hdab: { iri: 'urn:h', name: { nl: ['HDAB'] } } });
    expect(enriched).toMatchObject([
      { property: 'healthCategories', from: 'hdab', source: 'urn:1', date: '2026-01-01' },
      { property: 'hdab', from: 'hdab' },
    ]);
  });

  it.each([
    ['2026-01-01', '2026-12-31', '2026-12-31T23:00:00Z', true],
    ['2026-01-01', '2026-12-31', '2027-01-01T00:00:00Z', false],
    ['2026-02-01', null, '2026-01-31T00:00:00Z', false],
    [null, null, '2026-01-31T00:00:00Z', true],
  ])('trusts a holder from %s to %s at %s: %s', (from, to, now, trusted) => {
    const stated = {
      ...assertion('https://w3id.org/ndc/ns#trustedHolder', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
      subject: 'urn:holder',
      from,
      to,
    };
    expect(isTrustedHolder(['urn:holder'], [stated], now)).toBe(trusted);
    expect(isTrustedHolder(['urn:other'], [stated], now)).toBe(false);
  });
});
