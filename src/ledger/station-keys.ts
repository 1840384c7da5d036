import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Ledger, LedgerReader, StationKeyKind } from '../ports/ledger.js';
import type { StationKeys } from '../ports/station-keys.js';
import { appendLog } from './change-log.js';
import type { Connection } from './database.js';

const columns: Readonly<Record<StationKeyKind, string>> = { token: 'token_hash', feedback: 'feedback_hash' };

/** Inside the caller's transaction; the deed stands in the log with the name of who did it, the key nowhere. */
export function writeStationKey(connection: Connection, key: { station: string; kind: StationKeyKind; hash: string; by: string }, now: Date): void {
  const { station, kind, hash, by } = key;
  const column = columns[kind];
  connection.run(
    `INSERT INTO station_memory (station, ${column}) VALUES (?, ?) ON CONFLICT (station) DO UPDATE SET ${column} = excluded.${column}`,
    station,
    hash,
  );
  appendLog(connection, { kind: 'station', op: 'updated', id: station, version: null, cause: 'operator', station, by }, now);
}

export function readStationKey(connection: Connection, station: string, kind: StationKeyKind): string | null {
  const value = connection.get(`SELECT ${columns[kind]} AS hash FROM station_memory WHERE station = ?`, station)?.['hash'];
  return typeof value === 'string' ? value : null;
}

/**
 * The secrets of stations: a token to push and confirm with, a key that opens the feedback page. Both are 256 random bits,
 * shown once; the ledger holds their SHA-256, so that who reads the data folder cannot use them.
 */
export class LedgerStationKeys implements StationKeys {
  constructor(private readonly reader: Pick<LedgerReader, 'stationKeyHash'>) {}

  tokenFits(station: string, token: string): boolean {
    return this.fits(station, 'token', token);
  }

  feedbackKeyFits(station: string, key: string): boolean {
    return this.fits(station, 'feedback', key);
  }

  has(station: string, kind: StationKeyKind): boolean {
    return this.reader.stationKeyHash(station, kind) !== null;
  }

  /** A station without a key costs the same time as a wrong key. */
  private fits(station: string, kind: StationKeyKind, shown: string): boolean {
    const hash = this.reader.stationKeyHash(station, kind);
    const expected = Buffer.from(hash ?? ''.padEnd(64, '0'), 'hex');
    const found = createHash('sha256').update(shown).digest();
    return expected.length === found.length && timingSafeEqual(expected, found) && hash !== null;
  }
}

/** Makes a new key in the place of the old one. */
export async function renewStationKey(ledger: Pick<Ledger, 'setStationKey'>, station: string, kind: StationKeyKind, by: string): Promise<string> {
  const key = `${kind === 'token' ? 'ndcs' : 'ndcf'}_${randomBytes(32).toString('base64url')}`;
  await ledger.setStationKey(station, kind, createHash('sha256').update(key).digest('hex'), by);
  return key;
}
