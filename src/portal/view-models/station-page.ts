import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { HarvestRun } from '../../domain/harvest.js';
import type { StationStatus } from '../../ports/ledger.js';
import type { PageContext } from '../page-context.js';
import { facetHref } from '../search-state.js';
import { issueGroups, type IssueGroup } from './issues.js';
import { moodOf, moodSentence, type StationMood } from './station-state.js';
import { plain, textOf, type Text } from './text.js';

export interface RunRow {
  readonly id: number;
  readonly href: string;
  readonly startedAt: string;
  readonly duration: string | null;
  readonly outcome: HarvestRun['outcome'];
  readonly outcomeText: string;
  /** What became of it, for one that was on hold. */
  readonly resolvedText: string | null;
  readonly counts: HarvestRun['counts'];
}

export interface StationPageModel {
  readonly id: string;
  readonly title: Text;
  readonly mood: StationMood;
  readonly sentence: string;
  /** An onboarding station shows its state and nothing else. */
  readonly open: boolean;
  readonly organisation: Text | null;
  readonly serviceProvider: Text | null;
  readonly kind: string;
  readonly email: string | null;
  readonly schedule: string;
  readonly nextRunAt: string | null;
  readonly protocol: string;
  readonly profiles: string;
  readonly datasets: number;
  readonly datasetsHref: string;
  readonly feedHref: string;
  readonly held: number;
  readonly runs: readonly RunRow[];
  readonly issues: readonly IssueGroup[];
}

export const runsShown = 30;

export function stationPageModel(status: StationStatus, queries: CatalogueQueries, now: Date, context: PageContext): StationPageModel {
  const { station } = status;
  const { m, lang } = context;
  const open = status.state !== 'onboarding';
  const runs = open ? queries.runs(station.id, runsShown) : [];
  const last = runs.find(({ endedAt }) => endedAt !== null);
  const issues = last === undefined ? [] : (queries.run(last.id)?.issues ?? []);
  return {
    id: station.id,
    title: textOf(station.title, context, 200) ?? plain(station.id),
    mood: moodOf(status),
    sentence: moodSentence(status, now, context),
    open,
    organisation: station.holder === null ? null : textOf(station.holder.name, context, 200),
    serviceProvider: station.serviceProvider === null ? null : textOf(station.serviceProvider.name, context, 200),
    kind: m.stations.kinds[station.kind],
    email: station.contactEmail === null ? null : station.contactEmail.replace(/^mailto:/i, ''),
    schedule: scheduleText(station.schedule, station.timeZone, context),
    nextRunAt: open ? queries.nextRunAt(station.id) : null,
    protocol: station.protocol,
    profiles: station.profiles.length === 0 ? m.stations.defaultProfiles : context.f.list(station.profiles),
    datasets: status.datasets,
    datasetsHref: facetHref(lang, 'station', station.id),
    feedHref: `/stations/${station.id}.atom`,
    held: status.held,
    runs: runs.map((run) => runRow(run, context)),
    issues: issueGroups(issues, queries, context),
  };
}

export function runRow(run: HarvestRun, context: PageContext): RunRow {
  return {
    id: run.id,
    href: `/${context.lang}/stations/${run.station}/runs/${run.id}`,
    startedAt: run.startedAt,
    duration: run.endedAt === null ? null : context.f.elapsed(Date.parse(run.endedAt) - Date.parse(run.startedAt)),
    outcome: run.outcome,
    outcomeText: run.outcome === null ? context.m.stations.running : context.m.stations.outcomes[run.outcome],
    resolvedText: run.resolved === null ? null : context.m.stations.resolved[run.resolved.how](null, context.f.dateTime(run.resolved.at)),
    counts: run.counts,
  };
}

/** The plain schedules in words, the others as cron. */
export function scheduleText(cron: string, zone: string, context: PageContext): string {
  const words = context.m.stations;
  const daily = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron.trim());
  if (daily !== null) return words.scheduleDaily(`${daily[2]?.padStart(2, '0')}:${daily[1]?.padStart(2, '0')}`);
  const hourly = /^(\d{1,2}) \* \* \* \*$/.exec(cron.trim());
  return hourly === null ? words.scheduleCron(cron, zone) : words.scheduleHourly(String(Number(hourly[1])));
}

/** What became of the quality of the descriptions that a run brought; null where it brought none. */
export function qualityText({ quality }: Pick<HarvestRun, 'quality'>, context: PageContext): string | null {
  if (quality === null) return null;
  const words = context.m.stations;
  const { before, after } = quality;
  const records = words.recordsCount(after.records);
  return before.records === 0
    ? words.qualityNew(context.f.number(after.violations), records)
    : words.qualityDelta(context.f.number(before.violations), context.f.number(after.violations), records);
}
