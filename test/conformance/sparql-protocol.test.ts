import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quad, Term } from '@rdfjs/types';
import { Parser, Store } from 'n3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { vocabulary } from '../../vocab/namespace.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { FakeStation } from '../support/fake-station.js';
import { openTestServer, type TestServer } from '../support/server.js';

/** The W3C tests of SPARQL 1.1 Protocol, from their manifest. */
const suite = join(packageRoot, '..', 'shared', 'corpus-protocols', 'sparql11-protocol');
const present = existsSync(suite);
if (!present) console.log('SPARQL protocol conformance skipped: ../shared/corpus-protocols is not there');

const mf = vocabulary(
  'http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#',
  'entries',
  'name',
  'action',
  'expectedStatus',
  'expectedBoolean',
  'expectedFormat',
);
const ht = vocabulary('http://www.w3.org/2011/http#', 'requests', 'absolutePath', 'body', 'headers', 'fieldName', 'fieldValue', 'methodName', 'resp');
const cnt = vocabulary('http://www.w3.org/2011/content#', 'chars', 'characterEncoding');
const ut = vocabulary('http://www.w3.org/2009/sparql/tests/test-update#', 'graphData', 'graph');

/** The public endpoint takes no updates: these tests succeed with one, and are refused here. */
const updates = new Map(
  [
    'update_dataset_default_graph',
    'update_dataset_default_graphs',
    'update_dataset_named_graphs',
    'update_dataset_full',
    'update_post_form',
    'update_post_direct',
    'update_base_uri',
  ].map((name) => [name, 'the endpoint is read-only (SPE-2): the ledger is the only truth']),
);
const formats: Readonly<Record<string, RegExp>> = {
  boolean: /^application\/sparql-results\+(xml|json)$/,
  tabular: /^(application\/sparql-results\+(xml|json)|text\/csv|text\/tab-separated-values)$/,
  RDF: /^(application\/rdf\+xml|text\/turtle|application\/n-triples)$/,
};

interface SuiteRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  readonly statuses: readonly string[];
  readonly boolean: string | null;
  readonly format: string | null;
}

interface SuiteTest {
  readonly name: string;
  readonly requests: readonly SuiteRequest[];
  /** Names of the graphs that it wants. */
  readonly graphs: readonly string[];
}

const store = present
  ? new Store(new Parser({ baseIRI: 'http://suite.example/manifest.ttl' }).parse(readFileSync(join(suite, 'manifest.ttl'), 'utf8')))
  : new Store();
const objects = (node: Term, predicate: Quad['predicate']): Term[] => store.getObjects(node, predicate, null);
const value = (node: Term, predicate: Quad['predicate']): string | null => objects(node, predicate)[0]?.value ?? null;
function list(node: Term | undefined): readonly Term[] {
  return node === undefined || node.equals(rdf.nil) ? [] : [...objects(node, rdf.first), ...list(objects(node, rdf.rest)[0])];
}

function requestOf(node: Term): SuiteRequest {
  const [answer] = objects(node, ht.resp);
  const [body] = objects(node, ht.body);
  const encoding = body === undefined ? null : value(body, cnt.characterEncoding);
  const chars = body === undefined ? null : (value(body, cnt.chars) ?? '');
  return {
    method: value(node, ht.methodName) ?? '',
    path: value(node, ht.absolutePath) ?? '',
    headers: list(objects(node, ht.headers)[0]).map((header) => [value(header, ht.fieldName) ?? '', value(header, ht.fieldValue) ?? ''] as const),
    body: chars === null ? null : Buffer.from(chars, encoding === 'UTF-16' ? 'utf16le' : 'utf8'),
    statuses: objects(answer!, mf.expectedStatus).map((status) => status.value.replace(/^.*StatusCode/, '')),
    boolean: value(answer!, mf.expectedBoolean),
    format: value(answer!, mf.expectedFormat),
  };
}

const tests: readonly SuiteTest[] = store.getObjects(null, mf.entries, null).flatMap((entries) =>
  list(entries).map((test) => ({
    name: test.value.replace(/^.*#/, ''),
    requests: objects(test, mf.action).flatMap((action) => list(objects(action, ht.requests)[0]).map(requestOf)),
    graphs: objects(test, ut.graphData).map((graph) => value(graph, rdfs.label) ?? ''),
  })),
);
const named = [...new Set(tests.flatMap(({ graphs }) => graphs))].sort();

let folder: string;
let station: FakeStation;
let catalogue: TestServer;
/** The suite's names of graphs, and ours: the catalogue holds each description in a graph that it names itself. */
let graphs: ReadonlyMap<string, string>;

beforeAll(async () => {
  if (!present) return;
  folder = mkdtempSync(join(tmpdir(), 'ndc-protocol-'));
  const described = named.map(
    (iri) =>
      `<${iri}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "One"@en ; <http://purl.org/dc/terms/description> "About it"@en .`,
  );
  const data = named.map((iri) => readFileSync(join(suite, iri.replace(/^.*\/(data\d)\.rdf$/, '$1.nt')), 'utf8'));
  station = await FakeStation.start({ '/all.ttl': { body: [...described, ...data].join('\n'), type: 'text/turtle' } });
  writeFileSync(
    join(folder, 'stations.ttl'),
    `<https://catalogue.example/stations/suite> a <https://w3id.org/ndc/ns#Station> ; <http://purl.org/dc/terms/title> "Suite"@en ;
      <https://w3id.org/ndc/ns#kind> "holder" ; <http://purl.org/dc/terms/publisher> <https://suite.example/> ; <http://www.w3.org/ns/dcat#endpointURL> <${station.url}/all.ttl> ;
      <https://w3id.org/ndc/ns#protocol> "rdf" ; <https://w3id.org/ndc/ns#state> "live" . <https://suite.example/> <http://xmlns.com/foaf/0.1/name> "Suite"@en .`,
  );
  catalogue = await openTestServer({ environment: { NDC_STATIONS: join(folder, 'stations.ttl') } });
  graphs = new Map(named.map((iri) => [iri, `${catalogue.url}/datasets/${catalogue.server.house.harvest.reader.head(iri)?.id ?? 'missing'}`]));
}, 180_000);

afterAll(async () => {
  if (!present) return;
  await catalogue.close();
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Graph names stand in parameters and in FROM; IRIs of the data stay as they are. */
function withOurGraphs(text: string, before: string, after: string): string {
  return [...graphs].reduce(
    (found, [theirs, ours]) => found.replaceAll(before + encodeURIComponent(theirs) + after, before + encodeURIComponent(ours) + after),
    text,
  );
}

async function answerTo({ method, path, headers, body }: SuiteRequest): Promise<{ status: number; type: string; text: string }> {
  const ours = withOurGraphs(path, 'graph-uri=', '').replace(/FROM <(.*?)>/g, (all, iri: string) => `FROM <${graphs.get(iri) ?? all}>`);
  return new Promise((resolve, reject) => {
    const going = ask(catalogue.url + ours, { method, headers: Object.fromEntries(headers) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, type: (answer.headers['content-type'] ?? '').split(';')[0] ?? '', text });
      });
    });
    going.on('error', reject);
    going.end(body ?? undefined);
  });
}

/** What an answer shows that the manifest does not want; empty when all is as it wants it. */
async function complaintsAbout(request: SuiteRequest): Promise<readonly string[]> {
  const { status, type, text } = await answerTo(request);
  const complaints: string[] = [];
  if (!request.statuses.includes(`${String(status)[0] ?? ''}xx`))
    complaints.push(`status ${String(status)} and not ${request.statuses.join(' or ')}: ${text.slice(0, 300)}`);
  if (status >= 400 && type !== 'application/problem+json') complaints.push(`the error is ${type} and no problem`);
  if (request.format !== null && !formats[request.format]!.test(type)) complaints.push(`${type} is not ${request.format}`);
  if (request.boolean !== null && !new RegExp(`"boolean":\\s*${request.boolean}|<boolean>${request.boolean}<`).test(text))
    complaints.push(`the answer is not ${request.boolean}: ${text.slice(0, 300)}`);
  return complaints;
}

describe.skipIf(!present)('SPARQL 1.1 Protocol, the tests of W3C', () => {
  it('are read whole', () => {
    expect([
      tests.length,
      named.length,
      tests.every(({ requests }) => requests.length > 0 && requests.every(({ statuses, method }) => statuses.length > 0 && method !== '')),
    ]).toEqual([34, 3, true]);
  });

  it.each(tests.filter(({ name }) => !updates.has(name)))('$name', async ({ requests }) => {
    for (const request of requests) expect(await complaintsAbout(request)).toEqual([]);
  });

  it.each([...updates].map(([name, reason]) => ({ name, reason })))('$name is refused: $reason', async ({ name }) => {
    const [update] = tests.find((test) => test.name === name)?.requests ?? [];
    expect([await complaintsAbout(update!), (await answerTo(update!)).status]).toEqual([[expect.stringMatching(/^status 403 and not 2xx/) as string], 403]);
  });

  it('would notice an endpoint that does not look at the dataset', async () => {
    const heedless = tests.filter(({ name }) => name.startsWith('query_dataset_') || name === 'query_multiple_dataset');
    expect(heedless).toHaveLength(6);
    const wrong = async (change: (path: string) => string): Promise<number> =>
      (await Promise.all(heedless.map(async ({ requests: [request] }) => (await complaintsAbout({ ...request!, path: change(request!.path) })).length))).filter(
        (count) => count > 0,
      ).length;
    expect(await wrong((path) => path)).toBe(0);
    // Another name in the place of the first graph, as if the parameters were not decoded, or taken for one another.
    expect(await wrong((path) => path.replace(/(graph-uri=)http/, '$1http%25'))).toBe(6);
    expect(
      await wrong((path) =>
        path.replaceAll('named-graph-uri', 'swapped').replaceAll('default-graph-uri', 'named-graph-uri').replaceAll('swapped', 'default-graph-uri'),
      ),
    ).toBe(6);
  });
});
