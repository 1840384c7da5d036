/**
 * A delivery sends something to somebody, at least once. Where it stands and what became of each message is kept in the
 * ledger and never rebuilt (DESIGN section 1).
 */
export interface DeliveryMessage {
  /** The idempotency key. */
  readonly id: string;
  readonly delivery: string;
  /** What it is about: for mail the station whose contact gets it. */
  readonly scope: string;
  readonly kind: string;
  /** JSON, as the delivery wrote it. */
  readonly content: string;
  /** `waiting` to be put together with others into one that is sent, and `folded` when that was done. */
  readonly state: 'queued' | 'waiting' | 'sent' | 'rejected' | 'expired' | 'folded';
  readonly createdAt: string;
  readonly attempts: number;
  /** What the other side said last. */
  readonly outcome: string | null;
  readonly endedAt: string | null;
}

export interface DeliveryStep {
  readonly delivery: string;
  readonly scope: string;
  /** The bookmark that was read before; when it is another one by now, somebody else took this step and nothing is written. */
  readonly from: string | null;
  readonly to: string;
  readonly messages: readonly (Pick<DeliveryMessage, 'id' | 'scope' | 'kind' | 'content'> & { readonly state: 'queued' | 'waiting' })[];
  /** Waiting messages that one of these now says. */
  readonly folded?: readonly string[];
}

export interface DeliveryNote {
  readonly state: DeliveryMessage['state'];
  readonly outcome: string;
  /** For one that stays queued: not before this instant. */
  readonly notBefore: string | null;
}

/** The writing half; each call is one transaction. */
export interface DeliveryLog {
  /** Moves the bookmark and queues what follows from it, both or neither; false when somebody else had. */
  stepDelivery(step: DeliveryStep): Promise<boolean>;
  /** Takes queued messages whose time has come, so that no other process sends them meanwhile. */
  claimDeliveries(delivery: string, leaseMs: number, limit: number): Promise<readonly DeliveryMessage[]>;
  noteDelivery(id: string, note: DeliveryNote): Promise<void>;
}

export interface DeliveryReader {
  deliveryBookmark(delivery: string, scope: string): string | null;
  /** Newest first. */
  deliveryMessages(
    delivery: string,
    limit: number,
    filter?: { readonly state?: DeliveryMessage['state']; readonly scope?: string },
  ): readonly DeliveryMessage[];
  close(): void;
}
