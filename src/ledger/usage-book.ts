import { leastTermUses, type MissedTerm, type UsageCount } from '../domain/usage.js';
import type { UsageReader, UsageSpan, UsageSum } from '../ports/usage-reader.js';
import { openReader, type Connection } from './database.js';

/** What stands for the catalogue as a whole in the place of a record. */
const whole = '';

/** Adds to the totals; not of the log, since nothing that is published changes with them. */
export function noteUsage(connection: Connection, counts: readonly UsageCount[], terms: readonly MissedTerm[]): void {
  for (const { day, record, channel, count } of counts)
    connection.run(
      'INSERT INTO usage (day, record, channel, count) VALUES (?, ?, ?, ?) ON CONFLICT (day, record, channel) DO UPDATE SET count = count + excluded.count',
      day,
      record ?? whole,
      channel,
      count,
    );
  for (const { month, term, count } of terms)
    connection.run(
      'INSERT INTO missed_term (month, term, count) VALUES (?, ?, ?) ON CONFLICT (month, term) DO UPDATE SET count = count + excluded.count',
      month,
      term,
      count,
    );
}

/** Forgets terms of months before this one that few searched for. */
export function forgetRareTerms(connection: Connection, month: string): void {
  connection.run('DELETE FROM missed_term WHERE month < ? AND count < ?', month, leastTermUses);
}

type Of = Parameters<UsageReader['sums']>[1];

/** Reads the totals over a connection of its own. */
export class SqliteUsageReader implements UsageReader {
  private constructor(private readonly connection: Connection) {}

  static open(dataDir: string): SqliteUsageReader {
    return new SqliteUsageReader(openReader(dataDir));
  }

  close(): void {
    this.connection.db.close();
  }

  sums({ from, to }: UsageSpan, { station, record }: Of, limit: number): UsageSum[] {
    return this.connection
      .all(
        `WITH used AS (
           SELECT u.record, u.channel, SUM(u.count) AS count FROM usage u JOIN record r ON r.id = u.record
           WHERE u.day BETWEEN @from AND @to AND (@record IS NULL OR u.record = @record) AND (@station IS NULL OR r.station = @station)
           GROUP BY u.record, u.channel
         ), most AS (SELECT record, SUM(count) AS total FROM used GROUP BY record ORDER BY total DESC, record LIMIT @limit)
         SELECT used.record, used.channel, used.count, r.station, r.title FROM most JOIN used USING (record) JOIN record r ON r.id = used.record
         ORDER BY most.total DESC, used.record, used.channel`,
        { from, to, station: station ?? null, record: record ?? null, limit },
      )
      .map((row) => ({
        record: String(row['record']),
        station: String(row['station']),
        title: firstTitle(String(row['title'])),
        channel: String(row['channel']) as UsageSum['channel'],
        count: Number(row['count']),
      }));
  }

  months({ from, to }: UsageSpan): ReturnType<UsageReader['months']> {
    return this.connection
      .all(
        'SELECT substr(day, 1, 7) AS month, channel, SUM(count) AS count FROM usage WHERE day BETWEEN ? AND ? GROUP BY month, channel ORDER BY month, channel',
        from,
        to,
      )
      .map((row) => ({ month: String(row['month']), channel: String(row['channel']) as UsageCount['channel'], count: Number(row['count']) }));
  }

  days({ from, to }: UsageSpan, { station, record }: Of): ReturnType<UsageReader['days']> {
    return this.connection
      .all(
        `SELECT u.day, u.channel, SUM(u.count) AS count FROM usage u LEFT JOIN record r ON r.id = u.record
         WHERE u.day BETWEEN @from AND @to AND (@record IS NULL OR u.record = @record) AND (@station IS NULL OR r.station = @station)
         GROUP BY u.day, u.channel ORDER BY u.day, u.channel`,
        { from, to, station: station ?? null, record: record ?? null },
      )
      .map((row) => ({ day: String(row['day']), channel: String(row['channel']) as UsageCount['channel'], count: Number(row['count']) }));
  }

  missedTerms({ from, to }: UsageSpan, least: number, limit: number): ReturnType<UsageReader['missedTerms']> {
    return this.connection
      .all(
        'SELECT term, SUM(count) AS count FROM missed_term WHERE month BETWEEN ? AND ? GROUP BY term HAVING SUM(count) >= ? ORDER BY SUM(count) DESC, term LIMIT ?',
        from,
        to,
        least,
        limit,
      )
      .map((row) => ({ term: String(row['term']), count: Number(row['count']) }));
  }
}

/** A title to recognise a record by in a table, in whatever language it has. */
function firstTitle(stored: string): string {
  const titles = Object.values(JSON.parse(stored) as Readonly<Record<string, readonly string[]>>).flat();
  return titles[0] ?? '';
}
