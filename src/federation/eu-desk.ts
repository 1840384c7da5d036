import { createHash, timingSafeEqual } from 'node:crypto';
import { RequestError } from '../domain/errors.js';
import type { CentralId, EuMessage, EuMessageState, EuOutcome, EuRecord, EuStanding, EuState, Reconciliation } from '../domain/eu.js';
import type { RecordHead } from '../domain/record.js';
import type { EuBook, EuReader } from '../ports/eu-book.js';
import type { LedgerReader } from '../ports/ledger.js';

export interface EuDeskDependencies {
  readonly reader: Pick<LedgerReader, 'snapshot' | 'head'>;
  readonly eu: EuReader;
  readonly book: Pick<EuBook, 'concludeEu' | 'setEuPaused'>;
  /** Whether messages go anywhere at all. */
  readonly isConfigured: boolean;
  readonly reconcile: (by: string) => Promise<Reconciliation>;
  /** How the dispatcher tells outcomes; null when it is not to. */
  readonly webhook: { readonly token: string; outcomeOf(body: unknown): EuOutcome | null } | null;
}

export interface EuSummary {
  readonly isConfigured: boolean;
  readonly isPaused: boolean;
  readonly paused: EuState['paused'];
  /** Nothing is sent before both sides were compared. */
  readonly needsReconciliation: boolean;
  readonly reconciliation: Reconciliation | null;
  readonly standings: Readonly<Record<EuStanding, number>>;
  readonly messages: Readonly<Partial<Record<EuMessageState, number>>>;
}

/** One line for the holder of a dataset: station, national catalogue, EU. */
export interface EuLine {
  readonly head: RecordHead | null;
  readonly record: EuRecord;
  readonly centralIds: readonly CentralId[];
}

/** What pages, API and command line ask of the EU side; the sending itself is the outbox's. */
export class EuDesk {
  constructor(private readonly dependencies: EuDeskDependencies) {}

  summary(station?: string): EuSummary {
    const { eu, reader, isConfigured } = this.dependencies;
    const state = eu.euState();
    const { epoch } = reader.snapshot();
    return {
      isConfigured,
      isPaused: state.paused !== null,
      paused: state.paused,
      needsReconciliation: state.bookmark !== null && state.bookmark.epoch !== epoch && state.reconciliation?.epoch !== epoch,
      reconciliation: state.reconciliation,
      standings: eu.euCounts(station),
      messages: eu.euMessageCounts(),
    };
  }

  lines(afterId: string, limit: number, filter: { readonly standing?: EuStanding; readonly station?: string } = {}): EuLine[] {
    return this.dependencies.eu.euRecords(afterId, limit, filter).map((record) => this.lineOf(record));
  }

  line(id: string): EuLine | null {
    const record = this.dependencies.eu.euRecord(id);
    return record === undefined ? null : this.lineOf(record);
  }

  messages(id: string, limit: number): readonly EuMessage[] {
    return this.dependencies.eu.euMessages(id, limit);
  }

  /** What an identifier of the central platform stands for (R76); undefined for one that was never given. */
  centralId(id: string): CentralId | undefined {
    return this.dependencies.eu.centralId(id);
  }

  /** @throws RequestError `request/not-found` without a webhook, `request/unauthorized` for whoever is not the dispatcher */
  admit(authorization: string | undefined): void {
    const { webhook } = this.dependencies;
    if (webhook === null) throw new RequestError('request/not-found', 'This catalogue is not told outcomes here; it asks for them.');
    if (!isEqual(authorization ?? '', `Bearer ${webhook.token}`))
      throw new RequestError('request/unauthorized', 'Show the token of the webhook as Authorization: Bearer.', { challenge: 'Bearer realm="outcomes"' });
  }

  /**
   * Takes an outcome that the dispatcher tells (R75).
   *
   * @returns false for one of a message that is not known, or has ended already: a repetition is no mistake
   * @throws RequestError `request/bad-parameter`
   */
  async told(body: unknown): Promise<boolean> {
    const { webhook, book } = this.dependencies;
    const outcome = webhook?.outcomeOf(body) ?? null;
    if (outcome === null) throw new RequestError('request/bad-parameter', 'The outcome names no message, or a state that NDC_EU does not know.');
    return book.concludeEu(outcome);
  }

  async setPaused(isPaused: boolean, by: string): Promise<void> {
    await this.dependencies.book.setEuPaused(isPaused, by);
  }

  /** @throws RequestError `request/conflict` when nothing is configured, `request/unavailable` when the other side does not give its whole list */
  async reconcile(by: string): Promise<Reconciliation> {
    const { isConfigured, reconcile } = this.dependencies;
    if (!isConfigured) throw new RequestError('request/conflict', 'No dispatcher is configured (NDC_EU), so there is nothing to compare with.');
    try {
      return await reconcile(by);
    } catch (error) {
      throw new RequestError(
        'request/unavailable',
        `Both sides could not be compared, and nothing was changed: ${error instanceof Error ? error.message : String(error)}`,
        {},
        { cause: error },
      );
    }
  }

  private lineOf(record: EuRecord): EuLine {
    const { reader, eu } = this.dependencies;
    return { head: reader.head(record.record) ?? null, record, centralIds: eu.centralIdsOf(record.record) };
  }
}

function isEqual(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
