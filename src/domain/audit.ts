/** Deeds that the audit log keeps by name (R111, R112). What each means stands in docs/operations.md. */
export const auditActions = [
  'run.started',
  'run.replayed',
  'run.reverted',
  'run.released',
  'run.discarded',
  'run.cancelled',
  'station.added',
  'station.changed',
  'station.retired',
  'station.emptied',
  'station.state',
  'station.key',
  'record.withheld',
  'record.released',
  'record.redacted',
  'record.merged',
  'record.split',
  'profile.installed',
  'profile.removed',
  'vocabulary.installed',
  'vocabulary.removed',
  'operator.added',
  'operator.removed',
  'ledger.backed-up',
  'ledger.restored',
  'ledger.repaired',
  'projection.rebuilt',
  'eu.paused',
  'eu.resumed',
  'eu.reconciled',
  'query.unguarded',
  'access.refused',
] as const;

export type AuditAction = (typeof auditActions)[number];

/**
 * By which door somebody came: with a token over HTTP (the name is that of the operators' file), on the command line (the name
 * of the account), or by a file that the catalogue read at its start, of which nobody can say who wrote it.
 */
export type AuditDoor = 'http' | 'command' | 'configuration';

/** Somebody has done something, or was not let do it. */
export interface AuditDeed {
  readonly action: AuditAction;
  /** Null when a file says so, and nobody by name. */
  readonly by: string | null;
  /** Id of the station, record, profile, list or operator; null where the deed is about the whole catalogue. */
  readonly target: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditEntry extends AuditDeed {
  /** Counts up from 1; entries are never changed and never go. */
  readonly n: number;
  /** UTC, ISO 8601; never before the entry before it. */
  readonly at: string;
  readonly via: AuditDoor;
  /** SHA-256 over the entry and the hash of the one before it, in hexadecimal: none can be changed, or taken out, without all that follow. */
  readonly hash: string;
}

/** Which entries are asked for, the latest first. */
export interface AuditQuery {
  readonly by?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly target?: string | undefined;
  /** ISO 8601 instant; entries from then on. */
  readonly since?: string | undefined;
  /** Entries with a smaller number: the next page. */
  readonly before?: number | undefined;
  readonly limit: number;
}
