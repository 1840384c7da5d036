import type { EuMessage, EuOutcome } from '../domain/eu.js';

/** What came of handing a message over. */
export type EuSending =
  | { readonly kind: 'answered'; readonly outcome: EuOutcome }
  /** To be tried again under the same id: nobody knows whether it arrived. `isDown`: the others need not be tried now. */
  | { readonly kind: 'later'; readonly reason: string; readonly notBefore: string | null; readonly isDown: boolean };

/** One dataset that the other side says it has. */
export interface EuHolding {
  /** Our identifier of the dataset, `{base}/datasets/{id}`, or its IRI. */
  readonly identifier: string;
  /** SHA-256 of the payload as we sent it, when the other side keeps it. */
  readonly hash: string | null;
  /** The message that brought it, when the other side keeps that. */
  readonly message: string | null;
  readonly centralId: string | null;
}

/**
 * Brings messages to the National Dispatcher (R71 to R75). A message may be handed over more than once under the same id; the other side
 * recognises it. Outcomes may come at once, by a question, or through a webhook, more than once and in any order.
 */
export interface EuTransport {
  send(message: EuMessage): Promise<EuSending>;
  /** What is known by now of messages whose outcome is awaited; those that are still under way are in neither list. */
  outcomes(
    open: readonly EuMessage[],
  ): Promise<{ readonly known: readonly EuOutcome[]; /** Ids that the other side has never heard of: to be sent again. */ readonly lost: readonly string[] }>;
  /** Called when outcomes are in the ledger. */
  settled(messages: readonly string[]): Promise<void>;
  /** Everything that the other side has of ours; null where it cannot be asked. @throws Error when it does not answer whole */
  holdings(): Promise<readonly EuHolding[] | null>;
  close(): Promise<void>;
}
