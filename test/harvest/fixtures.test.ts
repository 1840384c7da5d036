import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeStation } from '../support/fake-station.js';
import { serveFixture } from '../support/fake-station.js';
import { demoStations, fixtureFolder, openHarvesting, type Harvesting } from '../support/harvesting.js';

/** Records by station: published, held. */
const expected: Readonly<Record<string, readonly [number, number]>> = {
  'umc-voorbeeld': [17, 0],
  'registratie-noord': [10, 0],
  gezondheidsmonitor: [17, 0],
  kankerregister: [12, 0],
  'apotheek-data': [8, 0],
  'biobank-delta': [10, 0],
  'zorgketen-voorbeeld': [9, 0],
  'rommelig-lab': [6, 2],
};
const own = 4;

describe('harvesting the stations of the demonstration', () => {
  const fakes = new Map<string, FakeStation>();
  let harvesting: Harvesting;

  beforeAll(async () => {
    const connectTo: Record<string, string> = {};
    for (const station of demoStations()) {
      const { host, station: fake } = await serveFixture(fixtureFolder(station.id));
      fakes.set(station.id, fake);
      connectTo[host] = `127.0.0.1:${String(fake.port)}`;
    }
    harvesting = await openHarvesting(demoStations(), { connectTo });
  });

  afterAll(async () => {
    for (const fake of fakes.values()) await fake.close();
  });

  it.each(Object.entries(expected))('reads %s to its end', async (id, [published, held]) => {
    const summary = await harvesting.run(id);
    expect(summary, JSON.stringify(harvesting.issues().filter((issue) => issue.severity === 'error'))).toMatchObject({ outcome: 'complete' });
    expect([summary.counts.added, summary.counts.held]).toEqual([published, held]);
    expect(harvesting.reader.station(id)).toMatchObject({ datasets: published, held });
    expect(fakes.get(id)?.unknown).toEqual([]);
  });

  it('keeps the copies of the aggregator beside their origins, and publishes its own four', async () => {
    const summary = await harvesting.run('regio-aggregator');
    expect(summary).toMatchObject({ outcome: 'complete', counts: { added: 10, held: 0 } });
    expect(harvesting.reader.station('regio-aggregator')?.datasets).toBe(own);
  });

  it('adds nothing to the log when everything is read again, in any order of stations', async () => {
    const before = harvesting.reader.snapshot().seq;
    for (const id of [...fakes.keys()].reverse()) {
      const summary = await harvesting.run(id);
      expect(summary).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, withdrawn: 0 } });
    }
    expect(harvesting.reader.snapshot().seq).toBe(before);
  });

  it('asks with conditions where the station gave validators, and counts what stands for its records', async () => {
    for (const id of ['gezondheidsmonitor', 'kankerregister', 'zorgketen-voorbeeld', 'regio-aggregator', 'biobank-delta', 'apotheek-data']) {
      const fake = fakes.get(id)!;
      const from = fake.requests.length;
      const { counts } = await harvesting.run(id);
      expect(counts.unchanged, id).toBe(expected[id]?.[0] ?? 10);
      expect(
        fake.requests.slice(from).every((request) => request.headers['if-none-match'] !== undefined || request.headers['if-modified-since'] !== undefined),
        id,
      ).toBe(true);
      expect(counts.bytes, id).toBe(0);
    }
  });

  it('says of the untidy station what it put right and what it could not', async () => {
    await harvesting.run('rommelig-lab');
    const codes = new Set(harvesting.issues().map((issue) => issue.code));
    expect([...codes]).toEqual(expect.arrayContaining(['repaired', 'not-repaired', 'not-admissible', 'duplicate-subject', 'violations']));
    expect(harvesting.reader.heldRecords('rommelig-lab')).toMatchObject([
      { subject: 'https://rommelig-lab.example/id/dataset/celkweken', reasons: [{ code: 'no-title' }] },
      { subject: 'https://rommelig-lab.example/id/dataset/dubbele-rechten', reasons: [{ code: 'no-description' }] },
    ]);
  });

  it('takes the draft of the hospital for unpublished, not for an error', async () => {
    await harvesting.run('umc-voorbeeld');
    expect(harvesting.issues().filter((issue) => issue.code === 'not-published')).toMatchObject([
      { severity: 'info', url: 'http://fdp.umc-voorbeeld.example/dataset/wearable-revalidatie' },
    ]);
    expect(harvesting.reader.head('http://fdp.umc-voorbeeld.example/dataset/wearable-revalidatie')).toBeUndefined();
  });

  it('is asked of every route of every station', () => {
    for (const [id, fake] of fakes)
      expect(
        fake.unused().filter((path) => path !== '/catalog.jsonld?page=1'),
        id,
      ).toEqual([]);
  });
});
