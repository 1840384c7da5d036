import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { authorityFolder, compoundParts, mappingsFolder, thesaurusFolder } from '../assets.js';
import { RecordAssembler } from '../catalogue/assemble.js';
import { defaultOverdueDays } from '../domain/confirmation.js';
import { InternalError } from '../domain/errors.js';
import type { Organisation } from '../domain/organisation.js';
import type { PublishedRecord } from '../domain/record.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { SearchDocument } from '../ports/search-index.js';
import { Concepts } from '../rdf/concepts.js';
import { Thesaurus, type KeptThesaurus } from '../rdf/thesaurus.js';
import { projectRecord } from '../search/project.js';
import { rememberStems, stemsOf, wordsOf } from '../search-index/analysis.js';
import { ColumnarSearchIndex, entryTime } from '../search-index/columnar-search-index.js';
import { CompoundSplitter } from '../search-index/compounds.js';
import { searchFolder, StoredIndex, type IndexBookmark } from '../search-index/stored-index.js';
import { followLog, pause } from './follow.js';
import { serve, toWire } from './rpc.js';

/** Rises with what an index holds of a document. */
const indexFormat = 3;

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

/**
 * The health thesaurus, and what Dutch compounds are made of: its words, and a list of others.
 *
 * @param folder where the thesaurus is kept as it was read, for the next start; null to keep nothing
 */
export function searchWords(folder: string | null = null): { readonly thesaurus: Thesaurus; readonly compounds: CompoundSplitter } {
  const thesaurus = loadThesaurus(folder === null ? null : join(folder, 'thesaurus.json'));
  const labels = [...thesaurus.all()].flatMap(({ labels: all }) => all.filter(({ lang }) => lang === 'nl').flatMap(({ text }) => wordsOf(text)));
  const listed = readFileSync(compoundParts, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap(wordsOf);
  return { thesaurus, compounds: new CompoundSplitter([...labels, ...listed], listed) };
}

interface KeptWords {
  /** Hash of what it was read from. */
  readonly of: string;
  readonly thesaurus: KeptThesaurus;
  readonly stems: Readonly<Record<string, readonly string[]>>;
}

function loadThesaurus(keptIn: string | null): Thesaurus {
  const analysis = { wordsOf, stemsOf };
  if (keptIn === null) return Thesaurus.load([thesaurusFolder], analysis);
  const of = createHash('sha256')
    .update(JSON.stringify(textsIn(thesaurusFolder)))
    .digest('hex');
  try {
    const kept = JSON.parse(readFileSync(keptIn, 'utf8')) as KeptWords;
    if (kept.of === of) {
      rememberStems(kept.stems);
      return Thesaurus.restore(kept.thesaurus, analysis);
    }
  } catch {
    // Not there yet, or not whole: it is read from its source.
  }
  const thesaurus = Thesaurus.load([thesaurusFolder], analysis);
  try {
    mkdirSync(dirname(keptIn), { recursive: true });
    const words = [...thesaurus.all()].flatMap(({ labels }) => labels.flatMap(({ text }) => wordsOf(text)));
    const stems = Object.fromEntries(words.map((word) => [word, stemsOf(word)]));
    writeFileSync(`${keptIn}.partial`, JSON.stringify({ of, thesaurus: thesaurus.keep(), stems } satisfies KeptWords));
    renameSync(`${keptIn}.partial`, keptIn);
  } catch {
    // The next start takes a little longer.
  }
  return thesaurus;
}

/** Visitors come first after a start. */
const verifyAfterMs = 15_000;
const tidyEveryMs = 500;

async function tidyForEver(index: ColumnarSearchIndex): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, tidyEveryMs).unref());
    await index.tidy(pause);
  }
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
  const words = [authorityFolder, mappingsFolder, thesaurusFolder].flatMap(textsIn);
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
    const index = new ColumnarSearchIndex(reader, {
      ...searchWords(data.keep === 'memory' ? null : join(data.dataDir, searchFolder)),
      project,
      stored: storedIndex(data, reader),
    });
    serve(port, index);
    const tellFault = (error: unknown): void => {
      port.postMessage({ fault: toWire(error) });
    };
    void index.load(pause).then(
      () => {
        followLog(
          () => index.follow(),
          () => process.exit(0),
          tellFault,
        );
        port.postMessage({ ready: true });
        tidyForEver(index).catch(tellFault);
        // A ledger that cannot be read any more is told; what is indexed goes on answering.
        if (data.keep === 'file') setTimeout(() => void index.verify(rest).catch(tellFault), verifyAfterMs).unref();
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
