import { RequestError } from '../domain/errors.js';
import {
  noCounts,
  type RunCounts,
  type DocumentBody,
  type HarvestedDocument,
  type RunProgressEvent,
  type RunSummary,
  type RunTrigger,
} from '../domain/harvest.js';
import type { Clock } from '../ports/clock.js';
import type { DropFolder } from '../ports/drop-folder.js';
import type { FetcherFactory } from '../ports/fetcher.js';
import type { Harvester, HarvestLimits } from '../ports/harvester.js';
import type { Ledger, LedgerReader } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import type { QuadSpool } from '../rdf/spool.js';
import { braked, type BrakeSettings } from './brake.js';
import type { DescribeDependencies } from './describe.js';
import { countsOf, keepPlan } from './outlook.js';
import { isPushedUrl, pushOf, type Pushed } from './push.js';
import { removalOf } from './removal.js';
import { replayOf, type KeptDocument } from './replay.js';
import { Running } from './running.js';
import { Visit } from './visit.js';

export type { RunProgressEvent, RunSummary } from '../domain/harvest.js';

export interface RunnerSettings {
  readonly limits: HarvestLimits;
  readonly grace: { readonly missingRuns: number; readonly missingHours: number };
  readonly brake: BrakeSettings;
  readonly leaseMs: number;
  /** Deadline of one whole run. */
  readonly runTimeoutMs: number;
  /** Tell the operator when a registered address is one that robots.txt refuses. */
  readonly robotsRemarks?: boolean;
}

export interface RunnerDependencies {
  readonly ledger: Ledger;
  readonly reader: LedgerReader;
  readonly harvesters: ReadonlyMap<string, Harvester>;
  readonly fetcherFor: FetcherFactory;
  /** The folder for uploads (`NDC_DROP_FOLDER`), where there is one. */
  readonly files?: DropFolder | undefined;
  readonly describe: Omit<DescribeDependencies, 'known' | 'previousBody' | 'previousReport' | 'stations' | 'judgeAnew'>;
  readonly makeSpool: () => QuadSpool;
  readonly keepBytes: (document: HarvestedDocument) => Promise<void>;
  /** Bytes that were kept, by hash. */
  readonly storedBytes: (bodyHash: string) => Promise<DocumentBody | null>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: RunnerSettings;
  /** Names this process as holder of leases. */
  readonly holder: string;
}

export interface RunRequest {
  readonly station: string;
  readonly trigger: RunTrigger;
  /** Gather, judge and compare, but publish nothing. */
  readonly dryRun?: boolean;
  /** Read everything, whatever the bookmark says. */
  readonly full?: boolean;
  /** Who asks for it by hand. */
  readonly by?: string | null;
  /** Reads kept documents instead of the station: those of a run, or all that stand for what is published. */
  readonly replay?: { readonly run: number | null };
  /** Reads what the station handed in instead of visiting it. */
  readonly push?: Pushed;
  readonly signal?: AbortSignal;
}

/**
 * Carries runs out: visits to stations, and what operators do with runs. Expected ends are outcomes; one station's trouble
 * never stops another's run, and a run that was not complete withdraws nothing.
 */
export class Runner {
  private readonly underWay = new Map<number, Running>();

  constructor(private readonly dependencies: RunnerDependencies) {}

  async run(request: RunRequest, onProgress: (event: RunProgressEvent) => void): Promise<RunSummary> {
    const { ledger, reader, harvesters, settings, holder } = this.dependencies;
    const status = reader.station(request.station);
    const nothing = { station: request.station, run: null, counts: noCounts };
    if (status === undefined) return { ...nothing, outcome: 'failed', detail: `There is no station "${request.station}".` };
    if ((status.state === 'paused' || status.state === 'retired') && request.dryRun !== true)
      return { ...nothing, outcome: 'postponed', detail: `The station is ${status.state}.` };
    const harvester = harvesters.get(status.station.protocol);
    if (harvester === undefined) return { ...nothing, outcome: 'failed', detail: `No harvester speaks "${status.station.protocol}".` };
    if (request.signal?.aborted === true) return { ...nothing, outcome: 'postponed', detail: 'The run was called off before it began.' };
    if (request.push === undefined && request.replay === undefined && status.station.protocol === 'push')
      return { ...nothing, outcome: 'postponed', detail: 'The station hands its descriptions in itself; there is nothing to visit.' };
    const documents = request.replay === undefined ? null : this.keptDocuments(request.station, request.replay.run);
    const started = await ledger.startRun({
      station: request.station,
      trigger: request.trigger,
      holder,
      leaseMs: settings.leaseMs,
      dry: request.dryRun ?? false,
      by: request.by ?? null,
      of: request.replay?.run ?? null,
      supersedes: request.push?.complete ?? false,
    });
    if ('busy' in started) return { ...nothing, outcome: 'postponed', detail: `Run ${String(started.busy)} of this station is still under way.` };
    const visits = request.push === undefined ? harvester : pushOf(request.push);
    const reads = documents === null ? visits : replayOf(harvester, documents, this.dependencies.storedBytes);
    return this.carryOut(started.run, request, onProgress, (running) =>
      new Visit(this.dependencies, status.station, reads, running, request, started.resumes).go(),
    );
  }

  /** Publishes what a run on hold has staged. @throws RequestError when it cannot be released (any more) */
  async release(held: number, by: string, onProgress: (event: RunProgressEvent) => void): Promise<RunSummary> {
    const { ledger, reader } = this.dependencies;
    const before = reader.run(held);
    if (before?.outcome !== 'on-hold' || before.resolved !== null)
      throw new RequestError('request/bad-parameter', before === undefined ? `There is no run ${String(held)}.` : `Run ${String(held)} is not on hold.`);
    return this.deed(before.station, 'release', held, by, onProgress, async (running) => {
      const remember = await ledger.releaseRun(running.run, held, by);
      await running.publish(reader.planned(running.run).values(), reader.plannedCount(running.run));
      return running.finish({ outcome: 'complete', detail: `Run ${String(held)} was released.`, rememberDocuments: remember, walk: before.walk });
    });
  }

  /** Restores the state before a run, as new entries of the log. @throws RequestError when there is nothing to restore */
  async revert(of: number, by: string, onProgress: (event: RunProgressEvent) => void): Promise<RunSummary> {
    const { ledger, reader } = this.dependencies;
    const before = reader.run(of);
    if (before === undefined) throw new RequestError('request/not-found', `There is no run ${String(of)}.`);
    if (before.endedAt === null) throw new RequestError('request/bad-parameter', `Run ${String(of)} is still under way; cancel it first.`);
    const records = reader.changedBy(of);
    if (records.length === 0) throw new RequestError('request/bad-parameter', `Run ${String(of)} has changed nothing in the catalogue.`);
    const expired = reader.expiredBefore(of);
    if (expired > 0)
      throw new RequestError(
        'request/gone',
        `Run ${String(of)} cannot be undone any more: of ${String(expired)} of its records the version before is no longer kept (NDC_VERSION_KEEP_DAYS). Nothing was changed.`,
      );
    return this.deed(before.station, 'revert', of, by, onProgress, async (running) => {
      await running.carryOut(records, records.length, (batch) => ledger.revert(running.run, of, batch, by));
      return running.finish({
        outcome: 'complete',
        detail: isUndone(running.counts)
          ? `Run ${String(of)} was undone. The next harvest takes over again what the station says; pause it if that is not meant.`
          : `Nothing that run ${String(of)} changed could be undone; the items say why.`,
      });
    });
  }

  /**
   * Withdraws everything that a station has brought, before it is taken out of the stations file. The brake holds what is
   * more than it lets pass, and an operator releases the run.
   */
  async withdrawStation(station: string, by: string, onProgress: (event: RunProgressEvent) => void): Promise<RunSummary> {
    const { reader } = this.dependencies;
    if (reader.station(station) === undefined) throw new RequestError('request/not-found', `There is no station "${station}".`);
    return this.deed(station, 'removal', null, by, onProgress, async (running) => {
      const known = reader.descriptionsOf(station);
      const diff = removalOf(known);
      const hold = await braked(this.dependencies, station, running, diff);
      // Should the station come back, its next visit must read everything anew.
      const rememberDocuments = 'forgotten';
      if (hold === null) {
        await running.publish(diff.deeds, diff.counts.withdraw ?? 0);
        return running.finish({ outcome: 'complete', detail: 'The station was removed.', rememberDocuments });
      }
      await running.issue('brake', hold);
      await keepPlan(this.dependencies.ledger, diff.deeds, { reader, station, run: running.run, known, staged: new Map() }, true);
      return running.finish({ outcome: 'on-hold', detail: hold, plan: { rememberDocuments, counts: countsOf(diff, noCounts) } });
    });
  }

  /** Ends a run of this process at once; the ledger tells other processes. */
  cancel(run: number): void {
    this.underWay.get(run)?.cancel();
  }

  private keptDocuments(station: string, run: number | null): readonly KeptDocument[] {
    const { reader } = this.dependencies;
    // What gave no record anything (an archive whose entries are kept, a listing) is not read again.
    const documents =
      run === null
        ? [...reader.documents(station).values()].filter(({ subjects, bodyHash }) => subjects.length > 0 && bodyHash !== '')
        : reader.runDocuments(run);
    if (documents.length === 0)
      throw new RequestError(
        'request/bad-parameter',
        run === null ? `Nothing is kept of station ${station} yet; harvest it first.` : `No documents are kept of run ${String(run)}.`,
      );
    // The first description of a record counts, so what was handed in last goes first; visits do not overlap.
    return documents.some(({ url }) => isPushedUrl(url)) ? [...documents].sort((a, b) => b.retrievedAt.localeCompare(a.retrievedAt)) : documents;
  }

  private async deed(
    station: string,
    trigger: RunTrigger,
    of: number | null,
    by: string,
    onProgress: (event: RunProgressEvent) => void,
    work: (running: Running) => Promise<RunSummary>,
  ): Promise<RunSummary> {
    const { ledger, holder, settings } = this.dependencies;
    const started = await ledger.startRun({ station, trigger, holder, leaseMs: settings.leaseMs, by, of });
    if ('busy' in started)
      throw new RequestError('request/bad-parameter', `Run ${String(started.busy)} of this station is under way; wait for its end or cancel it.`);
    return this.carryOut(started.run, { station, trigger }, onProgress, work);
  }

  private async carryOut(
    run: number,
    request: Pick<RunRequest, 'station' | 'trigger' | 'signal'>,
    onProgress: (event: RunProgressEvent) => void,
    work: (running: Running) => Promise<RunSummary>,
  ): Promise<RunSummary> {
    const { logger, settings, ledger } = this.dependencies;
    const running = new Running(
      run,
      request.station,
      { ledger, logger, leaseMs: settings.leaseMs, runTimeoutMs: settings.runTimeoutMs },
      onProgress,
      request.signal,
    );
    this.underWay.set(run, running);
    running.logger.info('harvest run begun', { trigger: request.trigger });
    try {
      const summary = await work(running);
      running.logger.info('harvest run ended', { trigger: request.trigger, outcome: summary.outcome, ...summary.counts });
      return summary;
    } catch (error) {
      running.logger.error('harvest run failed', { error: error instanceof Error ? error.message : String(error) });
      const summary = await running.fail(error);
      if (error instanceof RequestError) throw error;
      return summary;
    } finally {
      running.stop();
      this.underWay.delete(run);
    }
  }
}

function isUndone({ added, updated, withdrawn }: RunCounts): boolean {
  return added + updated + withdrawn > 0;
}
