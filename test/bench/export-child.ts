// Writes the whole catalogue in one format to nowhere, in a process of its own, and says on standard output what it took.
import { readFileSync, writeSync } from 'node:fs';
import { dumpPieces, dumpSource } from '../../src/federation/dump.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import type { RdfFormat } from '../../src/rdf/format.js';
import { rdfStream } from '../../src/rdf/serialise.js';

export interface ExportOrder {
  readonly dataDir: string;
  readonly format: RdfFormat;
}

export interface ExportCost {
  readonly records: number;
  readonly wallMs: number;
  readonly megabytes: number;
  /** Resident memory at its peak, as the operating system saw it. */
  readonly peakMegabytes: number;
}

const { dataDir, format } = JSON.parse(readFileSync(0, 'utf8')) as ExportOrder;
const reader = SqliteLedgerReader.open(dataDir);
const started = performance.now();
const stream = rdfStream(format);
let bytes = Buffer.byteLength(stream.head);
let pieces = 0;
for await (const quads of dumpPieces(dumpSource(reader, 'https://bench.example', true), () => new Promise((next) => setImmediate(next)))) {
  bytes += Buffer.byteLength(stream.add(quads));
  pieces++;
}
const cost: ExportCost = {
  // The first piece is the catalogue itself.
  records: pieces - 1,
  wallMs: performance.now() - started,
  megabytes: (bytes + Buffer.byteLength(stream.tail)) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
writeSync(1, JSON.stringify(cost));
reader.close();
