import type { ConfirmationOutcome } from '../ports/ledger.js';
import { appendLog } from './change-log.js';
import type { Connection } from './database.js';

/**
 * Notes that a holder has confirmed descriptions (R51). Nothing published changes, so feeds tell nobody: the log entry is
 * `observed`, and only the projections that show whether a check is late read it. Inside the caller's transaction.
 */
export class Confirmer {
  constructor(
    private readonly connection: Connection,
    private readonly station: string,
    private readonly by: string,
    private readonly now: Date,
  ) {}

  /** By IRI or id; only the station that a record comes from speaks for it. */
  confirm(subject: string): ConfirmationOutcome {
    const row = this.connection.get('SELECT id, station, state, version FROM record WHERE iri = ? OR id = ?', subject, subject);
    const own = row !== undefined && this.connection.get('SELECT 1 FROM description WHERE record = ? AND station = ?', row['id'], this.station) !== undefined;
    if (!own) return 'unknown';
    if (row['station'] !== this.station) return 'not-origin';
    if (row['state'] !== 'current' && row['state'] !== 'onboarding') return 'not-published';
    const record = String(row['id']);
    this.connection.run(
      'UPDATE record SET confirmed_at = MAX(COALESCE(confirmed_at, ?), ?) WHERE id = ?',
      this.now.toISOString(),
      this.now.toISOString(),
      record,
    );
    if (row['state'] === 'current')
      appendLog(
        this.connection,
        { kind: 'record', op: 'observed', id: record, version: Number(row['version']), cause: 'confirmation', station: this.station, by: this.by },
        this.now,
      );
    return 'confirmed';
  }
}

/** A version that the source changed, or a date of its metadata that is newer than what we know, confirms as well. */
export function noteSourceDate(connection: Connection, record: string, date: string): boolean {
  const { changes } = connection.run('UPDATE record SET confirmed_at = ? WHERE id = ? AND (confirmed_at IS NULL OR confirmed_at < ?)', date, record, date);
  return changes > 0;
}
