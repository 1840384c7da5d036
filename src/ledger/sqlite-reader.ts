import type { Assertion } from '../domain/assertion.js';
import type { AuditEntry, AuditQuery } from '../domain/audit.js';
import type { InternalError } from '../domain/errors.js';
import type { FieldChange, HarvestIssue, HarvestRun, RunItem } from '../domain/harvest.js';
import type { Installation } from '../domain/installation.js';
import type { LinkCheck } from '../domain/link-check.js';
import type { LanguageMap } from '../domain/language.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type {
  Admission,
  AdmissionReason,
  Change,
  DescriptionCopy,
  ProbableDuplicate,
  PublishedRecord,
  RecordHead,
  RecordLog,
  RecordName,
  ToldChange,
  Version,
  VersionBody,
  VersionFacts,
} from '../domain/record.js';
import type { Round } from '../domain/round.js';
import type { Station, StationState } from '../domain/station.js';
import type {
  Deed,
  DescriptionState,
  KeptReportEntry,
  LedgerReader,
  ListedRecord,
  ListingQuery,
  Lookup,
  RunDocument,
  RunEnd,
  Snapshot,
  StagedDocument,
  StagedHead,
  StationKeyKind,
  StationMemory,
  StationStatus,
  TermProperty,
  ToldRange,
} from '../ports/ledger.js';
import { readAudit } from './audit-book.js';
import { isMember } from './change-log.js';
import { probableDuplicates } from './identity.js';
import type { ValidationReport } from '../domain/validation.js';
import type { StagedMeta } from './staging.js';
import { readLinkCheckPage, readLinkChecks } from './link-book.js';
import { countListing, readListed, readListing, readTermValues } from './listing.js';
import { headColumns, headJoins, headOf } from './record-rows.js';
import { readCopies, readFacts, readHistory, readVersionFacts } from './record-history.js';
import { RowLookup } from './row-lookup.js';
import { resolutionOf } from './run-book.js';
import { readStationKey } from './station-keys.js';
import { assertionsAt, firstToldAt, publishedAmong, recordsAsOf, told, toldAt, toldCount } from './told-entries.js';
import { presentReport } from './stored-report.js';
import { json, openReader, textOrNull, unpack, type Connection, type Row } from './database.js';

interface Filter {
  readonly station?: string;
  readonly modifiedSince?: string;
}

/** A version whose content is gone is on no page any more, of whatever moment. */
const isWhole = `NOT EXISTS (SELECT 1 FROM version g INDEXED BY version_gap WHERE g.id = p.version AND g.gap IS NOT NULL)`;
const asOfWhere = `${isWhole} AND p.from_seq <= @asOf AND (p.to_seq IS NULL OR p.to_seq > @asOf) AND (@station IS NULL OR p.station = @station) AND (@since IS NULL OR p.at >= @since)`;

/** Reads of the ledger through an own read-only connection; each call sees one consistent state. */
export class SqliteLedgerReader implements LedgerReader {
  private constructor(private readonly connection: Connection) {}

  /** @param onFault hears of trouble with disk or file */
  static open(dataDir: string, onFault?: (fault: InternalError) => void): SqliteLedgerReader {
    return new SqliteLedgerReader(openReader(dataDir, onFault));
  }

  close(): void {
    this.connection.db.close();
  }

  snapshot(): Snapshot {
    const row = this.connection.get('SELECT (SELECT MAX(n) FROM epoch) AS epoch, (SELECT COALESCE(MAX(seq), 0) FROM log) AS seq');
    return { epoch: Number(row?.['epoch'] ?? 1), seq: Number(row?.['seq'] ?? 0) };
  }

  restoredAt(): string | null {
    const row = this.connection.get('SELECT n, started_at FROM epoch ORDER BY n DESC LIMIT 1');
    return row === undefined || Number(row['n']) === 1 ? null : String(row['started_at']);
  }

  lastLoggedAt(): string | null {
    return textOrNull(this.connection.get('SELECT time FROM log ORDER BY seq DESC LIMIT 1')?.['time']);
  }

  dataVersion(): number {
    return this.connection.db.pragma('data_version', { simple: true }) as number;
  }

  changesAfter(seq: number, limit: number): Change[] {
    return this.connection.all('SELECT seq, kind, op, id, version, cause, time FROM log WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit) as unknown as Change[];
  }

  head(idOrIri: string): RecordHead | undefined {
    const row =
      this.connection.get(
        `SELECT ${headColumns} FROM ${headJoins} WHERE r.id = (SELECT a.record FROM alias a JOIN record o ON o.iri = a.iri WHERE o.id = ?)`,
        idOrIri,
      ) ??
      this.connection.get(`SELECT ${headColumns} FROM ${headJoins} WHERE r.id = ?`, idOrIri) ??
      this.connection.get(`SELECT ${headColumns} FROM ${headJoins} WHERE r.id = (SELECT record FROM alias WHERE iri = ?)`, idOrIri) ??
      this.connection.get(`SELECT ${headColumns} FROM ${headJoins} WHERE r.iri = ?`, idOrIri);
    return row === undefined ? undefined : headOf(row);
  }

  published(id: string): PublishedRecord | undefined {
    const row = this.connection.get(
      `SELECT ${headColumns}, v.body, v.canonical_hash FROM ${headJoins} WHERE r.id = ? AND r.state IN ('current', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM alias a WHERE a.iri = r.iri)`,
      id,
    );
    return row === undefined ? undefined : publishedOf(row);
  }

  publishedPage(asOf: number, afterId: string, limit: number, filter: Filter = {}): PublishedRecord[] {
    return this.connection
      .all(
        `SELECT ${headColumns}, v.body, v.canonical_hash, v.id AS version
         FROM publication p JOIN record r ON r.id = p.record JOIN version v ON v.id = p.version LEFT JOIN description d ON d.record = r.id AND d.station = r.station AND d.subject = r.iri
         WHERE p.record > @after AND ${asOfWhere} AND r.state <> 'withheld' ORDER BY p.record LIMIT @limit`,
        { after: afterId, limit, ...parameters(asOf, filter) },
      )
      .map(publishedOf);
  }

  /** Times of the log never go back, so that it can be halved until the entry is found. */
  seqAt(instant: string): number {
    let [low, high] = [0, this.snapshot().seq];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const row = this.connection.get('SELECT seq, time FROM log WHERE seq <= ? ORDER BY seq DESC LIMIT 1', middle);
      if (row === undefined || String(row['time']) <= instant) low = middle;
      else high = Number(row['seq']) - 1;
    }
    return low;
  }

  firstToldAt(range: ToldRange): string | null {
    return firstToldAt(this.connection, range, (instant) => this.seqAt(instant));
  }

  toldCount(range: ToldRange, most: number): number {
    return toldCount(this.connection, range, (instant) => this.seqAt(instant), most);
  }

  told(range: ToldRange, afterTime: string, limit: number): ToldChange[] {
    return told(this.connection, range, (instant) => this.seqAt(instant), { afterTime, limit });
  }

  toldAt(seq: number): ToldChange | 'gone' | undefined {
    return toldAt(this.connection, seq);
  }

  recordsAsOf(asOf: number, afterId: string, limit: number): PublishedRecord[] {
    return recordsAsOf(this.connection, asOf, afterId, limit);
  }

  publishedAmong(iris: readonly string[], seq: number): RecordName[] {
    return publishedAmong(this.connection, iris, seq);
  }

  publishedCount(asOf: number, filter: Filter = {}): number {
    return Number(
      this.connection.get(
        `SELECT COUNT(*) AS n FROM publication p JOIN record r ON r.id = p.record WHERE ${asOfWhere} AND r.state <> 'withheld'`,
        parameters(asOf, filter),
      )?.['n'] ?? 0,
    );
  }

  publishedIds(asOf: number, filter: Filter = {}): string[] {
    return this.connection
      .all(
        `SELECT p.record AS id FROM publication p JOIN record r ON r.id = p.record WHERE ${asOfWhere} AND r.state <> 'withheld' ORDER BY p.record`,
        parameters(asOf, filter),
      )
      .map((row) => String(row['id']));
  }

  listing(query: ListingQuery, limit: number): ListedRecord[] {
    return readListing(this.connection, query, limit);
  }

  listingCount(query: Omit<ListingQuery, 'after'>): number {
    return countListing(this.connection, query);
  }

  listed(id: string, asOf: number): ListedRecord | undefined {
    return readListed(this.connection, id, asOf);
  }

  contents(ids: readonly string[], asOf: number): Map<string, PublishedRecord> {
    const rows = this.connection.all(
      `SELECT ${headColumns}, v.body, v.canonical_hash, v.id AS version, json_extract(v.meta, '$.title') AS title_then, p.station AS station_then,
         (SELECT time FROM log l WHERE l.kind = 'record' AND l.op <> 'observed' AND l.id = r.id AND l.seq <= MAX(@asOf, p.from_seq) ORDER BY l.seq DESC LIMIT 1) AS changed_then
       FROM publication p JOIN record r ON r.id = p.record JOIN version v ON v.id = p.version LEFT JOIN description d ON d.record = r.id AND d.station = r.station AND d.subject = r.iri
       WHERE p.record IN (SELECT value FROM json_each(@ids)) AND ${isWhole} AND r.state <> 'withheld'
         AND ((p.from_seq <= @asOf AND (p.to_seq IS NULL OR p.to_seq > @asOf)) OR p.to_seq IS NULL)
       ORDER BY p.record, p.from_seq DESC`,
      { ids: JSON.stringify(ids), asOf },
    );
    // The one of then comes last, and so stands, where it is still whole.
    return new Map(rows.map((row) => [String(row['id']), asOfThen(row)]));
  }

  members(station: string): { records: Pick<RecordHead, 'id' | 'kind'>[]; issuedAt: string; changedAt: string } | null {
    const dates = this.connection.get(
      'SELECT MIN(published_at) AS issued, MAX(last_changed_at) AS changed FROM record WHERE station = ? AND published_at IS NOT NULL',
      station,
    );
    if (dates?.['issued'] == null) return null;
    const records = this.connection.all("SELECT id, kind FROM record WHERE station = ? AND state = 'current' ORDER BY id", station);
    return { records: records as unknown as Pick<RecordHead, 'id' | 'kind'>[], issuedAt: String(dates['issued']), changedAt: String(dates['changed']) };
  }

  currentPart(offset: number, limit: number): { id: string; changedAt: string }[] {
    return this.connection.all(
      "SELECT id, last_changed_at AS changedAt FROM record WHERE state = 'current' ORDER BY id LIMIT ? OFFSET ?",
      limit,
      offset,
    ) as unknown as { id: string; changedAt: string }[];
  }

  publishingStations(): string[] {
    return this.connection
      .all('SELECT id FROM station s WHERE EXISTS (SELECT 1 FROM record r WHERE r.station = s.id AND r.published_at IS NOT NULL) ORDER BY id')
      .map((row) => String(row['id']));
  }

  termValues(property: TermProperty): string[] {
    return readTermValues(this.connection, property);
  }

  tokenSecret(): string {
    return String(this.connection.get("SELECT value FROM meta WHERE key = 'token_secret'")?.['value'] ?? '');
  }

  firstEntryAt(): string | null {
    return textOrNull(this.connection.get('SELECT time FROM log ORDER BY seq LIMIT 1')?.['time']);
  }

  withdrawnPage(afterId: string, limit: number): PublishedRecord[] {
    return this.connection
      .all(
        `SELECT ${headColumns}, v.body, v.canonical_hash FROM ${headJoins} WHERE r.state = 'withdrawn' AND r.id > ? AND NOT EXISTS (SELECT 1 FROM alias a WHERE a.iri = r.iri) ORDER BY r.id LIMIT ?`,
        afterId,
        limit,
      )
      .map(publishedOf);
  }

  lastReceived(id: string): VersionBody | undefined {
    const row = this.connection.get(`${versionQuery} WHERE v.record = ? ORDER BY v.n DESC LIMIT 1`, id);
    return row === undefined ? undefined : versionBodyOf(row);
  }

  previousBody(station: string, subject: string): string | undefined {
    const row = this.connection.get(
      'SELECT v.body, v.canonical_hash FROM description d JOIN version v ON v.id = d.version WHERE d.station = ? AND d.subject = ? AND v.gap IS NULL',
      station,
      subject,
    );
    return row === undefined ? undefined : unpack(row['body'] as Buffer, String(row['canonical_hash']));
  }

  versions(id: string): Version[] {
    return this.connection.all(`${versionQuery} WHERE v.record = ? AND p.record IS NOT NULL ORDER BY v.n DESC`, id).map(versionOf);
  }

  version(id: string, n: number): VersionBody | undefined {
    const row = this.connection.get(`${versionQuery} WHERE v.record = ? AND v.n = ?`, id, n);
    return row === undefined ? undefined : versionBodyOf(row);
  }

  history(id: string): RecordLog {
    return readHistory(this.connection, id);
  }

  versionFacts(id: string, limit: number): VersionFacts[] {
    return readVersionFacts(this.connection, id, limit);
  }

  factsOf(id: string, n: number): VersionFacts | undefined {
    return readFacts(this.connection, id, n);
  }

  copies(id: string): DescriptionCopy[] {
    return readCopies(this.connection, id);
  }

  stations(): StationStatus[] {
    return this.connection.all('SELECT * FROM station ORDER BY id').map((row) => this.statusOf(row));
  }

  station(id: string): StationStatus | undefined {
    const row = this.connection.get('SELECT * FROM station WHERE id = ?', id);
    return row === undefined ? undefined : this.statusOf(row);
  }

  private statusOf(row: Row): StationStatus {
    const id = String(row['id']);
    const counts = this.connection.get("SELECT COUNT(*) FILTER (WHERE state = 'current') AS datasets FROM record WHERE station = ?", id);
    const held = this.connection.get('SELECT COUNT(*) AS n FROM description WHERE station = ? AND held_reasons IS NOT NULL AND present = 1', id);
    const success = this.connection.get(
      "SELECT MAX(ended_at) AS at, COALESCE(MAX(id), 0) AS id FROM run WHERE station = ? AND outcome = 'complete' AND dry = 0 AND trigger NOT IN ('revert', 'replay', 'removal')",
      id,
    );
    const failing = this.connection.get(
      "SELECT MIN(started_at) AS at FROM run WHERE station = ? AND id > ? AND dry = 0 AND outcome IN ('failed', 'partial', 'interrupted')",
      id,
      success?.['id'] ?? 0,
    );
    return {
      station: json<Station>(row['declaration']),
      state: String(row['state']) as StationState,
      datasets: Number(counts?.['datasets'] ?? 0),
      held: Number(held?.['n'] ?? 0),
      lastRun: this.runs(id, 1)[0] ?? null,
      lastSuccessAt: textOrNull(success?.['at']),
      failingSince: textOrNull(failing?.['at']),
    };
  }

  runs(station: string, limit: number, withDry = false): HarvestRun[] {
    return this.connection.all('SELECT * FROM run WHERE station = ? AND dry <= ? ORDER BY id DESC LIMIT ?', station, withDry ? 1 : 0, limit).map(runOf);
  }

  run(id: number): HarvestRun | undefined {
    const row = this.connection.get('SELECT * FROM run WHERE id = ?', id);
    return row === undefined ? undefined : runOf(row);
  }

  audit(query: AuditQuery): AuditEntry[] {
    return readAudit(this.connection, query);
  }

  rounds(limit: number): Round[] {
    return this.connection.all('SELECT * FROM round ORDER BY id DESC LIMIT ?', limit).map((row) => ({
      id: Number(row['id']),
      seq: row['seq'] == null ? null : Number(row['seq']),
      startedAt: String(row['started_at']),
      endsBy: String(row['ends_by']),
      endedAt: textOrNull(row['ended_at']),
      stations: json<Round['stations']>(row['stations']),
    }));
  }

  runIssues(run: number, limit: number): HarvestIssue[] {
    return this.connection.all(
      "SELECT code, severity, subject, detail, url, line, owner FROM run_issue WHERE run = ? ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, id LIMIT ?",
      run,
      limit,
    ) as unknown as HarvestIssue[];
  }

  issueCounts(run: number): Record<HarvestIssue['severity'], number> {
    const rows = this.connection.all('SELECT severity, COUNT(*) AS n FROM run_issue WHERE run = ? GROUP BY severity', run);
    return { error: 0, warning: 0, info: 0, ...Object.fromEntries(rows.map((row) => [String(row['severity']), Number(row['n'])])) };
  }

  runItems(run: number, limit: number): RunItem[] {
    return this.connection
      .all('SELECT subject, record AS recordId, title, outcome, reason, changes FROM run_item WHERE run = ? ORDER BY outcome, subject LIMIT ?', run, limit)
      .map((row) => ({
        ...row,
        title: json<LanguageMap>(row['title']),
        changes: row['changes'] === null ? [] : json<FieldChange[]>(row['changes']),
      })) as unknown as RunItem[];
  }

  heldRecords(station: string): { subject: string; title: LanguageMap; reasons: AdmissionReason[]; since: string }[] {
    return this.connection
      .all(
        'SELECT d.subject, d.held_since, d.held_reasons, r.title FROM description d JOIN record r ON r.id = d.record WHERE d.station = ? AND d.held_reasons IS NOT NULL AND d.present = 1 ORDER BY d.subject',
        station,
      )
      .map((row) => ({
        subject: String(row['subject']),
        title: json<LanguageMap>(row['title']),
        reasons: json<AdmissionReason[]>(row['held_reasons']),
        since: String(row['held_since']),
      }));
  }

  descriptionsOf(station: string): Lookup<DescriptionState> {
    const select = 'SELECT d.*, r.station AS primary_station FROM description d JOIN record r ON r.id = d.record WHERE d.station = ?';
    return new RowLookup(this.connection, { select, key: 'd.subject', order: 'd.subject' }, station, (row) => ({
      subject: String(row['subject']),
      record: String(row['record']),
      canonicalHash: String(row['canonical_hash']),
      present: row['present'] === 1,
      held: row['held_reasons'] !== null,
      admitted: row['admitted_version'] !== null,
      primary: row['primary_station'] === station,
      missingRuns: Number(row['missing_runs']),
      missingSince: textOrNull(row['missing_since']),
    }));
  }

  staged(run: number): Lookup<StagedHead> {
    const select = 'SELECT subject, canonical_hash, body IS NOT NULL AS changed, meta FROM staged WHERE run = ?';
    return new RowLookup(this.connection, { select, key: 'subject', order: 'subject' }, run, (row) => {
      const meta = row['meta'] === null ? null : json<StagedMeta>(row['meta']);
      return {
        subject: String(row['subject']),
        changed: row['changed'] === 1,
        canonicalHash: String(row['canonical_hash']),
        admission: meta?.admission ?? null,
        title: meta?.title ?? {},
        violations: meta?.violations ?? 0,
        warnings: meta?.warnings ?? 0,
        losesMandatory: meta?.losesMandatory ?? false,
      };
    });
  }

  stagedBody(run: number, subject: string): string | undefined {
    const row = this.connection.get('SELECT body, canonical_hash FROM staged WHERE run = ? AND subject = ?', run, subject);
    return row?.['body'] == null ? undefined : unpack(row['body'] as Buffer, String(row['canonical_hash']));
  }

  planned(run: number): Lookup<Deed> {
    const select = 'SELECT deed FROM planned_deed WHERE run = ?';
    return new RowLookup(this.connection, { select, key: 'subject', order: 'subject' }, run, (row) => json<Deed>(row['deed']));
  }

  plannedCount(run: number): number {
    return Number(this.connection.get('SELECT COUNT(*) AS n FROM planned_deed WHERE run = ?', run)?.['n'] ?? 0);
  }

  changedBy(run: number): string[] {
    return this.connection
      .all("SELECT DISTINCT id FROM log WHERE run = ? AND kind = 'record' AND op <> 'observed' ORDER BY id", run)
      .map((row) => String(row['id']));
  }

  previousReport(station: string, subject: string): ValidationReport | undefined {
    const row = this.connection.get(
      'SELECT v.report FROM description d JOIN version v ON v.id = d.version WHERE d.station = ? AND d.subject = ?',
      station,
      subject,
    );
    return row?.['report'] == null ? undefined : presentReport(json(unpack(row['report'] as Buffer)));
  }

  qualityOf(station: string, subject: string): { violations: number; warnings: number } | undefined {
    const row = this.connection.get(
      'SELECT v.meta FROM description d JOIN version v ON v.id = d.version WHERE d.station = ? AND d.subject = ? AND d.present = 1',
      station,
      subject,
    );
    if (row === undefined) return undefined;
    const { violations, warnings } = json<Partial<StagedMeta>>(row['meta']);
    return { violations: violations ?? 0, warnings: warnings ?? 0 };
  }

  recentWithdrawals(station: string, since: string): number {
    return Number(
      this.connection.get(
        `SELECT COUNT(DISTINCT l.id) AS n FROM log l JOIN record r ON r.id = l.id LEFT JOIN run u ON u.id = l.run
         WHERE l.kind = 'record' AND l.op = 'withdrawn' AND l.station = ? AND l.time >= ? AND l.cause LIKE 'source-%' AND r.state = 'withdrawn' AND u.trigger IS NOT 'release'`,
        station,
        since,
      )?.['n'] ?? 0,
    );
  }

  documents(station: string): Lookup<StagedDocument> {
    return new RowLookup(this.connection, { select: 'SELECT * FROM document WHERE station = ?', key: 'url', order: 'rowid' }, station, documentOf);
  }

  stagedDocuments(run: number): Lookup<StagedDocument> {
    const select = 'SELECT * FROM staged_document WHERE forgotten = 0 AND run = ?';
    return new RowLookup(this.connection, { select, key: 'url', order: 'rowid' }, run, documentOf);
  }

  runBookmark(run: number): string | null {
    return textOrNull(this.connection.get('SELECT bookmark FROM run WHERE id = ?', run)?.['bookmark']);
  }

  runsWithDocuments(): { id: number; startedAt: string }[] {
    return this.connection
      .all('SELECT id, started_at FROM run WHERE ended_at IS NOT NULL AND EXISTS (SELECT 1 FROM run_document d WHERE d.run = run.id) ORDER BY id')
      .map((row) => ({ id: Number(row['id']), startedAt: String(row['started_at']) }));
  }

  referencedBytes(): Set<string> {
    const rows = this.connection.all(
      `SELECT body_hash AS hash FROM document UNION SELECT body_hash FROM run_document UNION SELECT body_hash FROM staged_document
       UNION SELECT blob_hash FROM kept_report UNION SELECT json_extract(meta, '$.hash') FROM installation`,
    );
    return new Set(rows.map((row) => String(row['hash'])));
  }

  runDocuments(run: number): RunDocument[] {
    return this.connection.all('SELECT * FROM run_document WHERE run = ? AND kept_only = 0 ORDER BY rowid', run).map((row) => ({
      url: String(row['url']),
      baseIri: String(row['base_iri']),
      mediaType: String(row['media_type']),
      retrievedAt: String(row['retrieved_at']),
      bodyHash: String(row['body_hash']),
    }));
  }

  stationMemory(station: string): StationMemory {
    const row = this.connection.get('SELECT bookmark, full_walk_at, failures, not_before FROM station_memory WHERE station = ?', station);
    return {
      bookmark: textOrNull(row?.['bookmark']),
      fullWalkAt: textOrNull(row?.['full_walk_at']),
      failures: Number(row?.['failures'] ?? 0),
      notBefore: textOrNull(row?.['not_before']),
    };
  }

  stationKeyHash(station: string, kind: StationKeyKind): string | null {
    return readStationKey(this.connection, station, kind);
  }

  confirmable(station: string, afterIri: string, limit: number): string[] {
    return this.connection
      .all("SELECT iri FROM record WHERE station = ? AND state IN ('current', 'onboarding') AND iri > ? ORDER BY iri LIMIT ?", station, afterIri, limit)
      .map((row) => String(row['iri']));
  }

  mergedInto(idOrIri: string): string | undefined {
    const row = this.connection.get('SELECT a.record FROM alias a WHERE a.iri = ? OR a.iri = (SELECT iri FROM record WHERE id = ?) LIMIT 1', idOrIri, idOrIri);
    return row === undefined ? undefined : String(row['record']);
  }

  probableDuplicates(limit: number): ProbableDuplicate[] {
    return probableDuplicates(this.connection, limit);
  }

  iriOf(id: string): string | undefined {
    const row = this.connection.get('SELECT iri FROM record WHERE id = ?', id);
    return row === undefined ? undefined : String(row['iri']);
  }

  backups(): { path: string; madeAt: string }[] {
    return this.connection
      .all('SELECT path, made_at FROM backup ORDER BY made_at')
      .map((row) => ({ path: String(row['path']), madeAt: String(row['made_at']) }));
  }

  keptSince(): number {
    return Number(this.connection.get("SELECT value FROM meta WHERE key = 'versions_kept_since'")?.['value'] ?? 0);
  }

  expiredBefore(run: number): number {
    const row = this.connection.get(
      `WITH done AS (SELECT id, MIN(seq) AS first, MAX(seq) AS last FROM log WHERE run = ? AND kind = 'record' AND op <> 'observed' GROUP BY id)
       SELECT COUNT(*) AS n FROM done d JOIN publication p ON p.record = d.id AND p.from_seq < d.first AND (p.to_seq IS NULL OR p.to_seq >= d.first)
         JOIN version v ON v.id = p.version
       WHERE json_extract(v.gap, '$.kind') = 'expired' AND NOT EXISTS (SELECT 1 FROM log l WHERE l.id = d.id AND l.seq > d.last AND l.op <> 'observed')`,
      run,
    );
    return Number(row?.['n'] ?? 0);
  }

  isRedacted(hash: string): boolean {
    return this.connection.get('SELECT 1 FROM redacted_bytes WHERE hash = ?', hash) !== undefined;
  }

  membersOf(seriesIri: string): string[] {
    return this.connection
      .all(`SELECT r.id FROM record r WHERE r.state = 'current' AND ${isMember} ORDER BY r.id`, seriesIri, seriesIri)
      .map((row) => String(row['id']));
  }

  catalogue(): CatalogueDescription | undefined {
    const row = this.connection.get("SELECT value FROM meta WHERE key = 'catalogue'");
    return row === undefined ? undefined : json<CatalogueDescription>(row['value']);
  }

  assertions(): Assertion[] {
    return this.connection.all('SELECT body FROM assertion ORDER BY iri').map((row) => json<Assertion>(row['body']));
  }

  assertionsAt(subject: string, seq: number): Assertion[] {
    return assertionsAt(this.connection, subject, seq);
  }

  /** None in a ledger that has not been migrated yet. */
  installations(): Installation[] {
    if (this.connection.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'installation'") === undefined) return [];
    return this.connection.all('SELECT meta FROM installation WHERE removed_at IS NULL ORDER BY n').map((row) => json(row['meta']));
  }

  linkChecks(urls: readonly string[]): LinkCheck[] {
    return readLinkChecks(this.connection, urls);
  }

  linkCheckPage(afterUrl: string, limit: number): LinkCheck[] {
    return readLinkCheckPage(this.connection, afterUrl, limit);
  }

  keptReport(keyHash: string): KeptReportEntry | undefined {
    const row = this.connection.get('SELECT * FROM kept_report WHERE key_hash = ?', keyHash);
    return row === undefined ? undefined : keptReportOf(row);
  }

  expiredReports(now: string): KeptReportEntry[] {
    return this.connection.all('SELECT * FROM kept_report WHERE expires_at <= ? ORDER BY expires_at LIMIT 10000', now).map(keptReportOf);
  }

  totals(): { current: number; withdrawn: number; held: number; stations: number } {
    const row = this.connection.get(
      "SELECT COUNT(*) FILTER (WHERE state = 'current') AS current, COUNT(*) FILTER (WHERE state = 'withdrawn') AS withdrawn, COUNT(*) FILTER (WHERE state = 'held' AND EXISTS (SELECT 1 FROM description d WHERE d.record = record.id AND d.present = 1)) AS held, (SELECT COUNT(*) FROM station WHERE state <> 'retired') AS stations FROM record",
    );
    return {
      current: Number(row?.['current'] ?? 0),
      withdrawn: Number(row?.['withdrawn'] ?? 0),
      held: Number(row?.['held'] ?? 0),
      stations: Number(row?.['stations'] ?? 0),
    };
  }
}

function documentOf(row: Row): StagedDocument {
  return {
    url: String(row['url']),
    etag: textOrNull(row['etag']),
    lastModified: textOrNull(row['last_modified']),
    bodyHash: String(row['body_hash']),
    memo: json<unknown>(row['memo']),
    subjects: json<string[]>(row['subjects']),
    baseIri: textOrNull(row['base_iri']) ?? String(row['url']),
    mediaType: textOrNull(row['media_type']) ?? '',
    retrievedAt: textOrNull(row['retrieved_at']) ?? '',
  };
}

const versionQuery = `SELECT v.*, p.from_seq, p.to_seq, p.at AS published_at FROM version v LEFT JOIN publication p ON p.version = v.id AND p.from_seq = (SELECT MAX(from_seq) FROM publication WHERE version = v.id)`;

function parameters(asOf: number, filter: Filter): Record<string, unknown> {
  return { asOf, station: filter.station ?? null, since: filter.modifiedSince ?? null };
}

function keptReportOf(row: Row): KeptReportEntry {
  return { keyHash: String(row['key_hash']), blobHash: String(row['blob_hash']), createdAt: String(row['created_at']), expiresAt: String(row['expires_at']) };
}

function publishedOf(row: Row): PublishedRecord {
  return { head: headOf(row), body: unpack(row['body'] as Buffer, String(row['canonical_hash'])), versionId: Number(row['version']) };
}

function asOfThen(row: Row): PublishedRecord {
  const { head, ...rest } = publishedOf(row);
  const title = textOrNull(row['title_then']);
  const then = { state: 'current', station: String(row['station_then']), lastChangedAt: String(row['changed_then']) } as const;
  return { ...rest, head: { ...head, ...then, title: title === null ? head.title : json<LanguageMap>(title) } };
}

function versionOf(row: Row): Version {
  const { admission } = json<{ admission: Admission }>(row['meta']);
  return {
    id: Number(row['id']),
    record: String(row['record']),
    station: String(row['station']),
    n: Number(row['n']),
    receivedAt: String(row['received_at']),
    run: Number(row['run']),
    receivedHash: String(row['received_hash']),
    canonicalHash: String(row['canonical_hash']),
    pipeline: String(row['pipeline']),
    profile: admission.profile,
    admission,
    gap: row['gap'] == null ? null : json(row['gap']),
    published:
      row['from_seq'] === null
        ? null
        : { fromSeq: Number(row['from_seq']), toSeq: row['to_seq'] === null ? null : Number(row['to_seq']), at: String(row['published_at']) },
  };
}

function versionBodyOf(row: Row): VersionBody {
  return {
    ...versionOf(row),
    body: row['gap'] == null ? unpack(row['body'] as Buffer, String(row['canonical_hash'])) : '',
    report: row['report'] === null ? null : presentReport(json(unpack(row['report'] as Buffer))),
  };
}

export function runOf(row: Row): HarvestRun {
  return {
    id: Number(row['id']),
    station: String(row['station']),
    trigger: String(row['trigger']) as HarvestRun['trigger'],
    startedAt: String(row['started_at']),
    endedAt: textOrNull(row['ended_at']),
    phase: String(row['phase']) as HarvestRun['phase'],
    outcome: textOrNull(row['outcome']) as HarvestRun['outcome'],
    counts: json(row['counts']),
    stages: json(row['stages']),
    progress: row['progress'] === null ? { done: 0, expected: null } : json(row['progress']),
    walk: textOrNull(row['walk']) as HarvestRun['walk'],
    dry: row['dry'] === 1,
    by: textOrNull(row['by']),
    of: row['of_run'] === null ? null : Number(row['of_run']),
    resolved: resolutionOf(row),
    planned: json<RunEnd['plan']>(row['plan'] ?? 'null')?.counts ?? null,
    quality: row['quality'] === null ? null : json(row['quality']),
  };
}
