import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { makeStation, openLedger, publish, staged, TestClock } from '../support/ledger.js';
import { openRemote, rowsOf, type OpenRemote } from '../support/remote-triples.js';
import { openTestServer } from '../support/server.js';
import { Virtuoso, virtuosoInstalled } from '../support/virtuoso.js';

if (!virtuosoInstalled) console.warn('virtuoso-opensource is not installed: the tests of remote triples against it are skipped');

process.env['NDC_TEST_VIRTUOSO'] = 'dba:dba';

const iri = (n: number): string => `https://a.example/${String(n).padStart(4, '0')}`;
const agent = '<https://a.example/org> <http://xmlns.com/foaf/0.1/name> "Org" .\n';

function record(n: number): ReturnType<typeof staged> {
  const plain = staged(iri(n), String(n));
  const words = Array.from({ length: 20 }, (_, k) => `<${iri(n)}> <http://www.w3.org/ns/dcat#keyword> "word ${String(k)}"@en .\n`);
  const body = [plain.content!.body, agent, ...words].sort().join('');
  return { ...plain, canonicalHash: createHash('sha256').update(body).digest('hex'), content: { ...plain.content!, body } };
}

async function house(count: number, second: number): Promise<ReturnType<typeof openLedger>> {
  const own = openLedger(undefined, new TestClock(Date.parse('2026-05-01T10:00:00Z') + 1000 * second));
  await own.ledger.registerStations([makeStation('a')]);
  const records = Array.from({ length: count }, (_, n) => record(n));
  for (let n = 0; n < count; n += 50) await publish(own.ledger, 'a', records.slice(n, n + 50));
  return own;
}

describe.skipIf(!virtuosoInstalled)('a real Virtuoso that keeps the triples', () => {
  let virtuoso: Virtuoso;
  const open = (reader: ReturnType<typeof openLedger>['reader']): OpenRemote =>
    openRemote(reader, { url: virtuoso.endpoint, updateUrl: virtuoso.updateEndpoint, scheme: 'digest', secret: 'dba:dba' });

  beforeAll(async () => {
    virtuoso = await Virtuoso.start({ maxRows: 500 });
  }, 120_000);
  afterAll(async () => {
    await virtuoso?.close();
  });

  it('is killed in the middle of a load, twice, and ends with everything', async () => {
    const records = 600;
    const own = await house(records, 1);
    const remote = open(own.reader);
    try {
      for (const part of [0.2, 0.6]) {
        await expect.poll(async () => (await remote.status())?.records ?? 0, { timeout: 120_000, interval: 5 }).toBeGreaterThanOrEqual(records * part);
        const loaded = (await remote.status())!;
        await virtuoso.kill();
        expect([loaded.complete, loaded.records < records]).toEqual([false, true]);
        await expect(remote.query({ query: 'ASK {}' })).rejects.toMatchObject({ code: 'request/unavailable' });
        await virtuoso.restart();
      }
      await remote.settle();
      expect(await remote.status()).toMatchObject({ complete: true, records, seq: own.reader.snapshot().seq });
      const counted = await rowsOf(remote, 'SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?s2) { ?s ?p ?o }');
      expect(counted).toEqual([{ n: String(records * 21 + 1), s2: String(records + 1) }]);
      expect(await rowsOf(remote, 'SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { <https://a.example/org> ?p ?o } }')).toEqual([{ n: String(records) }]);
    } finally {
      await remote.close();
    }
  });

  it('is killed while it takes in a run, and ends with its changes', async () => {
    const own = await house(100, 2);
    const remote = open(own.reader);
    try {
      await remote.settle();
      const changed = Array.from({ length: 40 }, (_, n) => ({ ...staged(iri(n), 'changed') }));
      await publish(own.ledger, 'a', changed);
      await expect.poll(async () => (await remote.status())?.seq ?? 0, { timeout: 60_000, interval: 1 }).toBeGreaterThan(0);
      await virtuoso.kill();
      await virtuoso.restart();
      await remote.settle();
      expect(await remote.check()).toEqual([]);
      expect(await rowsOf(remote, 'SELECT * { ?s ?p "changed" }')).toHaveLength(40);
      expect(await rowsOf(remote, `SELECT ?o { GRAPH <https://catalogue.example/datasets/${recordId(iri(3))}> { ?s ?p ?o } }`)).toHaveLength(1);
    } finally {
      await remote.close();
    }
  });

  it('gives no answer that it has cut as a whole one', async () => {
    const own = await house(30, 3);
    const remote = openRemote(own.reader, {
      url: virtuoso.endpoint,
      updateUrl: virtuoso.updateEndpoint,
      scheme: 'digest',
      secret: 'dba:dba',
      limits: { maxRows: 10_000 },
    });
    try {
      await remote.settle();
      for (const query of ['SELECT * { ?s ?p ?o }', 'SELECT * { ?s ?p ?o } ORDER BY ?o', 'SELECT * { ?s ?p ?o } LIMIT 501'])
        await expect(remote.query({ query })).rejects.toMatchObject({ code: 'request/result-too-large' });
      await expect(remote.query({ query: 'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }', format: 'text/turtle' })).rejects.toMatchObject({
        code: 'request/result-too-large',
      });
      expect(await rowsOf(remote, 'SELECT * { ?s ?p ?o } LIMIT 500')).toHaveLength(500);
      expect(await rowsOf(remote, 'SELECT * { ?s ?p ?o } OFFSET 300')).toHaveLength(331);
    } finally {
      await remote.close();
    }
  });

  it('serves the endpoint of a running catalogue, its check and its rebuild; the rest goes on without it', async () => {
    const catalogue = await openTestServer({
      environment: {
        NDC_TRIPLES_URL: virtuoso.endpoint,
        NDC_TRIPLES_UPDATE_URL: virtuoso.updateEndpoint,
        NDC_TRIPLES_AUTH: 'digest',
        NDC_TRIPLES_CREDENTIALS: 'env:NDC_TEST_VIRTUOSO',
      },
    });
    const ask = (query: string): Promise<Response> =>
      catalogue.get(`/sparql?${new URLSearchParams({ query }).toString()}`, { accept: 'application/sparql-results+json' });
    const datasets = 'SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a <http://www.w3.org/ns/dcat#Dataset> }';
    const ready = async () => (await (await catalogue.get('/readyz')).json()) as { projections: { name: string; lag: number | null; records: number }[] };
    const triples = async () => (await ready()).projections.find(({ name }) => name === 'triples-remote');
    try {
      await expect.poll(async () => (await triples())?.lag, { timeout: 60_000 }).toBe(0);
      const found = (await (await ask(datasets)).json()) as { results: { bindings: { n: { value: string } }[] } };
      expect(Number(found.results.bindings[0]!.n.value)).toBeGreaterThan(50);
      expect(await catalogue.ndc('check')).toMatchObject({ code: 0, out: expect.stringContaining('No difference found') as string });
      expect(await catalogue.ndc('rebuild', 'triples')).toMatchObject({ code: 0 });
      expect(await catalogue.ndc('check')).toMatchObject({ code: 0 });
      expect(await catalogue.get('/metrics').then((answer) => answer.text())).toContain('projection="triples-remote"');
      await virtuoso.kill();
      const away = await ask(datasets);
      expect([away.status, away.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      expect((await catalogue.get('/readyz')).status).toBe(200);
      expect((await catalogue.get('/api/v1/datasets?q=register')).status).toBe(200);
      expect((await catalogue.get('/nl/datasets')).status).toBe(200);
      await virtuoso.restart();
      await expect.poll(async () => (await ask(datasets)).status, { timeout: 60_000 }).toBe(200);
    } finally {
      await catalogue.close();
    }
  });
});
