import type { Connection, Row } from './database.js';

/** A stretch of time in which a version was published, as the log tells it. */
export interface DerivedPublication {
  readonly version: number;
  readonly fromSeq: number;
  readonly toSeq: number | null;
  readonly at: string;
  readonly station: string;
}

const entries = `SELECT id, seq, op, version, time, station FROM log WHERE kind = 'record' AND op <> 'observed'`;

/** What a record's entries of the log say was published, oldest first. An update that names the version in force is about something else than its words. */
export function derivePublications(rows: Iterable<Row>): DerivedPublication[] {
  const found: DerivedPublication[] = [];
  const close = (seq: number): void => {
    const last = found.at(-1);
    if (last?.toSeq === null) found[found.length - 1] = { ...last, toSeq: seq };
  };
  for (const row of rows) {
    const seq = Number(row['seq']);
    const isPublished = row['op'] === 'created' || row['op'] === 'updated';
    if (isPublished && found.at(-1)?.toSeq === null && found.at(-1)?.version === Number(row['version'])) continue;
    close(seq);
    if (isPublished) found.push({ version: Number(row['version']), fromSeq: seq, toSeq: null, at: String(row['time']), station: String(row['station']) });
  }
  return found;
}

export function entriesOf(connection: Connection, record: string): Row[] {
  return connection.all(`${entries} AND id = ? ORDER BY seq`, record);
}

const pageSize = 500;

/** Records whose publications are not what the log says, by id. */
export function* deviatingRecords(connection: Connection): Generator<string, void> {
  for (let after = ''; ;) {
    const page = connection.all('SELECT id FROM record WHERE id > ? ORDER BY id LIMIT ?', after, pageSize).map((row) => String(row['id']));
    for (const id of page) {
      const derived = derivePublications(entriesOf(connection, id)).map(({ version, fromSeq, toSeq }) => [version, fromSeq, toSeq]);
      const kept = connection
        .all('SELECT version, from_seq, to_seq FROM publication WHERE record = ? ORDER BY from_seq', id)
        .map((row) => [row['version'], row['from_seq'], row['to_seq']]);
      if (JSON.stringify(derived) !== JSON.stringify(kept)) yield id;
    }
    const last = page.at(-1);
    if (last === undefined) return;
    after = last;
  }
}
