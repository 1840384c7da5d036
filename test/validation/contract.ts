import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CatalogueError } from '../../src/domain/errors.js';
import type { Validator } from '../../src/ports/validator.js';
import { expected, unreadable } from '../shapes/expected.js';
import { subjectOf } from '../shapes/subject.js';
import { fixtures, hasFixtures, readQuads, turtle, withLines } from './support.js';

/** What every adapter of the `Validator` port promises. `reference` decides what "the same verdict" is. */
export function describeValidator(name: string, open: () => Validator | Promise<Validator>, reference: () => Validator): void {
  describe(`Validator: ${name}`, () => {
    const dataset = '<urn:example:d> a dcat:Dataset ; dct:title "x"@en .';

    it('names its engine and lists its profiles', async () => {
      const validator = await open();
      expect(validator.engine).toMatch(/^(shacl-engine|rdf-validate-shacl) \d+\.\d+\.\d+$/);
      const profiles = validator.profiles();
      expect(profiles.map((profile) => profile.id)).toEqual(expect.arrayContaining(['dcat-ap-3.0', 'healthdcat-ap-r8']));
      for (const profile of profiles) {
        expect(profile.shapesHash).toMatch(/^[0-9a-f]{64}$/);
        expect(Object.keys(profile.title).sort()).toEqual(['en', 'nl']);
      }
    });

    it('refuses a profile it does not know', async () => {
      const validator = await open();
      const failed = await validator.validate({ subject: 'urn:example:d', quads: turtle(dataset), profile: 'none' }).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(CatalogueError);
      expect(failed).toMatchObject({ code: 'validation/unknown-profile' });
    });

    it('tells severities apart and counts them', async () => {
      const report = await (await open()).validate({ subject: 'urn:example:d', quads: turtle(dataset), profile: 'dcat-ap-3.0' });
      expect(report).toMatchObject({ profile: 'dcat-ap-3.0', variant: null, conforms: false, violations: 1, targets: 1 });
      expect(report.warnings).toBe(report.results.filter((result) => result.severity === 'warning').length);
      expect(report.results[0]).toMatchObject({
        severity: 'violation',
        dataset: 'urn:example:d',
        focusNode: 'urn:example:d',
        path: 'http://purl.org/dc/terms/description',
        component: 'MinCount',
        sourceShape: 'https://w3id.org/ndc/shapes/dcat-ap-3.0#Dataset-description-min',
        value: null,
        line: null,
      });
      expect(report.results[0]!.fix?.patch).toContain('<urn:example:d> dct:description');
    });

    it('says that nothing was targeted in an empty description', async () => {
      const report = await (await open()).validate({ subject: 'urn:example:d', quads: [], profile: 'healthdcat-ap-r8' });
      expect(report).toMatchObject({ targets: 0, conforms: true, variant: 'healthdcat-ap-r8/common' });
    });

    it('knows subclasses from the shapes, not from the data', async () => {
      const quads = turtle('<urn:example:k> a vcard:Organization ; vcard:fn "x" .');
      const report = await (await open()).validate({ subject: 'urn:example:k', quads, profile: 'healthdcat-ap-r8' });
      expect(report.targets).toBe(1);
      expect(report.results.map((result) => result.path)).toEqual(['<http://www.w3.org/2006/vcard/ns#hasURL>|<http://www.w3.org/2006/vcard/ns#hasEmail>']);
    });

    it('does not hold a series or catalogue to the rules of a dataset', async () => {
      const quads = turtle(
        '<urn:example:s> a dcat:DatasetSeries , dcat:Dataset ; dct:title "x" ; dct:description "y" ; dcatap:applicableLegislation <urn:example:law> .',
      );
      const report = await (await open()).validate({ subject: 'urn:example:s', quads, profile: 'healthdcat-ap-r8' });
      expect(report).toMatchObject({ variant: 'healthdcat-ap-r8/common', violations: 0, targets: 1 });
    });

    it('gives values as N-Triples and lines of the statement at fault', async () => {
      const { quads, lineOf } = withLines(
        '<urn:example:d> a dcat:Dataset .\n<urn:example:d> dct:title "t"@en .\n<urn:example:d> dct:description "d"@en .\n<urn:example:d> dct:language <urn:example:nl> .\n',
      );
      const report = await (await open()).validate({ subject: 'urn:example:d', quads, profile: 'dcat-ap-3.0', lineOf });
      expect(report.results.find((result) => result.path?.endsWith('language'))).toMatchObject({ component: 'Node', value: '<urn:example:nl>', line: 4 });
      expect(report.results.find((result) => result.path?.endsWith('keyword'))).toMatchObject({ component: 'MinCount', line: 1 });
    });

    it('judges our own IRIs of blank nodes as the blank nodes they were', async () => {
      const { quads, lineOf } = withLines(
        '<urn:example:d> a dcat:Dataset .\n<urn:example:d> dcatap:applicableLegislation <urn:ndc:genid:1> .\n<urn:example:d> dcat:distribution <urn:ndc:genid:2> .\n',
      );
      const report = await (await open()).validate({ subject: 'urn:example:d', quads, profile: 'dcat-ap-3.0', lineOf });
      expect(report.results.find((result) => result.component === 'NodeKind')).toMatchObject({
        path: 'http://data.europa.eu/r5r/applicableLegislation',
        value: '<urn:ndc:genid:1>',
        line: 2,
      });
      expect(report.results.find((result) => result.path?.endsWith('accessURL'))).toMatchObject({ focusNode: 'urn:ndc:genid:2' });
    });

    it('finds every fault of a node that many others share', async () => {
      const many = Array.from(
        { length: 200 },
        (_, at) =>
          `<urn:example:d${String(at)}> a dcat:Dataset ; dct:title "t" ; dct:description "d" ; dct:publisher <urn:example:p> ; dct:language <urn:example:wrong> .`,
      ).join('\n');
      const report = await (await open()).validate({ subject: 'urn:example:d0', quads: turtle(many), profile: 'dcat-ap-3.0' });
      expect(report.results.filter((result) => result.path?.endsWith('language'))).toHaveLength(200);
    });

    it.skipIf(!hasFixtures)('gives the verdict of the reference on every fixture', async () => {
      const validator = await open();
      const files = existsSync(fixtures) ? readdirSync(fixtures).filter((file) => file.endsWith('.ttl') && !unreadable.has(file)) : [];
      expect(files.length).toBeGreaterThanOrEqual(Object.keys(expected).length);
      for (const file of files) {
        const quads = readQuads(fixtures + file);
        for (const profile of ['healthdcat-ap-r8', 'dcat-ap-3.0']) {
          const request = { subject: subjectOf(quads), quads, profile };
          const [one, other] = [await validator.validate(request), await reference().validate(request)];
          expect({ ...one, engine: '' }, `${file} ${profile}`).toEqual({ ...other, engine: '' });
        }
      }
    });
  });
}
