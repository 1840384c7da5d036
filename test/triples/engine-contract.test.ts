import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { parseStored } from '../../src/rdf/parse.js';
import { FakeRemote } from '../support/fake-remote.js';
import { TestClock, makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';
import { base, limits, openEmbedded, openRemote, rowsOf, type EngineLimits, type OpenEngine } from '../support/remote-triples.js';
import { Virtuoso, virtuosoInstalled } from '../support/virtuoso.js';

if (!virtuosoInstalled) console.warn('virtuoso-opensource is not installed: the SPARQL engine contract is not run against a real remote server');

const [a, b, c] = ['https://a.example/1', 'https://a.example/2', 'https://a.example/3'] as const;
const agent = '<https://a.example/org> <http://xmlns.com/foaf/0.1/name> "Org" .\n';
const graphOf = (iri: string): string => `${base}/datasets/${recordId(iri)}`;
const everything = 'SELECT * { ?s ?p ?o }';
const names = 'SELECT * { ?s <http://xmlns.com/foaf/0.1/name> ?o }';

/** A record with these further lines, and a hash that says so. */
function record(subject: string, words: string, ...lines: readonly string[]): ReturnType<typeof staged> {
  const plain = staged(subject, words);
  const body = [...new Set([plain.content!.body, ...lines])].sort().join('');
  return { ...plain, canonicalHash: createHash('sha256').update(body).digest('hex'), content: { ...plain.content!, body } };
}

let ledgers = 0;

type Open = (house: OpenLedger, own: EngineLimits) => Promise<OpenEngine>;

/** What every engine behind the port promises (STYLE section 9). */
function describeEngine(name: string, start: () => Promise<{ readonly open: Open; readonly end: () => Promise<void> }>): void {
  describe(`the SPARQL engine: ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    const engines: OpenEngine[] = [];

    beforeAll(async () => {
      server = await start();
    }, 120_000);
    afterEach(async () => {
      for (const engine of engines.splice(0)) await engine.close();
    });
    afterAll(async () => {
      await server?.end();
    });

    async function opened(
      records: readonly ReturnType<typeof staged>[],
      own: Partial<EngineLimits> = {},
    ): Promise<OpenLedger & { readonly engine: OpenEngine }> {
      // A ledger is known by its first entry.
      const house = openLedger(undefined, new TestClock(Date.parse('2026-03-01T10:00:00Z') + 1000 * ledgers++));
      await house.ledger.registerStations([makeStation('a')]);
      await publish(house.ledger, 'a', records);
      const engine = await server.open(house, { ...limits, ...own });
      engines.push(engine);
      await engine.settle();
      return { ...house, engine };
    }
    const both = (): Promise<OpenLedger & { readonly engine: OpenEngine }> => opened([record(a, 'one', agent), record(b, 'two', agent)]);

    it('merges: what two records share is one row in the default graph and one in each named graph', async () => {
      const { engine } = await both();
      expect(await rowsOf(engine, everything)).toHaveLength(3);
      expect(await rowsOf(engine, names)).toHaveLength(1);
      expect((await rowsOf(engine, 'SELECT ?g { GRAPH ?g { ?s <http://xmlns.com/foaf/0.1/name> ?o } }')).map((row) => row['g']).sort()).toEqual(
        [graphOf(a), graphOf(b)].sort(),
      );
      expect(await rowsOf(engine, 'SELECT ?g { ?s <http://xmlns.com/foaf/0.1/name> ?o GRAPH ?g { ?s ?p ?o } }')).toHaveLength(2);
    });

    it('loses with a replaced record only what no other record holds', async () => {
      const { engine, ledger } = await both();
      await publish(ledger, 'a', [record(a, 'changed')]);
      await engine.settle();
      expect([await rowsOf(engine, names), await rowsOf(engine, everything)].map((rows) => rows.length)).toEqual([1, 3]);
      await publish(ledger, 'a', [record(b, 'changed')]);
      await engine.settle();
      expect([await rowsOf(engine, names), await rowsOf(engine, everything)].map((rows) => rows.length)).toEqual([0, 2]);
      expect(await engine.check()).toEqual([]);
    });

    it('loses a withdrawn and a withheld record with its entry, and takes it back', async () => {
      const { engine, ledger } = await both();
      const entries = `SELECT * { GRAPH <${base}/graph/catalogue> { ?r <http://xmlns.com/foaf/0.1/primaryTopic> ?d } }`;
      await publish(ledger, 'a', [], [withdraw(a)]);
      await ledger.withhold(recordId(b), 'x', 'op');
      await engine.settle();
      expect([await rowsOf(engine, everything), await rowsOf(engine, entries)].map((rows) => rows.length)).toEqual([0, 0]);
      expect((await engine.status())?.records).toBe(0);
      expect(await rowsOf(engine, `SELECT * { GRAPH <${base}/graph/catalogue> { ?s ?p ?o } }`)).toHaveLength(1);
      await ledger.release(recordId(b), 'op');
      await engine.settle();
      expect([await rowsOf(engine, everything), await rowsOf(engine, entries)].map((rows) => rows.length)).toEqual([2, 1]);
      expect(await engine.status()).toMatchObject({ complete: true, records: 1 });
    });

    it('shows the published graphs, and no other', async () => {
      const { engine } = await both();
      const found = await rowsOf(engine, 'SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }');
      const side = ['assertions', 'catalogue', 'provenance'].map((name) => `${base}/graph/${name}`);
      expect(found.map((row) => row['g']).sort()).toEqual([graphOf(a), graphOf(b), ...side].sort());
      for (const hidden of ['merged', 'bookmark', `catalogue/${recordId(a)}`, 'catalogue/own']) {
        const graph = `${base}/graph/remote/${hidden}`;
        expect(await rowsOf(engine, `SELECT * { GRAPH <${graph}> { ?s ?p ?o } }`)).toEqual([]);
        expect(await rowsOf(engine, everything, { defaultGraphs: [graph] })).toEqual([]);
        expect(await rowsOf(engine, `SELECT * FROM <${graph}> { ?s ?p ?o }`)).toEqual([]);
        expect(await rowsOf(engine, 'SELECT * { GRAPH ?g { ?s ?p ?o } }', { namedGraphs: [graph] })).toEqual([]);
      }
      expect(await rowsOf(engine, 'SELECT * { GRAPH <urn:other-graph> { ?s ?p ?o } }')).toEqual([]);
      expect(await rowsOf(engine, 'SELECT * { GRAPH ?g { ?s ?p "secret" } }')).toEqual([]);
      expect(await rowsOf(engine, `SELECT * { GRAPH <${base}/graph/provenance> { ?s a ?type } }`)).toHaveLength(1);
    });

    it('answers over the dataset that a request or a query names', async () => {
      const { engine } = await both();
      const [first, second] = [graphOf(a), graphOf(b)];
      const all = 'SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g';
      expect(await rowsOf(engine, everything, { defaultGraphs: [first] })).toHaveLength(2);
      expect(await rowsOf(engine, all, { defaultGraphs: [first] })).toEqual([]);
      expect(await rowsOf(engine, everything, { namedGraphs: [first] })).toEqual([]);
      expect((await rowsOf(engine, all, { namedGraphs: [first] })).map((row) => row['g'])).toEqual([first]);
      expect(await rowsOf(engine, 'SELECT * { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }', { defaultGraphs: [first], namedGraphs: [second] })).toHaveLength(1);
      expect(await rowsOf(engine, `SELECT * FROM <${second}> { ?s ?p ?o }`)).toHaveLength(2);
      expect(await rowsOf(engine, `SELECT * FROM <${second}> FROM <https://nobody.example/> { ?s ?p ?o }`, { defaultGraphs: [first, second] })).toHaveLength(3);
      expect(await rowsOf(engine, names, { defaultGraphs: [first, second] })).toHaveLength(1);
      expect(await rowsOf(engine, everything, { defaultGraphs: ['https://nobody.example/'] })).toEqual([]);
    });

    it('keeps every literal as it was written', async () => {
      const xsd = 'http://www.w3.org/2001/XMLSchema#';
      const texts = [
        `"P1Y2M"^^<${xsd}duration>`,
        `"PT5M"^^<${xsd}dayTimeDuration>`,
        `"2020"^^<${xsd}gYear>`,
        `"not a date"^^<${xsd}date>`,
        `"2020"^^<${xsd}date>`,
        `"many"^^<${xsd}integer>`,
        `"12345678901234567890"^^<${xsd}integer>`,
        `"true"^^<${xsd}boolean>`,
        `"aB"^^<${xsd}hexBinary>`,
        `"2024-02-03T04:05:06.125+01:00"^^<${xsd}dateTime>`,
        '"POLYGON((1 2,3 4,5 6,1 2))"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
        '"^^<urn:ndc:written:x> . \\n {\\\\ } \\u2028 \\"@en . \\" \\U0001D6FC \\u00E9"',
        '"l\\r\\n\\t"@nl',
        '""',
        '""@en',
      ];
      const { engine } = await opened([record(a, 'one', ...texts.map((text, n) => `<${a}> <urn:p${String(n)}> ${text} .\n`))]);
      const given = await engine.query({ query: 'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(STRSTARTS(STR(?p), "urn:p")) }', format: 'application/n-triples' });
      const read = (text: string): string[] =>
        parseStored(text)
          .map((quad) => `${quad.predicate.value} ${quad.object.value} ${JSON.stringify(quad.object)}`)
          .sort();
      const written = texts.map((text, n) => `<${a}> <urn:p${String(n)}> ${text} .\n`).join('');
      expect(read(Buffer.from(given.body).toString('utf8'))).toEqual(read(written));
      const rows = await rowsOf(engine, 'SELECT ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?p), "urn:p")) }');
      expect(rows.map((row) => row['o']).sort()).toEqual(
        parseStored(written)
          .map((quad) => quad.object.value)
          .sort(),
      );
      for (const n of [0, 2, 9, 10]) expect(await rowsOf(engine, `SELECT ?s { ?s ?p ${texts[n] ?? ''} }`)).toHaveLength(1);
      expect(await engine.check()).toEqual([]);
    });

    it('writes tables in four formats and triples in six', async () => {
      const { engine } = await opened([record(a, 'with \\"quotes\\", <angles> & more\\nlines')]);
      const select = 'SELECT ?s ?none ?o { ?s ?p ?o }';
      const said = async (query: string, format: string): Promise<string> => Buffer.from((await engine.query({ query, format })).body).toString('utf8');
      expect(JSON.parse(await said(select, 'application/sparql-results+json'))).toMatchObject({ head: { vars: ['s', 'none', 'o'] } });
      expect(await said(select, 'text/csv')).toBe(`s,none,o\r\n${a},,"with ""quotes"", <angles> & more\nlines"\r\n`);
      expect(await said(select, 'text/tab-separated-values')).toBe(`?s\t?none\t?o\n<${a}>\t\t"with \\"quotes\\", <angles> & more\\nlines"\n`);
      expect(await said(select, 'application/sparql-results+xml')).toMatch(
        /<literal>with (?:"|&quot;)quotes(?:"|&quot;), &lt;angles(?:>|&gt;) &amp; more\nlines<\/literal>/,
      );
      expect(JSON.parse(await said('ASK { ?s ?p ?o }', 'application/sparql-results+json'))).toMatchObject({ boolean: true });
      expect(JSON.parse(await said('ASK { ?s <urn:none> ?o }', 'application/sparql-results+json'))).toMatchObject({ boolean: false });
      expect(await said('ASK { ?s ?p ?o }', 'application/sparql-results+xml')).toContain('<boolean>true</boolean>');
      for (const query of [
        'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }',
        'CONSTRUCT WHERE { ?s ?p ?o }',
        `DESCRIBE <${a}>`,
        'DESCRIBE ?s { ?s ?p ?o }',
        'DESCRIBE * { ?s ?p "x" }',
      ])
        for (const format of ['text/turtle', 'application/n-triples', 'application/rdf+xml', 'application/ld+json', 'application/n-quads', 'application/trig'])
          expect([query, format, (await said(query, format)).includes('angles')]).toEqual([query, format, !query.includes('"x"')]);
    });

    it('gives an answer whole, as many rows as are enough, or none', async () => {
      const { engine } = await opened(
        Array.from({ length: 30 }, (_, n) => record(`https://a.example/${String(n)}`, String(n))),
        { maxRows: 10 },
      );
      const construct = 'CONSTRUCT { <urn:x> <urn:y> ?p } { ?s ?p ?o }';
      for (const query of [everything, `${everything} LIMIT 11`, construct])
        await expect(engine.query({ query, format: query === construct ? 'application/n-triples' : 'text/csv' })).rejects.toMatchObject({
          code: 'request/result-too-large',
        });
      expect(await rowsOf(engine, `${everything} LIMIT 10`)).toHaveLength(10);
      expect(await engine.query({ query: everything, enough: 4 })).toMatchObject({ more: true });
      expect(await engine.query({ query: `${everything} LIMIT 4`, enough: 4 })).toMatchObject({ more: false });
      expect(Buffer.from((await engine.query({ query: `${construct} LIMIT 10`, format: 'application/n-triples' })).body).toString()).toMatch(
        /^<urn:x>[^\n]*\n$/,
      );
    });

    it('says where a query is wrong, and takes neither SERVICE nor what one server understands', async () => {
      const { engine } = await both();
      await expect(engine.query({ query: 'SELECT *\n{ ?s ?p }' })).rejects.toMatchObject({ code: 'request/bad-query', details: { line: 2 } });
      await expect(engine.query({ query: 'SELECT * { ?s dct:title ?o }' })).rejects.toMatchObject({ code: 'request/bad-query' });
      await expect(engine.query({ query: 'INSERT DATA { <urn:a> <urn:b> <urn:c> }' })).rejects.toMatchObject({ code: 'request/query-forbidden' });
      await expect(engine.query({ query: 'SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }' })).rejects.toThrow();
      await expect(engine.query({ query: 'define input:default-graph-uri <urn:x> SELECT * { ?s ?p ?o }' })).rejects.toMatchObject({
        code: 'request/bad-query',
      });
      await expect(engine.query({ query: 'SELECT COUNT(*) { ?s ?p ?o }' })).rejects.toMatchObject({ code: 'request/bad-query' });
    });

    it('is the same after following as after a new load', async () => {
      const { engine, ledger } = await both();
      await publish(ledger, 'a', [record(a, 'changed', agent), record(c, 'three')], [withdraw(b)]);
      await engine.settle();
      expect(await engine.check()).toEqual([]);
      expect(await rowsOf(engine, everything)).toHaveLength(3);
    });
  });
}

describeEngine('embedded', async () => ({ open: ({ reader }, own) => openEmbedded(reader, own), end: async () => undefined }));

describeEngine('a remote store', async () => {
  const fake = await FakeRemote.start();
  // What other programs keep on the same server is none of ours.
  fake.store.load('<urn:other> <urn:other> "secret" <urn:other-graph> .\n<urn:other> <urn:other> "secret" .\n', { format: 'application/n-quads' });
  return { open: async ({ reader }, own) => openRemote(reader, { url: fake.url, updateUrl: fake.updateUrl, limits: own }), end: () => fake.stop() };
});

if (virtuosoInstalled)
  describeEngine('Virtuoso', async () => {
    const virtuoso = await Virtuoso.start();
    const { endpoint, updateEndpoint } = virtuoso;
    return {
      open: async ({ reader }, own) => openRemote(reader, { url: endpoint, updateUrl: updateEndpoint, scheme: 'digest', secret: 'dba:dba', limits: own }),
      end: () => virtuoso.close(),
    };
  });
