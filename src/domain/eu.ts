/** What a message asks the other side to do with one dataset (R72). */
export type EuOperation = 'create' | 'update' | 'delete';

/**
 * Where a message stands: `queued` with us, `sent` without an answer yet, `received` by the dispatcher, `delivered` to the central platform;
 * and how it ended: `accepted`, `refused` by its rules, `failed` when it could not be brought there, `superseded` by a later state of the
 * record before it was sent.
 */
export const euMessageStates = ['queued', 'sent', 'received', 'delivered', 'accepted', 'refused', 'failed', 'superseded'] as const;
export type EuMessageState = (typeof euMessageStates)[number];

/** Of these an outcome is awaited: the next message of the record waits for it. */
export const openStates: readonly EuMessageState[] = ['sent', 'received', 'delivered'];

export interface EuMessage {
  /** The idempotency key, and the correlation of its outcome. */
  readonly id: string;
  readonly record: string;
  readonly iri: string;
  readonly operation: EuOperation;
  /** Entry of the log that it follows from. */
  readonly seq: number;
  /** SHA-256 of the payload; null for a deletion. */
  readonly hash: string | null;
  /** Canonical N-Triples of the dataset alone; kept until the message has ended. */
  readonly payload: string | null;
  readonly state: EuMessageState;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly attempts: number;
  /** What the other side calls the message. */
  readonly reference: string | null;
  /** What it said last, in words. */
  readonly detail: string | null;
  readonly endedAt: string | null;
}

/** An identifier that the central platform gave, by which applications come back (R76). */
export interface CentralId {
  readonly id: string;
  readonly kind: 'dataset' | 'catalogue' | 'distribution';
  readonly record: string | null;
  /** Of the dataset, distribution or catalogue that it stands for. */
  readonly iri: string;
  readonly since: string;
}

/** Why a record is not sent as it stands. */
export interface EuObstacle {
  /** IRI of the rule, or a short name for what is no rule of a profile. */
  readonly rule: string;
  readonly path: string | null;
  readonly message: Readonly<Record<string, readonly string[]>>;
  /** Who can mend it: what the holder says of the dataset, or what the HDAB adds. */
  readonly by: 'holder' | 'hdab';
}

/** How a dataset stands with the EU catalogue. */
export type EuStanding =
  /** There as we publish it. */
  | 'in-step'
  /** A message is on its way, or waits for its turn. */
  | 'waiting'
  /** Would be refused: not sent. */
  | 'blocked'
  /** Was refused by the other side. */
  | 'refused'
  /** Could not be brought there. */
  | 'failed'
  /** Withdrawn here; the deletion is due later. */
  | 'deletion-due'
  /** Not there, and not to be. */
  | 'absent';

export const euStandings: readonly EuStanding[] = ['in-step', 'waiting', 'blocked', 'refused', 'failed', 'deletion-due', 'absent'];

export interface EuRecord {
  readonly record: string;
  readonly iri: string;
  readonly station: string;
  readonly standing: EuStanding;
  /** Hash of what the other side has; null when it has nothing. */
  readonly held: string | null;
  /** Hash of what it is to have; null when nothing. */
  readonly wanted: string | null;
  readonly seq: number;
  readonly obstacles: readonly EuObstacle[];
  /** When a deletion is due. */
  readonly dueAt: string | null;
  readonly detail: string | null;
  /** Of the last change of any of this. */
  readonly at: string;
}

export interface EuBookmark {
  readonly epoch: number;
  readonly seq: number;
}

export interface Reconciliation {
  readonly at: string;
  readonly epoch: number;
  readonly by: string;
  /** `false` where the other side cannot be asked what it has. */
  readonly isListed: boolean;
  readonly inStep: number;
  /** Published here, not there. */
  readonly missing: number;
  /** There, not published here. */
  readonly surplus: number;
  readonly different: number;
}

export interface EuState {
  readonly bookmark: EuBookmark | null;
  readonly paused: { readonly by: string; readonly at: string } | null;
  readonly reconciliation: Reconciliation | null;
}

/** What is to be known of a record after a look at it, and the message that follows from that. */
export interface EuPlan {
  readonly record: string;
  readonly iri: string;
  readonly station: string;
  readonly seq: number;
  readonly wanted: string | null;
  readonly obstacles: readonly EuObstacle[];
  readonly dueAt: string | null;
  /** Series and services that the payload holds: when they change it does. */
  readonly uses: readonly string[];
  readonly payload: string | null;
  /** Whether the other side is to have something, nothing, or to keep what it has. */
  readonly aim: 'present' | 'absent' | 'keep';
  /** What a reconciliation found at the other side; left out when nobody looked. */
  readonly found?: string | null;
  /** Sends again what was refused or failed, though nothing has changed. */
  readonly again?: boolean;
}

export interface EuOutcome {
  readonly message: string;
  readonly state: Exclude<EuMessageState, 'queued' | 'sent' | 'superseded'>;
  readonly detail: string | null;
  readonly reference: string | null;
  readonly centralIds: readonly Pick<CentralId, 'id' | 'kind' | 'iri'>[];
}
