// Harvests one station again and again with the built pipeline and says on standard output what was acknowledged, until it
// is killed. NDC_BROKEN makes one of the writers that the crash test must catch.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { harvesters } from '../../dist/harvesters/index.js';
import { authorityFolder, shapesFolder } from '../../dist/src/assets.js';
import { GuardedFetcher } from '../../dist/src/fetch/guarded-fetcher.js';
import { HostLimiter } from '../../dist/src/fetch/host-limiter.js';
import { Runner } from '../../dist/src/harvest/runner.js';
import { BlobStore } from '../../dist/src/ledger/blob-store.js';
import { holderName } from '../../dist/src/ledger/holder.js';
import { SqliteLedger } from '../../dist/src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../dist/src/ledger/sqlite-reader.js';
import { HybridSpool } from '../../dist/src/ledger/sqlite-spool.js';
import { systemClock } from '../../dist/src/ports/clock.js';
import { silentLogger } from '../../dist/src/ports/logger.js';
import { ShaclEngineValidator } from '../../dist/src/validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../../dist/src/validation/shapes-library.js';
import { Connection } from '../../dist/src/ledger/database.js';

const [dataDir, stationJson] = process.argv.slice(2);
const station = JSON.parse(stationJson);
const broken = process.env.NDC_BROKEN ?? '';
const say = (message) => writeSync(1, `${JSON.stringify(message)}\n`);

const ledger = SqliteLedger.open(dataDir, systemClock);
if (broken === 'no-transaction') {
  SqliteLedger.prototype.write = async (work) => work();
  const run = Connection.prototype.run;
  Connection.prototype.run = function slowly(sql, ...values) {
    const result = run.call(this, sql, ...values);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return result;
  };
}
await ledger.recover();
await ledger.registerStations([station]);
const reader = SqliteLedgerReader.open(dataDir);

const acknowledging = new Proxy(ledger, {
  get(target, name) {
    if (name !== 'publish') return typeof target[name] === 'function' ? target[name].bind(target) : target[name];
    return async (run, deeds) => {
      const staged = new Map(
        reader.connection.all('SELECT subject, canonical_hash FROM staged WHERE run = ?', run).map((row) => [row.subject, row.canonical_hash]),
      );
      const acknowledged = deeds.filter((deed) => deed.kind === 'publish').map((deed) => [deed.subject, staged.get(deed.subject)]);
      if (broken === 'ack-before-commit') {
        say({ acknowledged });
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40);
      }
      const counts = await target.publish(run, deeds);
      if (broken === 'corrupt-blob') target.connection.run('UPDATE version SET body = zeroblob(length(body)) WHERE id = (SELECT MAX(id) FROM version)');
      if (broken !== 'ack-before-commit') say({ acknowledged });
      return counts;
    };
  },
});

const profiles = loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder });
const blobs = new BlobStore(join(dataDir, 'blobs'));
const limiter = new HostLimiter(0);
const fetchSettings = {
  userAgent: 'ndc-crash',
  connectTimeoutMs: 5000,
  headersTimeoutMs: 5000,
  bodyTimeoutMs: 5000,
  totalTimeoutMs: 20_000,
  tries: 1,
  backOffMs: 1,
  maxBackOffMs: 1,
  maxRetryAfterMs: 1,
  maxHeaderBytes: 65_536,
  maxRedirects: 5,
  oneAtATimePerProvider: true,
  robotsMaxAgeMs: 86_400_000,
  robotsForgiveMs: 86_400_000,
  maxCrawlDelayMs: 1,
  robotsFolder: join(dataDir, 'robots'),
  contactEmail: null,
  extraAuthorities: null,
  allowLoopback: true,
  connectTo: {},
  temporaryFolder: join(dataDir, 'tmp'),
  resolveSecret: () => '',
};
const runner = new Runner({
  ledger: acknowledging,
  reader,
  harvesters,
  clock: systemClock,
  logger: silentLogger,
  holder: holderName(),
  fetcherFor: (one) => new GuardedFetcher(one, fetchSettings, limiter, systemClock),
  describe: { validator: new ShaclEngineValidator(profiles), secondOpinion: null, policy: { mode: 'support', rules: [] }, ownBase: null },
  makeSpool: () => new HybridSpool(join(dataDir, `spool-${randomUUID()}.sqlite`), 100_000),
  keepBytes: (document) => blobs.put(document.bodyHash, document.body),
  storedBytes: (hash) => {
    const bytes = blobs.read(hash);
    return Promise.resolve(bytes === undefined ? null : { kind: 'memory', bytes });
  },
  settings: {
    limits: { maxPages: 10, maxDocumentBytes: 64 << 20, maxPageBytes: 8 << 20, maxRunBytes: 1 << 30 },
    grace: { missingRuns: 2, missingHours: 24 },
    brake: { fraction: 0.2 },
    leaseMs: 60_000,
    runTimeoutMs: 60_000,
  },
});

say({ started: true });
for (;;) {
  const { outcome, detail } = await runner.run({ station: station.id, trigger: 'manual' }, () => undefined);
  say({ outcome, detail });
}
