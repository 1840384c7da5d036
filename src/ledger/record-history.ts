import type { DescriptionCopy, LoggedChange, RecordLog, VersionFacts, VersionProvenance } from '../domain/record.js';
import { json, textOrNull, type Connection, type Row } from './database.js';
import type { StagedMeta } from './staging.js';

/** More than this is no history that anybody reads: a member of a series that changes every day, for years. */
const maxChanges = 2000;

/** A record's past, as the log and its publications tell it (R50). */
export function readHistory(connection: Connection, id: string): RecordLog {
  const changes = connection
    .all(
      `SELECT l.*, v.n, u.trigger, u.of_run FROM log l LEFT JOIN version v ON v.id = l.version LEFT JOIN run u ON u.id = l.run
       WHERE l.id = ? AND l.kind = 'record' AND l.op <> 'observed' ORDER BY l.seq DESC LIMIT ?`,
      id,
      maxChanges,
    )
    .map(changeOf)
    .reverse();
  const publications = connection
    .all('SELECT p.from_seq, p.to_seq, p.station, v.n FROM publication p JOIN version v ON v.id = p.version WHERE p.record = ? ORDER BY p.from_seq', id)
    .map((row) => ({
      n: Number(row['n']),
      station: String(row['station']),
      fromSeq: Number(row['from_seq']),
      toSeq: row['to_seq'] === null ? null : Number(row['to_seq']),
    }));
  const merged = connection
    .all('SELECT a.iri, o.id, o.state_since FROM alias a LEFT JOIN record o ON o.iri = a.iri WHERE a.record = ? ORDER BY a.iri', id)
    .map((row) => ({ iri: String(row['iri']), id: textOrNull(row['id']), at: textOrNull(row['state_since']) }));
  return { changes, publications, merged };
}

function changeOf(row: Row): LoggedChange {
  return {
    seq: Number(row['seq']),
    kind: 'record',
    op: String(row['op']) as LoggedChange['op'],
    id: String(row['id']),
    version: row['version'] === null ? null : Number(row['version']),
    cause: String(row['cause']) as LoggedChange['cause'],
    time: String(row['time']),
    n: row['n'] === null ? null : Number(row['n']),
    station: textOrNull(row['station']),
    by: textOrNull(row['by']),
    run: row['run'] === null ? null : { id: Number(row['run']), trigger: String(row['trigger']), of: row['of_run'] === null ? null : Number(row['of_run']) },
  };
}

const factColumns =
  'v.n, v.station, v.received_at, v.received_hash, v.canonical_hash, v.pipeline, v.meta, v.gap, v.run, u.trigger, u.started_at, u.ended_at, u.of_run';

/** Published versions with the runs that brought them, the latest first (REC-7). */
export function readVersionFacts(connection: Connection, id: string, limit: number): VersionFacts[] {
  return connection
    .all(
      `SELECT ${factColumns} FROM version v JOIN run u ON u.id = v.run WHERE v.record = ? AND EXISTS (SELECT 1 FROM publication p WHERE p.version = v.id)
       ORDER BY v.n DESC LIMIT ?`,
      id,
      limit,
    )
    .map(factsOf);
}

export function readFacts(connection: Connection, id: string, n: number): VersionFacts | undefined {
  const row = connection.get(`SELECT ${factColumns} FROM version v JOIN run u ON u.id = v.run WHERE v.record = ? AND v.n = ?`, id, n);
  return row === undefined ? undefined : factsOf(row);
}

/** What other stations than its origin say of a record, by station (REC-8). */
export function readCopies(connection: Connection, id: string): DescriptionCopy[] {
  return connection
    .all(
      `SELECT d.station, d.subject, d.source_url, d.last_seen_at, v.meta FROM description d JOIN record r ON r.id = d.record JOIN version v ON v.id = d.version
       JOIN station s ON s.id = d.station WHERE d.record = ? AND d.present = 1 AND (d.station <> r.station OR d.subject <> r.iri) AND d.held_reasons IS NULL
         AND s.state <> 'onboarding' ORDER BY d.station, d.subject`,
      id,
    )
    .map((row) => {
      const url = String(row['source_url']);
      return {
        station: String(row['station']),
        subject: String(row['subject']),
        url: url.startsWith('urn:ndc:') ? null : url,
        lastSeenAt: String(row['last_seen_at']),
        origins: originsOf(json(row['meta'])),
      };
    });
}

function factsOf(row: Row): VersionFacts {
  const meta = json<Partial<StagedMeta>>(row['meta']);
  return {
    n: Number(row['n']),
    station: String(row['station']),
    receivedAt: String(row['received_at']),
    receivedHash: String(row['received_hash']),
    canonicalHash: String(row['canonical_hash']),
    pipeline: String(row['pipeline']),
    provenance: provenanceOf(meta),
    origins: originsOf(meta),
    gap: row['gap'] == null ? null : json(row['gap']),
    run: {
      id: Number(row['run']),
      trigger: String(row['trigger']),
      startedAt: String(row['started_at']),
      endedAt: textOrNull(row['ended_at']),
      of: row['of_run'] === null ? null : Number(row['of_run']),
    },
  };
}

/** A version of an older release says less of itself. */
const originsOf = ({ evidence }: Partial<StagedMeta>): readonly string[] => evidence?.origins ?? [];

/** What was handed in was fetched from nowhere. */
function provenanceOf({ provenance }: Partial<StagedMeta>): VersionProvenance | null {
  if (provenance === undefined) return null;
  return provenance.url?.startsWith('urn:ndc:') === true ? { ...provenance, url: null } : provenance;
}
