import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { readConfig, type Config } from '../config.js';
import type { PublishedRecord } from '../domain/record.js';
import { dumpPieces, dumpSource, type DumpSource } from '../federation/dump.js';
import { exportProfiles, exportQuads, findExportProfile, type ExportProfile } from '../federation/export-profiles.js';
import { surroundingsOf } from '../federation/surroundings.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { Concepts } from '../rdf/concepts.js';
import type { RdfFormat } from '../rdf/format.js';
import { rdfStream } from '../rdf/serialise.js';
import { counted, readWords, remark, UsageError, type Command } from './command.js';
import { RecordProgress } from './progress.js';

const formats: Readonly<Record<string, RdfFormat>> = { ttl: 'turtle', jsonld: 'json-ld', nq: 'n-quads', nt: 'n-triples', rdf: 'rdf-xml', trig: 'trig' };
const formatNames = Object.keys(formats).join(', ');

export const exportCommand: Command = {
  name: 'export',
  usage: 'export [--format F] [--profile TOKEN] [--output FILE]',
  summary: 'Writes the whole catalogue as RDF, as it is now, to standard output or into a file; also beside a running server.',
  details: [
    `  --format F       ${formatNames}; without it by the name of the file, else ttl`,
    `  --profile TOKEN  each record in that form: ${exportProfiles.map(({ token }) => token).join(', ')}. Whether it meets the profile is not looked at`,
    '  --output FILE    into a file, which has its name only when it is whole; packed when it ends with .gz',
  ].join('\n'),
  async run(words) {
    const { values, positionals } = readWords(words, { format: { type: 'string' }, profile: { type: 'string' }, output: { type: 'string' } });
    if (positionals.length > 0) throw new UsageError(`what is "${positionals.join(' ')}"? A file is named by --output FILE`);
    const format = formatOf(values.format, values.output);
    const profile = values.profile === undefined ? null : profileOf(values.profile);
    const config = readConfig();
    const reader = SqliteLedgerReader.open(config.dataDir);
    try {
      const baseUrl = baseOf(config);
      const source: DumpSource = dumpSource(reader, baseUrl, config.NDC_DUMP_MINUTES > 0);
      const texts = written(profile === null ? source : { ...source, inForm: inForm(profile, source) }, format);
      if (values.output === undefined) await pipeline(Readable.from(texts), process.stdout, { end: false });
      else await writeFile(values.output, texts);
      remark(`${counted(reader.publishedCount(source.asOf), 'record')}, as of entry ${String(source.asOf)} of the log.`);
      return 0;
    } catch (error) {
      // Whoever read the answer has seen enough.
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 0;
      throw error;
    } finally {
      reader.close();
    }
  },
};

function formatOf(named: string | undefined, output: string | undefined): RdfFormat {
  const name = named ?? /\.([a-z]+)(?:\.gz)?$/.exec(output ?? '')?.[1] ?? 'ttl';
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format === undefined) throw new UsageError(`"${name}" is no format; there are ${formatNames}`);
  return format;
}

function profileOf(token: string): ExportProfile {
  const profile = findExportProfile(token);
  if (profile === undefined) throw new UsageError(`"${token}" is no form; there are ${exportProfiles.map((one) => one.token).join(', ')}`);
  return profile;
}

/** The address under which a server with these settings gives its records out. */
function baseOf({ NDC_BASE_URL, NDC_HOST, NDC_PORT }: Config): string {
  return NDC_BASE_URL ?? `http://${NDC_HOST.includes(':') ? `[${NDC_HOST}]` : NDC_HOST}:${String(NDC_PORT)}`;
}

function inForm({ token }: ExportProfile, { reader, baseUrl, catalogue }: DumpSource): NonNullable<DumpSource['inForm']> {
  const concepts = Concepts.load([authorityFolder, mappingsFolder]);
  const context = {
    reader,
    surroundings: { ...surroundingsOf(reader, baseUrl), catalogueIri: catalogue.iri },
    presentConcept: (iri: string) => concepts.present(iri),
  };
  return (record: PublishedRecord) => exportQuads(record, token, reader.assertionsAt(record.head.iri, reader.snapshot().seq), context);
}

async function* written(source: DumpSource, format: RdfFormat): AsyncGenerator<string> {
  const progress = new RecordProgress(process.stderr, {
    record: 'records',
    perSecond: 'a second',
    remaining: (seconds) => `${String(Math.ceil(seconds))} s left`,
  });
  const total = source.reader.publishedCount(source.asOf);
  const stream = rdfStream(format);
  progress.begin('catalogue');
  let done = -1;
  try {
    if (stream.head !== '') yield stream.head;
    for await (const quads of dumpPieces(source, () => new Promise((next) => setImmediate(next)))) {
      const text = stream.add(quads);
      if (text !== '') yield text;
      progress.update('catalogue', { done: ++done, total });
    }
    if (stream.tail !== '') yield stream.tail;
  } finally {
    progress.clear();
  }
}

/** Beside the file, and in its place when it is on disk. */
async function writeFile(output: string, texts: AsyncIterable<string>): Promise<void> {
  const target = resolve(output);
  const path = join(dirname(target), `.${basename(target)}.${String(process.pid)}`);
  try {
    const out: Writable = createWriteStream(path);
    await once(out, 'open');
    if (target.endsWith('.gz')) await pipeline(Readable.from(texts), createGzip({ level: 6 }), out);
    else await pipeline(Readable.from(texts), out);
    const file = await open(path, 'r+');
    await file.sync();
    await file.close();
    await rename(path, target);
  } finally {
    await rm(path, { force: true });
  }
}
