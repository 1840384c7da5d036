import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { Store } from 'oxigraph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import type { HarvestIssue } from '../../src/domain/harvest.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { FakeStation } from '../support/fake-station.js';
import { openHouse, stationOf, type TestHouse } from '../support/house.js';

const corpus = join(packageRoot, '..', 'shared', 'corpus');
const present = existsSync(corpus);
if (!present) console.log('corpus conformance skipped: ../shared/corpus is not there');

const types: Readonly<Record<string, { readonly media: string; readonly format: string }>> = {
  '.ttl': { media: 'text/turtle', format: 'text/turtle' },
  '.nt': { media: 'application/n-triples', format: 'application/n-triples' },
  '.rdf': { media: 'application/rdf+xml', format: 'application/rdf+xml' },
  '.xml': { media: 'application/xml', format: 'application/rdf+xml' },
  '.jsonld': { media: 'application/ld+json', format: 'application/ld+json' },
  '.json': { media: 'application/json', format: 'application/ld+json' },
  '.html': { media: 'text/html', format: '' },
};

interface CorpusFile {
  readonly id: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly media: string;
  readonly format: string;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.md$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Every fifth file; the soak takes them all. */
const step = process.env['NDC_PROPERTY_FACTOR'] === undefined ? 5 : 1;

function load(): CorpusFile[] {
  return filesOf(corpus).flatMap((path, at) => {
    if (at % step !== 0) return [];
    const type = types[extname(path)];
    return type === undefined ? [] : [{ id: `c${String(at)}`, path: relative(corpus, path), bytes: readFileSync(path), ...type }];
  });
}

interface IndependentRecord {
  readonly iri: string;
  /** Title, description and a named publisher or custodian, in the independent parser's eyes. */
  readonly admissible: boolean;
}

/** Record IRIs by an independent parser (Oxigraph, in Rust), by RDF-10: a titled node of a record class, or a described member. */
function independentRecords(file: CorpusFile, base: string): readonly IndependentRecord[] | null {
  if (file.format === '') return null;
  const store = new Store();
  try {
    store.load(file.bytes, { format: file.format, base_iri: base });
  } catch {
    return null;
  }
  const rows = store.query(
    `PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
     PREFIX geodcatap: <http://data.europa.eu/930/>
     SELECT DISTINCT ?s ?admissible WHERE { VALUES ?type { dcat:Dataset dcat:DatasetSeries dcat:DataService } ?s a ?type ; dct:title ?title FILTER(isIRI(?s))
       FILTER NOT EXISTS { ?s a dcat:Catalog } FILTER NOT EXISTS { ?s a <https://w3id.org/fdp/fdp-o#FAIRDataPoint> } FILTER NOT EXISTS { ?s a <https://w3id.org/fdp/fdp-o#MetadataService> } FILTER NOT EXISTS { ?s a <http://www.re3data.org/schema/3-0#Repository> }
       BIND(EXISTS { ?s dct:description ?description FILTER(isLiteral(?description) && STRLEN(STR(?description)) > 0) { ?s dct:publisher ?agent } UNION { ?s geodcatap:custodian ?agent } FILTER(isIRI(?agent)) } AS ?admissible) }`,
    { use_default_graph_as_union: true },
  ) as Map<string, { value: string }>[];
  return rows.map((row) => ({ iri: row.get('s')?.value ?? '', admissible: row.get('admissible')?.value === 'true' }));
}

describe.skipIf(!present)('every file of the corpus, served as a station', () => {
  const files = present ? load() : [];
  let server: FakeStation;
  let house: TestHouse;
  const expected = new Map<string, readonly IndependentRecord[] | null>();
  const issues = new Map<string, readonly HarvestIssue[]>();
  const outcomes = new Map<string, string>();

  beforeAll(async () => {
    server = await FakeStation.start(Object.fromEntries(files.map((file) => [`/${file.id}${extname(file.path)}`, { body: file.bytes, type: file.media }])));
    house = await openHouse(
      files.map((file) => stationOf({ id: file.id, endpoint: `${server.url}/${file.id}${extname(file.path)}`, kind: 'aggregator', holder: null })),
    );
    for (const file of files) {
      expected.set(file.id, independentRecords(file, `${server.url}/${file.id}${extname(file.path)}`));
      const summary = await house.harvest(file.id);
      outcomes.set(file.id, summary.outcome);
      issues.set(file.id, summary.run === null ? [] : house.reader.runIssues(summary.run, 100_000));
    }
  }, 600_000);

  afterAll(async () => {
    await server.close();
    house.close();
  });

  it('reads hundreds of files, none of which breaks a run by a fault of ours', () => {
    expect(files.length).toBeGreaterThan(400 / step);
    const internal = [...issues.values()].flat().filter((issue) => issue.code === 'internal');
    expect(internal.map((issue) => issue.detail)).toEqual([]);
  });

  it('publishes or holds with a reason every record that an independent parser finds', () => {
    const lost: string[] = [];
    let found = 0;
    for (const file of files) {
      const records = expected.get(file.id);
      if (records == null) continue;
      const known = house.reader.descriptionsOf(file.id);
      const explained = new Set((issues.get(file.id) ?? []).flatMap((issue) => (issue.subject === null ? [] : [issue.subject])));
      for (const { iri } of records) {
        found++;
        if (!known.has(iri) && !(explained.has(iri) && !isValidIri(iri))) lost.push(`${file.path} <${iri}>`);
      }
    }
    console.log(`corpus: ${String(found)} records found by the independent parser in ${String(files.length)} files`);
    expect(found).toBeGreaterThan(300 / step);
    expect(lost).toEqual([]);
  });

  it('publishes at least 95 % of the admissible records', () => {
    let admissible = 0;
    let published = 0;
    for (const file of files) {
      const known = house.reader.descriptionsOf(file.id);
      for (const record of expected.get(file.id) ?? []) {
        if (!record.admissible) continue;
        admissible++;
        const description = known.get(record.iri);
        if (description?.admitted === true && !description.held) published++;
      }
    }
    console.log(`corpus: ${String(published)} of ${String(admissible)} admissible records published`);
    expect(admissible).toBeGreaterThan(200 / step);
    expect(published / admissible).toBeGreaterThanOrEqual(0.95);
  });

  it('reports each file that cannot be read, with its line', () => {
    const unread = files.filter((file) => outcomes.get(file.id) !== 'complete');
    const silent = unread.filter((file) => !(issues.get(file.id) ?? []).some((issue) => issue.severity === 'error'));
    expect(silent.map((file) => file.path)).toEqual([]);
    const withoutLine = unread.filter((file) => (issues.get(file.id) ?? []).some((issue) => issue.code === 'parse-error' && issue.line === null));
    console.log(`corpus: ${String(unread.length)} files cannot be read`);
    if (process.env['NDC_SHOW'] === '1')
      for (const file of unread)
        console.log(
          `${file.path}: ${(issues.get(file.id) ?? [])
            .filter((issue) => issue.severity === 'error')
            .map((issue) => `${issue.code} ${String(issue.line)} ${issue.detail.slice(0, 120)}`)
            .join(' | ')}`,
        );
    expect(withoutLine.map((file) => `${file.path}: ${issues.get(file.id)?.find((issue) => issue.code === 'parse-error')?.detail ?? ''}`)).toEqual([]);
  });

  it('adds nothing to the log in a second round', async () => {
    const before = house.reader.snapshot().seq;
    for (const file of files) await house.harvest(file.id);
    expect(house.reader.snapshot().seq).toBe(before);
  }, 600_000);
});
