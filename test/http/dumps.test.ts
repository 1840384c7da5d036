import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { ndc, openTestServer, type TestServer } from '../support/server.js';

interface Listing {
  readonly seq: number;
  readonly records: number;
  readonly builtAt: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

const dataDir = mkdtempSync(join(tmpdir(), 'ndc-dumps-'));
const folder = mkdtempSync(join(tmpdir(), 'ndc-exports-'));
let catalogue: TestServer;

/** A server on the same catalogue, which writes dumps. */
const started = (): Promise<TestServer> =>
  openTestServer({ harvest: false, environment: { NDC_DATA_DIR: dataDir, NDC_DUMP_MINUTES: '60', NDC_BASE_URL: 'https://national.example' } });

async function dumped(server: TestServer, isIt: (listing: Listing) => boolean = () => true): Promise<Listing> {
  for (;;) {
    const response = await server.get('/dumps');
    if (response.status === 200) {
      const listing = (await response.json()) as Listing;
      if (isIt(listing)) return listing;
    } else expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  const first = await openTestServer({ environment: { NDC_DATA_DIR: dataDir, NDC_BASE_URL: 'https://national.example' } });
  await first.close();
  catalogue = await started();
}, 240_000);

afterAll(async () => {
  await catalogue.close();
  for (const path of [dataDir, folder]) rmSync(path, { recursive: true, force: true });
});

const hashes = ({ files }: Listing): string[] => files.map(({ name, sha256 }) => `${name} ${sha256}`);

describe('the dumps of a running catalogue', () => {
  it('are written by a thread of its own, and stay after a restart; one that is lost is written again, byte for byte', async () => {
    const first = await dumped(catalogue);
    expect(first.records).toBe(catalogue.server.house.harvest.reader.totals().current);
    expect(first.records).toBeGreaterThan(50);
    await catalogue.close();
    catalogue = await started();
    const again = await dumped(catalogue);
    expect([again.builtAt, hashes(again)]).toEqual([first.builtAt, hashes(first)]);
    await catalogue.close();
    rmSync(join(dataDir, 'dumps'), { recursive: true });
    catalogue = await started();
    await ndc(['rebuild'], catalogue.environment);
    const anew = await dumped(catalogue);
    expect([anew.builtAt === first.builtAt, hashes(anew)]).toEqual([false, hashes(first)]);
  }, 240_000);

  it('are what `ndc export` writes, on standard output and into a file, packed or not', async () => {
    await dumped(catalogue);
    for (const [name, format] of [
      ['catalogue.nq.gz', 'nq'],
      ['catalogue.ttl.gz', 'ttl'],
      ['catalogue.jsonld.gz', 'jsonld'],
    ] as const) {
      const packed = Buffer.from(await (await catalogue.get(`/dumps/${name}`)).arrayBuffer());
      const text = gunzipSync(packed).toString('utf8');
      const out = await ndc(['export', '--format', format], { ...catalogue.environment, NDC_DUMP_MINUTES: '60' });
      expect([out.code, out.out === text]).toEqual([0, true]);
      expect(out.err).toMatch(/\d+ records, as of entry \d+ of the log\./);
      const file = join(folder, name);
      expect((await ndc(['export', '--output', file], { ...catalogue.environment, NDC_DUMP_MINUTES: '60' })).code).toBe(0);
      expect(readFileSync(file).equals(packed)).toBe(true);
    }
    const plain = join(folder, 'catalogue.rdf');
    expect((await ndc(['export', '--output', plain, '--profile', 'dcat-ap-nl'], catalogue.environment)).code).toBe(0);
    expect(readFileSync(plain, 'utf8')).toMatch(/^<\?xml[\s\S]*<\/rdf:RDF>\n$/);
  }, 240_000);

  it('cannot be exported in a form or a format that there is not', async () => {
    for (const [words, told] of [
      [['export', '--format', 'csv'], '"csv" is no format; there are ttl, jsonld, nq, nt, rdf, trig'],
      [['export', '--output', 'x.csv'], '"csv" is no format'],
      [['export', '--profile', 'x'], '"x" is no form; there are healthdcat-ap'],
      [['export', 'file'], 'what is "file"?'],
      [['export', '--output', join(folder, 'no', 'x.ttl')], 'there is no such file or folder'],
    ] as const) {
      const { code, err } = await ndc(words, catalogue.environment);
      expect([code, err.includes(told), err]).toEqual([2, true, err]);
    }
  });

  it('are told in the catalogue: as distributions, and as dumps of a VoID dataset', async () => {
    const text = await (await catalogue.get('/catalog?limit=1', { accept: 'application/n-triples' })).text();
    const urls = ['nq', 'ttl', 'jsonld'].map((extension) => `https://national.example/dumps/catalogue.${extension}.gz`);
    for (const url of urls) {
      expect(text).toMatch(new RegExp(`^<[^>]+> <http://rdfs.org/ns/void#dataDump> <${url}> \\.$`, 'm'));
      expect(text).toMatch(new RegExp(`^<[^>]+> <http://www.w3.org/ns/dcat#distribution> <${url}#distribution> \\.$`, 'm'));
      expect(text).toContain(`<${url}#distribution> <http://www.w3.org/ns/dcat#downloadURL> <${url}> .`);
    }
  });

  it('give another catalogue the same descriptions as our pages do, in each form', async () => {
    await dumped(catalogue);
    const found: Record<string, Record<string, string>> = {};
    for (const path of ['/catalog?limit=1000', '/dumps/catalogue.nq.gz', '/dumps/catalogue.ttl.gz', '/dumps/catalogue.jsonld.gz']) {
      const other: Harvesting = await openHarvesting([makeStation('national', { kind: 'aggregator', endpoint: catalogue.url + path, subjectPrefixes: [] })]);
      expect([path, (await other.run('national')).outcome]).toEqual([path, 'complete']);
      found[path] = Object.fromEntries([...other.reader.descriptionsOf('national').values()].map(({ subject, canonicalHash }) => [subject, canonicalHash]));
      other.reader.close();
      other.ledger.close();
    }
    const [pages, ...dumps] = Object.values(found);
    expect(Object.keys(pages ?? {})).toHaveLength(catalogue.server.house.harvest.reader.totals().current);
    for (const dump of dumps) expect(dump).toEqual(pages);
  }, 240_000);

  it('lose a record that is taken down within seconds, whatever the interval', async () => {
    const before = await dumped(catalogue);
    const { reader, ledger } = catalogue.server.house.harvest;
    const [id = ''] = reader.publishedIds(reader.snapshot().seq);
    await ledger.withhold(id, 'a mistake', 'tester');
    const after = await dumped(catalogue, ({ seq }) => seq > before.seq);
    expect(after.records).toBe(before.records - 1);
  }, 60_000);
});
