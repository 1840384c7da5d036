import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import type { Distribution, RecordDescription } from '../../src/domain/description.js';
import type { mqaIndicators } from '../../src/domain/mqa.js';
import {
  assess,
  bandOf,
  healthIndicators,
  indicatorInfo,
  marksAnywhere,
  mostPoints,
  schemes,
  summarise,
  type Indicator,
  type LinkOf,
  type ScoreName,
} from '../../src/domain/mqa.js';
import { gainsOf, qualityActions } from '../../src/domain/quality-gains.js';
import { dcatApVerdict, healthFacts, mqaFacts } from '../../src/domain/quality-facts.js';
import type { ValidationReport, ValidationResult } from '../../src/domain/validation.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { makeDescription } from '../portal/support/records.js';
import { ccBy, csv, emptyDistribution, fullDescription, fullDistribution, never, reachable, textCsv, vocabulary } from './quality-sample.js';

const facts = (description: RecordDescription, dcatAp: boolean | null = true): ReturnType<typeof mqaFacts> => mqaFacts({ description, dcatAp, vocabulary });
const score = (description: RecordDescription, dcatAp: boolean | null = true, linkOf: LinkOf = reachable): number =>
  assess('mqa', facts(description, dcatAp), linkOf).score;
const withDistribution = (part: Partial<Distribution>): RecordDescription => ({ ...fullDescription, distributions: [{ ...fullDistribution, ...part }] });

/** Each indicator turned off alone, and what is lost with it. */
const without: Readonly<
  Record<
    keyof typeof mqaIndicators,
    { readonly description: RecordDescription; readonly dcatAp?: boolean; readonly linkOf?: LinkOf; readonly also?: readonly Indicator[] }
  >
> = {
  keywordAvailability: { description: { ...fullDescription, keywords: {} } },
  categoryAvailability: { description: { ...fullDescription, themes: [] } },
  spatialAvailability: { description: { ...fullDescription, spatial: [] } },
  temporalAvailability: { description: { ...fullDescription, temporal: [] } },
  accessUrlStatusCode: { description: fullDescription, linkOf: (url) => ({ reachable: !url.includes('access'), status: 404 }) },
  downloadUrlAvailability: { description: withDistribution({ downloadUrls: [] }), also: ['downloadUrlStatusCode'] },
  downloadUrlStatusCode: { description: fullDescription, linkOf: (url) => ({ reachable: !url.includes('file'), status: 404 }) },
  formatAvailability: { description: withDistribution({ format: null }), also: ['formatMediaTypeVocabularyAlignment'] },
  mediaTypeAvailability: { description: withDistribution({ mediaType: null }), also: ['formatMediaTypeVocabularyAlignment'] },
  formatMediaTypeVocabularyAlignment: { description: withDistribution({ format: 'csv' }) },
  formatMediaTypeNonProprietary: {
    description: withDistribution({ format: csv.replace('CSV', 'XLSX'), mediaType: 'application/vnd.ms-excel' }),
    also: ['formatMediaTypeVocabularyAlignment'],
  },
  formatMediaTypeMachineInterpretable: {
    description: withDistribution({ format: csv.replace('CSV', 'PNG'), mediaType: 'image/png' }),
    also: ['formatMediaTypeVocabularyAlignment'],
  },
  dcatApCompliance: { description: fullDescription, dcatAp: false },
  licenceAvailability: { description: withDistribution({ licence: null }), also: ['knownLicence'] },
  knownLicence: { description: withDistribution({ licence: 'https://a.example/own-licence' }) },
  accessRightsAvailability: { description: { ...fullDescription, accessRights: [] }, also: ['accessRightsVocabularyAlignment'] },
  accessRightsVocabularyAlignment: { description: { ...fullDescription, accessRights: ['https://a.example/closed'] } },
  contactPointAvailability: { description: { ...fullDescription, contactPoints: [] } },
  publisherAvailability: { description: { ...fullDescription, publisher: null } },
  rightsAvailability: { description: withDistribution({ rights: [] }) },
  byteSizeAvailability: { description: withDistribution({ byteSize: null }) },
  dateIssuedAvailability: { description: { ...withDistribution({ issued: null }), issued: null } },
  dateModifiedAvailability: { description: { ...withDistribution({ modified: null }), modified: null } },
};

const sumOf = (indicators: readonly Indicator[]): number => indicators.reduce((sum, indicator) => sum + indicatorInfo[indicator].points, 0);

describe('the indicators of the MQA', () => {
  it('come to 405 points, dimension by dimension as the methodology has them', () => {
    expect(sumOf(schemes.mqa)).toBe(mostPoints);
    expect(assess('mqa', facts(fullDescription), reachable).dimensions).toEqual([
      { dimension: 'findability', points: 100, most: 100 },
      { dimension: 'accessibility', points: 100, most: 100 },
      { dimension: 'interoperability', points: 110, most: 110 },
      { dimension: 'reusability', points: 75, most: 75 },
      { dimension: 'contextuality', points: 20, most: 20 },
    ]);
    expect(score(fullDescription)).toBe(405);
  });

  it.each(Object.entries(without))(
    '%s: its points are lost without it, and no others',
    (indicator, { description, dcatAp = true, linkOf = reachable, also = [] }) => {
      const { marks, score: found } = assess('mqa', facts(description, dcatAp), linkOf);
      expect(
        Object.entries(marks)
          .filter(([, mark]) => mark !== 'pass')
          .map(([name]) => name)
          .sort(),
      ).toEqual([indicator, ...also].sort());
      expect(found).toBe(405 - sumOf([indicator as Indicator, ...also]));
    },
  );

  it('gives no points for what nobody has looked at, and says that it is unknown', () => {
    const { marks, score: found } = assess('mqa', facts(fullDescription, null), never);
    expect([marks.accessUrlStatusCode, marks.downloadUrlStatusCode, marks.dcatApCompliance]).toEqual(['unknown', 'unknown', 'unknown']);
    expect(found).toBe(405 - 50 - 30 - 30);
  });

  it('does not tell of a code that is newer than our copy of its list', () => {
    const marks = (part: Partial<Distribution>): unknown => {
      const { formatMediaTypeVocabularyAlignment: aligned, knownLicence: known } = assess('mqa', facts(withDistribution(part)), reachable).marks;
      return [aligned, known];
    };
    expect(marks({ format: csv.replace('CSV', 'BRAND_NEW') })).toEqual(['unknown', 'pass']);
    expect(marks({ mediaType: 'application/x-brand-new' })).toEqual(['unknown', 'pass']);
    expect(marks({ licence: ccBy.replace('CC_BY_4_0', 'CC_BY_9_0') })).toEqual(['pass', 'unknown']);
    expect(marks({ licence: 'https://creativecommons.org/licenses/by/4.0/' })).toEqual(['pass', 'pass']);
    expect(marks({ mediaType: 'comma separated' })).toEqual(['fail', 'pass']);
  });

  it('counts a date of the dataset or of the distribution', () => {
    expect(score({ ...fullDescription, issued: null })).toBe(405);
    expect(score(withDistribution({ issued: null }))).toBe(405);
  });
});

describe('the score of a dataset', () => {
  it('is, by hand: a non-public dataset with an application form and nothing to download', () => {
    const description = {
      ...fullDescription,
      distributions: [{ ...emptyDistribution, accessUrls: ['https://a.example/apply'], rights: fullDistribution.rights }],
    };
    // Findability 100; the form answers 50; DCAT-AP 30; access rights 15, contact 20, publisher 10; rights 5, dates 10.
    expect(score(description)).toBe(240);
    expect(bandOf(240)).toBe('good');
    // Without accessibility, but with what HealthDCAT-AP asks: 240 - 50 + 100.
    expect(assess('health', healthFacts({ description, dcatAp: true, vocabulary }), reachable).score).toBe(290);
  });

  it('is, by hand: a CSV file that is gone', () => {
    const gone: LinkOf = () => ({ reachable: false, status: 404 });
    const description = makeDescription({
      keywords: { nl: ['x'] },
      accessRights: fullDescription.accessRights,
      distributions: [{ ...emptyDistribution, downloadUrls: ['https://a.example/x.csv'], mediaType: textCsv }],
    });
    // Keyword 30; download named 20; media type 10, open 20, machine-readable 20; access rights 15.
    expect(score(description, false, gone)).toBe(115);
    expect(bandOf(115)).toBe('bad');
  });

  it('is that of the dataset alone when there is no distribution', () => {
    const { distribution, score: found } = assess('mqa', facts({ ...fullDescription, distributions: [] }), reachable);
    expect([distribution, found]).toEqual([null, 100 + 30 + 10 + 5 + 20 + 10 + 5 + 5]);
  });

  it('takes the best distribution whole, and does not add up what several have', () => {
    const onlyFormat = { ...emptyDistribution, iri: 'f', format: csv };
    const onlyLicence = { ...emptyDistribution, iri: 'l', licence: ccBy };
    const both = { ...fullDescription, distributions: [onlyLicence, onlyFormat] };
    const { distribution, score: found } = assess('mqa', facts(both), reachable);
    expect(distribution).toBe('f');
    expect(found).toBe(score({ ...fullDescription, distributions: [onlyFormat] }));
  });

  it.each([
    [0, 'bad'],
    [120, 'bad'],
    [121, 'sufficient'],
    [220, 'sufficient'],
    [221, 'good'],
    [350, 'good'],
    [351, 'excellent'],
    [405, 'excellent'],
  ])('%i points are %s', (points, band) => {
    expect(bandOf(points)).toBe(band);
  });
});

describe('the health-aware score', () => {
  it('comes to 405 as well, with 100 points for health in the place of accessibility', () => {
    expect(sumOf(schemes.health)).toBe(mostPoints);
    expect(sumOf(Object.keys(healthIndicators) as Indicator[])).toBe(100);
    const full = assess('health', healthFacts({ description: fullDescription, dcatAp: true, vocabulary }), never);
    expect(full.score).toBe(405);
    expect(full.dimensions.map(({ dimension }) => dimension)).toEqual(['findability', 'health', 'interoperability', 'reusability', 'contextuality']);
  });

  it.each([
    ['hdabAvailability', { hdab: null }],
    ['healthCategoryAvailability', { healthCategories: [] }],
    ['populationCoverageAvailability', { populationCoverage: {} }],
    ['sizeAvailability', { numberOfRecords: null }],
    ['sampleOrDictionaryAvailability', { samples: [] }],
    ['qualityLabelAvailability', { qualityAnnotations: [] }],
    ['legislationAvailability', { legislation: [], distributions: [{ ...fullDistribution, legislation: [] }] }],
    ['accessConditionsAvailability', { landingPages: [], distributions: [{ ...fullDistribution, accessUrls: [], rights: [] }] }],
  ] as readonly (readonly [Indicator, Partial<RecordDescription>])[])('%s is lost without what it looks for', (indicator, part) => {
    const { marks } = assess('health', healthFacts({ description: { ...fullDescription, ...part }, dcatAp: true, vocabulary }), never);
    expect(marks[indicator]).toBe('fail');
  });

  it('takes FHIR for what it is: open and readable by machines', () => {
    const description = withDistribution({ format: null, mediaType: 'https://www.iana.org/assignments/media-types/application/fhir+json' });
    const marks = (name: ScoreName): unknown => {
      const found = assess(name, (name === 'mqa' ? mqaFacts : healthFacts)({ description, dcatAp: true, vocabulary }), never).marks;
      return [found.formatMediaTypeNonProprietary, found.formatMediaTypeMachineInterpretable];
    };
    expect(marks('mqa')).toEqual(['fail', 'fail']);
    expect(marks('health')).toEqual(['pass', 'pass']);
  });
});

describe('the checklist', () => {
  const assessed = (description: RecordDescription, dcatAp = true): Parameters<typeof gainsOf> => [
    assess('mqa', mqaFacts({ description, dcatAp, vocabulary }), reachable),
    assess('health', healthFacts({ description, dcatAp, vocabulary }), reachable),
    true,
  ];

  it('is empty when nothing can be gained, and settles every indicator when everything can', () => {
    expect(gainsOf(...assessed(fullDescription))).toEqual([]);
    const all = gainsOf(...assessed(makeDescription({}), false));
    expect(new Set(all.flatMap(({ indicators }) => indicators))).toEqual(new Set(Object.keys(indicatorInfo)));
    expect(new Set(Object.values(qualityActions).flat())).toEqual(new Set(Object.keys(indicatorInfo)));
    expect(all.map(({ action }) => action).slice(0, 3)).toEqual(['format', 'accessUrl', 'downloadUrl']);
    expect(all.find(({ action }) => action === 'format')).toMatchObject({ mqa: 80, health: 80 });
  });

  it('advises nobody to put up a download of data that are not public, and does not blame what is unknown', () => {
    const [mqa, health] = assessed({ ...fullDescription, distributions: [{ ...fullDistribution, downloadUrls: [] }] });
    expect(gainsOf(mqa, health, true).map(({ action, mqa: points }) => [action, points])).toEqual([['downloadUrl', 50]]);
    expect(gainsOf(mqa, health, false)).toEqual([]);
    expect(gainsOf(assess('mqa', facts(fullDescription, null), never), health, true)).toEqual([]);
  });
});

describe('the verdict of DCAT-AP', () => {
  const result = (severity: ValidationResult['severity'], shape: string): ValidationResult => ({ severity, sourceShape: shape }) as ValidationResult;
  const base = 'https://w3id.org/ndc/shapes/dcat-ap-3.0#Dataset-title-min';
  const report = (profile: string, ...results: readonly ValidationResult[]): ValidationReport => ({ profile, results }) as ValidationReport;

  it.each([
    ['no report', null, null],
    ['a health profile without faults', report('healthdcat-ap-r8'), true],
    [
      'a fault against health rules alone',
      report('healthdcat-ap-r8', result('violation', 'https://w3id.org/ndc/shapes/healthdcat-ap-r8#Dataset-hdab-min')),
      true,
    ],
    ['a warning of DCAT-AP', report('dcat-ap-nl-3.0', result('warning', base)), true],
    ['a violation of DCAT-AP', report('dcat-ap-3.0', result('violation', base)), false],
    ['a profile that stands alone', report('health-ri-2'), null],
    ['a profile of the operator that breaks a rule of DCAT-AP', report('own', result('violation', base)), false],
  ])('%s', (_case, given, verdict) => {
    expect(dcatApVerdict(given)).toBe(verdict);
  });
});

describe('a number of datasets', () => {
  it('have an average and a coverage, which are not the same', () => {
    const onlyFormat = { ...emptyDistribution, iri: 'f', format: csv };
    const onlyLicence = { ...emptyDistribution, iri: 'l', licence: ccBy };
    const all = [facts({ ...fullDescription, distributions: [onlyLicence, onlyFormat] }), facts(fullDescription)];
    const { average, coverage, bands, indicators, datasets } = summarise(
      'mqa',
      all.map((one) => assess('mqa', one, reachable)),
      all.map((one) => marksAnywhere('mqa', one, reachable)),
    );
    // The first: 100 + 30 + 15 + 30 + 10 for the dataset, and 60 for the format; its licence (30) counts for the coverage alone.
    expect([datasets, average, coverage]).toEqual([2, (245 + 405) / 2, (245 + 30 + 405) / 2]);
    expect(bands).toEqual({ excellent: 1, good: 1, sufficient: 0, bad: 0 });
    expect(indicators.find(({ indicator }) => indicator === 'knownLicence')).toMatchObject({ pass: 2, fail: 0, unknown: 0 });
    expect(summarise('mqa', [], [])).toMatchObject({ datasets: 0, average: 0, coverage: 0 });
  });
});

describe('with our own code lists', () => {
  it('knows the usual values', () => {
    const concepts = Concepts.load([authorityFolder, mappingsFolder]);
    const { marks, score: found } = assess('mqa', mqaFacts({ description: fullDescription, dcatAp: true, vocabulary: concepts }), reachable);
    expect(Object.entries(marks).filter(([, mark]) => mark !== 'pass')).toEqual([]);
    expect(found).toBe(405);
  });
});

/** Any part of the full sample, and any number of distributions that have parts of the full one. */
const distributions = fc
  .record({ full: fc.subarray(Object.keys(fullDistribution) as (keyof Distribution)[]), iri: fc.uuid() })
  .map(({ full, iri }): Distribution => ({ ...emptyDistribution, ...Object.fromEntries(full.map((key) => [key, fullDistribution[key]])), iri }));
const descriptions = fc
  .record({ full: fc.subarray(Object.keys(fullDescription) as (keyof RecordDescription)[]), distributions: fc.array(distributions, { maxLength: 4 }) })
  .map(({ full, distributions: own }) => ({ ...makeDescription(Object.fromEntries(full.map((key) => [key, fullDescription[key]]))), distributions: own }));
const answers = fc.func(fc.option(fc.record({ reachable: fc.option(fc.boolean()), status: fc.constant(200) }), { nil: undefined }));

describe('whatever a description holds', () => {
  const names: readonly ScoreName[] = ['mqa', 'health'];
  const factsFor = (name: ScoreName, description: RecordDescription, dcatAp: boolean | null): ReturnType<typeof mqaFacts> =>
    (name === 'mqa' ? mqaFacts : healthFacts)({ description, dcatAp, vocabulary });
  const verdicts = fc.option(fc.boolean());

  it('lies between 0 and 405, and is the sum of its dimensions and of its indicators', () => {
    fc.assert(
      fc.property(descriptions, verdicts, answers, fc.constantFrom(...names), (description, dcatAp, linkOf, name) => {
        const { score: found, dimensions, marks } = assess(name, factsFor(name, description, dcatAp), linkOf);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(405);
        expect(dimensions.reduce((sum, { points }) => sum + points, 0)).toBe(found);
        expect(sumOf(schemes[name].filter((indicator) => marks[indicator] === 'pass'))).toBe(found);
        expect(dimensions.every(({ points, most }) => points <= most)).toBe(true);
      }),
    );
  });

  it('is never lowered by adding a property or a distribution', () => {
    fc.assert(
      fc.property(
        descriptions,
        fc.subarray(Object.keys(fullDescription).filter((key) => key !== 'distributions') as (keyof RecordDescription)[]),
        distributions,
        verdicts,
        answers,
        fc.constantFrom(...names),
        (description, more, distribution, dcatAp, linkOf, name) => {
          const before = assess(name, factsFor(name, description, dcatAp), linkOf).score;
          const richer = { ...description, ...Object.fromEntries(more.map((key) => [key, fullDescription[key]])) } as RecordDescription;
          const wider = { ...richer, distributions: [...description.distributions, distribution] };
          expect(assess(name, factsFor(name, { ...richer, distributions: description.distributions }, dcatAp), linkOf).score).toBeGreaterThanOrEqual(before);
          expect(assess(name, factsFor(name, wider, dcatAp), linkOf).score).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  it('is the best of what each distribution alone would give', () => {
    fc.assert(
      fc.property(descriptions, verdicts, answers, fc.constantFrom(...names), (description, dcatAp, linkOf, name) => {
        const facts = factsFor(name, description, dcatAp);
        const alone = facts.distributions.map((distribution) => assess(name, { ...facts, distributions: [distribution] }, linkOf).score);
        const bare = assess(name, { ...facts, distributions: [] }, linkOf).score;
        expect(assess(name, facts, linkOf).score).toBe(Math.max(bare, ...alone));
      }),
    );
  });

  it('gains what the checklist promises, and no more than is missing', () => {
    fc.assert(
      fc.property(descriptions, fc.boolean(), answers, (description, dcatAp, linkOf) => {
        const [mqa, health] = names.map((name) => assess(name, factsFor(name, description, dcatAp), linkOf));
        const gains = gainsOf(mqa!, health!, true);
        const isBefore = gains.every((gain, at) => at === 0 || Math.max(gains[at - 1]!.mqa, gains[at - 1]!.health) >= Math.max(gain.mqa, gain.health));
        expect(isBefore).toBe(true);
        expect(mqa!.score + gains.reduce((sum, { mqa: points }) => sum + points, 0)).toBeLessThanOrEqual(405);
        expect(health!.score + gains.reduce((sum, { health: points }) => sum + points, 0)).toBeLessThanOrEqual(405);
      }),
    );
  });
});
