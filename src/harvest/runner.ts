import { noCounts, type HarvestedDocument, type HarvestIssue, type RunCounts, type RunOutcome, type RunPhase, type RunTrigger } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { FetcherFactory } from '../ports/fetcher.js';
import type { Harvester, HarvestLimits } from '../ports/harvester.js';
import type { DescriptionState, Ledger, LedgerReader } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import type { QuadSpool } from '../rdf/spool.js';
import { brakeOn, type BrakeSettings } from './brake.js';
import { Describer, type DescribeDependencies } from './describe.js';
import { diffRun, type Diff } from './diff.js';
import { Gatherer, type Gathered } from './gather.js';
import { Stager } from './stager.js';

export interface RunnerSettings {
  readonly limits: HarvestLimits;
  readonly grace: { readonly missingRuns: number; readonly missingHours: number };
  readonly brake: BrakeSettings;
  readonly leaseMs: number;
  /** Deadline of one whole run. */
  readonly runTimeoutMs: number;
}

export interface RunnerDependencies {
  readonly ledger: Ledger;
  readonly reader: LedgerReader;
  readonly harvesters: ReadonlyMap<string, Harvester>;
  readonly fetcherFor: FetcherFactory;
  readonly describe: Omit<DescribeDependencies, 'known' | 'previousBody' | 'stations'>;
  readonly makeSpool: () => QuadSpool;
  readonly keepBytes: (document: HarvestedDocument) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: RunnerSettings;
  /** Names this process as holder of leases. */
  readonly holder: string;
}

export interface RunProgressEvent {
  readonly station: string;
  readonly run: number;
  readonly phase: RunPhase;
  readonly detail: string;
}

export interface RunSummary {
  readonly station: string;
  readonly run: number | null;
  readonly outcome: RunOutcome;
  readonly counts: RunCounts;
  readonly detail: string | null;
}

export interface RunRequest {
  readonly station: string;
  readonly trigger: RunTrigger;
  /** Gather, judge and compare, but publish nothing. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

const batchSize = 50;

/**
 * One visit to one station: gather, validate, stage, diff, brake, publish (RUN-1). Expected ends are outcomes; one
 * station's trouble never stops another's run, and a run that was not complete withdraws nothing.
 */
export class Runner {
  constructor(private readonly dependencies: RunnerDependencies) {}

  async run(request: RunRequest, onProgress: (event: RunProgressEvent) => void): Promise<RunSummary> {
    const { ledger, reader, harvesters, settings, holder, logger } = this.dependencies;
    const status = reader.station(request.station);
    const nothing = { station: request.station, run: null, counts: noCounts };
    if (status === undefined) return { ...nothing, outcome: 'failed', detail: `There is no station "${request.station}".` };
    if (status.state === 'paused' || status.state === 'retired') return { ...nothing, outcome: 'postponed', detail: `The station is ${status.state}.` };
    const harvester = harvesters.get(status.station.protocol);
    if (harvester === undefined) return { ...nothing, outcome: 'failed', detail: `No harvester speaks "${status.station.protocol}".` };
    if (request.signal?.aborted === true) return { ...nothing, outcome: 'postponed', detail: 'The run was called off before it began.' };
    const started = await ledger.startRun({ station: request.station, trigger: request.trigger, holder, leaseMs: settings.leaseMs });
    if ('busy' in started) return { ...nothing, outcome: 'postponed', detail: `Run ${String(started.busy)} of this station is still under way.` };
    const visit = new Visit(this.dependencies, status.station, harvester, started.run, request, onProgress);
    try {
      const summary = await visit.go();
      logger.info('harvest run ended', { station: request.station, run: started.run, outcome: summary.outcome, ...summary.counts });
      return summary;
    } catch (error) {
      logger.error('harvest run failed', { station: request.station, run: started.run, error: error instanceof Error ? error.message : String(error) });
      return await visit.fail(error);
    } finally {
      visit.stop();
    }
  }
}

/** The state of one visit. */
class Visit {
  private phase: RunPhase = 'gather';
  private detail = '';
  private counts: RunCounts = noCounts;
  private readonly abort = new AbortController();
  private readonly onAbort = (): void => {
    this.abort.abort();
  };
  private readonly heartbeat: NodeJS.Timeout;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    private readonly dependencies: RunnerDependencies,
    private readonly station: Station,
    private readonly harvester: Harvester,
    private readonly run: number,
    private readonly request: RunRequest,
    private readonly onProgress: (event: RunProgressEvent) => void,
  ) {
    const { settings } = dependencies;
    request.signal?.addEventListener('abort', this.onAbort);
    if (request.signal?.aborted === true) this.onAbort();
    this.heartbeat = setInterval(() => void this.beat(), Math.max(250, settings.leaseMs / 4));
    this.deadline = setTimeout(() => {
      this.abort.abort();
    }, settings.runTimeoutMs);
  }

  stop(): void {
    this.request.signal?.removeEventListener('abort', this.onAbort);
    clearInterval(this.heartbeat);
    clearTimeout(this.deadline);
  }

  async go(): Promise<RunSummary> {
    const known = this.dependencies.reader.descriptionsOf(this.station.id);
    const gathered = await this.gather(known);
    await this.enter('diff', '');
    const diff = this.diff(known, gathered);
    await this.enter('brake', `${String(diff.withdrawals)} withdrawals of ${String(diff.total)} records`);
    const since = new Date(this.dependencies.clock.now().getTime() - 7 * 86_400_000).toISOString();
    const hold = brakeOn(diff, this.dependencies.reader.recentWithdrawals(this.station.id, since), this.dependencies.settings.brake);
    this.counts = { ...this.counts, documents: gathered.documents, bytes: gathered.bytes, held: gathered.unusable };
    if (this.request.dryRun === true) return await this.finish(this.outcomeOf(gathered), 'Dry run: nothing was published.', false, this.preview(diff, known));
    if (hold !== null) {
      await this.issue('brake', hold);
      return await this.finish('on-hold', hold, false);
    }
    await this.publish(diff);
    return await this.finish(this.outcomeOf(gathered), null, gathered.complete);
  }

  async fail(error: unknown): Promise<RunSummary> {
    const detail = error instanceof Error ? error.message : String(error);
    try {
      await this.issue('internal', `The run ended by a fault of the catalogue itself: ${detail}`);
      return await this.finish('failed', detail, false);
    } catch {
      return { station: this.station.id, run: this.run, outcome: 'failed', counts: this.counts, detail };
    }
  }

  private async gather(known: ReadonlyMap<string, DescriptionState>): Promise<Gathered> {
    const { ledger, reader, fetcherFor, clock, logger, settings, describe, makeSpool, keepBytes } = this.dependencies;
    const remembered = reader.documents(this.station.id);
    const stager = new Stager(ledger, this.run);
    const stations = reader.stations().map((status) => status.station);
    const describer = new Describer(this.station, { ...describe, known, stations, previousBody: (subject) => reader.previousBody(this.station.id, subject) });
    const gatherer = new Gatherer(this.station, this.harvester, known, remembered, {
      describer,
      stager,
      makeSpool,
      keepBytes,
      maxDocumentBytes: settings.limits.maxDocumentBytes,
      onProgress: (detail) => {
        this.detail = detail;
        this.report();
      },
    });
    const events = this.harvester.harvest(this.station, {
      fetcher: fetcherFor(this.station),
      clock,
      logger,
      signal: this.abort.signal,
      limits: settings.limits,
      remembered: (url) => {
        const document = remembered.get(url);
        return document?.subjects.every((subject) => known.get(subject)?.present === true && known.get(subject)?.held === false) === true
          ? document
          : undefined;
      },
    });
    await this.enter('gather', '');
    const gathered = await gatherer.follow(events);
    if (this.abort.signal.aborted) await this.issue('timeout', 'The run was ended before it had read the whole station.');
    return this.abort.signal.aborted ? { ...gathered, complete: false } : gathered;
  }

  private diff(known: ReadonlyMap<string, DescriptionState>, gathered: Gathered): Diff {
    const { reader, clock, settings } = this.dependencies;
    return diffRun({
      staged: reader.staged(this.run),
      known,
      stale: gathered.stale,
      gone: gathered.gone,
      complete: gathered.complete,
      now: clock.now(),
      grace: settings.grace,
    });
  }

  private async publish(diff: Diff): Promise<void> {
    await this.enter('publish', `0 of ${String(diff.deeds.length)}`);
    for (let at = 0; at < diff.deeds.length; at += batchSize) {
      this.counts = sum(this.counts, await this.dependencies.ledger.publish(this.run, diff.deeds.slice(at, at + batchSize)));
      this.detail = `${String(Math.min(at + batchSize, diff.deeds.length))} of ${String(diff.deeds.length)}`;
      this.report();
    }
  }

  private preview(diff: Diff, known: ReadonlyMap<string, DescriptionState>): RunCounts {
    const count = (kind: string): number => diff.deeds.filter((deed) => deed.kind === kind).length;
    const added = diff.deeds.filter((deed) => deed.kind === 'publish' && known.get(deed.subject)?.present !== true).length;
    return {
      ...this.counts,
      added,
      updated: count('publish') - added,
      unchanged: count('seen') + count('stale') + count('missing'),
      withdrawn: count('withdraw'),
      held: this.counts.held + count('hold'),
    };
  }

  private outcomeOf(gathered: Gathered): RunOutcome {
    if (gathered.complete) return 'complete';
    if (gathered.postponed) return 'postponed';
    return gathered.documents === 0 ? 'failed' : 'partial';
  }

  private async finish(outcome: RunOutcome, detail: string | null, rememberDocuments: boolean, counts = this.counts): Promise<RunSummary> {
    await this.dependencies.ledger.finishRun(this.run, { outcome, counts, rememberDocuments });
    this.phase = 'done';
    this.detail = outcome;
    this.report();
    return { station: this.station.id, run: this.run, outcome, counts, detail };
  }

  private async enter(phase: RunPhase, detail: string): Promise<void> {
    this.phase = phase;
    this.detail = detail;
    this.report();
    await this.beat();
  }

  private async beat(): Promise<void> {
    try {
      const held = await this.dependencies.ledger.heartbeat(this.run, this.dependencies.settings.leaseMs, {
        phase: this.phase,
        detail: this.detail,
        counts: this.counts,
      });
      if (!held) this.abort.abort();
    } catch (error) {
      this.dependencies.logger.warn('heartbeat failed', { run: this.run, error: error instanceof Error ? error.message : String(error) });
    }
  }

  private issue(code: HarvestIssue['code'], detail: string): Promise<unknown> {
    return this.dependencies.ledger.stage(this.run, {
      records: [],
      documents: [],
      issues: [{ code, severity: 'error', subject: null, detail, url: null, line: null, owner: code === 'internal' ? 'us' : 'operator' }],
    });
  }

  private report(): void {
    this.onProgress({ station: this.station.id, run: this.run, phase: this.phase, detail: this.detail });
  }
}

function sum(a: RunCounts, b: RunCounts): RunCounts {
  return {
    added: a.added + b.added,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    withdrawn: a.withdrawn + b.withdrawn,
    held: a.held + b.held,
    documents: a.documents + b.documents,
    bytes: a.bytes + b.bytes,
  };
}
