import type { CentralId, EuBookmark, EuMessage, EuMessageState, EuOutcome, EuPlan, EuRecord, EuStanding, EuState, Reconciliation } from '../domain/eu.js';

/** The writing half of the EU outbox; each call is one transaction of the ledger. */
export interface EuBook {
  /**
   * Moves the bookmark and queues what follows, all or nothing; false when somebody else had moved it. A queued message of a record gives
   * way to its next one; what was sent is waited for.
   */
  planEu(from: EuBookmark | null, to: EuBookmark, plans: readonly EuPlan[]): Promise<boolean>;
  /** Takes messages whose turn it is, one of each record, and notes them as sent before they are. */
  claimEu(leaseMs: number, limit: number): Promise<readonly EuMessage[]>;
  /** A message that was not taken, or is lost: sent again under its id, not before this instant; null ends it as failed. */
  postponeEu(message: string, reason: string, notBefore: string | null): Promise<void>;
  /** What became of a message; false for one that is not known, or had ended already (a repeated or late outcome). */
  concludeEu(outcome: EuOutcome): Promise<boolean>;
  setEuPaused(isPaused: boolean, by: string): Promise<void>;
  /** Notes that both sides were compared: sending may go on in this epoch. */
  noteReconciliation(reconciliation: Reconciliation): Promise<void>;
}

/** Reads how things stand with the EU catalogue. */
export interface EuReader {
  euState(): EuState;
  euRecord(record: string): EuRecord | undefined;
  /** By record id, in keyset pages. */
  euRecords(afterId: string, limit: number, filter?: { readonly standing?: EuStanding; readonly station?: string }): readonly EuRecord[];
  euCounts(station?: string): Readonly<Record<EuStanding, number>>;
  /** Of one record, the latest first. */
  euMessages(record: string, limit: number): readonly EuMessage[];
  euMessage(id: string): EuMessage | undefined;
  /** The oldest first. */
  euMessagesIn(states: readonly EuMessageState[], limit: number): readonly EuMessage[];
  /** How many messages stand how. */
  euMessageCounts(): Readonly<Partial<Record<EuMessageState, number>>>;
  /** Records whose deletion is due at this instant. */
  euDue(now: string, limit: number): readonly string[];
  /** Records whose payload holds this series or service. */
  euUsersOf(iri: string): readonly string[];
  centralId(id: string): CentralId | undefined;
  centralIdsOf(record: string): readonly CentralId[];
  close(): void;
}
