import type { RunItem } from '../../domain/harvest.js';
import type { RunFeedback } from '../../feedback/feedback-desk.js';
import type { PageContext } from '../page-context.js';
import { changesModel, type ChangesModel } from './changes.js';
import { feedbackRunRow, type FeedbackRunRow } from './feedback-page.js';
import { withoutInternalAddresses } from './public-address.js';
import { clean, plain, textOf, type Text } from './text.js';

/** One run with everything that it did or would do: for the station's curator and for operators. */
export interface FeedbackRunModel {
  readonly stationId: string;
  readonly station: Text;
  readonly run: FeedbackRunRow;
  readonly waits: boolean;
  readonly items: readonly {
    readonly title: Text;
    readonly subject: string;
    readonly outcome: RunItem['outcome'];
    readonly outcomeText: string;
    readonly reason: string | null;
    readonly changes: ChangesModel;
  }[];
  readonly moreItems: number;
  readonly issues: readonly {
    readonly severity: 'error' | 'warning' | 'info';
    readonly severityText: string;
    readonly title: string;
    readonly detail: string;
    readonly subject: string | null;
    readonly url: string | null;
    readonly line: number | null;
    readonly owner: string;
  }[];
  readonly moreIssues: number;
}

const itemsShown = 300;
const issuesShown = 200;
const order: readonly RunItem['outcome'][] = ['withdrawn', 'held', 'updated', 'added', 'missing', 'stale', 'unchanged'];

export function feedbackRunModel({ status, run, items, issues }: RunFeedback, context: PageContext): FeedbackRunModel {
  const words = context.m.stations;
  const causes: Readonly<Record<string, string>> = context.m.dataset.causes;
  const sorted = items.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return {
    stationId: status.station.id,
    station: textOf(status.station.title, context, 200) ?? plain(status.station.id),
    run: feedbackRunRow(run, context),
    waits: run.outcome === 'on-hold' && run.resolved === null,
    items: sorted.slice(0, itemsShown).map(({ subject, title, outcome, reason, changes }) => ({
      title: textOf(title, context, 300) ?? plain(words.feedback.untitled),
      subject: clean(subject, 500),
      outcome,
      outcomeText: words.itemOutcomes[outcome],
      reason: reason === null ? null : clean(causes[reason] ?? reason, 600),
      changes: changesModel(changes),
    })),
    moreItems: Math.max(0, items.length - itemsShown),
    issues: issues.slice(0, issuesShown).map((issue) => ({
      severity: issue.severity,
      severityText: words.severities[issue.severity],
      title: words.issues[issue.code],
      detail: clean(issue.owner === 'us' ? withoutInternalAddresses(issue.detail, words.internalAddress) : issue.detail, 600),
      subject: issue.subject === null ? null : clean(issue.subject, 500),
      url: issue.url === null ? null : clean(issue.url, 500),
      line: issue.line,
      owner: words.owners[issue.owner],
    })),
    moreIssues: Math.max(0, issues.length - issuesShown),
  };
}
