import { parentPort, workerData } from 'node:worker_threads';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { RecordAssembler } from '../catalogue/assemble.js';
import { defaultOverdueDays } from '../domain/confirmation.js';
import { InternalError } from '../domain/errors.js';
import type { Organisation } from '../domain/organisation.js';
import type { PublishedRecord } from '../domain/record.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { SearchDocument } from '../ports/search-index.js';
import { Concepts } from '../rdf/concepts.js';
import { projectRecord } from '../search/project.js';
import { FtsSearchIndex } from '../search-index/fts-search-index.js';
import { followLog, pause } from './follow.js';
import { serve, toWire } from './rpc.js';

export interface SearchWorkerData {
  readonly worker: 'search';
  readonly dataDir: string;
  readonly organisations: readonly Organisation[];
  readonly overdueDays: number;
}

/** How a published record becomes a search document; the same for the index and for `ndc check`. */
export function recordProjector(
  reader: LedgerReader,
  organisations: readonly Organisation[],
  concepts: Concepts,
  overdueDays = defaultOverdueDays,
): (record: PublishedRecord) => SearchDocument {
  const assembler = new RecordAssembler(reader, organisations);
  return (record) => {
    const now = new Date();
    const assembled = assembler.assemble(record, now.toISOString());
    const version = record.head.version === null ? undefined : reader.version(record.head.id, record.head.version);
    return projectRecord(record.head, assembled.description, {
      concepts,
      organisations: assembler.organisations,
      station: assembled.station,
      trustedHolder: assembled.trustedHolder,
      accessFromSeries: assembled.enriched.some((field) => field.property === 'accessRights' && field.from === 'series'),
      violations: version?.report?.violations ?? 0,
      now,
      overdueDays,
    });
  };
}

function start(data: SearchWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    const reader = SqliteLedgerReader.open(data.dataDir);
    const index = new FtsSearchIndex(reader, recordProjector(reader, data.organisations, Concepts.load([authorityFolder, mappingsFolder]), data.overdueDays));
    serve(port, index);
    void index.load(pause).then(
      () => {
        followLog(
          () => index.follow(),
          () => process.exit(0),
          (error) => {
            port.postMessage({ fault: toWire(error) });
          },
        );
        port.postMessage({ ready: true });
      },
      (error: unknown) => {
        port.postMessage({ failed: toWire(error) });
      },
    );
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

if (parentPort !== null && (workerData as { worker?: string } | null)?.worker === 'search') start(workerData as SearchWorkerData);
