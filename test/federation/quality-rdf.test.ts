import { describe, expect, it } from 'vitest';
import { assess, mqaIndicators } from '../../src/domain/mqa.js';
import { healthFacts, mqaFacts } from '../../src/domain/quality-facts.js';
import { qualityQuads } from '../../src/federation/quality-rdf.js';
import { fullDescription, never, reachable, vocabulary } from '../domain/quality-sample.js';

const dqv = 'http://www.w3.org/ns/dqv#';

function measured(
  dcatAp: boolean | null,
  linkOf: typeof reachable | typeof never,
): Map<string, { readonly value: string; readonly datatype: string; readonly on: string }> {
  const request = { description: fullDescription, dcatAp, vocabulary };
  const quads = qualityQuads({
    address: 'https://c.example/datasets/x/quality',
    dataset: fullDescription.iri,
    mqa: assess('mqa', mqaFacts(request), linkOf),
    health: assess('health', healthFacts(request), linkOf),
    at: '2026-06-20T08:00:00Z',
  });
  const of = (node: string, property: string) => quads.find((quad) => quad.subject.value === node && quad.predicate.value === dqv + property)!.object;
  const nodes = quads.filter((quad) => quad.object.value === `${dqv}QualityMeasurement`).map((quad) => quad.subject.value);
  return new Map(
    nodes.map((node) => {
      const value = of(node, 'value');
      const on = of(node, 'computedOn').value;
      expect(quads.some((quad) => quad.subject.value === on && quad.predicate.value === `${dqv}hasQualityMeasurement` && quad.object.value === node)).toBe(
        true,
      );
      return [
        of(node, 'isMeasurementOf').value,
        { value: value.value, datatype: value.termType === 'Literal' ? value.datatype.value.replace(/.*#/, '') : '', on },
      ];
    }),
  );
}

describe('quality as DQV', () => {
  it('measures every indicator that is known by its own metric, on dataset or distribution', () => {
    const all = measured(true, reachable);
    for (const indicator of Object.keys(mqaIndicators)) expect([indicator, all.has(`https://piveau.eu/ns/voc#${indicator}`)]).toEqual([indicator, true]);
    expect(all.get('https://piveau.eu/ns/voc#score')).toEqual({ value: '405', datatype: 'integer', on: fullDescription.iri });
    expect(all.get('https://piveau.eu/ns/voc#accessUrlStatusCode')).toEqual({ value: '200', datatype: 'integer', on: 'https://a.example/d/1' });
    expect(all.get('https://piveau.eu/ns/voc#keywordAvailability')).toEqual({ value: 'true', datatype: 'boolean', on: fullDescription.iri });
    expect(all.get('https://w3id.org/ndc/ns#healthAwareScore')?.value).toBe('405');
    expect(all.get('https://w3id.org/ndc/ns#hdabAvailability')?.value).toBe('true');
  });

  it('says nothing of what is unknown', () => {
    const some = measured(null, never);
    for (const metric of ['accessUrlStatusCode', 'downloadUrlStatusCode', 'dcatApCompliance'])
      expect(some.has(`https://piveau.eu/ns/voc#${metric}`)).toBe(false);
    expect(some.get('https://piveau.eu/ns/voc#score')?.value).toBe('295');
  });
});
