import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { renameBlank } from '../../src/catalogue/validate.js';
import { MemorySpool } from '../../src/rdf/memory-spool.js';
import { normaliseQuad } from '../../src/rdf/normalise.js';
import { parseText } from '../../src/rdf/parse.js';
import { mintRecordIri, skolemise } from '../../src/rdf/skolemise.js';
import { Splitter } from '../../src/rdf/split.js';
import { fixtures, root } from '../validation/support.js';

export const shared = join(root, '..', 'shared');
export const hasOracle = existsSync(join(shared, 'oracle', 'shapes', 'healthdcat-ap-r8')) && existsSync(join(shared, 'corpus'));

/** What a harvest would validate: one description, settled and skolemised as `src/catalogue/validate.ts` does. */
export interface CutRecord {
  readonly name: string;
  readonly subject: string;
  readonly quads: readonly Quad[];
}

/** For `npm test`; a soak (`NDC_PROPERTY_FACTOR`) takes every record of a file. */
const maxRecordsPerFile = process.env['NDC_PROPERTY_FACTOR'] === undefined ? 10 : Infinity;

/** Every record of one document, or, from a long one, records at even distances. */
export async function cutRecords(name: string, text: string): Promise<readonly CutRecord[]> {
  const { quads } = await parseText(text, { mediaType: '', baseIri: `https://corpus.example/${encodeURI(name)}`, path: name });
  const splitter = new Splitter(new MemorySpool());
  for (const quad of quads) {
    const settled = normaliseQuad(quad);
    if (settled.quad !== null) splitter.add({ quad: settled.quad, line: null, repairs: settled.repairs, document: 0 });
  }
  const cuts = [...splitter.catalogueNodes(), ...splitter.records()];
  const step = Math.max(1, Math.ceil(cuts.length / maxRecordsPerFile));
  const records: CutRecord[] = [];
  for (const cut of cuts.filter((_, at) => at % step === 0)) {
    const own = cut.entries.map((entry) => entry.quad);
    const minted = cut.key.startsWith('_:');
    const subject = minted ? mintRecordIri('corpus', own, cut.key) : cut.key;
    records.push({ name, subject, quads: await skolemise(subject, minted ? own.map((quad) => renameBlank(quad, cut.key.slice(2), subject)) : own, []) });
  }
  return records;
}

/** Records of every corpus file that we can read. What cannot be read is for the parser's tests. */
export async function corpusRecords(): Promise<readonly CutRecord[]> {
  const folder = join(shared, 'corpus');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ttl|nt|rdf|xml|jsonld|json)$/.test(name))
    .sort();
  const records: CutRecord[] = [];
  for (const name of names) {
    try {
      records.push(...(await cutRecords(name, readFileSync(join(folder, name), 'utf8'))));
    } catch {
      // not RDF, or broken: read by the tests of src/rdf
    }
  }
  return records;
}

/** Records of our own fixtures; those that do not parse are left out. */
export async function fixtureRecords(): Promise<readonly CutRecord[]> {
  const records: CutRecord[] = [];
  for (const name of readdirSync(fixtures).filter((file) => file.endsWith('.ttl')).sort()) {
    try {
      records.push(...(await cutRecords(basename(name), readFileSync(join(fixtures, name), 'utf8'))));
    } catch {
      // three fixtures are unreadable on purpose
    }
  }
  return records;
}
