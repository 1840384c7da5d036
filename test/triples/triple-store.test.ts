import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { isWasteful, TripleStore, type TripleStoreSettings } from '../../src/triples/triple-store.js';
import { makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';

const base = 'https://catalogue.example';
const [a, b] = ['https://a.example/1', 'https://a.example/2'];
const agent = '<https://a.example/org> <http://xmlns.com/foaf/0.1/name> "Org" .\n';
const withAgent = (subject: string, words: string): ReturnType<typeof staged> => {
  const record = staged(subject, words);
  const body = [agent, record.content!.body].sort().join('');
  return { ...record, content: { ...record.content!, body } };
};

const settings: TripleStoreSettings = {
  baseUrl: base,
  maxRows: 100,
  maxBytes: 1 << 20,
  entryOf: ({ id }) =>
    `<${base}/records/${id}> <http://xmlns.com/foaf/0.1/primaryTopic> <${base}/datasets/${id}> .\n<${base}/catalog> <http://www.w3.org/ns/dcat#record> <${base}/records/${id}> .\n`,
  sideGraphs: () => ({ catalogue: `<${base}/catalog> <http://purl.org/dc/terms/title> "Catalogue" .\n` }),
};

async function opened(records: readonly ReturnType<typeof staged>[]): Promise<OpenLedger & { store: TripleStore }> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a')]);
  await publish(all.ledger, 'a', records.map(fixHash));
  const store = new TripleStore(all.reader, settings);
  await store.load(() => Promise.resolve());
  return { ...all, store };
}

const fixHash = (record: ReturnType<typeof staged>): ReturnType<typeof staged> => ({
  ...record,
  canonicalHash: createHash('sha256').update(record.content!.body).digest('hex'),
});

function rows(store: TripleStore, query: string, graphs: Partial<{ defaultGraphs: string[]; namedGraphs: string[] }> = {}): number {
  const { body } = store.query({ query, format: 'application/sparql-results+json', defaultGraphs: [], namedGraphs: [], ...graphs });
  return (JSON.parse(Buffer.from(body).toString('utf8')) as { results: { bindings: unknown[] } }).results.bindings.length;
}

const everything = 'SELECT * { ?s ?p ?o }';
const names = 'SELECT * { ?s <http://xmlns.com/foaf/0.1/name> ?o }';

describe('the triples of the catalogue', () => {
  it('merge: an agent that two records share is one row in the default graph and one in each named graph', async () => {
    const { store } = await opened([withAgent(a, 'one'), withAgent(b, 'two')]);
    expect(rows(store, everything)).toBe(3);
    expect(rows(store, names)).toBe(1);
    expect(rows(store, `SELECT * { GRAPH ?g { ?s <http://xmlns.com/foaf/0.1/name> ?o } }`)).toBe(2);
    expect(rows(store, names, { defaultGraphs: [`${base}/datasets/${recordId(a)}`, `${base}/datasets/${recordId(b)}`] })).toBe(1);
  });

  it('lose with a replaced record only what no other record holds', async () => {
    const { store, ledger } = await opened([withAgent(a, 'one'), withAgent(b, 'two')]);
    await publish(ledger, 'a', [fixHash(staged(a, 'changed'))]);
    expect(rows(store, names)).toBe(1);
    expect(rows(store, everything)).toBe(3);
    await publish(ledger, 'a', [fixHash(staged(b, 'changed'))]);
    expect(rows(store, names)).toBe(0);
    expect(rows(store, everything)).toBe(2);
    expect(store.graphLines(recordId(a))).toEqual([`<${a}> <http://purl.org/dc/terms/title> "changed" .`]);
  });

  it('lose a withdrawn and a withheld record with its entry, and take it back', async () => {
    const { store, ledger } = await opened([withAgent(a, 'one'), withAgent(b, 'two')]);
    const entries = `SELECT * { GRAPH <${base}/graph/catalogue> { ?r <http://xmlns.com/foaf/0.1/primaryTopic> ?d } }`;
    await publish(ledger, 'a', [], [withdraw(a)]);
    await ledger.withhold(recordId(b), 'x', 'op');
    expect([rows(store, everything), rows(store, entries), store.status().records]).toEqual([0, 0, 0]);
    expect(rows(store, `SELECT * { GRAPH <${base}/graph/catalogue> { ?s ?p ?o } }`)).toBe(1);
    await ledger.release(recordId(b), 'op');
    expect([rows(store, everything), rows(store, entries), store.status().records]).toEqual([2, 1, 1]);
  });

  it('are the same after following as after a new load', async () => {
    const { store, ledger, reader } = await opened([withAgent(a, 'one'), withAgent(b, 'two')]);
    await publish(ledger, 'a', [fixHash(withAgent(a, 'changed')), fixHash(staged('https://a.example/3', 'three'))], [withdraw(b)]);
    rows(store, everything);
    const fresh = new TripleStore(reader, settings);
    await fresh.load(() => Promise.resolve());
    expect(fresh.size).toBe(store.size);
    for (const subject of [a, b, 'https://a.example/3']) expect(fresh.graphLines(recordId(subject))).toEqual(store.graphLines(recordId(subject)));
  });

  it('keep literals with line separators, dots, quotes and escapes', async () => {
    const body = `<${a}> <http://purl.org/dc/terms/title> "one .\u2028two \\"}\\" .\\n {\\\\ <urn:ndc:genid" .\n`;
    const record = staged(a);
    const { store, ledger } = await opened([{ ...record, content: { ...record.content!, body } }, staged(b)]);
    expect(store.graphLines(recordId(a))).toHaveLength(1);
    expect(rows(store, everything)).toBe(2);
    await publish(ledger, 'a', [fixHash({ ...record, content: { ...record.content!, body: body.replace('one', 'uno') } })]);
    expect(rows(store, everything)).toBe(2);
  });

  it('refuse too large answers, bad queries and SERVICE', async () => {
    const { reader } = await opened(Array.from({ length: 30 }, (_, n) => staged(`https://a.example/${String(n)}`)));
    const small = new TripleStore(reader, { ...settings, maxRows: 10 });
    await small.load(() => Promise.resolve());
    expect(() => rows(small, everything)).toThrow(expect.objectContaining({ code: 'request/result-too-large' }) as Error);
    expect(rows(small, `${everything} LIMIT 10`)).toBe(10);
    expect(() => rows(small, 'SELECT * {')).toThrow(expect.objectContaining({ code: 'request/bad-query' }) as Error);
    expect(() => rows(small, 'SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }')).toThrow();
  });
});

describe('waste', () => {
  const megabytes = 1e6;
  it.each([
    ['little of a small store', 8, 3, false],
    ['half of a small store', 8, 5, true],
    ['half of a large one', 80, 41, true],
    ['a tenth of a large one', 80, 8, false],
    ['a tenth of one that is nearly full', 596, 60, true],
    ['next to nothing of one that is nearly full', 596, 10, false],
    ['an eighth of one that has room left', 400, 50, false],
    ['a third of one that it has filled', 400, 140, true],
  ])('of %s', (_what, live, wasted, expected) => {
    expect(isWasteful(live * megabytes, wasted * megabytes)).toBe(expected);
  });
});
