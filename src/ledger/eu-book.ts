import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  openStates,
  type CentralId,
  type EuBookmark,
  type EuMessage,
  type EuMessageState,
  type EuObstacle,
  type EuOperation,
  type EuOutcome,
  type EuPlan,
  type EuRecord,
  type EuStanding,
  type EuState,
  type Reconciliation,
  euStandings,
} from '../domain/eu.js';
import type { EuReader } from '../ports/eu-book.js';
import { json, openReader, textOrNull, type Connection, type Row } from './database.js';

const open = openStates.map((state) => `'${state}'`).join(', ');

/** The tables `eu_record`, `eu_message`, `eu_use` and `central_id`. Each function runs inside the caller's transaction. */
export class EuLedger {
  constructor(
    private readonly connection: Connection,
    private readonly now: Date,
  ) {}

  plan(from: EuBookmark | null, to: EuBookmark, plans: readonly EuPlan[]): boolean {
    const before = bookmarkOf(this.connection);
    if (before?.epoch !== from?.epoch || before?.seq !== from?.seq) return false;
    setMeta(this.connection, 'eu.bookmark', to);
    // After a restore: what was under way then has ended long ago, and what it brought is for the comparison of both sides to find out.
    if (before !== null && before.epoch !== to.epoch)
      this.connection.run(
        `UPDATE eu_message SET state = 'superseded', payload = NULL, ended_at = ? WHERE state IN ('queued', ${open})`,
        this.now.toISOString(),
      );
    for (const plan of plans) this.take(plan);
    return true;
  }

  private take(plan: EuPlan): void {
    const { record, iri, station, seq, wanted, obstacles, dueAt, uses, aim } = plan;
    const at = this.now.toISOString();
    const before = this.connection.get('SELECT held, refused FROM eu_record WHERE record = ?', record);
    const held = plan.found === undefined ? textOrNull(before?.['held']) : plan.found;
    const sameAsRefused = wanted !== null && textOrNull(before?.['refused']) === wanted && plan.again !== true;
    this.connection.run(
      `INSERT INTO eu_record (record, iri, station, held, wanted, seq, obstacles, due_at, aim, refused, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (record) DO UPDATE SET station = excluded.station, held = excluded.held, wanted = excluded.wanted, seq = excluded.seq,
         obstacles = excluded.obstacles, due_at = excluded.due_at, aim = excluded.aim, refused = excluded.refused, at = excluded.at`,
      record,
      iri,
      station,
      held,
      wanted,
      seq,
      JSON.stringify(obstacles),
      dueAt,
      aim,
      sameAsRefused ? wanted : null,
      at,
    );
    this.connection.run('DELETE FROM eu_use WHERE record = ?', record);
    for (const used of uses) this.connection.run('INSERT OR IGNORE INTO eu_use (record, used) VALUES (?, ?)', record, used);
    this.queue(plan, held, sameAsRefused);
  }

  /** What was not sent yet gives way; what is under way is what the other side will have. */
  private queue({ record, iri, seq, wanted, payload, aim }: EuPlan, held: string | null, sameAsRefused: boolean): void {
    const at = this.now.toISOString();
    this.connection.run("UPDATE eu_message SET state = 'superseded', payload = NULL, ended_at = ? WHERE record = ? AND state = 'queued'", at, record);
    if (aim === 'keep' || sameAsRefused) return;
    const underWay = this.connection.get(`SELECT hash FROM eu_message WHERE record = ? AND state IN (${open})`, record);
    const willHave = underWay === undefined ? held : textOrNull(underWay['hash']);
    if (willHave === wanted) return;
    const n = Number(this.connection.get('SELECT COUNT(*) AS n FROM eu_message WHERE record = ?', record)?.['n'] ?? 0);
    const id = createHash('sha256')
      .update(JSON.stringify([record, seq, wanted, n, at]))
      .digest('hex')
      .slice(0, 32);
    this.connection.run(
      "INSERT INTO eu_message (id, record, iri, operation, seq, hash, payload, state, created_at, not_before) VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)",
      id,
      record,
      iri,
      wanted === null ? 'delete' : 'update',
      seq,
      wanted,
      payload === null ? null : deflateRawSync(payload),
      at,
      at,
    );
  }

  /** Whether a message creates or updates is known only now: what went before it has ended. */
  claim(leaseMs: number, limit: number): EuMessage[] {
    const at = this.now.toISOString();
    const until = new Date(this.now.getTime() + leaseMs).toISOString();
    const rows = this.connection.all(
      `SELECT m.*, r.held FROM eu_message m JOIN eu_record r ON r.record = m.record
        WHERE ((m.state = 'queued' AND m.not_before <= @at AND NOT EXISTS (SELECT 1 FROM eu_message o WHERE o.record = m.record AND o.state IN (${open})))
            OR (m.state = 'sent' AND m.not_before <= @at AND m.claimed_until <= @at))
        ORDER BY m.created_at, m.id LIMIT @limit`,
      { at, limit },
    );
    const taken: EuMessage[] = [];
    for (const row of rows) {
      const held = textOrNull(row['held']);
      const hash = textOrNull(row['hash']);
      if (row['state'] === 'queued' && hash === held) {
        this.connection.run("UPDATE eu_message SET state = 'superseded', payload = NULL, ended_at = ? WHERE id = ?", at, row['id']);
        continue;
      }
      const operation: EuOperation =
        row['state'] === 'sent' ? (String(row['operation']) as EuOperation) : hash === null ? 'delete' : held === null ? 'create' : 'update';
      this.connection.run(
        "UPDATE eu_message SET state = 'sent', operation = ?, sent_at = COALESCE(sent_at, ?), claimed_until = ?, attempts = attempts + 1 WHERE id = ?",
        operation,
        at,
        until,
        row['id'],
      );
      taken.push({ ...messageOf(row), operation, state: 'sent', sentAt: textOrNull(row['sent_at']) ?? at, attempts: Number(row['attempts']) + 1 });
    }
    return taken;
  }

  postpone(id: string, reason: string, notBefore: string | null): void {
    const at = this.now.toISOString();
    if (notBefore === null)
      this.connection.run("UPDATE eu_message SET state = 'failed', detail = ?, ended_at = ?, payload = NULL WHERE id = ? AND state = 'sent'", reason, at, id);
    else
      this.connection.run(
        `UPDATE eu_message SET state = 'sent', detail = ?, not_before = ?, claimed_until = ? WHERE id = ? AND state IN (${open})`,
        reason,
        notBefore,
        at,
        id,
      );
    this.connection.run('UPDATE eu_record SET at = ? WHERE record = (SELECT record FROM eu_message WHERE id = ?)', at, id);
  }

  conclude({ message, state, detail, reference, centralIds }: EuOutcome): boolean {
    const at = this.now.toISOString();
    const row = this.connection.get(`SELECT rowid, record, iri, hash, state FROM eu_message WHERE id = ? AND state IN (${open}, 'failed')`, message);
    if (row === undefined || isBackwards(String(row['state']) as EuMessageState, state)) return false;
    const isOver = state === 'accepted' || state === 'refused' || state === 'failed';
    this.connection.run(
      'UPDATE eu_message SET state = ?, detail = ?, reference = COALESCE(?, reference), ended_at = ?, payload = CASE WHEN ? THEN NULL ELSE payload END WHERE id = ?',
      state,
      detail,
      reference,
      isOver ? at : null,
      isOver ? 1 : 0,
      message,
    );
    if (state === 'accepted') {
      // One that was given up and turns out to have arrived is not what the other side has, when a later one did too.
      this.connection.run(
        "UPDATE eu_record SET held = ?, refused = NULL, at = ? WHERE record = ? AND NOT EXISTS (SELECT 1 FROM eu_message m WHERE m.record = eu_record.record AND m.rowid > ? AND m.state = 'accepted')",
        row['hash'],
        at,
        row['record'],
        row['rowid'],
      );
      for (const { id, kind, iri } of centralIds)
        this.connection.run(
          'INSERT OR IGNORE INTO central_id (id, kind, record, iri, since) VALUES (?, ?, ?, ?, ?)',
          id,
          kind,
          kind === 'catalogue' ? null : row['record'],
          iri,
          at,
        );
    } else
      this.connection.run(
        'UPDATE eu_record SET refused = CASE WHEN ? THEN ? ELSE refused END, at = ? WHERE record = ?',
        state === 'refused' ? 1 : 0,
        row['hash'],
        at,
        row['record'],
      );
    return true;
  }

  pause(isPaused: boolean, by: string): void {
    if (isPaused) setMeta(this.connection, 'eu.paused', { by, at: this.now.toISOString() });
    else this.connection.run("DELETE FROM meta WHERE key = 'eu.paused'");
  }

  reconciled(reconciliation: Reconciliation): void {
    setMeta(this.connection, 'eu.reconciliation', reconciliation);
  }
}

/** Outcomes may overtake each other: what was delivered is not merely received any more, and what has ended stays so. */
function isBackwards(from: EuMessageState, to: EuMessageState): boolean {
  const order: readonly EuMessageState[] = ['sent', 'received', 'delivered', 'failed', 'accepted', 'refused'];
  return order.indexOf(to) <= order.indexOf(from);
}

function setMeta(connection: Connection, key: string, value: unknown): void {
  connection.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, JSON.stringify(value));
}

function metaOf(connection: Connection, key: string): string | null {
  return textOrNull(connection.get('SELECT value FROM meta WHERE key = ?', key)?.['value']);
}

function bookmarkOf(connection: Connection): EuBookmark | null {
  return json<EuBookmark | null>(metaOf(connection, 'eu.bookmark') ?? 'null');
}

/** Reads through a read-only connection of its own. */
export class SqliteEuReader implements EuReader {
  private constructor(private readonly connection: Connection) {}

  static open(dataDir: string): SqliteEuReader {
    return new SqliteEuReader(openReader(dataDir));
  }

  close(): void {
    this.connection.db.close();
  }

  euState(): EuState {
    return {
      bookmark: bookmarkOf(this.connection),
      paused: json<EuState['paused']>(metaOf(this.connection, 'eu.paused') ?? 'null'),
      reconciliation: json<EuState['reconciliation']>(metaOf(this.connection, 'eu.reconciliation') ?? 'null'),
    };
  }

  euRecord(record: string): EuRecord | undefined {
    const row = this.connection.get(`SELECT ${columns} FROM eu_record r WHERE r.record = ?`, record);
    return row === undefined ? undefined : recordOf(row);
  }

  euRecords(afterId: string, limit: number, filter: { readonly standing?: EuStanding; readonly station?: string } = {}): EuRecord[] {
    return this.connection
      .all(
        `SELECT * FROM (SELECT ${columns} FROM eu_record r WHERE r.record > @afterId AND (@station IS NULL OR r.station = @station)) WHERE @standing IS NULL OR standing = @standing ORDER BY record LIMIT @limit`,
        { afterId, limit, station: filter.station ?? null, standing: filter.standing ?? null },
      )
      .map(recordOf);
  }

  euCounts(station?: string): Record<EuStanding, number> {
    const rows = this.connection.all(
      `SELECT standing, COUNT(*) AS n FROM (SELECT ${standing} AS standing FROM eu_record r WHERE @station IS NULL OR r.station = @station) GROUP BY standing`,
      { station: station ?? null },
    );
    const counts = Object.fromEntries(euStandings.map((name) => [name, 0])) as Record<EuStanding, number>;
    for (const row of rows) counts[String(row['standing']) as EuStanding] = Number(row['n']);
    return counts;
  }

  euMessages(record: string, limit: number): EuMessage[] {
    return this.connection.all('SELECT * FROM eu_message WHERE record = ? ORDER BY created_at DESC, rowid DESC LIMIT ?', record, limit).map(messageOf);
  }

  euMessage(id: string): EuMessage | undefined {
    const row = this.connection.get('SELECT * FROM eu_message WHERE id = ?', id);
    return row === undefined ? undefined : messageOf(row);
  }

  euMessagesIn(states: readonly EuMessageState[], limit: number): EuMessage[] {
    return this.connection
      .all('SELECT * FROM eu_message WHERE state IN (SELECT value FROM json_each(?)) ORDER BY created_at, id LIMIT ?', JSON.stringify(states), limit)
      .map(messageOf);
  }

  euMessageCounts(): Partial<Record<EuMessageState, number>> {
    return Object.fromEntries(
      this.connection.all('SELECT state, COUNT(*) AS n FROM eu_message GROUP BY state').map((row) => [String(row['state']), Number(row['n'])]),
    );
  }

  euDue(now: string, limit: number): string[] {
    return this.connection.all('SELECT record FROM eu_record WHERE due_at <= ? ORDER BY due_at LIMIT ?', now, limit).map((row) => String(row['record']));
  }

  euUsersOf(iri: string): string[] {
    return this.connection.all('SELECT record FROM eu_use WHERE used = ? ORDER BY record', iri).map((row) => String(row['record']));
  }

  centralId(id: string): CentralId | undefined {
    const row = this.connection.get('SELECT * FROM central_id WHERE id = ?', id);
    return row === undefined ? undefined : centralOf(row);
  }

  centralIdsOf(record: string): CentralId[] {
    return this.connection.all('SELECT * FROM central_id WHERE record = ? ORDER BY kind, id', record).map(centralOf);
  }
}

/** One word for how a record stands; the order is that of what matters most. */
const standing = `CASE
  WHEN EXISTS (SELECT 1 FROM eu_message m WHERE m.record = r.record AND m.state IN ('queued', ${open})) THEN 'waiting'
  WHEN r.aim = 'keep' AND r.due_at IS NOT NULL THEN 'deletion-due'
  WHEN r.aim = 'keep' THEN 'blocked'
  WHEN r.refused IS NOT NULL AND r.refused IS r.wanted THEN 'refused'
  WHEN r.held IS r.wanted AND r.wanted IS NULL THEN 'absent'
  WHEN r.held IS r.wanted THEN 'in-step'
  ELSE 'failed' END`;
const columns = `r.*, ${standing} AS standing, (SELECT m.detail FROM eu_message m WHERE m.record = r.record ORDER BY m.created_at DESC, m.rowid DESC LIMIT 1) AS detail`;

function recordOf(row: Row): EuRecord {
  return {
    record: String(row['record']),
    iri: String(row['iri']),
    station: String(row['station']),
    standing: String(row['standing']) as EuStanding,
    held: textOrNull(row['held']),
    wanted: textOrNull(row['wanted']),
    seq: Number(row['seq']),
    obstacles: json<EuObstacle[]>(row['obstacles']),
    dueAt: textOrNull(row['due_at']),
    detail: textOrNull(row['detail']),
    at: String(row['at']),
  };
}

function messageOf(row: Row): EuMessage {
  const payload = row['payload'];
  return {
    id: String(row['id']),
    record: String(row['record']),
    iri: String(row['iri']),
    operation: String(row['operation']) as EuOperation,
    seq: Number(row['seq']),
    hash: textOrNull(row['hash']),
    payload: Buffer.isBuffer(payload) ? inflateRawSync(payload).toString('utf8') : null,
    state: String(row['state']) as EuMessageState,
    createdAt: String(row['created_at']),
    sentAt: textOrNull(row['sent_at']),
    attempts: Number(row['attempts']),
    reference: textOrNull(row['reference']),
    detail: textOrNull(row['detail']),
    endedAt: textOrNull(row['ended_at']),
  };
}

function centralOf(row: Row): CentralId {
  return {
    id: String(row['id']),
    kind: String(row['kind']) as CentralId['kind'],
    record: textOrNull(row['record']),
    iri: String(row['iri']),
    since: String(row['since']),
  };
}
