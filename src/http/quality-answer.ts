import type { RecordQuality, StationQuality } from '../catalogue/quality.js';
import { indicatorInfo, mostPoints, schemes, type Assessment, type QualitySummary, type ScoreName } from '../domain/mqa.js';
import { metricIri } from '../federation/quality-rdf.js';

/** The quality of one record as the API tells it: both scores, the checklist, and apart from them what the HDAB says. */
export function qualityAnswer(quality: RecordQuality, baseUrl: string): object {
  const { head, scores, report, label, trusted, trend, at, linkChecks } = quality;
  return {
    id: head.id,
    iri: head.iri,
    version: head.version,
    assessedAt: at,
    scores: scores === null ? null : { mqa: scoreAnswer('mqa', scores.mqa), health: scoreAnswer('health', scores.health) },
    checklist: scores?.gains ?? [],
    report: report === null ? null : { profile: report.profile, violations: report.violations, warnings: report.warnings, infos: report.infos },
    linkChecks,
    label: label.map(({ state, ...statement }) => ({ state: typeof state === 'string' ? state : state.other, ...statement })),
    trustedHolder: trusted,
    trend,
    links: {
      self: `${baseUrl}/api/v1/datasets/${head.id}/quality`,
      page: `${baseUrl}/datasets/${head.id}/quality`,
      turtle: `${baseUrl}/datasets/${head.id}/quality.ttl`,
      report: `${baseUrl}/api/v1/datasets/${head.id}/report`,
    },
  };
}

export function stationQualityAnswer(quality: StationQuality, baseUrl: string): object {
  const { mqa, health, first, links: addresses, ...rest } = quality;
  return {
    ...rest,
    scores: { mqa: summaryAnswer(mqa), health: summaryAnswer(health) },
    first: first.map((dataset) => ({ ...dataset, links: { quality: `${baseUrl}/api/v1/datasets/${dataset.id}/quality` } })),
    addresses,
    links: { self: `${baseUrl}/api/v1/stations/${quality.station}/quality`, station: `${baseUrl}/api/v1/stations/${quality.station}` },
  };
}

function scoreAnswer(name: ScoreName, { score, band, distribution, dimensions, marks }: Assessment): object {
  return {
    score,
    most: mostPoints,
    band,
    distribution,
    dimensions,
    indicators: schemes[name].map((indicator) => ({
      indicator,
      metric: metricIri(indicator),
      dimension: indicatorInfo[indicator].dimension,
      points: indicatorInfo[indicator].points,
      mark: marks[indicator] ?? 'fail',
    })),
  };
}

function summaryAnswer({ average, coverage, ...rest }: QualitySummary): object {
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return { average: rounded(average), coverage: rounded(coverage), most: mostPoints, ...rest };
}
