import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { writeBackup } from '../../src/ledger/backup.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { openReader } from '../../src/ledger/database.js';
import { ended, makeStation, openLedger, staged, startRun, temporaryFolder } from '../support/ledger.js';

export const subjectOf = (n: number): string => `https://a.example/${String(n)}`;
const dayHours = 24;
const records = 30;

/** A catalogue with a past, what it holds, and a backup of an earlier state of it. */
export interface Template {
  readonly dataDir: string;
  readonly backup: string;
  readonly now: number;
  readonly facts: Facts;
  readonly backupFacts: Facts;
}

/** Everything that a catalogue has acknowledged, to be compared. */
export interface Facts {
  readonly epoch: number;
  readonly seq: number;
  readonly log: string;
  readonly published: string;
}

/** What a ledger holds now; of the log, only what was written up to a seq. */
export function factsOf(dataDir: string, upTo = Number.MAX_SAFE_INTEGER): Facts {
  const connection = openReader(dataDir);
  try {
    const digest = (rows: unknown): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    const at = connection.get('SELECT (SELECT MAX(n) FROM epoch) AS epoch, (SELECT MAX(seq) FROM log) AS seq');
    return {
      epoch: Number(at?.['epoch']),
      seq: Number(at?.['seq']),
      log: digest(connection.all('SELECT seq, kind, op, id, version, cause, time FROM log WHERE seq <= ? ORDER BY seq', upTo)),
      published: digest(
        connection.all(
          'SELECT r.id, r.state, r.title, v.n, v.canonical_hash, hex(v.body) AS body FROM record r LEFT JOIN version v ON v.id = r.version ORDER BY r.id',
        ),
      ),
    };
  } finally {
    connection.db.close();
  }
}

/** Three versions of each of some records, months apart, every one from a document whose bytes are kept. */
export async function makeTemplate(): Promise<Template> {
  const { ledger, reader, folder, clock } = openLedger();
  await ledger.registerStations([makeStation('a')]);
  const blobs = new BlobStore(join(folder, 'blobs'));
  const backup = join(temporaryFolder(), 'earlier.tar');
  let backupFacts: Facts | undefined;
  for (const visit of [1, 2, 3]) {
    const documents = [];
    for (let n = 0; n < records; n++) {
      const text = `visit ${String(visit)} of ${String(n)}`;
      const bodyHash = createHash('sha256').update(text).digest('hex');
      await blobs.put(bodyHash, { kind: 'memory', bytes: Buffer.from(text) });
      utimesSync(blobs.pathOf(bodyHash), clock.now(), clock.now());
      const url = `${subjectOf(n)}.ttl`;
      documents.push({
        url,
        baseIri: url,
        mediaType: 'text/turtle',
        retrievedAt: '',
        etag: null,
        lastModified: null,
        bodyHash,
        memo: null,
        subjects: [subjectOf(n)],
      });
    }
    const all = Array.from({ length: records }, (_, n) => staged(subjectOf(n), `visit ${String(visit)}`));
    const run = await startRun(ledger, 'a');
    await ledger.stage(run, { records: all, documents, issues: [] });
    await ledger.publish(
      run,
      all.map(({ subject }) => ({ kind: 'publish', subject })),
    );
    await ledger.finishRun(run, ended('complete', 'replaced'));
    if (visit === 2) {
      await writeBackup(folder, backup, clock, () => undefined);
      backupFacts = factsOf(folder);
    }
    clock.add(60 * dayHours);
  }
  reader.close();
  ledger.close();
  if (backupFacts === undefined) throw new Error('no backup was made');
  return { dataDir: folder, backup, now: clock.now().getTime(), facts: factsOf(folder), backupFacts };
}
