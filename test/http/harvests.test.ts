import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { parseText } from '../../src/rdf/parse.js';
import { openTestServer, type TestServer } from '../support/server.js';

interface Told {
  readonly items: readonly {
    readonly station: string;
    readonly state: string;
    readonly datasets: number | null;
    readonly lastRun: {
      readonly id: number;
      readonly outcome: string;
      readonly counts: Record<string, number>;
      readonly errors: number;
      readonly warnings: number;
    } | null;
  }[];
}

const ns = 'https://w3id.org/ndc/ns#';
const folder = mkdtempSync(join(tmpdir(), 'ndc-harvests-'));
let catalogue: TestServer;

beforeAll(async () => {
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `${readFileSync(join(packageRoot, 'fixtures', 'demo', 'stations.ttl'), 'utf8')}\n<https://catalogue.example/stations/new> a ndc:Station ; dct:title "New"@en ; ndc:kind "holder" ; dct:publisher <https://new.example/> ; dcat:endpointURL <http://127.0.0.1:1/x.ttl> ; ndc:protocol "rdf" ; ndc:state "onboarding" .\n<https://new.example/> foaf:name "New"@en .\n`,
  );
  catalogue = await openTestServer({ environment: { NDC_STATIONS: stations } });
}, 240_000);

afterAll(async () => {
  await catalogue.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the state of our own harvests (FEED-9)', () => {
  it('is told as JSON as the ledger has it, and of a source that is not live by its state alone', async () => {
    const { items } = await catalogue.json<Told>('/harvests');
    const { reader } = catalogue.server.house.harvest;
    expect(items.map(({ station }) => station)).toEqual(reader.stations().map(({ station }) => station.id));
    let remarks = 0;
    for (const { station, state, datasets, lastRun } of items) {
      const status = reader.station(station);
      expect([station, state]).toEqual([station, status?.state]);
      if (state === 'onboarding') {
        expect([station, datasets, lastRun]).toEqual([station, null, null]);
        continue;
      }
      const issues = reader.runIssues(lastRun?.id ?? 0, 10_000);
      expect(lastRun).toMatchObject({
        id: status?.lastRun?.id,
        outcome: status?.lastRun?.outcome,
        counts: status?.lastRun?.counts,
        errors: issues.filter(({ severity }) => severity === 'error').length,
        warnings: issues.filter(({ severity }) => severity === 'warning').length,
      });
      remarks += issues.length;
    }
    expect(items.filter(({ lastRun }) => lastRun !== null).length).toBeGreaterThan(5);
    expect(remarks).toBeGreaterThan(10);
    // It was visited, and failed; that is for its curator.
    expect([items.find(({ station }) => station === 'new')?.state, reader.runs('new', 1).length]).toEqual(['onboarding', 1]);
  });

  it('is the same as PROV and DCAT', async () => {
    const { items } = await catalogue.json<Told>('/harvests.json');
    const answer = await catalogue.get('/harvests', { accept: 'text/turtle' });
    const text = await answer.text();
    expect(text).toBe(await (await catalogue.get('/harvests.ttl')).text());
    const { quads } = await parseText(text, { mediaType: 'text/turtle', baseIri: 'urn:x:' });
    const value = (node: string, property: string): string | undefined =>
      quads.find((quad) => quad.subject.value === node && quad.predicate.value === property)?.object.value;
    for (const { station, state, lastRun } of items) {
      const node = `${catalogue.url}/stations/${station}/catalogue`;
      expect(value(node, `${ns}state`)).toBe(state);
      const run = value(node, 'http://www.w3.org/ns/prov#wasGeneratedBy');
      expect(run).toBe(lastRun === null ? undefined : `${catalogue.url}/api/v1/stations/${station}/runs/${String(lastRun.id)}`);
      if (run === undefined || lastRun === null) continue;
      expect(value(run, `${ns}outcome`)).toBe(lastRun.outcome);
      for (const count of ['added', 'held', 'withdrawn']) expect([count, value(run, ns + count)]).toEqual([count, String(lastRun.counts[count])]);
      expect(value(run, `${ns}errors`)).toBe(String(lastRun.errors));
      expect((await catalogue.get(run.slice(catalogue.url.length))).status).toBe(200);
    }
  });

  it('is a page for people', async () => {
    const led = await catalogue.get('/harvests', { accept: 'text/html', 'accept-language': 'en' });
    expect([led.status, led.headers.get('location')]).toEqual([303, '/en/harvests']);
    const { items } = await catalogue.json<Told>('/harvests.json');
    for (const lang of ['nl', 'en']) {
      const text = await (await catalogue.get(`/${lang}/harvests`)).text();
      for (const { station, lastRun } of items) if (lastRun !== null) expect(text).toContain(`href="/${lang}/stations/${station}/runs/${String(lastRun.id)}"`);
    }
    expect((await catalogue.get('/harvests.zip')).status).toBe(404);
    expect((await catalogue.get('/harvests', { accept: 'image/png' })).status).toBe(406);
    const etag = led.headers.get('etag') ?? (await catalogue.get('/harvests.json')).headers.get('etag') ?? '';
    expect((await catalogue.get('/harvests.json', { 'if-none-match': etag })).status).toBe(304);
  });
});
