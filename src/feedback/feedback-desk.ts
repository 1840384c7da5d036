import type { HarvestIssue, HarvestRun, RunItem } from '../domain/harvest.js';
import type { AdmissionReason } from '../domain/record.js';
import type { LanguageMap } from '../domain/language.js';
import type { ValidationReport } from '../domain/validation.js';
import { ClientRate } from '../catalogue/client-rate.js';
import type { Clock } from '../ports/clock.js';
import type { FeedbackReader } from '../ports/feedback-reader.js';
import type { LedgerReader, StationStatus } from '../ports/ledger.js';
import type { UsageReader, UsageSpan, UsageSum } from '../ports/usage-reader.js';
import type { StationKeys } from '../ports/station-keys.js';
import { overdueOf, type OverdueRecord } from './overdue.js';
import { ProblemTally, type Problems } from './problems.js';

/** A description that is not in the catalogue, with everything that was said about it. */
export interface HeldRecord {
  readonly subject: string;
  readonly title: LanguageMap;
  readonly since: string;
  readonly reasons: readonly AdmissionReason[];
  readonly report: ValidationReport | null;
}

/** Everything that a station's curator hears, held and onboarding content included. */
export interface StationFeedback {
  readonly status: StationStatus;
  readonly nextRunAt: string | null;
  /** Newest first, dry ones included. */
  readonly runs: readonly HarvestRun[];
  readonly problems: Problems;
  readonly held: { readonly total: number; readonly page: number; readonly pages: number; readonly records: readonly HeldRecord[] };
  readonly overdue: readonly OverdueRecord[];
  readonly soon: readonly OverdueRecord[];
  /** How its datasets were used in the last year, the most used first (R128). */
  readonly usage: readonly UsageSum[];
}

export interface RunFeedback {
  readonly status: StationStatus;
  readonly run: HarvestRun;
  readonly issues: readonly HarvestIssue[];
  readonly items: readonly RunItem[];
}

export type Entry = { readonly kind: 'welcome' } | { readonly kind: 'wrong-key' } | { readonly kind: 'wait'; readonly seconds: number };

export interface FeedbackDependencies {
  readonly reader: Pick<LedgerReader, 'station' | 'run' | 'runIssues' | 'runItems' | 'heldRecords' | 'previousReport' | 'dataVersion'>;
  readonly feedback: FeedbackReader;
  readonly usage: Pick<UsageReader, 'sums'>;
  readonly keys: StationKeys;
  readonly clock: Clock;
  readonly nextRunAt: (station: string) => string | null;
  readonly ratePerMinute: number;
  readonly overdueDays: number;
}

const runsShown = 30;
/** Enough for the visits that problems are followed through. */
const runsRead = 100;
const issuesRead = 2000;
const itemsRead = 5000;
const heldPerPage = 20;
/** Reports are unpacked this many at a time, so that other readers have their turn in between. */
const pageSize = 50;
const keptFor = 20;
/** Datasets whose use is told. */
const mostUsed = 200;

function lastYear(now: Date): UsageSpan {
  const from = new Date(Date.UTC(now.getUTCFullYear() - 1, now.getUTCMonth(), now.getUTCDate() + 1));
  return { from: from.toISOString().slice(0, 10), to: now.toISOString().slice(0, 10) };
}

/** Tells a station's curator how it stands, to whoever has its key. */
export class FeedbackDesk {
  private readonly rate: ClientRate;
  private readonly known = new Map<string, { readonly version: string; readonly problems: Promise<Problems> }>();

  constructor(private readonly dependencies: FeedbackDependencies) {
    this.rate = new ClientRate(dependencies.ratePerMinute);
  }

  /** Whether somebody may come in; how often they try is limited, whatever the key. */
  enter(station: string, key: string, client: string): Entry {
    const seconds = this.rate.take(client, this.dependencies.clock.now().getTime());
    if (seconds > 0) return { kind: 'wait', seconds };
    return this.dependencies.keys.feedbackKeyFits(station, key) ? { kind: 'welcome' } : { kind: 'wrong-key' };
  }

  has(station: string): boolean {
    return this.dependencies.reader.station(station) !== undefined;
  }

  async feedback(station: string, heldPage = 1): Promise<StationFeedback | undefined> {
    const { reader, feedback, clock, overdueDays } = this.dependencies;
    const status = reader.station(station);
    if (status === undefined) return undefined;
    const held = reader.heldRecords(station);
    const pages = Math.max(1, Math.ceil(held.length / heldPerPage));
    const page = Math.min(Math.max(1, heldPage), pages);
    return {
      status,
      nextRunAt: this.dependencies.nextRunAt(station),
      runs: feedback.allRuns(station, runsShown),
      problems: await this.problems(station),
      held: {
        total: held.length,
        page,
        pages,
        records: held
          .slice((page - 1) * heldPerPage, page * heldPerPage)
          .map((record) => ({ ...record, report: reader.previousReport(station, record.subject) ?? null })),
      },
      ...overdueOf(feedback.confirmations(station), clock.now(), overdueDays),
      usage: this.dependencies.usage.sums(lastYear(clock.now()), { station }, mostUsed),
    };
  }

  run(station: string, id: number): RunFeedback | undefined {
    const { reader } = this.dependencies;
    const status = reader.station(station);
    const run = reader.run(id);
    if (status === undefined || run?.station !== station) return undefined;
    return { status, run, issues: reader.runIssues(id, issuesRead), items: reader.runItems(id, itemsRead) };
  }

  /** Counted anew only when a run of the station has ended since. */
  private problems(station: string): Promise<Problems> {
    const runs = this.dependencies.feedback.allRuns(station, runsRead);
    const version = JSON.stringify(runs.slice(0, 3).map((run) => [run.id, run.endedAt, run.resolved?.at]));
    const known = this.known.get(station);
    if (known?.version === version) return known.problems;
    const problems = this.tally(station, runs);
    problems.catch(() => this.known.delete(station));
    this.known.delete(station);
    this.known.set(station, { version, problems });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= keptFor) break;
      this.known.delete(oldest);
    }
    return problems;
  }

  private async tally(station: string, runs: readonly HarvestRun[]): Promise<Problems> {
    const { reader, feedback } = this.dependencies;
    const tally = new ProblemTally({ runs, issuesOf: (run) => reader.runIssues(run, issuesRead), documents: feedback.receivedDocuments(station) });
    for (let after = ''; ;) {
      const page = feedback.received(station, after, pageSize);
      for (const description of page) tally.add(description);
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) break;
      after = last.subject;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return tally.problems();
  }
}
