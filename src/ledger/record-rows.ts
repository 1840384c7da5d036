import type { AdmissionReason, RecordHead } from '../domain/record.js';
import type { LanguageMap } from '../domain/language.js';
import { json, textOrNull, type Row } from './database.js';

/** What `headOf` reads, of a record `r` with its primary description `d` and its version `v`. */
export const headColumns = `r.*, d.last_seen_at AS seen, d.source_url AS source, d.held_since, d.held_reasons, v.n AS version_n,
  (SELECT group_concat(o.station, ' ') FROM description o WHERE o.record = r.id AND o.station <> r.station AND o.present = 1) AS others`;
export const headJoins = `record r LEFT JOIN description d ON d.record = r.id AND d.station = r.station AND d.subject = r.iri LEFT JOIN version v ON v.id = r.version`;

export function headOf(row: Row): RecordHead {
  const others = textOrNull(row['others']);
  return {
    id: String(row['id']),
    iri: String(row['iri']),
    kind: String(row['kind']) as RecordHead['kind'],
    state: String(row['state']) as RecordHead['state'],
    station: String(row['station']),
    version: row['version_n'] == null ? null : Number(row['version_n']),
    firstSeenAt: String(row['first_seen_at']),
    lastSeenAt: textOrNull(row['seen']) ?? String(row['first_seen_at']),
    lastChangedAt: String(row['last_changed_at']),
    publishedAt: textOrNull(row['published_at']),
    confirmedAt: textOrNull(row['confirmed_at']),
    heldUpdate: row['held_reasons'] == null ? null : { since: String(row['held_since']), reasons: json<AdmissionReason[]>(row['held_reasons']) },
    stateReason: textOrNull(row['state_reason']),
    stateSince: textOrNull(row['state_since']),
    // What was handed in was fetched from nowhere.
    sourceUrl: textOrNull(row['source'])?.startsWith('urn:ndc:') === true ? null : textOrNull(row['source']),
    otherStations: others === null ? [] : others.split(' '),
    title: json<LanguageMap>(row['title']),
  };
}
