import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dqv } from '../../vocab/dqv.js';
import { ndc } from '../../vocab/ndc.js';
import { prov } from '../../vocab/prov.js';
import { pv } from '../../vocab/pv.js';
import { rdf } from '../../vocab/rdf.js';
import { xsd } from '../../vocab/xsd.js';
import { healthIndicators, mqaIndicators, schemes, type Assessment, type Indicator } from '../domain/mqa.js';

const { namedNode, literal, quad } = DataFactory;

/** What is measured on a distribution; the rest is measured on the dataset. */
const onDistribution: ReadonlySet<Indicator> = new Set<Indicator>([
  'accessUrlStatusCode',
  'downloadUrlAvailability',
  'downloadUrlStatusCode',
  'formatAvailability',
  'mediaTypeAvailability',
  'formatMediaTypeVocabularyAlignment',
  'formatMediaTypeNonProprietary',
  'formatMediaTypeMachineInterpretable',
  'licenceAvailability',
  'knownLicence',
  'rightsAvailability',
  'byteSizeAvailability',
]);

export interface Measured {
  /** The address of the measurements: that of the quality of one record. */
  readonly address: string;
  /** IRI of the dataset as we give it out. */
  readonly dataset: string;
  readonly mqa: Assessment;
  readonly health: Assessment;
  readonly at: string;
}

/** The IRI by which data.europa.eu knows a metric, or our own for those that it has not. */
export function metricIri(indicator: Indicator): string {
  return (Object.hasOwn(mqaIndicators, indicator) ? pv.iri : ndc.iri) + indicator;
}

/** Both scores as DQV: one measurement for each indicator that is known, and one for each score. */
export function qualityQuads({ address, dataset, mqa, health, at }: Measured): Quad[] {
  const own = Object.keys(healthIndicators) as Indicator[];
  const measure = (indicator: Indicator, { marks, statuses, distribution }: Assessment): Quad[] => {
    const isStatus = indicator === 'accessUrlStatusCode' || indicator === 'downloadUrlStatusCode';
    const status = isStatus ? statuses[indicator] : undefined;
    const mark = marks[indicator];
    if (mark === undefined || mark === 'unknown' || (isStatus && status === undefined)) return [];
    const value = status === undefined ? literal(String(mark === 'pass'), xsd.boolean) : literal(String(status), xsd.integer);
    return measurement(indicator, metricIri(indicator), onDistribution.has(indicator) ? (distribution ?? dataset) : dataset, value);
  };
  const measurement = (key: string, metric: string, on: string, value: Quad['object']): Quad[] => {
    const node = namedNode(`${address}#${key}`);
    return [
      quad(namedNode(on), dqv.hasQualityMeasurement, node),
      quad(node, rdf.type, dqv.QualityMeasurement),
      quad(node, dqv.isMeasurementOf, namedNode(metric)),
      quad(node, dqv.computedOn, namedNode(on)),
      quad(node, dqv.value, value as never),
      quad(node, prov.generatedAtTime, literal(at, xsd.dateTime)),
    ];
  };
  return [
    ...schemes.mqa.flatMap((indicator) => measure(indicator, mqa)),
    ...own.flatMap((indicator) => measure(indicator, health)),
    ...measurement('score', pv.score.value, dataset, literal(String(mqa.score), xsd.integer)),
    ...measurement('healthAwareScore', ndc.healthAwareScore.value, dataset, literal(String(health.score), xsd.integer)),
  ];
}
