import { RequestError } from '../domain/errors.js';
import { noCounts, visitTriggers, type RunItem, type RunResolution, type RunStage, type RunTrigger } from '../domain/harvest.js';
import type { Deed, RunEnd } from '../ports/ledger.js';
import { json, textOrNull, type Connection, type Row } from './database.js';
import { clearStaging } from './staging.js';

export interface RunOpening {
  readonly station: string;
  readonly trigger: RunTrigger;
  readonly holder: string;
  readonly leaseMs: number;
  readonly dry?: boolean;
  readonly by?: string | null;
  readonly of?: number | null;
  readonly supersedes?: boolean;
}

/** What a killed run staged before its bookmark is taken over for this long; after that its station is read anew. */
const resumableMs = 24 * 3_600_000;

/** The rows of `run`: opening, taking over, holding, releasing. Each function runs inside the caller's transaction. */
export class RunBook {
  constructor(
    private readonly connection: Connection,
    private readonly now: Date,
  ) {}

  open(request: RunOpening): { readonly run: number; readonly resumes: number | null } | { readonly busy: number } {
    const active = this.connection.get('SELECT id FROM run WHERE station = ? AND ended_at IS NULL', request.station);
    if (active !== undefined) return { busy: Number(active['id']) };
    const at = this.now.toISOString();
    const stages: RunStage[] = [{ phase: 'gather', startedAt: at, detail: '' }];
    const { lastInsertRowid } = this.connection.run(
      `INSERT INTO run (station, trigger, holder, started_at, phase, counts, stages, lease_until, dry, by, of_run)
       VALUES (?, ?, ?, ?, 'gather', ?, ?, ?, ?, ?, ?)`,
      request.station,
      request.trigger,
      request.holder,
      at,
      JSON.stringify(noCounts),
      JSON.stringify(stages),
      new Date(this.now.getTime() + request.leaseMs).toISOString(),
      request.dry === true ? 1 : 0,
      request.by ?? null,
      request.of ?? null,
    );
    const run = Number(lastInsertRowid);
    if (request.dry !== true && request.supersedes === true) this.supersedeHeld(request.station, run);
    if (request.dry === true || !visitTriggers.has(request.trigger)) return { run, resumes: null };
    this.supersedeHeld(request.station, run);
    return { run, resumes: this.takeOver(request.station, run) };
  }

  /** A newer visit takes the place of a run on hold: what it would do is older than what the station says now. */
  private supersedeHeld(station: string, run: number): void {
    for (const row of this.connection.all("SELECT id FROM run WHERE station = ? AND outcome = 'on-hold' AND resolved IS NULL AND id < ?", station, run))
      this.resolve(Number(row['id']), { how: 'superseded', by: null, at: this.now.toISOString(), run });
  }

  /** Staging of a run that was killed while it gathered and had said where it could be resumed goes to its successor. */
  private takeOver(station: string, run: number): number | null {
    let resumed: number | null = null;
    const latest = Number(this.connection.get('SELECT MAX(id) AS id FROM run WHERE station = ? AND dry = 0 AND id < ?', station, run)?.['id'] ?? 0);
    const since = new Date(this.now.getTime() - resumableMs).toISOString();
    for (const row of this.connection.all(
      "SELECT id, started_at, bookmark FROM run WHERE station = ? AND outcome = 'interrupted' AND bookmark IS NOT NULL AND id < ? AND EXISTS (SELECT 1 FROM staged_document s WHERE s.run = run.id)",
      station,
      run,
    )) {
      const from = Number(row['id']);
      if (from === latest && String(row['started_at']) >= since) {
        this.moveStaging(from, run);
        this.connection.run('UPDATE run SET bookmark = ? WHERE id = ?', row['bookmark'], run);
        resumed = from;
      } else clearStaging(this.connection, from);
    }
    return resumed;
  }

  private moveStaging(from: number, to: number): void {
    for (const table of ['staged', 'staged_document', 'planned_deed']) this.connection.run(`UPDATE ${table} SET run = ? WHERE run = ?`, to, from);
    this.connection.run(
      'INSERT OR IGNORE INTO run_document (run, url, base_iri, media_type, retrieved_at, body_hash, subjects, kept_only) SELECT ?, url, base_iri, media_type, retrieved_at, body_hash, subjects, kept_only FROM run_document WHERE run = ? ORDER BY rowid',
      to,
      from,
    );
  }

  plan(run: number, deeds: readonly Deed[], items: readonly RunItem[]): void {
    for (const deed of deeds)
      this.connection.run('INSERT OR REPLACE INTO planned_deed (run, subject, deed) VALUES (?, ?, ?)', run, deed.subject, JSON.stringify(deed));
    for (const item of items) insertItem(this.connection, run, item);
  }

  /** @throws RequestError `request/bad-parameter` */
  release(run: number, held: number, by: string): RunEnd['rememberDocuments'] {
    const row = this.heldRun(held);
    const own = this.connection.get('SELECT station FROM run WHERE id = ?', run);
    if (own?.['station'] !== row['station']) throw new RequestError('request/bad-parameter', `Run ${String(held)} belongs to another station.`);
    this.moveStaging(held, run);
    // What the station has handed in, or taken back, since then is newer than the plan.
    this.connection.run(
      'DELETE FROM planned_deed WHERE run = ? AND subject IN (SELECT subject FROM description WHERE station = ? AND last_run > ?)',
      run,
      row['station'],
      held,
    );
    this.connection.run('UPDATE run SET bookmark = ?, walk = ? WHERE id = ?', row['bookmark'], row['walk'], run);
    this.resolve(held, { how: 'released', by, at: this.now.toISOString(), run });
    return json<RunEnd['plan']>(row['plan'] ?? 'null')?.rememberDocuments ?? 'no';
  }

  /** @throws RequestError `request/bad-parameter` */
  discard(held: number, by: string): void {
    this.heldRun(held);
    this.resolve(held, { how: 'discarded', by, at: this.now.toISOString(), run: null });
  }

  private heldRun(held: number): Row {
    const row = this.connection.get('SELECT * FROM run WHERE id = ?', held);
    if (row === undefined) throw new RequestError('request/not-found', `There is no run ${String(held)}.`);
    if (row['outcome'] !== 'on-hold') throw new RequestError('request/bad-parameter', `Run ${String(held)} is not on hold.`);
    const resolved = resolutionOf(row);
    if (resolved !== null)
      throw new RequestError(
        'request/bad-parameter',
        resolved.how === 'superseded'
          ? `Run ${String(resolved.run)} has taken the place of run ${String(held)}; decide about that one.`
          : `Run ${String(held)} was ${resolved.how} already.`,
      );
    return row;
  }

  private resolve(held: number, resolution: RunResolution): void {
    clearStaging(this.connection, held);
    this.connection.run('UPDATE run SET resolved = ? WHERE id = ?', JSON.stringify(resolution), held);
  }
}

export function resolutionOf(row: Row): RunResolution | null {
  const text = textOrNull(row['resolved']);
  return text === null ? null : json<RunResolution>(text);
}

export function insertItem(connection: Connection, run: number, { subject, recordId, title, outcome, reason, changes }: RunItem): void {
  connection.run(
    'INSERT OR REPLACE INTO run_item (run, subject, record, title, outcome, reason, changes) VALUES (?, ?, ?, ?, ?, ?, ?)',
    run,
    subject,
    recordId,
    JSON.stringify(title),
    outcome,
    reason,
    changes.length === 0 ? null : JSON.stringify(changes),
  );
}
