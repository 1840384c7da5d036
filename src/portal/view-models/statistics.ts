import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { UsageReader } from '../../ports/usage-reader.js';
import { usageChannels } from '../../domain/usage.js';
import { notReported, type FacetValue, type SearchPage } from '../../ports/search-index.js';
import { cell } from '../../report/csv.js';
import type { Bar } from '../components/bar-chart.js';
import type { PageContext } from '../page-context.js';
import { emptySearch, facetHref } from '../search-state.js';
import { optionLabel } from './search-page.js';
import { plain, textOf } from './text.js';

export const chartNames = ['category', 'access', 'holder', 'publisher', 'station', 'growth', 'quality', 'usage', 'searches'] as const;
export type ChartName = (typeof chartNames)[number];

export interface ChartModel {
  readonly name: ChartName;
  /** What the chart is of. */
  readonly title: string;
  /** What it shows, in a sentence; null while there is nothing. */
  readonly finding: string | null;
  readonly bars: readonly Bar[];
  /** Rows of the table that have no bar. */
  readonly more: number;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly href: string | null; readonly cells: readonly (string | number)[] }[];
}

const months = 12;
const barsShown = 15;
const facetCharts = ['category', 'access', 'holder', 'publisher', 'station'] as const;

/** All charts of the page, from what is published now and what was counted. */
export async function statisticsModel(
  queries: CatalogueQueries,
  usage: Pick<UsageReader, 'months'> | null,
  now: Date,
  context: PageContext,
): Promise<readonly ChartModel[]> {
  const found = await queries.search({ ...emptySearch, lang: context.lang, pageSize: 1 });
  const of = new Map<ChartName, ChartModel>(facetCharts.map((name) => [name, facetChart(name, found, context)]));
  of.set('growth', growthChart(queries, context));
  of.set('quality', await qualityChart(queries, context));
  for (const chart of usageCharts(usage, now, context)) of.set(chart.name, chart);
  return chartNames.flatMap((name) => of.get(name) ?? []);
}

function facetChart(name: (typeof facetCharts)[number], found: SearchPage, context: PageContext): ChartModel {
  const { f, lang } = context;
  const words = context.m.overview.statistics;
  const values = found.facets[name].filter(({ count }) => count > 0);
  const labelOf = ({ value, label }: FacetValue): string => optionLabel(value, label, context);
  const [first] = values.filter(({ value }) => value !== notReported);
  return {
    name,
    title: words.charts[name],
    finding: first === undefined ? null : words.found[name](labelOf(first), first.count, found.total),
    bars: values.slice(0, barsShown).map((value) => ({ label: labelOf(value), value: value.count, text: f.number(value.count) })),
    more: Math.max(0, values.length - barsShown),
    columns: [words.value, words.datasets, words.share],
    rows: values.map((value) => ({
      href: facetHref(lang, name, value.value),
      cells: [labelOf(value), value.count, f.percent(found.total === 0 ? 0 : value.count / found.total)],
    })),
  };
}

function growthChart(queries: CatalogueQueries, context: PageContext): ChartModel {
  const { f } = context;
  const words = context.m.overview.statistics;
  const points = queries.growth(months);
  const grown = (points.at(-1)?.records ?? 0) - (points[0]?.records ?? 0);
  return {
    name: 'growth',
    title: words.charts.growth,
    finding: points.every(({ records }) => records === 0) ? null : words.grew(grown, months),
    bars: points.map(({ month, records }) => ({ label: f.date(month), value: records, text: f.number(records) })),
    more: 0,
    columns: [words.month, words.records],
    rows: points.map(({ month, records }) => ({ href: null, cells: [f.date(month), records] })),
  };
}

async function qualityChart(queries: CatalogueQueries, context: PageContext): Promise<ChartModel> {
  const { f, lang } = context;
  const words = context.m.overview.statistics;
  const stations = queries.stations().filter(({ state, datasets }) => state !== 'onboarding' && datasets > 0);
  const scored = await Promise.all(
    stations.map(async ({ station }) => {
      const quality = await queries.stationQuality(station.id);
      const isScored = quality !== undefined && quality.assessed > 0;
      return {
        id: station.id,
        label: (textOf(station.title, context, 120) ?? plain(station.id)).text,
        mqa: isScored ? Math.round(quality.mqa.average) : null,
        health: isScored ? Math.round(quality.health.average) : null,
      };
    }),
  );
  const ordered = scored.sort((a, b) => (b.mqa ?? -1) - (a.mqa ?? -1) || f.compare(a.label, b.label));
  const best = ordered.find(({ mqa }) => mqa !== null);
  return {
    name: 'quality',
    title: words.charts.quality,
    finding: best === undefined ? null : words.qualityFound(best.label, best.mqa ?? 0),
    bars: ordered.slice(0, barsShown).flatMap(({ label, mqa }) => (mqa === null ? [] : [{ label, value: mqa, text: f.number(mqa) }])),
    more: Math.max(0, ordered.length - barsShown),
    columns: [words.charts.station, words.points, words.healthPoints],
    rows: ordered.map(({ id, label, mqa, health }) => ({
      href: `/${lang}/stations/${id}/quality`,
      cells: [label, mqa ?? words.noStation, health ?? words.noStation],
    })),
  };
}

/** Totals of the whole catalogue alone: what single datasets are used for is not public (R130). */
function usageCharts(usage: Pick<UsageReader, 'months'> | null, now: Date, context: PageContext): ChartModel[] {
  const { f } = context;
  const words = context.m.overview.statistics;
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (months - 1)));
  const counted = usage?.months({ from: first.toISOString().slice(0, 10), to: now.toISOString().slice(0, 10) }) ?? [];
  const named = [...new Set(counted.map(({ month }) => month))];
  const of = (month: string, channel: string): number => counted.find((one) => one.month === month && one.channel === channel)?.count ?? 0;
  const used = named.map((month) => ({ month, counts: usageChannels.map((channel) => of(month, channel)) }));
  const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
  const last = used.at(-1);
  const searches = named.map((month) => ({ month, all: of(month, 'search'), none: of(month, 'search-none') }));
  const [all, none] = [sum(searches.map((one) => one.all)), sum(searches.map((one) => one.none))];
  return [
    {
      name: 'usage',
      title: words.charts.usage,
      finding: last === undefined ? null : words.usageFound(sum(last.counts), f.date(last.month)),
      bars: used.map(({ month, counts }) => ({ label: f.date(month), value: sum(counts), text: f.number(sum(counts)) })),
      more: 0,
      columns: [words.month, ...usageChannels.map((channel) => words.channels[channel])],
      rows: used.map(({ month, counts }) => ({ href: null, cells: [f.date(month), ...counts] })),
    },
    {
      name: 'searches',
      title: words.charts.searches,
      finding: all === 0 ? null : words.searchFound(all, none),
      bars: searches.map((one) => ({ label: f.date(one.month), value: one.all, text: f.number(one.all) })),
      more: 0,
      columns: [words.month, words.channels.search, words.channels['search-none']],
      rows: searches.map((one) => ({ href: null, cells: [f.date(one.month), one.all, one.none] })),
    },
  ];
}

/** The table of a chart (RFC 4180). */
export function chartCsv({ columns, rows }: ChartModel): string {
  return [columns, ...rows.map(({ cells }) => cells)].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
