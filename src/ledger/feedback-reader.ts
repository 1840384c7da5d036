import type { HarvestRun } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';
import type { AdmissionReason } from '../domain/record.js';
import type { Confirmation, FeedbackReader, ReceivedDescription } from '../ports/feedback-reader.js';
import { json, openReader, textOrNull, unpack, type Connection } from './database.js';
import { runOf } from './sqlite-reader.js';
import { presentReport } from './stored-report.js';

const maxVersions = 4;

/** What a station's curator reads of the ledger, through a read-only connection of its own. */
export class SqliteFeedbackReader implements FeedbackReader {
  private constructor(private readonly connection: Connection) {}

  static open(dataDir: string): SqliteFeedbackReader {
    return new SqliteFeedbackReader(openReader(dataDir));
  }

  close(): void {
    this.connection.db.close();
  }

  allRuns(station: string, limit: number): HarvestRun[] {
    return this.connection.all('SELECT * FROM run WHERE station = ? ORDER BY id DESC LIMIT ?', station, limit).map(runOf);
  }

  received(station: string, afterSubject: string, limit: number): ReceivedDescription[] {
    return this.connection
      .all(
        `SELECT d.subject, d.record, d.held_reasons, r.title, v.n FROM description d JOIN record r ON r.id = d.record JOIN version v ON v.id = d.version
         WHERE d.station = ? AND d.present = 1 AND d.subject > ? ORDER BY d.subject LIMIT ?`,
        station,
        afterSubject,
        limit,
      )
      .map((row) => ({
        subject: String(row['subject']),
        record: String(row['record']),
        title: json<LanguageMap>(row['title']),
        held: row['held_reasons'] === null ? null : json<AdmissionReason[]>(row['held_reasons']),
        versions: this.versions(String(row['record']), station, Number(row['n'])),
      }));
  }

  private versions(record: string, station: string, upTo: number): ReceivedDescription['versions'] {
    return this.connection
      .all(
        'SELECT n, run, received_at, report FROM version WHERE record = ? AND station = ? AND n <= ? ORDER BY n DESC LIMIT ?',
        record,
        station,
        upTo,
        maxVersions,
      )
      .map((row) => ({
        n: Number(row['n']),
        run: Number(row['run']),
        receivedAt: String(row['received_at']),
        report: row['report'] === null ? null : presentReport(json(unpack(row['report'] as Buffer))),
      }));
  }

  receivedDocuments(station: string): Map<string, string> {
    return new Map(
      this.connection
        .all('SELECT url, retrieved_at FROM document WHERE station = ?', station)
        .map((row) => [String(row['url']), row['retrieved_at'] === null ? '' : String(row['retrieved_at'])]),
    );
  }

  confirmations(station: string): Confirmation[] {
    return this.connection
      .all(
        "SELECT id, iri, title, confirmed_at, last_changed_at FROM record WHERE station = ? AND state = 'current' ORDER BY COALESCE(confirmed_at, last_changed_at), id",
        station,
      )
      .map((row) => ({
        id: String(row['id']),
        iri: String(row['iri']),
        title: json<LanguageMap>(row['title']),
        confirmedAt: textOrNull(row['confirmed_at']),
        lastChangedAt: String(row['last_changed_at']),
      }));
  }
}
