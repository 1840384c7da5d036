import { checkLedger } from '../../src/ledger/check.js';
import { openReader } from '../../src/ledger/database.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { entryLines, sideGraphs } from '../../src/federation/store-graphs.js';
import { TripleStore } from '../../src/triples/triple-store.js';

const base = 'http://127.0.0.1:3000';

/** Every acknowledged version present, nothing half-published, nothing twice, the log without gaps, projections equal to the ledger. */
export async function tracesOf(dataDir: string, acknowledged: ReadonlyMap<string, ReadonlySet<string>>): Promise<string[]> {
  const faults = [...checkLedger(dataDir), ...lost(dataDir, acknowledged), ...halves(dataDir), ...doubles(dataDir)];
  return faults.length > 0 ? faults.slice(0, 5) : projectionFaults(dataDir);
}

function lost(dataDir: string, acknowledged: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const faults: string[] = [];
  const connection = openReader(dataDir);
  for (const [subject, hashes] of acknowledged) {
    for (const hash of hashes) {
      const found = connection.get(
        'SELECT v.id FROM version v JOIN record r ON r.id = v.record JOIN publication p ON p.version = v.id JOIN log l ON l.seq = p.from_seq AND l.id = r.id WHERE r.iri = ? AND v.canonical_hash = ?',
        subject,
        hash,
      );
      if (found === undefined) faults.push(`acknowledged version ${hash.slice(0, 8)} of <${subject}> is not there`);
    }
  }
  connection.db.close();
  return faults;
}

function halves(dataDir: string): string[] {
  const connection = openReader(dataDir);
  const half = connection.all(
    "SELECT r.iri FROM record r WHERE (r.state = 'current') <> EXISTS (SELECT 1 FROM log l WHERE l.id = r.id AND l.seq = (SELECT MAX(seq) FROM log WHERE id = r.id AND kind = 'record' AND op <> 'observed') AND l.op IN ('created', 'updated'))",
  );
  const orphans = connection.all(
    'SELECT v.id FROM version v WHERE NOT EXISTS (SELECT 1 FROM description d WHERE d.record = v.record) OR NOT EXISTS (SELECT 1 FROM publication p WHERE p.version = v.id)',
  );
  connection.db.close();
  return [
    ...half.map((row) => `<${String(row['iri'])}> is half-published`),
    ...orphans.map((row) => `version ${String(row['id'])} belongs to nothing published`),
  ];
}

/** The same words published twice in a row, a record created while it was there, gaps in the log, runs that never ended. */
function doubles(dataDir: string): string[] {
  const connection = openReader(dataDir);
  const again = connection.all(
    `SELECT r.iri FROM publication a JOIN publication b ON b.record = a.record AND b.from_seq = a.to_seq JOIN version v ON v.id = a.version JOIN version w ON w.id = b.version
       JOIN record r ON r.id = a.record WHERE v.canonical_hash = w.canonical_hash`,
  );
  const created = connection.all(
    `SELECT l.seq, r.iri FROM log l JOIN record r ON r.id = l.id WHERE l.kind = 'record' AND l.op = 'created'
       AND (SELECT op FROM log b WHERE b.id = l.id AND b.kind = 'record' AND b.op <> 'observed' AND b.seq < l.seq ORDER BY b.seq DESC LIMIT 1) IN ('created', 'updated')`,
  );
  const log = connection.get('SELECT COUNT(*) AS entries, MIN(seq) AS first, MAX(seq) AS last FROM log');
  const open = connection.all('SELECT record FROM publication WHERE to_seq IS NULL GROUP BY record HAVING COUNT(*) > 1');
  connection.db.close();
  const isDense = Number(log?.['last']) - Number(log?.['first']) + 1 === Number(log?.['entries']);
  return [
    ...again.map((row) => `<${String(row['iri'])}> was published twice with the same words`),
    ...created.map((row) => `<${String(row['iri'])}> was created a second time at ${String(row['seq'])}`),
    ...open.map((row) => `record ${String(row['record'])} has two versions in force`),
    ...(isDense ? [] : [`the log has ${String(log?.['entries'])} entries from ${String(log?.['first'])} to ${String(log?.['last'])}`]),
  ];
}

async function projectionFaults(dataDir: string): Promise<string[]> {
  const reader = SqliteLedgerReader.open(dataDir);
  try {
    const store = new TripleStore(reader, {
      baseUrl: base,
      maxRows: 1000,
      maxBytes: 1 << 20,
      entryOf: (head) => entryLines(head, reader, base),
      sideGraphs: () => sideGraphs(reader, base),
    });
    await store.load(() => Promise.resolve());
    return store.check();
  } finally {
    reader.close();
  }
}
