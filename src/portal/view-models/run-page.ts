import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { HarvestRun, RunItem, RunPhase } from '../../domain/harvest.js';
import type { StationStatus } from '../../ports/ledger.js';
import type { PageContext } from '../page-context.js';
import { changesModel, type ChangesModel } from './changes.js';
import { issueModel, type IssueModel } from './issues.js';
import { isPublicUrl, withoutInternalAddresses } from './public-address.js';
import { progressModel, type ProgressModel } from './run-progress.js';
import { qualityText, runRow, type RunRow } from './station-page.js';
import { moodSentence } from './station-state.js';
import { clean, plain, textOf, type Text } from './text.js';

export type ItemOutcome = RunItem['outcome'];

/** Outcomes whose records are named; those on hold are only counted. */
export const listedOutcomes = ['added', 'updated', 'withdrawn', 'missing', 'stale', 'unchanged'] as const satisfies readonly ItemOutcome[];

export interface RunPageModel {
  readonly run: RunRow;
  readonly stationId: string;
  readonly station: Text;
  readonly trigger: string;
  /** For the newest run that failed: how long it has been failing, and when it is tried again. */
  readonly failing: string | null;
  readonly progress: ProgressModel | null;
  /** It waits for an operator: what it would do. */
  readonly onHold: { readonly would: string; readonly commands: readonly string[]; readonly decideHref: string } | null;
  readonly resolved: { readonly text: string; readonly run: number | null; readonly href: string | null } | null;
  /** The run that this one is about. */
  readonly about: { readonly text: string; readonly run: number; readonly href: string } | null;
  readonly walk: string | null;
  readonly quality: string | null;
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
    readonly changes: ChangesModel | null;
  }[];
  readonly moreItems: number;
  readonly held: number;
  readonly issues: readonly IssueModel[];
  readonly moreIssues: number;
}

const itemsShown = 200;
const issuesShown = 100;

type Found = NonNullable<ReturnType<CatalogueQueries['run']>>;

export function runPageModel(
  found: Found,
  status: StationStatus,
  filter: ItemOutcome | null,
  queries: CatalogueQueries,
  now: Date,
  context: PageContext,
): RunPageModel {
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
    failing: failingText(run, status, queries, now, context),
    progress: progressModel(run, now, context),
    onHold: onHoldOf(run, context),
    resolved: resolvedOf(run, context),
    about: aboutOf(run, context),
    walk: run.walk === null ? null : words.walks[run.walk],
    quality: qualityText(run, context),
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
    items: chosen.slice(0, itemsShown).map((item) => itemModel(item, run, queries, context)),
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

function failingText(run: HarvestRun, status: StationStatus, queries: CatalogueQueries, now: Date, context: PageContext): string | null {
  if (status.lastRun?.id !== run.id || status.failingSince === null || status.state !== 'live' || run.endedAt === null) return null;
  const next = queries.nextRunAt(run.station);
  return [moodSentence(status, now, context), ...(next === null ? [] : [context.m.stations.nextAfterFailure(context.f.dateTime(next))])].join(' ');
}

function onHoldOf(run: HarvestRun, context: PageContext): RunPageModel['onHold'] {
  if (run.outcome !== 'on-hold' || run.resolved !== null) return null;
  const { added, updated, withdrawn, held } = run.planned ?? run.counts;
  const n = context.f.number;
  return {
    would: context.m.stations.onHoldWould(n(added), n(updated), n(withdrawn), n(held)),
    decideHref: `/${context.lang}/stations/${run.station}/runs/${String(run.id)}/decide`,
    commands: ['release', 'discard'].map((deed) => `ndc harvest --${deed} ${String(run.id)}`),
  };
}

/** Who decided is no business of the public. */
function resolvedOf({ station, resolved }: HarvestRun, context: PageContext): RunPageModel['resolved'] {
  if (resolved === null) return null;
  return {
    text: context.m.stations.resolved[resolved.how](null, context.f.dateTime(resolved.at)),
    run: resolved.run,
    href: resolved.run === null ? null : `/${context.lang}/stations/${station}/runs/${String(resolved.run)}`,
  };
}

function aboutOf({ station, trigger, of }: HarvestRun, context: PageContext): RunPageModel['about'] {
  if (of === null || (trigger !== 'release' && trigger !== 'revert' && trigger !== 'replay')) return null;
  return { text: context.m.stations.aboutRun[trigger](of), run: of, href: `/${context.lang}/stations/${station}/runs/${String(of)}` };
}

function itemModel(item: RunItem, run: HarvestRun, queries: CatalogueQueries, context: PageContext): RunPageModel['items'][number] {
  const words = context.m.stations;
  const head = item.recordId === null ? undefined : queries.head(item.recordId);
  const known = head?.state === 'current' || head?.state === 'withdrawn';
  // What a run on hold would write is not public, its titles included; nor is what is kept beside the origin's description.
  const isPublished = run.outcome !== 'on-hold' && !run.dry;
  const title = isPublished ? item.title : (head?.title ?? {});
  const name = textOf(title, context, 200) ?? plain(isPublicUrl(item.subject) ? item.subject : words.hiddenSubject, 200);
  const causes: Readonly<Record<string, string>> = context.m.dataset.causes;
  const reason = item.reason === null ? null : (causes[item.reason] ?? clean(withoutInternalAddresses(item.reason, words.internalAddress), 300));
  return {
    text: known ? name : plain(words.hiddenSubject),
    href: known && item.recordId !== null ? `/${context.lang}/datasets/${item.recordId}` : null,
    outcome: item.outcome,
    outcomeText: words.itemOutcomes[item.outcome],
    reason: known ? (reason ?? (item.outcome === 'withdrawn' ? words.noReason : null)) : null,
    changes: known && isPublished && item.outcome === 'updated' && item.reason === null && head.station === run.station ? changesModel(item.changes) : null,
  };
}
