import { describe, expect, it } from 'vitest';
import type { ValidationResult } from '../../src/domain/validation.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { library, turtle } from './support.js';

const validator = new ShaclEngineValidator(library());
const eu = 'http://publications.europa.eu/resource/authority/';
const ehds = 'https://hdeu-dcat.data.health.europa.eu/resource/authority/';

async function result(statement: string, path: string, profile = 'healthdcat-ap-r8'): Promise<ValidationResult> {
  const report = await validator.validate({
    subject: 'urn:d',
    quads: turtle(`@prefix h: <http://healthdataportal.eu/ns/health#> . <urn:d> a dcat:Dataset ; dct:title "T"@en ; ${statement} .`),
    profile,
  });
  const found = report.results.find((candidate) => candidate.path?.endsWith(path) === true && candidate.value !== null);
  if (found === undefined) throw new Error(`nothing is said of ${path}: ${JSON.stringify(report.results.map((each) => [each.path, each.component]))}`);
  return found;
}

describe('advice', () => {
  it.each([
    ['a label in Dutch', 'dct:language "Nederlands"', 'language', `<${eu}language/NLD>`],
    ['the twin with https', `dct:language <https${(eu + 'language/NLD').slice(4)}>`, 'language', `<${eu}language/NLD>`],
    ['a code as text', 'h:healthCategory "EHRS"', 'healthCategory', `<${ehds}healthcategories/EHRS>`],
    [
      'an old host',
      'h:healthCategory <http://healthdataportal.eu/resource/authority/healthcategories/EHRS>',
      'healthCategory',
      `<${ehds}healthcategories/EHRS>`,
    ],
    ['a Wikidata item', 'h:hasCodingSystem <http://www.wikidata.org/entity/Q45127>', 'hasCodingSystem', `<${ehds}coding-system/ICD-10>`],
    ['a number typed as text', 'h:numberOfRecords "12"', 'numberOfRecords', '"12"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'],
    ['a year typed as text', 'dct:issued "2020"', 'issued', '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>'],
    ['an address as text', 'dcat:landingPage "https://data.example/page"', 'landingPage', '<https://data.example/page>'],
  ])('is certain about %s', async (_, statement, path, after) => {
    const { fix, message } = await result(statement, path);
    expect(fix?.change).toMatchObject({ subject: 'urn:d', after });
    expect(fix?.patch).toContain(`<urn:d> <${fix?.change?.predicate ?? ''}> ${after} .`);
    expect(fix?.nearest).toEqual([]);
    for (const lang of ['nl', 'en']) expect(fix?.text[lang]?.[0], lang).toContain(after);
    expect(message['en']?.[0]).not.toMatch(/\{\w+\}/);
  });

  it.each([
    ['a typing error', 'h:healthTheme "Cancer diseases and tumors"', 'healthTheme', `<${ehds}health-theme/CANCER_DISEASE>`],
    ['an address without its scheme', 'dcat:landingPage "www.data.example/page"', 'landingPage', '<https://www.data.example/page>'],
  ])('offers what is near for %s, and changes nothing', async (_, statement, path, nearest) => {
    const { fix } = await result(statement, path);
    expect(fix?.change).toBeNull();
    expect(fix?.nearest.map((near) => near.value)).toContain(nearest);
    expect(fix?.text['en']?.[0]).toContain('Did you mean');
    expect(fix?.text['nl']?.[0]).toContain('Bedoelt u');
  });

  it.each([
    ['a value that is near nothing', 'h:healthCategory <urn:x:zzzzqqqq>', 'healthCategory'],
    ['text that is no number', 'h:numberOfRecords "about twelve"', 'numberOfRecords'],
    ['a negative number', 'h:numberOfRecords "-4"', 'numberOfRecords'],
  ])('does not guess at %s', async (_, statement, path) => {
    const { fix } = await result(statement, path);
    expect(fix?.change).toBeNull();
    expect(fix?.nearest).toEqual([]);
    expect(fix?.text['en']?.[0]).toBeTruthy();
  });

  it('names the value at fault and where the rule is written', async () => {
    const found = await result('h:healthCategory <urn:x:wrong>', 'healthCategory');
    expect(found.message['en']?.[0]).toContain('urn:x:wrong');
    expect(found.message['nl']?.[0]).toContain('urn:x:wrong');
    expect(found.rule).toMatch(/^https:\/\//);
    expect(Object.keys(found.label).sort()).toEqual(['en', 'nl']);
    expect(found.expected?.schemes).toEqual([`${ehds}healthcategories`]);
  });

  it('does not convict by a list that is held in part', async () => {
    const unknown = await result(`dct:conformsTo <${ehds}standard/A-STANDARD-WE-DO-NOT-KNOW>`, 'conformsTo');
    expect(unknown.severity).toBe('warning');
    expect(unknown.message['en']?.[0]).toContain('only in part');
    const elsewhere = await result('dct:conformsTo <https://standards.example/x>', 'conformsTo');
    expect(elsewhere.severity).toBe('violation');
  });
});
