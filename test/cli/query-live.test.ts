import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeSparql } from '../support/fake-sparql.js';
import { FakeStation } from '../support/fake-station.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { ndc } from '../support/server.js';
import { makeStation, TestClock } from '../support/ledger.js';

const titles =
  'PREFIX dct: <http://purl.org/dc/terms/> SELECT ?d ?t ?n { ?d dct:title ?t OPTIONAL { ?d dct:publisher/<http://xmlns.com/foaf/0.1/name> ?n } } ORDER BY ?d';
let folder: string;
let endpoint: FakeSparql;
let documents: FakeStation;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-query-'));
  endpoint = await FakeSparql.start();
  endpoint.load('<https://a.example/1> <http://purl.org/dc/terms/title> "One"@en ; <http://purl.org/dc/terms/publisher> <https://a.example/org> .');
  documents = await FakeStation.start({
    '/names.ttl': {
      type: 'text/turtle',
      body: '<https://a.example/org> <http://xmlns.com/foaf/0.1/name> "Organisation" .\n<https://b.example/2> <http://purl.org/dc/terms/title> "Two"@en .',
    },
    '/slow.ttl': { stall: 'headers' },
    '/gone.ttl': { status: 410, body: 'gone' },
  });
  const ledger = SqliteLedger.open(folder, new TestClock());
  await ledger.registerStations([
    makeStation('endpoint', { protocol: 'sparql', endpoint: `${endpoint.station.url}/sparql` }),
    makeStation('names', { protocol: 'rdf', endpoint: `${documents.url}/names.ttl` }),
    makeStation('slow', { protocol: 'rdf', endpoint: `${documents.url}/slow.ttl` }),
    makeStation('gone', { protocol: 'rdf', endpoint: `${documents.url}/gone.ttl` }),
    makeStation('oai', { protocol: 'oai-pmh', endpoint: `${documents.url}/oai` }),
  ]);
  ledger.close();
  writeFileSync(join(folder, 'q.rq'), titles);
}, 120_000);

afterAll(async () => {
  await endpoint.close();
  await documents.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = (...words: readonly string[]): ReturnType<typeof ndc> =>
  ndc(['query', join(folder, 'q.rq'), ...words], {
    NDC_DATA_DIR: folder,
    NDC_ALLOW_LOOPBACK: '1',
    NDC_HOST_PAUSE_MS: '0',
    NDC_FETCH_TRIES: '1',
    NDC_BACK_OFF_MS: '1',
  });

describe('ndc query --source', () => {
  it('joins what live sources have, and says what each was asked', async () => {
    const { code, out, err } = await query('--source', 'endpoint', 'names');
    expect([code, out.replace(/\n$/, '').split('\n'), code === 0 ? '' : err]).toEqual([
      0,
      ['?d\t?t\t?n', '<https://a.example/1>\t"One"@en\t"Organisation"', '<https://b.example/2>\t"Two"@en\t'],
      '',
    ]);
    expect(err).toMatch(/^ {4}endpoint +\d+ requests?, \d+ KB, \d+\.\d s$/m);
    expect(err).toMatch(/^ {4}names +1 request, \d+ KB/m);
  });

  it('goes on without a source that does not answer in time or at all, says so, and ends with 1', async () => {
    for (const [station, said] of [
      ['slow', 'It did not answer within 2 seconds.'],
      ['gone', '410'],
    ] as const) {
      const { code, out, err } = await query('--source', 'endpoint', '--source', station, '--timeout', '2');
      expect([station, code, out.includes('"One"@en')]).toEqual([station, 1, true]);
      expect(err).toMatch(new RegExp(`^ {2}! ${station} .*the answer lacks it: .*${said}`, 'm'));
    }
  });

  it('asks no address but those of its sources, by SERVICE neither', async () => {
    const asked = documents.requests.length;
    writeFileSync(join(folder, 's.rq'), `SELECT * { SERVICE <${documents.url}/names.ttl> { ?s ?p ?o } }`);
    const { code } = await ndc(['query', join(folder, 's.rq'), '--source', 'endpoint'], { NDC_DATA_DIR: folder, NDC_ALLOW_LOOPBACK: '1' });
    expect([code === 0, documents.requests.length]).toEqual([false, asked]);
  });

  it.each([
    [['--source', 'nobody'], 'there is no station nobody'],
    [['--source', 'oai'], 'which knows no queries'],
    [['--source', 'endpoint', '--timeout', 'soon'], 'number of seconds'],
    [['more.rq'], 'one query at a time'],
  ])('refuses %j', async (words, said) => {
    const { code, err } = await query(...words);
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
