import { RequestError } from '../domain/errors.js';
import { changedProperties, type Inheritable } from '../domain/series.js';
import type { Station, StationState } from '../domain/station.js';
import { appendLog, closePublication, touchMembers } from './change-log.js';
import { json, type Connection } from './database.js';
import { forgetContents } from './station-memory.js';

/** Which stations there are and in what state, inside the caller's transaction. The file declares them; the state lives here. */
export class StationRegister {
  constructor(
    private readonly connection: Connection,
    private readonly now: Date,
  ) {}

  register(stations: readonly Station[], scope: 'all' | 'additions'): { added: string[]; changed: string[]; retired: string[] } {
    const at = this.now.toISOString();
    const known = new Map(this.connection.all('SELECT id, state, state_before, declaration FROM station').map((row) => [String(row['id']), row]));
    const [added, changed]: [string[], string[]] = [[], []];
    for (const station of stations) {
      const declaration = JSON.stringify(station);
      const before = known.get(station.id);
      known.delete(station.id);
      if (before === undefined) {
        this.connection.run(
          'INSERT INTO station (id, declaration, declared, state, created_at, updated_at) VALUES (?, ?, 1, ?, ?, ?)',
          station.id,
          declaration,
          station.declaredState,
          at,
          at,
        );
        appendLog(this.connection, { kind: 'station', op: 'created', id: station.id, version: null, cause: 'operator', station: station.id }, this.now);
        added.push(station.id);
      } else if (before['declaration'] !== declaration || before['state'] === 'retired') {
        const state = before['state'] === 'retired' ? String(before['state_before'] ?? station.declaredState) : String(before['state']);
        this.connection.run('UPDATE station SET declaration = ?, declared = 1, state = ?, updated_at = ? WHERE id = ?', declaration, state, at, station.id);
        appendLog(this.connection, { kind: 'station', op: 'updated', id: station.id, version: null, cause: 'operator', station: station.id }, this.now);
        if (state === 'live' && before['state'] === 'retired') this.publishOnboarded(station.id, 'operator');
        changed.push(station.id);
      }
    }
    const retired = scope === 'additions' ? [] : [...known].filter(([, row]) => row['state'] !== 'retired').map(([id]) => id);
    for (const id of retired) {
      this.connection.run("UPDATE station SET declared = 0, state_before = state, state = 'retired', updated_at = ? WHERE id = ?", at, id);
      appendLog(this.connection, { kind: 'station', op: 'updated', id, version: null, cause: 'operator', station: id }, this.now);
    }
    return { added, changed, retired };
  }

  /** The state before. @throws RequestError `request/not-found` */
  setState(station: string, state: StationState, by: string): StationState {
    const before = this.connection.get('SELECT state FROM station WHERE id = ?', station);
    if (before === undefined) throw new RequestError('request/not-found', `There is no station "${station}".`);
    if (before['state'] === state) return state;
    this.connection.run('UPDATE station SET state = ?, updated_at = ? WHERE id = ?', state, this.now.toISOString(), station);
    appendLog(this.connection, { kind: 'station', op: 'updated', id: station, version: null, cause: 'operator', station, by }, this.now);
    if (state === 'live') this.publishOnboarded(station, by);
    return String(before['state']) as StationState;
  }

  /**
   * A station that goes live publishes what was received meanwhile, without another harvest. What others have published
   * already is judged anew at its next harvest, since it may be the origin.
   */
  private publishOnboarded(station: string, by: string): void {
    const waiting = this.connection.all(
      `SELECT r.id, r.iri, r.kind, r.state, r.inheritable, d.admitted_version AS version FROM record r JOIN description d ON d.record = r.id AND d.station = r.station AND d.subject = r.iri
       WHERE r.station = ? AND d.present = 1 AND d.admitted_version IS NOT NULL AND (r.state = 'onboarding' OR (r.state = 'current' AND d.admitted_version <> r.version))`,
      station,
    );
    for (const row of waiting) {
      const record = String(row['id']);
      const { seq, time } = appendLog(
        this.connection,
        { kind: 'record', op: row['state'] === 'current' ? 'updated' : 'created', id: record, version: Number(row['version']), cause: 'operator', station, by },
        this.now,
      );
      closePublication(this.connection, record, seq);
      this.connection.run(
        'INSERT INTO publication (record, version, from_seq, at, station) VALUES (?, ?, ?, ?, ?)',
        record,
        row['version'],
        seq,
        time,
        station,
      );
      this.connection.run(
        "UPDATE record SET state = 'current', version = ?, published_at = COALESCE(published_at, ?), last_changed_at = ? WHERE id = ?",
        row['version'],
        time,
        time,
        record,
      );
    }
    for (const row of waiting)
      if (row['kind'] === 'series') touchMembers(this.connection, String(row['iri']), changedProperties(null, json<Inheritable>(row['inheritable'])), this.now);
    this.connection.run("UPDATE record SET state = 'held' WHERE station = ? AND state = 'onboarding'", station);
    const beside = this.connection.run(
      "UPDATE description SET canonical_hash = '' WHERE station = ? AND present = 1 AND record IN (SELECT id FROM record WHERE station <> ? AND state = 'current')",
      station,
      station,
    );
    if (beside.changes > 0) forgetContents(this.connection, station);
  }
}
