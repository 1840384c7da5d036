import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { HarvestRun, RunItem, RunPhase } from '../../domain/harvest.js';
import type { StationStatus } from '../../ports/ledger.js';
import type { PageContext } from '../page-context.js';
import { issueModel, type IssueModel } from './issues.js';
import { isPublicUrl, withoutInternalAddresses } from './public-address.js';
import { runRow, type RunRow } from './station-page.js';
import { clean, plain, textOf, type Text } from './text.js';

export type ItemOutcome = RunItem['outcome'];

/** Outcomes whose records are named; those on hold are only counted. */
export const listedOutcomes = ['added', 'updated', 'withdrawn', 'missing', 'stale', 'unchanged'] as const satisfies readonly ItemOutcome[];

export interface RunPageModel {
  readonly run: RunRow;
  readonly stationId: string;
  readonly station: Text;
  readonly trigger: string;
  readonly endedAt: string | null;
  readonly bytes: string;
  readonly stages: readonly {
    readonly phase: RunPhase;
    readonly name: string;
    readonly startedAt: string;
    readonly duration: string | null;
    readonly detail: string;
  }[];
  readonly filter: ItemOutcome | null;
  readonly filters: readonly { readonly outcome: ItemOutcome | null; readonly label: string; readonly count: number; readonly href: string }[];
  readonly items: readonly {
    readonly text: Text;
    readonly href: string | null;
    readonly outcome: ItemOutcome;
    readonly outcomeText: string;
    readonly reason: string | null;
  }[];
  readonly moreItems: number;
  readonly held: number;
  readonly issues: readonly IssueModel[];
  readonly moreIssues: number;
}

const itemsShown = 200;
const issuesShown = 100;

type Found = NonNullable<ReturnType<CatalogueQueries['run']>>;

export function runPageModel(found: Found, status: StationStatus, filter: ItemOutcome | null, queries: CatalogueQueries, context: PageContext): RunPageModel {
  const { run, issues, items } = found;
  const words = context.m.stations;
  const row = runRow(run, context);
  const listed = items.filter(({ outcome }) => outcome !== 'held');
  const chosen = filter === null ? listed : listed.filter(({ outcome }) => outcome === filter);
  const held = Math.max(run.counts.held, items.length - listed.length);
  return {
    run: row,
    stationId: run.station,
    station: textOf(status.station.title, context, 200) ?? plain(run.station),
    trigger: words.triggers[run.trigger],
    endedAt: run.endedAt,
    bytes: context.f.bytes(run.counts.bytes),
    stages: stagesOf(run, context),
    filter,
    filters: [
      { outcome: null, label: words.itemsAll, count: listed.length, href: row.href },
      ...listedOutcomes
        .map((outcome) => ({
          outcome,
          label: words.itemOutcomes[outcome],
          count: listed.filter((item) => item.outcome === outcome).length,
          href: `${row.href}?outcome=${outcome}`,
        }))
        .filter(({ count }) => count > 0),
    ],
    items: chosen.slice(0, itemsShown).map((item) => itemModel(item, queries, context)),
    moreItems: Math.max(0, chosen.length - itemsShown),
    held,
    issues: issues.slice(0, issuesShown).map((issue) => issueModel(issue, queries, context)),
    moreIssues: Math.max(0, issues.length - issuesShown),
  };
}

function stagesOf(run: HarvestRun, context: PageContext): RunPageModel['stages'] {
  return run.stages.map((stage, i) => {
    const end = run.stages[i + 1]?.startedAt ?? run.endedAt;
    return {
      phase: stage.phase,
      name: context.m.stations.phases[stage.phase],
      startedAt: stage.startedAt,
      duration: end === null ? null : context.f.elapsed(Date.parse(end) - Date.parse(stage.startedAt)),
      detail: clean(withoutInternalAddresses(stage.detail, context.m.stations.internalAddress), 300),
    };
  });
}

function itemModel(item: RunItem, queries: CatalogueQueries, context: PageContext): RunPageModel['items'][number] {
  const words = context.m.stations;
  const state = item.recordId === null ? undefined : queries.head(item.recordId)?.state;
  const known = state === 'current' || state === 'withdrawn';
  const name = textOf(item.title, context, 200) ?? plain(isPublicUrl(item.subject) ? item.subject : words.hiddenSubject, 200);
  const causes: Readonly<Record<string, string>> = context.m.dataset.causes;
  const reason = item.reason === null ? null : (causes[item.reason] ?? clean(withoutInternalAddresses(item.reason, words.internalAddress), 300));
  return {
    text: known ? name : plain(words.hiddenSubject),
    href: known && item.recordId !== null ? `/${context.lang}/datasets/${item.recordId}` : null,
    outcome: item.outcome,
    outcomeText: words.itemOutcomes[item.outcome],
    reason: known ? (reason ?? (item.outcome === 'withdrawn' ? words.noReason : null)) : null,
  };
}
