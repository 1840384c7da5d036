import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, closeSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { authorityFolder, mappingsFolder, packageRoot, shapesFolder } from '../../src/assets.js';
import { judge, type JudgeDependencies } from '../../src/catalogue/judge.js';
import type { ValidationReport } from '../../src/domain/validation.js';
import type { ValidationRequest, Validator } from '../../src/ports/validator.js';
import { MemorySpool } from '../../src/rdf/memory-spool.js';
import { readDescription } from '../../src/rdf/read-description.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { Splitter } from '../../src/rdf/split.js';
import { CachingValidator } from '../../src/validation/caching-validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { loadShapesLibrary, loadVocabularies, type LibrarySources, type ShapesProfile } from '../../src/validation/shapes-library.js';
import { chooseVariant } from '../../src/validation/variant-choice.js';
import { stationOf } from '../support/house.js';
import { dataset, dump, prefixes } from './generate.js';

type Add = (what: string, ours: number, baseline: number, unit: string, better: 'more' | 'less', baselineName: string) => void;

interface Cut {
  readonly subject: string;
  readonly quads: readonly Quad[];
}

const vocabularyTriples = 100_000;

/** Validation of whole records with every verdict, beside what one gets by using the library as its manual says. */
export async function validationBench(add: Add): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-bench-'));
  try {
    const sources = withLargeVocabulary(folder);
    const profiles = loadShapesLibrary(sources);
    const records = await cutRecords(200);
    const counting = new Counting(new ShaclEngineValidator(profiles));
    const cache = new CachingValidator(counting, 100_000);
    const warm = records.slice(0, 20);
    await judgeAll(warm, new ShaclEngineValidator(profiles));
    const validated = await judgeAll(records, cache);
    const runs = counting.requests.length / records.length;
    const kept = await judgeAll(records, cache);
    const naive = await naivePerRecord(records.slice(0, 3), counting.requests, profiles, sources);
    const shown = `${String(Math.round(vocabularyTriples / 1000))} 000 vocabulary triples`;
    add(
      `Validation of one record, all verdicts (${runs.toFixed(1)} profiles each), ${shown}`,
      validated,
      naive,
      'ms',
      'less',
      'rdf-validate-shacl, new validator and merged vocabulary for each',
    );
    add('Validation of a record that was validated before, all verdicts', kept, validated, 'ms', 'less', 'validated');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * `ndc validate` over a file of so many megabytes in a heap of 400 MB, which a document that is held in memory does not fit
 * into, beside reading it into a store without validating anything.
 */
export function largeDocumentBench(add: Add, megabytes: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-large-'));
  try {
    const path = join(folder, 'catalogue.ttl');
    const records = writeLarge(path, megabytes << 20);
    const size = Math.round(statSync(path).size / (1 << 20));
    const words = ['validate', path, '--format', 'csv', '--output', join(folder, 'report.csv')];
    const ours = peakMegabytes(['--max-old-space-size=400', join(packageRoot, 'bin', 'ndc.mjs'), ...words], folder);
    const script = `const{Parser,Store}=require('n3');const s=new Store();new Parser().parse(require('fs').createReadStream(${JSON.stringify(path)}),(e,q)=>{if(e)throw e;if(q)s.addQuad(q)})`;
    const baseline = peakMegabytes(['--max-old-space-size=12000', '-e', script], packageRoot);
    add(
      `Peak memory of ndc validate on ${String(size)} MB of Turtle (${String(records)} records)`,
      ours,
      baseline,
      'MB',
      'less',
      'the document in an N3 Store, nothing validated',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Our lists and one more, so that there are as many vocabulary triples as a deployment with all EU tables has. */
function withLargeVocabulary(folder: string): LibrarySources {
  const vocabularies = join(folder, 'authority');
  cpSync(authorityFolder, vocabularies, { recursive: true });
  const present = loadVocabularies({ shapes: shapesFolder, vocabularies }).reduce((sum, file) => sum + file.quads.length, 0);
  const scheme = 'https://bench.example/list';
  const head = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix ndc: <https://w3id.org/ndc/ns#> .\n<${scheme}> a skos:ConceptScheme ; dct:title "Lijst"@nl , "List"@en ; dct:source <${scheme}> ; dct:license <${scheme}> ; ndc:complete true .\n`;
  const concepts = Array.from(
    { length: Math.ceil((vocabularyTriples - present) / 5) },
    (_, at) =>
      `<${scheme}/${String(at)}> a skos:Concept ; skos:inScheme <${scheme}> ; skos:notation "${String(at)}" ; skos:prefLabel "begrip ${String(at)}"@nl , "concept ${String(at)}"@en .`,
  );
  writeFileSync(join(vocabularies, 'bench.ttl'), head + concepts.join('\n'));
  return { shapes: shapesFolder, vocabularies, mappings: mappingsFolder };
}

async function cutRecords(count: number): Promise<readonly Cut[]> {
  const splitter = new Splitter(new MemorySpool());
  for (const quad of new Parser().parse(dump(count))) splitter.add({ quad, line: null, repairs: [], document: 0 });
  const cuts: Cut[] = [];
  for (const record of splitter.records()) {
    const quads = await skolemise(record.key, record.entries.map((entry) => entry.quad), []); // prettier-ignore
    cuts.push({ subject: record.key, quads });
  }
  return cuts;
}

/** Milliseconds for each record. */
async function judgeAll(records: readonly Cut[], validator: Validator): Promise<number> {
  const dependencies: JudgeDependencies = { validator, secondOpinion: null, policy: { mode: 'support', rules: [] } };
  const station = stationOf({ id: 'bench', endpoint: 'https://bench.example/' });
  const started = performance.now();
  for (const { subject, quads } of records)
    await judge(
      { station, subject, quads, description: readDescription(subject, quads), claim: null, lineOf: () => null, profile: null, withAllVerdicts: true },
      dependencies,
    );
  return (performance.now() - started) / records.length;
}

class Counting implements Validator {
  readonly requests: ValidationRequest[] = [];
  readonly engine: string;

  constructor(private readonly inner: Validator) {
    this.engine = inner.engine;
  }

  profiles(): ReturnType<Validator['profiles']> {
    return this.inner.profiles();
  }

  validate(request: ValidationRequest): Promise<ValidationReport> {
    this.requests.push(request);
    return this.inner.validate(request);
  }
}

/** The same profiles on the same records, each with a validator of its own and the vocabularies copied in beside the record. */
async function naivePerRecord(
  records: readonly Cut[],
  requests: readonly ValidationRequest[],
  profiles: readonly ShapesProfile[],
  sources: LibrarySources,
): Promise<number> {
  const vocabulary = loadVocabularies(sources).flatMap((file) => file.quads);
  const started = performance.now();
  for (const { subject, quads } of records) {
    for (const { profile: id } of requests.filter((request) => request.subject === subject)) {
      const profile = profiles.find((known) => known.info.id === id);
      if (profile === undefined) throw new Error(`no profile ${id}`);
      const shapes = chooseVariant(profile, subject, quads).quads;
      await new SHACLValidator(new Store([...shapes])).validate(new Store([...quads, ...vocabulary]));
    }
  }
  return (performance.now() - started) / records.length;
}

function writeLarge(path: string, bytes: number): number {
  const file = openSync(path, 'w');
  let written = writeSync(file, `${prefixes}\n`);
  let n = 0;
  while (written < bytes) written += writeSync(file, `${dataset(n++)}\n`);
  closeSync(file);
  return n;
}

/** Peak resident memory of a Node process, as it reports it itself when it ends. */
function peakMegabytes(words: readonly string[], cwd: string): number {
  const reporter = join(mkdtempSync(join(tmpdir(), 'ndc-peak-')), 'peak.cjs');
  writeFileSync(reporter, "process.on('exit',()=>require('fs').writeSync(3,String(process.resourceUsage().maxRSS)))");
  const child = spawnSync(process.execPath, ['--require', reporter, ...words], { cwd, stdio: ['ignore', 'ignore', 'inherit', 'pipe'], maxBuffer: 1 << 28 });
  if (child.status !== 0 && child.status !== 1) throw new Error(`the process ended with ${String(child.status)}`);
  const peak = Number(String(child.output[3] ?? ''));
  if (!Number.isFinite(peak) || peak === 0) throw new Error(`the process told no peak: exit ${String(child.status)}`);
  return peak / 1024;
}
