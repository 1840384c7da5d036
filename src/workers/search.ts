import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { entryTime, FtsSearchIndex } from '../search-index/fts-search-index.js';
import { searchFolder, StoredIndex, type IndexBookmark } from '../search-index/stored-index.js';
import { followLog, pause } from './follow.js';
import { serve, toWire } from './rpc.js';

/** Rises with what an index holds of a document. */
const indexFormat = 1;

export interface SearchWorkerData {
  readonly worker: 'search';
  readonly dataDir: string;
  readonly organisations: readonly Organisation[];
  readonly overdueDays: number;
  /** Where the index is kept between starts: `fresh` begins with nothing, `memory` keeps nothing. */
  readonly keep: 'file' | 'fresh' | 'memory';
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

/** Between two steps of what is done beside searches, in milliseconds. */
const restMs = 20;
const rest = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, restMs);
  });

function textsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Null where the index can be kept in memory alone. */
function storedIndex({ dataDir, organisations, overdueDays, keep }: SearchWorkerData, reader: LedgerReader): StoredIndex | null {
  if (keep === 'memory') return null;
  const words = [authorityFolder, mappingsFolder].flatMap(textsIn);
  const made = [indexFormat, words, organisations, overdueDays, reader.stations().map(({ station }) => station)];
  const fingerprint = createHash('sha256').update(JSON.stringify(made)).digest('hex');
  const { epoch, seq } = reader.snapshot();
  const isStillTrue = (bookmark: IndexBookmark): boolean =>
    bookmark.epoch === epoch && bookmark.seq <= seq && entryTime(reader, bookmark.seq) === bookmark.time;
  try {
    return StoredIndex.open(join(dataDir, searchFolder), fingerprint, isStillTrue, { fresh: keep === 'fresh' });
  } catch {
    return null;
  }
}

function start(data: SearchWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    const reader = SqliteLedgerReader.open(data.dataDir);
    const project = recordProjector(reader, data.organisations, Concepts.load([authorityFolder, mappingsFolder]), data.overdueDays);
    const index = new FtsSearchIndex(reader, project, () => new Date(), storedIndex(data, reader));
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
        if (data.keep === 'file') void index.verify(rest);
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
