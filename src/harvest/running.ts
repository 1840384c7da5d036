import { CatalogueError } from '../domain/errors.js';
import {
  noCounts,
  type HarvestIssue,
  type QualityDelta,
  type RunCounts,
  type RunOutcome,
  type RunPhase,
  type RunProgressEvent,
  type RunSummary,
} from '../domain/harvest.js';
import type { Deed, Ledger, RunEnd } from '../ports/ledger.js';
import { withFields, type Logger } from '../ports/logger.js';
import { batches } from './batches.js';

export interface RunningDependencies {
  readonly ledger: Ledger;
  readonly logger: Logger;
  /** Milliseconds: how long the station is ours without a heartbeat, and how long the run may take. */
  readonly leaseMs: number;
  readonly runTimeoutMs: number;
}

export interface RunFinish {
  readonly outcome: RunOutcome;
  readonly detail: string | null;
  readonly rememberDocuments?: RunEnd['rememberDocuments'];
  readonly counts?: RunCounts;
  readonly walk?: RunEnd['walk'];
  readonly quality?: QualityDelta | null;
  readonly notBefore?: string | null;
  readonly plan?: RunEnd['plan'];
}

const batchSize = 50;
/** A failure that could not be written down is tried again after so long, then after twice that, and so on, for about an hour. */
const firstNoteMs = 500;
const longestNoteMs = 30_000;
const mostNotes = 120;
/** So soon a run hears that it was cancelled elsewhere. */
const maxBeatMs = 2000;

/** A run under way: its lease with the heartbeat that renews it, its deadline, its progress and its counts. */
export class Running {
  readonly abort = new AbortController();
  /** Every line of it names station and run. */
  readonly logger: Logger;
  counts: RunCounts = noCounts;
  cancelled = false;
  private phase: RunPhase = 'gather';
  private detail = '';
  private done = 0;
  private expected: number | null = null;
  private readonly onAbort = (): void => {
    this.abort.abort();
  };
  private readonly heartbeat: NodeJS.Timeout;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    readonly run: number,
    private readonly station: string,
    private readonly dependencies: RunningDependencies,
    private readonly onProgress: (event: RunProgressEvent) => void,
    private readonly signal?: AbortSignal,
  ) {
    this.logger = withFields(dependencies.logger, { station, run });
    signal?.addEventListener('abort', this.onAbort);
    if (signal?.aborted === true) this.onAbort();
    this.heartbeat = setInterval(() => void this.beat(), Math.max(250, Math.min(dependencies.leaseMs / 4, maxBeatMs)));
    this.deadline = setTimeout(this.onAbort, dependencies.runTimeoutMs);
  }

  stop(): void {
    this.signal?.removeEventListener('abort', this.onAbort);
    clearInterval(this.heartbeat);
    clearTimeout(this.deadline);
  }

  /** Asked for by an operator of this process; one elsewhere is heard of with the next heartbeat. */
  cancel(): void {
    this.cancelled = true;
    this.onAbort();
  }

  async enter(phase: RunPhase, detail: string, expected: number | null = null): Promise<void> {
    this.phase = phase;
    this.detail = detail;
    this.done = 0;
    this.expected = expected;
    this.logger.debug('stage of a run', { stage: phase, expected });
    this.report();
    await this.beat();
  }

  progress(detail: string, done: number, expected: number | null): void {
    this.detail = detail;
    this.done = done;
    this.expected = expected;
    this.report();
  }

  /** Carries deeds out in transactions of at most 50; what is done is done when the process dies in between. */
  async publish(deeds: Iterable<Deed>, count: number): Promise<void> {
    await this.carryOut(deeds, count, async (batch) => {
      const counts = await this.dependencies.ledger.publish(this.run, batch);
      for (const { kind, subject } of batch) this.logger.debug('record', { subject, deed: kind });
      return counts;
    });
  }

  async carryOut<T>(items: Iterable<T>, count: number, step: (batch: readonly T[]) => Promise<RunCounts>): Promise<void> {
    await this.enter('publish', `0 of ${String(count)}`, count);
    let done = 0;
    for (const batch of batches(items, batchSize)) {
      this.counts = sum(this.counts, await step(batch));
      done += batch.length;
      this.progress(`${String(done)} of ${String(count)}`, done, count);
    }
  }

  issue(code: HarvestIssue['code'], detail: string): Promise<unknown> {
    this.logger.debug('remark', { code, severity: 'error' });
    return this.dependencies.ledger.stage(this.run, {
      records: [],
      documents: [],
      issues: [{ code, severity: 'error', subject: null, detail, url: null, line: null, owner: code === 'internal' ? 'us' : 'operator' }],
    });
  }

  async finish(end: RunFinish): Promise<RunSummary> {
    const counts = end.counts ?? this.counts;
    const { outcome, detail, rememberDocuments = 'no', walk = null, quality = null, notBefore = null, plan = null } = end;
    await this.dependencies.ledger.finishRun(this.run, { outcome, counts, rememberDocuments, walk, quality, notBefore, plan });
    this.progress(outcome, this.done, this.expected);
    this.phase = 'done';
    this.report();
    return { station: this.station, run: this.run, outcome, counts, detail };
  }

  async fail(error: unknown): Promise<RunSummary> {
    const detail = error instanceof Error ? error.message : String(error);
    const summary: RunSummary = { station: this.station, run: this.run, outcome: 'failed', counts: this.counts, detail };
    try {
      return await this.noteFailure(detail);
    } catch {
      this.noteLater(detail, 0);
      return summary;
    }
  }

  private async noteFailure(detail: string): Promise<RunSummary> {
    await this.issue('internal', `The run ended by a fault of the catalogue itself: ${detail}`);
    return this.finish({ outcome: 'failed', detail });
  }

  /** A ledger that cannot be written cannot be told either; it is told when it can, unless the run has ended otherwise by then. */
  private noteLater(detail: string, attempt: number): void {
    if (attempt === mostNotes) return;
    setTimeout(
      () => {
        this.noteFailure(detail).catch((error: unknown) => {
          if (isStorageTrouble(error)) this.noteLater(detail, attempt + 1);
        });
      },
      Math.min(firstNoteMs * 2 ** attempt, longestNoteMs),
    ).unref();
  }

  private async beat(): Promise<void> {
    try {
      const { phase, detail, counts, done, expected } = this;
      const answer = await this.dependencies.ledger.heartbeat(this.run, this.dependencies.leaseMs, { phase, detail, counts, done, expected });
      if (answer === 'cancelled') this.cancel();
      else if (answer === 'lost') this.onAbort();
    } catch (error) {
      this.logger.warn('heartbeat failed', { error: error instanceof Error ? error.message : String(error) });
    }
  }

  private report(): void {
    const { run, phase, detail, done, expected } = this;
    this.onProgress({ station: this.station, run, phase, detail, done, expected });
  }
}

function isStorageTrouble(error: unknown): boolean {
  return error instanceof CatalogueError && error.code.startsWith('ledger/');
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
