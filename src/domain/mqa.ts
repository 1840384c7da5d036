/**
 * Metadata quality as data.europa.eu scores it (MQA): 405 points in five dimensions.
 *
 * The table is that of the official default score values. Points are given for what is so; what we do not know gives none
 * and is told apart from what is not so.
 *
 * @see https://dataeuropa.gitlab.io/data-provider-manual/metadata-quality-dashboard/
 */
export const mqaIndicators = {
  keywordAvailability: { dimension: 'findability', points: 30 },
  categoryAvailability: { dimension: 'findability', points: 30 },
  spatialAvailability: { dimension: 'findability', points: 20 },
  temporalAvailability: { dimension: 'findability', points: 20 },
  accessUrlStatusCode: { dimension: 'accessibility', points: 50 },
  downloadUrlAvailability: { dimension: 'accessibility', points: 20 },
  downloadUrlStatusCode: { dimension: 'accessibility', points: 30 },
  formatAvailability: { dimension: 'interoperability', points: 20 },
  mediaTypeAvailability: { dimension: 'interoperability', points: 10 },
  formatMediaTypeVocabularyAlignment: { dimension: 'interoperability', points: 10 },
  formatMediaTypeNonProprietary: { dimension: 'interoperability', points: 20 },
  formatMediaTypeMachineInterpretable: { dimension: 'interoperability', points: 20 },
  dcatApCompliance: { dimension: 'interoperability', points: 30 },
  licenceAvailability: { dimension: 'reusability', points: 20 },
  knownLicence: { dimension: 'reusability', points: 10 },
  accessRightsAvailability: { dimension: 'reusability', points: 10 },
  accessRightsVocabularyAlignment: { dimension: 'reusability', points: 5 },
  contactPointAvailability: { dimension: 'reusability', points: 20 },
  publisherAvailability: { dimension: 'reusability', points: 10 },
  rightsAvailability: { dimension: 'contextuality', points: 5 },
  byteSizeAvailability: { dimension: 'contextuality', points: 5 },
  dateIssuedAvailability: { dimension: 'contextuality', points: 5 },
  dateModifiedAvailability: { dimension: 'contextuality', points: 5 },
} as const satisfies Scheme;

/**
 * What takes the place of the three indicators of accessibility in the health-aware score, with as many points.
 *
 * Our own proposal and no standard: most health data may not have a public download, and lose up to a hundred points for it.
 */
export const healthIndicators = {
  hdabAvailability: { dimension: 'health', points: 15 },
  legislationAvailability: { dimension: 'health', points: 10 },
  healthCategoryAvailability: { dimension: 'health', points: 15 },
  populationCoverageAvailability: { dimension: 'health', points: 15 },
  sizeAvailability: { dimension: 'health', points: 10 },
  sampleOrDictionaryAvailability: { dimension: 'health', points: 15 },
  accessConditionsAvailability: { dimension: 'health', points: 10 },
  qualityLabelAvailability: { dimension: 'health', points: 10 },
} as const satisfies Scheme;

export type MqaIndicator = keyof typeof mqaIndicators;
export type HealthIndicator = keyof typeof healthIndicators;
export type Indicator = MqaIndicator | HealthIndicator;
export type Dimension = 'findability' | 'accessibility' | 'health' | 'interoperability' | 'reusability' | 'contextuality';

interface IndicatorInfo {
  readonly dimension: Dimension;
  readonly points: number;
}
type Scheme = Readonly<Record<string, IndicatorInfo>>;

export type ScoreName = 'mqa' | 'health';

/** Both scores as lists of indicators; both come to 405, so that one scale of bands serves them. */
export const schemes: Readonly<Record<ScoreName, readonly Indicator[]>> = {
  mqa: Object.keys(mqaIndicators) as MqaIndicator[],
  health: [
    ...(Object.keys(healthIndicators) as HealthIndicator[]),
    ...(Object.keys(mqaIndicators) as MqaIndicator[]).filter((name) => mqaIndicators[name].dimension !== 'accessibility'),
  ],
};

export const indicatorInfo: Readonly<Record<Indicator, IndicatorInfo>> = { ...mqaIndicators, ...healthIndicators };
export const mostPoints = 405;

/** `unknown`: nobody has looked yet, or we cannot tell; it gives no points. */
export type Mark = 'pass' | 'fail' | 'unknown';
export type Marks = Readonly<Partial<Record<Indicator, Mark>>>;

/** What counts of one distribution; of its addresses only that they are there, for what they answer changes by itself. */
export interface DistributionFacts {
  readonly iri: string;
  readonly marks: Marks;
  readonly accessUrls: readonly string[];
  readonly downloadUrls: readonly string[];
}

/** All of a description that a score looks at. */
export interface QualityFacts {
  readonly dataset: Marks;
  readonly distributions: readonly DistributionFacts[];
}

/** What an address answered last; undefined when it was never asked. */
export type LinkOf = (url: string) => { readonly reachable: boolean | null; readonly status: number | null } | undefined;

export type Band = 'excellent' | 'good' | 'sufficient' | 'bad';
export const bands: readonly Band[] = ['excellent', 'good', 'sufficient', 'bad'];

export interface DimensionScore {
  readonly dimension: Dimension;
  readonly points: number;
  readonly most: number;
}

export interface Assessment {
  readonly score: number;
  readonly band: Band;
  readonly dimensions: readonly DimensionScore[];
  /** Of every indicator of the score. */
  readonly marks: Marks;
  /** IRI of the distribution that was scored: the best one. */
  readonly distribution: string | null;
  /** What the addresses of that distribution answered. */
  readonly statuses: Readonly<Partial<Record<'accessUrlStatusCode' | 'downloadUrlStatusCode', number>>>;
}

/** Border values as the methodology words them: 120 points are still bad. */
export function bandOf(score: number): Band {
  if (score > 350) return 'excellent';
  if (score > 220) return 'good';
  return score > 120 ? 'sufficient' : 'bad';
}

/**
 * The score of a dataset: that of its best distribution, each indicator counting where either of the two has it.
 *
 * Distributions are taken to hold the same content in several forms, so one good form is enough.
 */
export function assess(name: ScoreName, facts: QualityFacts, linkOf: LinkOf): Assessment {
  const scheme = schemes[name];
  const candidates: readonly (DistributionFacts | null)[] = facts.distributions.length === 0 ? [null] : facts.distributions;
  let best: Assessment | undefined;
  for (const distribution of candidates) {
    const links = distribution === null ? {} : linkMarks(distribution, linkOf);
    const marks: Partial<Record<Indicator, Mark>> = {};
    for (const indicator of scheme) marks[indicator] = better(facts.dataset[indicator], distribution?.marks[indicator] ?? links[indicator]);
    const dimensions = dimensionScores(scheme, marks);
    const score = dimensions.reduce((sum, { points }) => sum + points, 0);
    if (best !== undefined && score <= best.score) continue;
    const statuses = distribution === null ? {} : statusesOf(distribution, linkOf);
    best = { score, band: bandOf(score), dimensions, marks, distribution: distribution?.iri ?? null, statuses };
  }
  return best as Assessment;
}

const order: readonly Mark[] = ['fail', 'unknown', 'pass'];

function better(one: Mark | undefined, other: Mark | undefined): Mark {
  return order[Math.max(order.indexOf(one ?? 'fail'), order.indexOf(other ?? 'fail'))] ?? 'fail';
}

function linkMarks({ accessUrls, downloadUrls }: DistributionFacts, linkOf: LinkOf): Marks {
  return { accessUrlStatusCode: reachableMark(accessUrls, linkOf), downloadUrlStatusCode: reachableMark(downloadUrls, linkOf) };
}

function reachableMark(urls: readonly string[], linkOf: LinkOf): Mark {
  return urls
    .map((url): Mark => {
      const reachable = linkOf(url)?.reachable ?? null;
      return reachable === null ? 'unknown' : reachable ? 'pass' : 'fail';
    })
    .reduce(better, 'fail');
}

/** Of the address that answers best. */
function statusesOf({ accessUrls, downloadUrls }: DistributionFacts, linkOf: LinkOf): Assessment['statuses'] {
  const statusOf = (urls: readonly string[]): number | null => {
    const known = urls.map(linkOf).filter((link) => link?.status != null);
    return (known.find((link) => link?.reachable === true) ?? known[0])?.status ?? null;
  };
  const [access, download] = [statusOf(accessUrls), statusOf(downloadUrls)];
  return {
    ...(access === null ? {} : { accessUrlStatusCode: access }),
    ...(download === null ? {} : { downloadUrlStatusCode: download }),
  };
}

function dimensionScores(scheme: readonly Indicator[], marks: Marks): DimensionScore[] {
  const scores = new Map<Dimension, { points: number; most: number }>();
  for (const indicator of scheme) {
    const { dimension, points } = indicatorInfo[indicator];
    const own = scores.get(dimension) ?? { points: 0, most: 0 };
    scores.set(dimension, { points: own.points + (marks[indicator] === 'pass' ? points : 0), most: own.most + points });
  }
  const inOrder: readonly Dimension[] = ['findability', 'accessibility', 'health', 'interoperability', 'reusability', 'contextuality'];
  return inOrder.flatMap((dimension) => {
    const own = scores.get(dimension);
    return own === undefined ? [] : [{ dimension, ...own }];
  });
}

/** How a number of datasets stand together. */
export interface QualitySummary {
  readonly datasets: number;
  /** The average of their scores, as data.europa.eu gives it for a catalogue. */
  readonly average: number;
  /** The sum over all indicators of points times the share of datasets that have them: not the same number. */
  readonly coverage: number;
  readonly bands: Readonly<Record<Band, number>>;
  /** How many datasets pass, fail or are unknown, by indicator. */
  readonly indicators: readonly {
    readonly indicator: Indicator;
    readonly points: number;
    readonly pass: number;
    readonly fail: number;
    readonly unknown: number;
  }[];
}

/**
 * A station's or catalogue's score.
 *
 * @param anywhere marks of each dataset over all its distributions, for the coverage; an indicator may be met by another
 *   distribution than the one that is scored, which is why the two numbers differ
 */
export function summarise(name: ScoreName, assessments: readonly Assessment[], anywhere: readonly Marks[]): QualitySummary {
  const datasets = assessments.length;
  const count = (indicator: Indicator, mark: Mark): number => anywhere.filter((marks) => (marks[indicator] ?? 'fail') === mark).length;
  const indicators = schemes[name].map((indicator) => ({
    indicator,
    points: indicatorInfo[indicator].points,
    pass: count(indicator, 'pass'),
    fail: count(indicator, 'fail'),
    unknown: count(indicator, 'unknown'),
  }));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    datasets,
    average: datasets === 0 ? 0 : sum(assessments.map(({ score }) => score)) / datasets,
    coverage: datasets === 0 ? 0 : sum(indicators.map(({ points, pass }) => (points * pass) / datasets)),
    bands: Object.fromEntries(bands.map((band) => [band, assessments.filter((assessment) => assessment.band === band).length])) as Record<Band, number>,
    indicators,
  };
}

/** What a dataset has in any of its distributions. */
export function marksAnywhere(name: ScoreName, facts: QualityFacts, linkOf: LinkOf): Marks {
  const all = facts.distributions.map((distribution): Marks => ({ ...linkMarks(distribution, linkOf), ...distribution.marks }));
  return Object.fromEntries(
    schemes[name].map((indicator) => [indicator, all.map((marks) => marks[indicator]).reduce(better, facts.dataset[indicator]) ?? 'fail']),
  );
}
