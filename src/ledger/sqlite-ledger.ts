import type { Assertion } from '../domain/assertion.js';
import type { AuditDeed } from '../domain/audit.js';
import { ConfigurationError, InternalError, RequestError } from '../domain/errors.js';
import type { EuBookmark, EuMessage, EuOutcome, EuPlan, Reconciliation } from '../domain/eu.js';
import { noCounts, type RunCounts, type RunItem, type RunStage, type RunTrigger } from '../domain/harvest.js';
import type { Installation } from '../domain/installation.js';
import type { LinkCheck } from '../domain/link-check.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { ChangeCause, RedactionOutcome } from '../domain/record.js';
import type { Round } from '../domain/round.js';
import type { Station, StationState } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { ConfirmationOutcome, Deed, ForgottenBytes, KeptReportEntry, Ledger, RunEnd, RunProgress, StagedBatch, StationKeyKind } from '../ports/ledger.js';
import type { DeliveryMessage, DeliveryNote, DeliveryStep } from '../ports/delivery-log.js';
import { noteAudit } from './audit-book.js';
import { EuLedger } from './eu-book.js';
import { appendLog, touchRecord } from './change-log.js';
import { Confirmer } from './confirmer.js';
import { json, openWriter, refuseDamaged, type Connection, type Row } from './database.js';
import { DeliveryBook } from './delivery-book.js';
import { holderIsDead } from './holder.js';
import { Identity } from './identity.js';
import { forgetLinkChecks, noteLinkChecks } from './link-book.js';
import { forgetRareTerms, noteUsage } from './usage-book.js';
import type { MissedTerm, UsageCount } from '../domain/usage.js';
import { Mender } from './mender.js';
import { Publisher } from './publisher.js';
import { redact } from './redaction.js';
import { Reverter } from './reverter.js';
import { RunBook, type RunOpening } from './run-book.js';
import { storageFault } from './storage-fault.js';
import { StationRegister } from './station-register.js';
import { Takedown } from './takedown.js';
import { writeStationKey } from './station-keys.js';
import { clearStaging, noteVisit, stageBatch } from './staging.js';
import { expireVersions } from './version-gap.js';
import { forgetChanged, forgetContents, forgetDocuments, rememberDocuments, rememberWalk } from './station-memory.js';

const maxDeeds = 50;
const maxConfirmations = 500;

/** Runs that somebody begins by name; a release is noted where it takes the staging over. */
const startActions: Partial<Readonly<Record<RunTrigger, AuditDeed['action']>>> = {
  manual: 'run.started',
  replay: 'run.replayed',
  revert: 'run.reverted',
  removal: 'station.emptied',
};

/** The ledger on SQLite. Synchronous inside, in its own thread; every method is one `BEGIN IMMEDIATE` transaction. */
export class SqliteLedger implements Ledger {
  private constructor(
    private readonly connection: Connection,
    private readonly clock: Clock,
    private readonly door: 'http' | 'command',
    private readonly onWritten: (fault: InternalError | null) => void,
  ) {}

  /**
   * @param options.door by which those come whose deeds are written here; the command line, when nothing is said
   * @param options.isChecked whether the whole file is looked through before it is used
   * @param options.onWritten hears after each transaction what disk or file had against it; null when nothing
   * @throws InternalError `ledger/...` when disk or file do not let it
   */
  static open(
    dataDir: string,
    clock: Clock,
    options: { readonly door?: 'http' | 'command'; readonly isChecked?: boolean; readonly onWritten?: (fault: InternalError | null) => void } = {},
  ): SqliteLedger {
    const connection = openWriter(dataDir);
    if (options.isChecked === true) refuseDamaged(connection);
    return new SqliteLedger(connection, clock, options.door ?? 'command', options.onWritten ?? (() => undefined));
  }

  close(): void {
    this.connection.db.close();
  }

  registerStations(stations: readonly Station[], scope: 'all' | 'additions' = 'all'): Promise<{ added: string[]; retired: string[] }> {
    return this.write(() => {
      const { added, changed, retired } = new StationRegister(this.connection, this.clock.now()).register(stations, scope);
      for (const station of added) this.audit('station.added', null, station);
      for (const station of changed) this.audit('station.changed', null, station);
      for (const station of retired) this.audit('station.retired', null, station);
      return { added, retired };
    });
  }

  setStationState(station: string, state: StationState, by: string): Promise<void> {
    return this.write(() => {
      const before = new StationRegister(this.connection, this.clock.now()).setState(station, state, by);
      if (before !== state) this.audit('station.state', by, station, { from: before, to: state });
    });
  }

  setCatalogue(catalogue: CatalogueDescription): Promise<void> {
    return this.write(() => {
      const value = JSON.stringify(catalogue);
      if (this.connection.get("SELECT value FROM meta WHERE key = 'catalogue'")?.['value'] === value) return;
      this.connection.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('catalogue', ?)", value);
      appendLog(this.connection, { kind: 'catalogue', op: 'updated', id: 'catalogue', version: null, cause: 'operator', station: null }, this.clock.now());
    });
  }

  setAssertions(assertions: readonly Assertion[]): Promise<void> {
    return this.write(() => {
      const now = this.clock.now();
      const before = new Map(this.connection.all('SELECT iri, body, subject FROM assertion').map((row) => [String(row['iri']), row]));
      for (const assertion of assertions) {
        const body = JSON.stringify(assertion);
        const known = before.get(assertion.iri);
        before.delete(assertion.iri);
        if (known?.['body'] === body) continue;
        const { seq } = appendLog(
          this.connection,
          { kind: 'assertion', op: known === undefined ? 'created' : 'updated', id: assertion.iri, version: null, cause: 'assertion', station: null },
          now,
        );
        this.keepAssertion(assertion.iri, seq);
        this.connection.run('INSERT OR REPLACE INTO assertion (iri, body, subject, from_seq) VALUES (?, ?, ?, ?)', assertion.iri, body, assertion.subject, seq);
        this.touchAsserted(assertion.subject, now);
        if (known !== undefined && known['subject'] !== assertion.subject) this.touchAsserted(String(known['subject']), now);
      }
      for (const [iri, row] of before) {
        const { seq } = appendLog(this.connection, { kind: 'assertion', op: 'withdrawn', id: iri, version: null, cause: 'assertion', station: null }, now);
        this.keepAssertion(iri, seq);
        this.connection.run('DELETE FROM assertion WHERE iri = ?', iri);
        this.touchAsserted(String(row['subject']), now);
      }
    });
  }

  /** What was asserted until now: feeds tell old entries as they were. */
  private keepAssertion(iri: string, until: number): void {
    this.connection.run(
      'INSERT INTO assertion_past (iri, body, subject, from_seq, to_seq) SELECT iri, body, subject, from_seq, ? FROM assertion WHERE iri = ?',
      until,
      iri,
    );
  }

  /** An assertion is about a record, or about a holder or publisher and so about all its records. */
  private touchAsserted(subject: string, now: Date): void {
    for (const row of this.connection.all(
      "SELECT id FROM record WHERE state = 'current' AND (iri = ? OR holder = ? OR publisher = ?)",
      subject,
      subject,
      subject,
    ))
      touchRecord(this.connection, String(row['id']), 'assertion', now);
  }

  pinBaseUrl(baseUrl: string): Promise<void> {
    return this.write(() => {
      const pinned = this.connection.get("SELECT value FROM meta WHERE key = 'base_url'")?.['value'];
      if (pinned === undefined) this.connection.run("INSERT INTO meta (key, value) VALUES ('base_url', ?)", baseUrl);
      else if (pinned !== baseUrl)
        throw new ConfigurationError(
          'ledger/base-url-pinned',
          `NDC_BASE_URL is ${baseUrl}, but this ledger publishes under ${String(pinned)}. Addresses of records are promises: set NDC_BASE_URL back, or start with a new data folder; moving a ledger to another address is not in this release.`,
        );
    });
  }

  startRun(request: RunOpening): Promise<{ run: number; resumes: number | null } | { busy: number }> {
    return this.write(() => {
      const now = this.clock.now();
      this.endLostRuns(now, request.station);
      const opened = new RunBook(this.connection, now).open(request);
      const action = request.by == null ? undefined : startActions[request.trigger];
      if (action !== undefined && 'run' in opened)
        this.audit(action, request.by ?? null, request.station, {
          run: opened.run,
          ...(request.of == null ? {} : { of: request.of }),
          ...(request.dry === true ? { dryRun: true } : {}),
        });
      return opened;
    });
  }

  heartbeat(run: number, leaseMs: number, progress: RunProgress): Promise<'held' | 'lost' | 'cancelled'> {
    return this.write(() => {
      const row = this.connection.get('SELECT stages, ended_at, cancelled_by FROM run WHERE id = ?', run);
      if (row === undefined || row['ended_at'] !== null) return 'lost';
      const now = this.clock.now();
      const stages = json<RunStage[]>(row['stages']);
      const last = stages.at(-1);
      const next =
        last?.phase === progress.phase
          ? [...stages.slice(0, -1), { ...last, detail: progress.detail }]
          : [...stages, { phase: progress.phase, startedAt: now.toISOString(), detail: progress.detail }];
      this.connection.run(
        'UPDATE run SET phase = ?, counts = ?, stages = ?, progress = ?, lease_until = ? WHERE id = ?',
        progress.phase,
        JSON.stringify(progress.counts),
        JSON.stringify(next),
        JSON.stringify({ done: progress.done, expected: progress.expected }),
        new Date(now.getTime() + leaseMs).toISOString(),
        run,
      );
      return row['cancelled_by'] === null ? 'held' : 'cancelled';
    });
  }

  cancelRun(run: number, by: string): Promise<void> {
    return this.write(() => {
      const { changes } = this.connection.run('UPDATE run SET cancelled_by = ? WHERE id = ? AND ended_at IS NULL', by, run);
      if (changes === 0) throw new RequestError('request/bad-parameter', `Run ${String(run)} is not under way.`);
      this.audit('run.cancelled', by, this.stationOf(run), { run });
    });
  }

  plan(run: number, deeds: readonly Deed[], items: readonly RunItem[]): Promise<void> {
    return this.write(() => {
      this.activeRun(run);
      new RunBook(this.connection, this.clock.now()).plan(run, deeds, items);
    });
  }

  releaseRun(run: number, held: number, by: string): Promise<RunEnd['rememberDocuments']> {
    return this.write(() => {
      const { station } = this.activeRun(run);
      const remember = new RunBook(this.connection, this.clock.now()).release(run, held, by);
      this.audit('run.released', by, station.id, { run, of: held });
      return remember;
    });
  }

  discardRun(held: number, by: string): Promise<void> {
    return this.write(() => {
      new RunBook(this.connection, this.clock.now()).discard(held, by);
      this.audit('run.discarded', by, this.stationOf(held), { run: held });
    });
  }

  revert(run: number, of: number, records: readonly string[], by: string): Promise<RunCounts> {
    return this.write(() => {
      if (records.length > maxDeeds) throw new InternalError('internal/error', `at most ${String(maxDeeds)} deeds in one transaction`);
      const { station } = this.activeRun(run);
      const reverter = new Reverter(this.connection, run, of, by, this.clock.now());
      const counts = { ...noCounts };
      for (const record of records) {
        const outcome = reverter.apply(record);
        if (outcome === 'stale' || outcome === 'missing') counts.unchanged++;
        else counts[outcome]++;
      }
      forgetContents(this.connection, station.id);
      return counts;
    });
  }

  stage(run: number, batch: StagedBatch): Promise<{ duplicates: string[] }> {
    return this.write(() => {
      this.activeRun(run);
      return { duplicates: stageBatch(this.connection, run, batch) };
    });
  }

  stageBookmark(run: number, bookmark: string): Promise<void> {
    return this.write(() => {
      this.activeRun(run);
      this.connection.run('UPDATE run SET bookmark = ? WHERE id = ?', bookmark, run);
    });
  }

  publish(run: number, deeds: readonly Deed[]): Promise<RunCounts> {
    return this.write(() => {
      if (deeds.length > maxDeeds) throw new InternalError('internal/error', `at most ${String(maxDeeds)} deeds in one transaction`);
      const { station, onboarding, cause } = this.activeRun(run);
      const publisher = new Publisher(this.connection, run, station, onboarding, this.clock.now(), cause);
      const counts = { ...noCounts };
      for (const deed of deeds) {
        const outcome = publisher.apply(deed);
        if (outcome === 'stale' || outcome === 'missing') counts.unchanged++;
        else counts[outcome]++;
      }
      return counts;
    });
  }

  finishRun(run: number, end: RunEnd): Promise<void> {
    return this.write(() => {
      const row = this.connection.get('SELECT station, stages, ended_at FROM run WHERE id = ?', run);
      if (row === undefined || row['ended_at'] !== null) return;
      const at = this.clock.now().toISOString();
      if (end.rememberDocuments === 'forgotten') forgetDocuments(this.connection, String(row['station']));
      else if (end.rememberDocuments !== 'no') {
        rememberDocuments(this.connection, run, String(row['station']), end.rememberDocuments);
        rememberWalk(this.connection, run, end.rememberDocuments === 'replaced');
      } else if (end.outcome === 'partial' || end.outcome === 'postponed') forgetChanged(this.connection, run, String(row['station']));
      if (end.outcome !== 'on-hold') clearStaging(this.connection, run);
      noteVisit(this.connection, run, end);
      const stages = [...json<RunStage[]>(row['stages']), { phase: 'done' as const, startedAt: at, detail: end.outcome }];
      this.connection.run(
        "UPDATE run SET ended_at = ?, outcome = ?, phase = 'done', counts = ?, stages = ?, walk = COALESCE(?, walk), quality = ?, plan = ?, lease_until = NULL WHERE id = ?",
        at,
        end.outcome,
        JSON.stringify(end.counts),
        JSON.stringify(stages),
        end.walk,
        end.quality === null ? null : JSON.stringify(end.quality),
        end.plan === null ? null : JSON.stringify(end.plan),
        run,
      );
    });
  }

  noteDeed({ action, by, target, detail }: AuditDeed): Promise<void> {
    return this.write(() => {
      this.audit(action, by, target, detail);
    });
  }

  noteBackup(path: string, madeAt: string, by: string): Promise<void> {
    return this.write(() => {
      this.audit('ledger.backed-up', by, null, { path });
      this.connection.run('INSERT OR REPLACE INTO backup (path, made_at) VALUES (?, ?)', path, madeAt);
    });
  }

  recover(): Promise<number[]> {
    return this.write(() => this.endLostRuns(this.clock.now()));
  }

  forgetRunDocuments(run: number): Promise<void> {
    return this.write(() => {
      this.connection.run('DELETE FROM run_document WHERE run = ?', run);
    });
  }

  expireVersions(replacedBefore: string, limit: number): Promise<number> {
    return this.write(() => expireVersions(this.connection, replacedBefore, limit, this.clock.now()));
  }

  mend({ indexes, records }: { readonly indexes: boolean; readonly records: readonly string[] }): Promise<void> {
    return this.write(() => {
      const mender = new Mender(this.connection);
      if (indexes) mender.reindex();
      for (const record of records) mender.rederive(record);
    });
  }

  forgetBytes(hashes: readonly string[]): Promise<ForgottenBytes> {
    return this.write(() => new Mender(this.connection).forgetBytes(hashes));
  }

  openRound(stations: readonly string[], endsBy: string): Promise<void> {
    return this.write(() => {
      const at = this.clock.now().toISOString();
      if (this.connection.get('SELECT id FROM round WHERE ended_at IS NULL') !== undefined) return;
      this.connection.run(
        'INSERT INTO round (started_at, ends_by, stations, seq) VALUES (?, ?, ?, (SELECT COALESCE(MAX(seq), 0) FROM log))',
        at,
        endsBy,
        JSON.stringify(Object.fromEntries(stations.map((id) => [id, 'waiting']))),
      );
    });
  }

  noteRound(id: number, stations: Round['stations'], isOver: boolean): Promise<void> {
    return this.write(() => {
      const at = isOver ? this.clock.now().toISOString() : null;
      this.connection.run(
        'UPDATE round SET stations = ?, ended_at = COALESCE(ended_at, ?) WHERE id = ? AND ended_at IS NULL',
        JSON.stringify(stations),
        at,
        id,
      );
    });
  }

  setStationKey(station: string, kind: StationKeyKind, hash: string, by: string): Promise<void> {
    return this.write(() => {
      if (this.connection.get('SELECT 1 FROM station WHERE id = ?', station) === undefined)
        throw new RequestError('request/not-found', `There is no station "${station}".`);
      writeStationKey(this.connection, { station, kind, hash, by }, this.clock.now());
      this.audit('station.key', by, station, { kind });
    });
  }

  confirm(station: string, subjects: readonly string[], by: string): Promise<ConfirmationOutcome[]> {
    return this.write(() => {
      if (subjects.length > maxConfirmations) throw new InternalError('internal/error', `at most ${String(maxConfirmations)} confirmations in one transaction`);
      const confirmer = new Confirmer(this.connection, station, by, this.clock.now());
      return subjects.map((subject) => confirmer.confirm(subject));
    });
  }

  withhold(record: string, reason: string, by: string): Promise<void> {
    return this.write(() => {
      const row = this.requireRecord(record);
      if (row['state'] === 'withheld') return;
      new Takedown(this.connection, by, this.clock.now()).withhold(row, reason);
      this.audit('record.withheld', by, record, { reason });
    });
  }

  install(installation: Installation): Promise<void> {
    return this.write(() => {
      const { kind, id, installedAt, installedBy } = installation;
      this.connection.run(
        'UPDATE installation SET removed_at = ?, removed_by = ? WHERE kind = ? AND id = ? AND removed_at IS NULL',
        installedAt,
        installedBy,
        kind,
        id,
      );
      this.connection.run(
        'INSERT INTO installation (kind, id, meta, installed_at, installed_by) VALUES (?, ?, ?, ?, ?)',
        kind,
        id,
        JSON.stringify(installation),
        installedAt,
        installedBy,
      );
      this.audit(`${kind}.installed`, installedBy, id, { version: installation.version, source: installation.source });
    });
  }

  uninstall(kind: Installation['kind'], id: string, by: string): Promise<void> {
    return this.write(() => {
      const now = this.clock.now().toISOString();
      const { changes } = this.connection.run(
        'UPDATE installation SET removed_at = ?, removed_by = ? WHERE kind = ? AND id = ? AND removed_at IS NULL',
        now,
        by,
        kind,
        id,
      );
      if (changes === 0) throw new RequestError('request/not-found', `No ${kind} "${id}" is installed by an operator.`);
      this.audit(`${kind}.removed`, by, id);
    });
  }

  keepReport({ keyHash, blobHash, createdAt, expiresAt }: KeptReportEntry): Promise<void> {
    return this.write(() => {
      this.connection.run('INSERT INTO kept_report (key_hash, blob_hash, created_at, expires_at) VALUES (?, ?, ?, ?)', keyHash, blobHash, createdAt, expiresAt);
    });
  }

  forgetReports(keyHashes: readonly string[]): Promise<void> {
    return this.write(() => {
      for (const keyHash of keyHashes) this.connection.run('DELETE FROM kept_report WHERE key_hash = ?', keyHash);
    });
  }

  noteLinkChecks(checks: readonly LinkCheck[]): Promise<void> {
    return this.write(() => {
      noteLinkChecks(this.connection, checks);
    });
  }

  forgetLinkChecks(urls: readonly string[]): Promise<void> {
    return this.write(() => {
      forgetLinkChecks(this.connection, urls);
    });
  }

  noteUsage(counts: readonly UsageCount[], terms: readonly MissedTerm[]): Promise<void> {
    return this.write(() => {
      noteUsage(this.connection, counts, terms);
      const now = this.clock.now();
      forgetRareTerms(this.connection, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7));
    });
  }

  stepDelivery(step: DeliveryStep): Promise<boolean> {
    return this.write(() => new DeliveryBook(this.connection, this.clock.now()).step(step));
  }

  claimDeliveries(delivery: string, leaseMs: number, limit: number): Promise<DeliveryMessage[]> {
    return this.write(() => new DeliveryBook(this.connection, this.clock.now()).claim(delivery, leaseMs, limit));
  }

  noteDelivery(id: string, note: DeliveryNote): Promise<void> {
    return this.write(() => {
      new DeliveryBook(this.connection, this.clock.now()).note(id, note);
    });
  }

  planEu(from: EuBookmark | null, to: EuBookmark, plans: readonly EuPlan[]): Promise<boolean> {
    return this.write(() => new EuLedger(this.connection, this.clock.now()).plan(from, to, plans));
  }

  claimEu(leaseMs: number, limit: number): Promise<EuMessage[]> {
    return this.write(() => new EuLedger(this.connection, this.clock.now()).claim(leaseMs, limit));
  }

  postponeEu(message: string, reason: string, notBefore: string | null): Promise<void> {
    return this.write(() => {
      new EuLedger(this.connection, this.clock.now()).postpone(message, reason, notBefore);
    });
  }

  concludeEu(outcome: EuOutcome): Promise<boolean> {
    return this.write(() => new EuLedger(this.connection, this.clock.now()).conclude(outcome));
  }

  setEuPaused(isPaused: boolean, by: string): Promise<void> {
    return this.write(() => {
      new EuLedger(this.connection, this.clock.now()).pause(isPaused, by);
      this.audit(isPaused ? 'eu.paused' : 'eu.resumed', by, null);
    });
  }

  noteReconciliation(reconciliation: Reconciliation): Promise<void> {
    return this.write(() => {
      new EuLedger(this.connection, this.clock.now()).reconciled(reconciliation);
      const { by, missing, surplus, different } = reconciliation;
      this.audit('eu.reconciled', by, null, { missing, surplus, different });
    });
  }

  release(record: string, by: string): Promise<void> {
    return this.write(() => {
      new Takedown(this.connection, by, this.clock.now()).release(this.requireRecord(record));
      this.audit('record.released', by, record);
    });
  }

  redact(record: string, version: number | null, reason: string, by: string): Promise<RedactionOutcome> {
    return this.write(() => {
      const outcome = redact(this.connection, record, version, reason, by, this.clock.now());
      this.audit('record.redacted', by, record, { version, reason });
      return outcome;
    });
  }

  mergeRecords(from: string, into: string, reason: string, by: string): Promise<void> {
    return this.write(() => {
      new Identity(this.connection, this.clock.now()).merge(from, into, reason, by);
      this.audit('record.merged', by, from, { into, reason });
    });
  }

  splitRecord(iri: string, by: string): Promise<string> {
    return this.write(() => {
      const record = new Identity(this.connection, this.clock.now()).split(iri, by);
      this.audit('record.split', by, record, { iri });
      return record;
    });
  }

  /** Notes that this process lives, so that a migration elsewhere waits for it. */
  alive(holder: string): Promise<void> {
    return this.write(() => {
      this.connection.run('INSERT OR REPLACE INTO process (holder, seen_at) VALUES (?, ?)', holder, this.clock.now().toISOString());
      this.connection.run('DELETE FROM process WHERE seen_at < ?', new Date(this.clock.now().getTime() - 3_600_000).toISOString());
    });
  }

  gone(holder: string): Promise<void> {
    return this.write(() => {
      this.connection.run('DELETE FROM process WHERE holder = ?', holder);
    });
  }

  private audit(action: AuditDeed['action'], by: string | null, target: string | null, detail: AuditDeed['detail'] = {}): void {
    noteAudit(this.connection, { action, by, target, detail }, this.door, this.clock.now());
  }

  private stationOf(run: number): string {
    return String(this.connection.get('SELECT station FROM run WHERE id = ?', run)?.['station']);
  }

  private requireRecord(record: string): Row {
    const row = this.connection.get('SELECT * FROM record WHERE id = ?', record);
    if (row === undefined) throw new RequestError('request/not-found', `There is no record ${record}.`);
    return row;
  }

  private activeRun(run: number): { station: Station; onboarding: boolean; cause: ChangeCause } {
    const row = this.connection.get('SELECT r.ended_at, r.trigger, s.declaration, s.state FROM run r JOIN station s ON s.id = r.station WHERE r.id = ?', run);
    if (row === undefined || row['ended_at'] !== null) throw new InternalError('internal/error', `Run ${String(run)} has ended; its lease was lost.`);
    return {
      station: json<Station>(row['declaration']),
      onboarding: row['state'] === 'onboarding',
      cause: row['trigger'] === 'replay' ? 'pipeline' : 'harvest',
    };
  }

  private endLostRuns(now: Date, station?: string): number[] {
    const at = now.toISOString();
    const active = this.connection
      .all('SELECT id, station, holder, lease_until, phase, bookmark, dry FROM run WHERE ended_at IS NULL')
      .filter((row) => station === undefined || row['station'] === station);
    const lost = active.filter((row) => String(row['lease_until']) < at || holderIsDead(String(row['holder'])));
    for (const row of lost) {
      const resumable = row['phase'] === 'gather' && row['bookmark'] !== null && row['dry'] === 0;
      if (!resumable) clearStaging(this.connection, Number(row['id']));
      this.connection.run("UPDATE run SET ended_at = ?, outcome = 'interrupted', phase = 'done', lease_until = NULL WHERE id = ?", at, row['id']);
    }
    return lost.map((row) => Number(row['id']));
  }

  private write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      try {
        const value = this.connection.db.transaction(work).immediate();
        this.onWritten(null);
        resolve(value);
      } catch (error) {
        const fault = storageFault(error);
        if (fault !== undefined) this.onWritten(fault);
        reject(fault ?? (error instanceof Error ? error : new Error(String(error))));
      }
    });
  }
}
