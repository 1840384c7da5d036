import { Store as N3Store } from 'n3';
import { Store } from 'oxigraph';
import { authorityFolder, mappingsFolder, shapesFolder } from '../../src/assets.js';
import { entryLines, sideGraphs } from '../../src/federation/store-graphs.js';
import { facetNames, type SearchQuery } from '../../src/ports/search-index.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { parseStored } from '../../src/rdf/parse.js';
import { ColumnarSearchIndex } from '../../src/search-index/columnar-search-index.js';
import { TripleStore } from '../../src/triples/triple-store.js';
import { RdfValidateShaclValidator } from '../../src/validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../../src/validation/shapes-library.js';
import { recordProjector, searchWords } from '../../src/workers/search.js';
import { FakeStation } from '../support/fake-station.js';
import { openHouse, stationOf, type TestHouse } from '../support/house.js';
import { ceilingBench } from './ceiling.js';
import { dump, queries } from './generate.js';
import { federationBench } from './federation.js';
import { harvestBench } from './harvest.js';
import { conditions, percentile, Rows, shown, timed, writePart, type PartName } from './report.js';
import { pagesBench } from './pages.js';
import { searchBench } from './search.js';
import { sparqlBench } from './sparql.js';
import { largeDocumentBench, validationBench } from './validation.js';

const setting = (name: string, usual: number): number => Number(process.env[`NDC_BENCH_${name}`] ?? usual);
const count = setting('RECORDS', 10_000);
const catalogueRows = new Rows();
const { add } = catalogueRows;
const base = 'http://127.0.0.1:3000';

async function harvested(house: TestHouse): Promise<number> {
  const { value, ms } = await timed(() => house.harvest('bench'));
  if (value.outcome !== 'complete') throw new Error(`the bench run ended ${value.outcome}: ${value.detail ?? ''}`);
  return (count / ms) * 1000;
}

/** Pipeline: cold, and the three ways of finding nothing new. */
async function pipeline(): Promise<TestHouse> {
  const station = await FakeStation.start({ '/dump.ttl': { body: dump(count), type: 'text/turtle', headers: { ETag: '"1"' }, conditional: true } });
  const house = await openHouse([stationOf({ id: 'bench', endpoint: `${station.url}/dump.ttl`, profiles: ['healthdcat-ap-r8'] })], {
    spoolQuads: 2_000_000,
    settings: { runTimeoutMs: 3_600_000 },
  });
  const cold = await harvested(house);
  const secondOpinion = await validatorBaseline(house);
  add(
    'Pipeline, cold: fetch, parse, split, validate, stage, publish',
    cold,
    secondOpinion,
    'records/s',
    'more',
    'rdf-validate-shacl alone, without any pipeline',
  );
  add('Unchanged by 304', await harvested(house), cold, 'records/s', 'more', 'cold');
  station.set('/dump.ttl', { body: dump(count), type: 'text/turtle' });
  add('Unchanged by same bytes', await harvested(house), cold, 'records/s', 'more', 'cold');
  station.set('/dump.ttl', { body: dump(count, { reversed: true }), type: 'text/turtle' });
  const before = house.reader.snapshot().seq;
  add('Unchanged but reordered', await harvested(house), cold, 'records/s', 'more', 'cold');
  if (house.reader.snapshot().seq !== before) throw new Error('a reordered document must change nothing');
  await station.close();
  return house;
}

async function validatorBaseline(house: TestHouse): Promise<number> {
  const second = new RdfValidateShaclValidator(loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder }));
  const sample = house.reader.publishedPage(house.reader.snapshot().seq, '', Math.min(count, 200));
  const { ms } = await timed(async () => {
    for (const { head, body } of sample) await second.validate({ subject: head.iri, quads: parseStored(body), profile: 'healthdcat-ap-r8' });
  });
  return (sample.length / ms) * 1000;
}

async function restart(house: TestHouse): Promise<ColumnarSearchIndex> {
  const pause = (): Promise<void> => Promise.resolve();
  const store = new TripleStore(house.reader, {
    baseUrl: base,
    maxRows: 1000,
    maxBytes: 1 << 20,
    entryOf: (head) => entryLines(head, house.reader, base),
    sideGraphs: () => sideGraphs(house.reader, base),
  });
  const triples = await timed(() => store.load(pause));
  const n3 = await timed(() => {
    const all = new N3Store();
    for (let after = ''; ;) {
      const page = house.reader.publishedPage(house.reader.snapshot().seq, after, 200);
      if (page.length === 0) break;
      for (const { body } of page) all.addQuads(parseStored(body));
      after = page.at(-1)?.head.id ?? '';
    }
  });
  add(`Restart: triples of ${String(count)} records loaded (named graphs and merge)`, triples.ms / 1000, n3.ms / 1000, 's', 'less', 'N3.Store, merge only');
  const index = new ColumnarSearchIndex(house.reader, {
    ...searchWords(),
    project: recordProjector(house.reader, [], Concepts.load([authorityFolder, mappingsFolder])),
  });
  const search = await timed(() => index.load(pause));
  add(`Restart: search index of ${String(count)} records built`, search.ms / 1000, triples.ms / 1000, 's', 'less', 'triples, the other projection');
  return index;
}

function searches(house: TestHouse, index: ColumnarSearchIndex): void {
  const query = (q: string): SearchQuery => ({ q, lang: 'nl', facets: {}, from: null, to: null, sort: null, page: 1, pageSize: 20 });
  for (const q of queries) index.search(query(q));
  const ours: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (const q of queries) {
      const started = performance.now();
      const page = index.search(query(q));
      ours.push(performance.now() - started);
      if (facetNames.some((name) => !Array.isArray(page.facets[name]))) throw new Error('facets are missing');
    }
  }
  const store = new Store();
  for (let after = ''; ;) {
    const page = house.reader.publishedPage(house.reader.snapshot().seq, after, 200);
    if (page.length === 0) break;
    store.load(page.map(({ body }) => body).join(''), { format: 'application/n-triples' });
    after = page.at(-1)?.head.id ?? '';
  }
  const contains: number[] = [];
  for (const q of queries.filter((text) => text !== '').slice(0, 24)) {
    const started = performance.now();
    store.query(
      `SELECT DISTINCT ?d WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title>|<http://purl.org/dc/terms/description>|<http://www.w3.org/ns/dcat#keyword> ?text FILTER(CONTAINS(LCASE(STR(?text)), "${q.split(' ')[0] ?? ''}")) } LIMIT 20`,
    );
    contains.push(performance.now() - started);
  }
  add(
    `Search with all facets at ${String(count)} records, p50`,
    percentile(ours, 0.5),
    percentile(contains, 0.5),
    'ms',
    'less',
    'SPARQL CONTAINS, one word, no facets, 20 rows',
  );
  add(
    `Search with all facets at ${String(count)} records, p95`,
    percentile(ours, 0.95),
    percentile(contains, 0.95),
    'ms',
    'less',
    'SPARQL CONTAINS, one word, no facets, 20 rows',
  );
}

async function validators(house: TestHouse): Promise<void> {
  const library = loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder });
  const sample = house.reader.publishedPage(house.reader.snapshot().seq, '', Math.min(count, 300));
  const perRecord = async (validator: ShaclEngineValidator | RdfValidateShaclValidator): Promise<number> => {
    for (const { head, body } of sample.slice(0, 20)) await validator.validate({ subject: head.iri, quads: parseStored(body), profile: 'healthdcat-ap-r8' });
    const { ms } = await timed(async () => {
      for (const { head, body } of sample) await validator.validate({ subject: head.iri, quads: parseStored(body), profile: 'healthdcat-ap-r8' });
    });
    return ms / sample.length;
  };
  add(
    'Validation of one record, healthdcat-ap-r8 with its base',
    await perRecord(new ShaclEngineValidator(library)),
    await perRecord(new RdfValidateShaclValidator(library)),
    'ms',
    'less',
    'rdf-validate-shacl, prepared once',
  );
}

async function catalogueBench(): Promise<void> {
  const house = await pipeline();
  try {
    await validators(house);
    await validationBench(add);
    searches(house, await restart(house));
  } finally {
    house.close();
  }
  largeDocumentBench(add, setting('MEGABYTES', 24));
}

/** What the rows of whole harvests are. */
const rowsOfHarvests =
  'Rows that say "harvest" run in a process of their own, over HTTP, without pauses for politeness on either side. The naive harvester fetches all pages one after another, validates every dataset with the same engine, and replaces everything; it has no history, no reports and no verdicts beside the one. Peak memory is what the operating system saw of the process. Rows by protocol harvest small descriptions and leave validation out, so that they show what the protocol costs. `--large` adds the harvest of ten times as many datasets. The goals are an unchanged harvest at least 20 times cheaper than the first for 304 and for the same bytes, and memory that does not grow with the catalogue.';

/** Each part of docs/benchmarks.md, as it is measured. */
const parts: Readonly<Record<PartName, () => Promise<string>>> = {
  catalogue: async () => {
    await catalogueBench();
    return [conditions(), `${shown(count)} generated HealthDCAT-AP records.`, catalogueRows.table].join('\n\n');
  },
  search: () => searchBench({ sizes: [setting('SEARCH_RECORDS', 10_000), setting('SEARCH_LARGE', 100_000)], sparqlUpTo: 10_000 }),
  pages: () => pagesBench(setting('PAGES_RECORDS', 10_000)),
  harvest: async () => {
    const rows = new Rows();
    await harvestBench(rows.add, {
      datasets: setting('DATASETS', 10_000),
      large: process.argv.includes('--large'),
      perProtocol: setting('PER_PROTOCOL', 1000),
    });
    return [conditions(), rowsOfHarvests, rows.table].join('\n\n');
  },
  federation: () => federationBench(setting('FEDERATION_RECORDS', 10_000)),
  sparql: () => sparqlBench({ records: setting('SPARQL_RECORDS', 10_000), replacements: setting('REPLACEMENTS', 300) }),
  ceiling: () =>
    ceilingBench({
      sizes: [
        { records: 10_000, patience: 900 },
        { records: 25_000, patience: 240 },
        { records: 50_000, patience: 60 },
        { records: 75_000, patience: 30 },
        { records: 100_000, patience: 30 },
        { records: 150_000, patience: 30 },
      ],
      worn: { records: 10_000, patience: 240 },
    }),
};

/**
 * `--only=` one of the parts, or several with commas; pages and federation are measured only when they are named, and so is the ceiling, which takes all memory that
 * there is to have. `--large`: also harvests ten times as many datasets. `--write`: what was measured goes to docs/benchmarks.md, part by part.
 */
const only = process.argv
  .find((word) => word.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',') ?? ['catalogue', 'search', 'harvest', 'sparql'];
for (const name of only) {
  if (!(name in parts)) throw new Error(`there is no part ${name}; the parts are ${Object.keys(parts).join(', ')}`);
  const part = name as PartName;
  const text = await parts[part]();
  console.log(`\n${text}\n`);
  if (process.argv.includes('--write')) writePart(part, text);
}
