import type { StationQuality } from '../../catalogue/quality.js';
import { bandOf, bands, mostPoints, type Band, type Indicator, type QualitySummary } from '../../domain/mqa.js';
import type { StationStatus } from '../../ports/ledger.js';
import type { PageContext } from '../page-context.js';
import { plain, textOf, type Text } from './text.js';

export interface StationQualityModel {
  readonly id: string;
  readonly title: Text;
  readonly datasets: number;
  /** What is said while not all datasets were looked at. */
  readonly partial: string | null;
  readonly scores: readonly {
    readonly label: string;
    readonly help: string;
    readonly band: Band;
    readonly bandText: string;
    readonly average: string;
    readonly coverage: string;
    readonly bands: readonly { readonly text: string; readonly count: number }[];
  }[];
  readonly actions: readonly { readonly action: string; readonly text: string; readonly datasets: number; readonly mqa: string; readonly health: string }[];
  readonly indicators: readonly {
    readonly indicator: Indicator;
    readonly name: string;
    readonly pass: number;
    readonly fail: number;
    readonly unknown: number;
    readonly share: string;
  }[];
  readonly first: readonly { readonly href: string; readonly title: Text; readonly mqa: number; readonly health: number; readonly action: string | null }[];
  readonly addresses: string;
}

export function stationQualityModel({ station }: StationStatus, quality: StationQuality, context: PageContext): StationQualityModel {
  const words = context.m.quality;
  const { f, lang } = context;
  const { mqa, health, links } = quality;
  const shown = new Map<Indicator, QualitySummary['indicators'][number]>();
  for (const one of [...mqa.indicators, ...health.indicators]) if (!shown.has(one.indicator)) shown.set(one.indicator, one);
  const share = (pass: number): string => (quality.assessed === 0 ? f.percent(0) : f.percent(pass / quality.assessed));
  return {
    id: station.id,
    title: textOf(station.title, context, 200) ?? plain(station.id),
    datasets: quality.assessed,
    partial: quality.assessed < quality.datasets ? words.station.partial(quality.assessed, quality.datasets) : null,
    scores: (['mqa', 'health'] as const).map((name) => {
      const summary = quality[name];
      const band = bandOf(Math.round(summary.average));
      return {
        label: words.scores[name],
        help: words.scoreHelp[name],
        band,
        bandText: words.bands[band],
        average: words.points(Math.round(summary.average), mostPoints),
        coverage: words.points(Math.round(summary.coverage), mostPoints),
        bands: bands.map((one) => ({ text: words.bands[one], count: summary.bands[one] })),
      };
    }),
    actions: quality.actions.slice(0, 10).map((one) => ({
      action: one.action,
      text: words.actions[one.action],
      datasets: one.datasets,
      mqa: words.plus(one.mqa),
      health: words.plus(one.health),
    })),
    indicators: [...shown.values()].map(({ indicator, pass, fail, unknown }) => ({
      indicator,
      name: words.indicators[indicator].name,
      pass,
      fail,
      unknown,
      share: share(pass),
    })),
    first: quality.first.map(({ id, title, mqa: european, health: own, action }) => ({
      href: `/${lang}/datasets/${id}/quality`,
      title: textOf(title, context, 200) ?? plain(id),
      mqa: european,
      health: own,
      action: action === null ? null : words.actions[action],
    })),
    addresses: words.station.linksText(links.known, links.unreachable, links.unknown),
  };
}
