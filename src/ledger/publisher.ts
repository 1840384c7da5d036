import type { FieldChange, HarvestIssue, RunItem } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';
import { claimRank, compareOrigin, mayMove, type OriginCandidate } from '../domain/origin.js';
import type { AdmissionReason, ChangeCause, RecordKind } from '../domain/record.js';
import { recordId } from '../domain/record-id.js';
import { changedProperties, type Inheritable } from '../domain/series.js';
import type { Station } from '../domain/station.js';
import type { Deed } from '../ports/ledger.js';
import { appendLog, closePublication, touchMembers } from './change-log.js';
import { noteSourceDate } from './confirmer.js';
import { json, textOrNull, type Connection, type Row } from './database.js';
import { Identity, isRefused } from './identity.js';
import { insertItem } from './run-book.js';
import type { StagedMeta } from './staging.js';

/** Carries out the deeds of one run, one subject at a time, inside the caller's transaction. */
export class Publisher {
  constructor(
    private readonly connection: Connection,
    private readonly run: number,
    private readonly station: Station,
    private readonly onboarding: boolean,
    private readonly now: Date,
    private readonly cause: ChangeCause = 'harvest',
  ) {}

  apply(deed: Deed): RunItem['outcome'] {
    switch (deed.kind) {
      case 'publish':
        return this.publish(deed.subject, false);
      case 'hold':
        return this.publish(deed.subject, true);
      case 'seen':
        return this.see(deed.subject, 'unchanged');
      case 'rejudge':
        return this.rejudge(deed.subject);
      case 'stale':
        return this.see(deed.subject, 'stale');
      case 'missing':
        return this.miss(deed.subject);
      case 'withdraw':
        return this.withdraw(deed.subject, deed.cause, deed.reason);
    }
  }

  private see(subject: string, outcome: 'unchanged' | 'stale'): RunItem['outcome'] {
    const at = this.now.toISOString();
    if (outcome === 'stale')
      this.connection.run(
        'UPDATE description SET stale = stale + 1, missing_runs = 0, missing_since = NULL, last_run = ? WHERE station = ? AND subject = ?',
        this.run,
        this.station.id,
        subject,
      );
    else
      this.connection.run(
        'UPDATE description SET stale = 0, missing_runs = 0, missing_since = NULL, last_seen_at = ?, last_run = ? WHERE station = ? AND subject = ?',
        at,
        this.run,
        this.station.id,
        subject,
      );
    this.noteSourceDate(subject);
    return outcome;
  }

  /** The source has looked after a description without changing it: nothing published changes, so feeds are told nothing (R51). */
  private noteSourceDate(subject: string): void {
    const date = textOrNull(this.connection.get('SELECT confirmed_at FROM staged WHERE run = ? AND subject = ?', this.run, subject)?.['confirmed_at']);
    const row =
      date === null ? undefined : this.connection.get('SELECT id, version, state FROM record WHERE iri = ? AND station = ?', subject, this.station.id);
    if (date === null || row === undefined || !noteSourceDate(this.connection, String(row['id']), date) || row['state'] !== 'current') return;
    appendLog(
      this.connection,
      {
        kind: 'record',
        op: 'observed',
        id: String(row['id']),
        version: Number(row['version']),
        cause: 'confirmation',
        station: this.station.id,
        run: this.run,
      },
      this.now,
    );
  }

  /** The same words under newer rules: the report is replaced; what was held may now be admitted, what was admitted stays. */
  private rejudge(subject: string): RunItem['outcome'] {
    const staged = this.connection.get('SELECT report, meta FROM staged WHERE run = ? AND subject = ?', this.run, subject);
    const description = this.connection.get('SELECT version, held_reasons FROM description WHERE station = ? AND subject = ?', this.station.id, subject);
    if (staged?.['meta'] == null || description === undefined) return 'unchanged';
    const judged = json<StagedMeta>(staged['meta']);
    if (description['held_reasons'] !== null && judged.admission.verdict !== 'held') return this.publish(subject, false);
    const known = json<StagedMeta>(this.connection.get('SELECT meta FROM version WHERE id = ?', description['version'])?.['meta'] ?? '{}');
    const { violations, warnings } = judged;
    const admission = judged.admission.verdict === 'held' ? known.admission : judged.admission;
    this.connection.run(
      'UPDATE version SET report = ?, meta = ? WHERE id = ?',
      staged['report'],
      JSON.stringify({ ...known, admission, violations, warnings }),
      description['version'],
    );
    return 'unchanged';
  }

  private miss(subject: string): RunItem['outcome'] {
    this.connection.run(
      'UPDATE description SET missing_runs = missing_runs + 1, missing_since = COALESCE(missing_since, ?), last_run = ? WHERE station = ? AND subject = ?',
      this.now.toISOString(),
      this.run,
      this.station.id,
      subject,
    );
    return this.item(subject, 'missing', 'not listed in a complete run');
  }

  private publish(subject: string, held: boolean): RunItem['outcome'] {
    const staged = this.connection.get('SELECT * FROM staged WHERE run = ? AND subject = ?', this.run, subject);
    if (staged?.['body'] == null) return this.see(subject, 'unchanged');
    const meta = json<StagedMeta>(staged['meta']);
    const record = this.ensureRecord(subject, String(staged['kind']) as RecordKind, meta);
    if (this.isRedacted(record)) return this.see(subject, 'unchanged');
    const version = this.addVersion(record, staged, meta);
    const before = this.connection.get('SELECT * FROM description WHERE station = ? AND subject = ?', this.station.id, subject);
    const moved = held ? null : this.decidePrimary(record, subject, meta, before);
    if (moved === 'held')
      insertIssue(this.connection, this.run, {
        code: 'primary-moves',
        severity: 'error',
        subject,
        detail: 'Another holder is the origin of this record so far; an operator decides whether it moves.',
        url: String(staged['source_url']),
        line: null,
        owner: 'operator',
      });
    const reasons: readonly AdmissionReason[] | null = held
      ? meta.admission.reasons
      : moved === 'held'
        ? [{ code: 'primary-moves', detail: 'Another holder is the origin of this record so far; an operator decides whether it moves.' }]
        : null;
    this.writeDescription(record, subject, staged, meta, version, reasons);
    if (reasons !== null) return this.item(subject, 'held', reasons.map((reason) => reason.detail).join(' '), record, meta);
    if (moved === 'other') {
      if (!this.onboarding)
        appendLog(
          this.connection,
          { kind: 'record', op: 'observed', id: record, version, cause: this.cause, station: this.station.id, run: this.run },
          this.now,
        );
      return this.item(subject, before === undefined ? 'added' : 'updated', 'kept beside the description of its origin', record, meta);
    }
    return this.makeCurrent(record, subject, String(staged['kind']) as RecordKind, version, meta);
  }

  private ensureRecord(subject: string, kind: RecordKind, meta: StagedMeta): string {
    const known =
      this.connection.get('SELECT record AS id FROM alias WHERE iri = ?', subject) ?? this.connection.get('SELECT id FROM record WHERE iri = ?', subject);
    if (known !== undefined) return String(known['id']);
    const copyOf = isRefused(this.connection, subject) ? null : new Identity(this.connection, this.now).recordByEvidence(subject, meta.evidence);
    if (copyOf !== null) return copyOf;
    let length = 16;
    while (this.connection.get('SELECT id FROM record WHERE id = ?', recordId(subject, length)) !== undefined) length++;
    const id = recordId(subject, length);
    const at = this.now.toISOString();
    this.connection.run(
      'INSERT INTO record (id, iri, kind, state, station, version, first_seen_at, last_changed_at, title, holder, publisher, inheritable) VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)',
      id,
      subject,
      kind,
      this.onboarding ? 'onboarding' : 'held',
      this.station.id,
      at,
      at,
      JSON.stringify(meta.title),
      meta.custodian,
      meta.publisher,
      JSON.stringify(meta.inheritable),
    );
    return id;
  }

  /** Redacted for good: nothing that its source says is kept again. */
  private isRedacted(record: string): boolean {
    return this.connection.get('SELECT redacted FROM record WHERE id = ?', record)?.['redacted'] === 1;
  }

  private addVersion(record: string, staged: Row, meta: StagedMeta): number {
    const n = Number(this.connection.get('SELECT COALESCE(MAX(n), 0) + 1 AS n FROM version WHERE record = ?', record)?.['n'] ?? 1);
    const result = this.connection.run(
      'INSERT INTO version (record, station, n, received_at, run, received_hash, canonical_hash, pipeline, meta, body, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      record,
      this.station.id,
      n,
      this.now.toISOString(),
      this.run,
      meta.receivedHash,
      staged['canonical_hash'],
      meta.pipeline,
      JSON.stringify(meta),
      staged['body'],
      staged['report'],
    );
    return Number(result.lastInsertRowid);
  }

  /** `self`: this description is or becomes the primary one; `other`: it is kept beside it; `held`: it would move between holders. */
  private decidePrimary(record: string, subject: string, meta: StagedMeta, before: Row | undefined): 'self' | 'other' | 'held' {
    const current = this.connection.get('SELECT iri, state, station FROM record WHERE id = ?', record);
    // Under another name of the record it is a copy, kept beside; it neither replaces nor revives.
    if (current?.['iri'] !== subject) return 'other';
    const state = String(current['state']);
    const primaryStation = String(current['station']);
    if (primaryStation === this.station.id) return 'self';
    if (this.onboarding && state !== 'held' && state !== 'onboarding') return 'other';
    const own: OriginCandidate = {
      station: this.station,
      custodian: meta.custodian,
      publisher: meta.publisher,
      subject,
      firstSeenAt: textOrNull(before?.['first_seen_at']) ?? this.now.toISOString(),
    };
    const primary = this.candidate(record, primaryStation);
    if (primary === undefined || state === 'held' || state === 'onboarding') return 'self';
    if (compareOrigin(own, primary) > 0) return 'other';
    if (state === 'withdrawn') return claimRank(own) < claimRank(primary) || claimRank(own) === 0 ? 'self' : 'other';
    if (mayMove(primary.station, own)) return 'self';
    return this.station.kind === 'holder' ? 'held' : 'other';
  }

  private candidate(record: string, stationId: string): OriginCandidate | undefined {
    const row = this.connection.get(
      'SELECT d.subject, d.custodian, d.publisher, d.first_seen_at, s.declaration FROM description d JOIN station s ON s.id = d.station WHERE d.record = ? AND d.station = ? ORDER BY d.subject = (SELECT iri FROM record WHERE id = d.record) DESC LIMIT 1',
      record,
      stationId,
    );
    if (row === undefined) return undefined;
    return {
      station: json<Station>(row['declaration']),
      custodian: textOrNull(row['custodian']),
      publisher: textOrNull(row['publisher']),
      subject: String(row['subject']),
      firstSeenAt: String(row['first_seen_at']),
    };
  }

  private writeDescription(record: string, subject: string, staged: Row, meta: StagedMeta, version: number, held: readonly AdmissionReason[] | null): void {
    const at = this.now.toISOString();
    this.connection.run(
      `INSERT INTO description (station, subject, record, canonical_hash, version, admitted_version, custodian, publisher, present, first_seen_at, last_seen_at, last_run, source_url, held_since, held_reasons)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (station, subject) DO UPDATE SET canonical_hash = excluded.canonical_hash, version = excluded.version,
         admitted_version = COALESCE(excluded.admitted_version, admitted_version), custodian = excluded.custodian, publisher = excluded.publisher,
         present = 1, stale = 0, missing_runs = 0, missing_since = NULL, last_seen_at = excluded.last_seen_at, last_run = excluded.last_run,
         source_url = excluded.source_url, held_since = CASE WHEN excluded.held_since IS NULL THEN NULL ELSE COALESCE(held_since, excluded.held_since) END, held_reasons = excluded.held_reasons`,
      this.station.id,
      subject,
      record,
      staged['canonical_hash'],
      version,
      held === null ? version : null,
      meta.custodian,
      meta.publisher,
      at,
      at,
      this.run,
      staged['source_url'],
      held === null ? null : at,
      held === null ? null : JSON.stringify(held),
    );
  }

  private makeCurrent(record: string, subject: string, kind: RecordKind, version: number, meta: StagedMeta): RunItem['outcome'] {
    new Identity(this.connection, this.now).noteEvidence(record, meta.evidence);
    const before = this.connection.get('SELECT state, version, inheritable, published_at FROM record WHERE id = ?', record);
    const live = before?.['state'] === 'current';
    const outcome = live ? 'updated' : 'added';
    if (live && this.onboarding) return this.item(subject, outcome, 'kept until the station goes live again', record, meta);
    if (live && this.isPublished(version, Number(before['version']))) {
      this.connection.run('UPDATE description SET admitted_version = ? WHERE station = ? AND subject = ?', before['version'], this.station.id, subject);
      return this.item(subject, 'unchanged', 'the published description again', record, meta);
    }
    // A version that the source changed was looked at; one that our own pipeline changed was not.
    if (this.cause === 'harvest') noteSourceDate(this.connection, record, this.now.toISOString());
    if (this.onboarding || before?.['state'] === 'withheld') {
      linkSeries(this.connection, record, subject, kind, meta);
      this.connection.run(
        'UPDATE record SET kind = ?, station = ?, version = COALESCE(version, ?), title = ?, holder = ?, publisher = ?, inheritable = ? WHERE id = ?',
        kind,
        this.station.id,
        version,
        JSON.stringify(meta.title),
        meta.custodian,
        meta.publisher,
        JSON.stringify(meta.inheritable),
        record,
      );
      return this.item(subject, outcome, null, record, meta);
    }
    const { seq, time } = appendLog(
      this.connection,
      { kind: 'record', op: live ? 'updated' : 'created', id: record, version, cause: this.cause, station: this.station.id, run: this.run },
      this.now,
    );
    closePublication(this.connection, record, seq);
    this.connection.run('INSERT INTO publication (record, version, from_seq, at, station) VALUES (?, ?, ?, ?, ?)', record, version, seq, time, this.station.id);
    this.connection.run(
      "UPDATE record SET kind = ?, state = 'current', station = ?, version = ?, last_changed_at = ?, published_at = COALESCE(published_at, ?), state_reason = NULL, state_since = NULL, title = ?, holder = ?, publisher = ?, inheritable = ? WHERE id = ?",
      kind,
      this.station.id,
      version,
      time,
      time,
      JSON.stringify(meta.title),
      meta.custodian,
      meta.publisher,
      JSON.stringify(meta.inheritable),
      record,
    );
    linkSeries(this.connection, record, subject, kind, meta);
    if (kind === 'series')
      touchMembers(this.connection, subject, changedProperties(live ? json<Inheritable>(before['inheritable']) : null, meta.inheritable), this.now, this.run);
    return this.item(subject, outcome, null, record, meta);
  }

  /** The same station's same words as the version in force: a held update was taken back, and nothing published changes. */
  private isPublished(version: number, published: number): boolean {
    const rows = this.connection.all('SELECT canonical_hash, station FROM version WHERE id IN (?, ?)', version, published);
    return rows.length === 2 && rows[0]?.['canonical_hash'] === rows[1]?.['canonical_hash'] && rows[0]?.['station'] === rows[1]?.['station'];
  }

  private withdraw(subject: string, cause: Extract<Deed, { kind: 'withdraw' }>['cause'], reason: string): RunItem['outcome'] {
    const at = this.now.toISOString();
    this.connection.run(
      'UPDATE description SET present = 0, held_since = NULL, held_reasons = NULL, last_run = ? WHERE station = ? AND subject = ?',
      this.run,
      this.station.id,
      subject,
    );
    const row = this.connection.get(
      'SELECT r.* FROM record r JOIN description d ON d.record = r.id WHERE d.station = ? AND d.subject = ?',
      this.station.id,
      subject,
    );
    if (row === undefined) return 'unchanged';
    const record = String(row['id']);
    if (row['station'] === this.station.id && row['state'] === 'current') {
      const { seq } = appendLog(
        this.connection,
        { kind: 'record', op: 'withdrawn', id: record, version: Number(row['version']), cause, station: this.station.id, run: this.run },
        this.now,
      );
      closePublication(this.connection, record, seq);
      this.connection.run("UPDATE record SET state = 'withdrawn', state_reason = ?, state_since = ?, last_changed_at = ? WHERE id = ?", reason, at, at, record);
      if (row['kind'] === 'series') touchMembers(this.connection, subject, changedProperties(json<Inheritable>(row['inheritable']), null), this.now, this.run);
    }
    return this.item(subject, 'withdrawn', reason, record);
  }

  private item(subject: string, outcome: RunItem['outcome'], reason: string | null, record?: string, meta?: StagedMeta): RunItem['outcome'] {
    const known = record === undefined ? this.connection.get('SELECT id, title FROM record WHERE iri = ?', subject) : undefined;
    const changes = this.connection.get('SELECT changes FROM run_item WHERE run = ? AND subject = ?', this.run, subject)?.['changes'];
    insertItem(this.connection, this.run, {
      subject,
      recordId: record ?? textOrNull(known?.['id']),
      title: meta?.title ?? json<LanguageMap>(known?.['title'] ?? '{}'),
      outcome,
      reason,
      changes: changes == null ? [] : json<FieldChange[]>(changes),
    });
    return outcome;
  }
}

/** Membership as the member states it and as the series states it; either may be published first. */
function linkSeries(connection: Connection, record: string, subject: string, kind: RecordKind, meta: StagedMeta): void {
  connection.run('DELETE FROM series_member WHERE record = ?', record);
  connection.run('DELETE FROM series_claim WHERE series = ?', subject);
  if (kind === 'series')
    for (const member of meta.seriesMembers) connection.run('INSERT OR IGNORE INTO series_claim (series, member) VALUES (?, ?)', subject, member);
  else for (const series of meta.inSeries) connection.run('INSERT OR IGNORE INTO series_member (series, record) VALUES (?, ?)', series, record);
}

export function insertIssue(connection: Connection, run: number, issue: HarvestIssue): void {
  connection.run(
    'INSERT INTO run_issue (run, code, severity, subject, detail, url, line, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    run,
    issue.code,
    issue.severity,
    issue.subject,
    issue.detail.slice(0, 2000),
    issue.url,
    issue.line,
    issue.owner,
  );
}
