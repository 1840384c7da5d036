import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';
import { runs } from '../support/runs.js';
import { Virtuoso, virtuosoInstalled } from '../support/virtuoso.js';

if (!virtuosoInstalled) console.warn('virtuoso-opensource is not installed: the tests against a real remote SPARQL server are skipped');

const datasets = 35;
const maxRows = 30;
const graph = 'https://holder.example/graph';
const iri = (n: number): string => `https://holder.example/${String(n).padStart(3, '0')}`;
const dataset = (n: number, more = ''): string => `<${iri(n)}> a dcat:Dataset ; dct:title "Dataset ${String(n)}"@en ; dct:description "About ${String(n)}"@en ;
  dct:publisher <https://org.example/> ; dcat:contactPoint [ vcard:fn "Desk ${String(n)}" ; vcard:hasAddress [ vcard:locality "Utrecht" ] ] ;
  dcat:distribution [ dcat:accessURL <${iri(n)}/file> ; dct:rights [ dct:title "R" ] ] ${more} .\n`;
const store = (count: number, more = ''): string =>
  `${prefixes}<https://org.example/> a foaf:Agent ; foaf:name "Org" .\n${Array.from({ length: count }, (_, n) => dataset(n + 1)).join('')}${more}`;

const body = (harvesting: Harvesting, subject: string): string => harvesting.reader.published(harvesting.reader.head(subject)!.id)!.body;

/** What Virtuoso says to a query that asks for everything at once, as a naive harvester would. */
async function naive(endpoint: string, query: string, accept: string): Promise<string> {
  const response = await fetch(endpoint, { method: 'POST', headers: { accept }, body: new URLSearchParams({ query }) });
  expect(response.status).toBe(200);
  return response.text();
}

describe.skipIf(!virtuosoInstalled)('a real Virtuoso that cuts at thirty rows (SPQ-3)', () => {
  let virtuoso: Virtuoso;
  const opened = (settings: Readonly<Record<string, string>> = {}): Promise<Harvesting> =>
    openHarvesting([makeStation('holder', { protocol: 'sparql', endpoint: virtuoso.endpoint, settings: { 'pause-ms': '0', ...settings } })], {
      headersTimeoutMs: 20_000,
      totalTimeoutMs: 30_000,
    });

  beforeAll(async () => {
    virtuoso = await Virtuoso.start({ maxRows });
    await virtuoso.put(graph, store(datasets));
  }, 120_000);

  afterAll(async () => {
    await virtuoso?.close();
  });

  it('does cut, with status 200: listings and graphs asked for at once are not whole', async () => {
    const listing = await naive(virtuoso.endpoint, 'SELECT ?d WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> }', 'application/sparql-results+json');
    expect(listing.match(/"uri"/g)).toHaveLength(maxRows);
    const all = await naive(virtuoso.endpoint, `CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <${graph}> { ?s ?p ?o } }`, 'application/n-triples');
    expect(all.trim().split('\n').length).toBeLessThanOrEqual(maxRows + 1);
  });

  it('is published whole all the same', async () => {
    const harvesting = await opened();
    expect(await harvesting.run('holder')).toMatchObject({ outcome: 'complete', counts: { added: datasets } });
    for (let n = 1; n <= datasets; n++)
      for (const part of ['Utrecht', '"Org"', '"R"', `"About ${String(n)}"`, `"Desk ${String(n)}"`]) expect(body(harvesting, iri(n))).toContain(part);
    expect(await harvesting.run('holder')).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, unchanged: datasets } });
  }, 120_000);

  // Each reads the whole store through a server that cuts; the soak tries them all.
  const ways = [{ method: 'get' }, { graph: '*' }, { graph }, { format: 'application/rdf+xml' }];
  it.each(ways.slice(0, runs(2)))(
    'is read with %j',
    async (settings) => {
      const harvesting = await opened(settings);
      const summary = await harvesting.run('holder');
      expect(summary).toMatchObject({ outcome: 'complete', counts: { added: datasets } });
    },
    120_000,
  );

  it('gives a record with more triples than it hands out as cut, and the others whole; what goes is withdrawn', async () => {
    const harvesting = await opened();
    await harvesting.run('holder');
    const words = Array.from({ length: 40 }, (_, n) => `; dcat:keyword "word ${String(n)}"@en`).join(' ');
    await virtuoso.put(graph, `${store(datasets - 2)}${dataset(datasets, words)}`);
    harvesting.clock.add(48);
    expect(await harvesting.run('holder')).toMatchObject({ outcome: 'partial', counts: { withdrawn: 0 } });
    expect(harvesting.issues().filter((issue) => issue.code === 'truncated')).toMatchObject([{ subject: iri(datasets) }]);
    await virtuoso.put(graph, `${store(datasets - 2)}${dataset(datasets)}`);
    await harvesting.run('holder');
    harvesting.clock.add(25);
    expect(await harvesting.run('holder')).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(harvesting.reader.head(iri(datasets - 1))).toMatchObject({ state: 'withdrawn' });
  }, 180_000);
});
