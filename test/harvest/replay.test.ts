import { afterEach, describe, expect, it } from 'vitest';
import { FakeCatalogue } from '../support/fake-catalogue.js';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { activity, closeFeeds, dataset, distribution, hour, iri, opened } from './ldes-support.js';

afterEach(closeFeeds);

const reprocess = { trigger: 'replay', replay: { run: null } } as const;

describe('reading kept bytes again', () => {
  it('leaves what is remembered of the pages as it was: where they lead, and what they hold', async () => {
    const base = 'http://data.holder.example/catalog.ttl';
    const fake = await FakeCatalogue.start(base);
    try {
      fake.items = [1, 2, 3, 4, 5].map((n) => ({ iri: `https://holder.example/dataset/${String(n)}`, title: `Title ${String(n)}` }));
      const connectTo = { 'data.holder.example': `127.0.0.1:${String(fake.station.port)}` };
      const harvesting = await openHarvesting([makeStation('holder', { protocol: 'rdf', endpoint: base })], { connectTo });
      await harvesting.run('holder');
      const before = [...harvesting.reader.documents('holder').values()];
      expect(before).toHaveLength(2);
      expect(await harvesting.run('holder', reprocess)).toMatchObject({ outcome: 'complete', counts: { unchanged: 5 } });
      expect([...harvesting.reader.documents('holder').values()]).toEqual(before);
      for (let day = 0; day < 3; day++) {
        harvesting.clock.add(48);
        expect(await harvesting.run('holder')).toMatchObject({ outcome: 'complete', counts: { unchanged: 5, withdrawn: 0 } });
      }
    } finally {
      await fake.close();
    }
  });

  it('puts the records of a feed together as its run did, in whatever order the members came, and follows the feed as before', async () => {
    const harvesting = await opened({
      '/feed': {
        activities: [
          activity('Update', 'x', hour(5), distribution('x', 'Newer')),
          activity('Delete', 'b', hour(4)),
          activity('Create', 'a', hour(2), dataset('a', 'A', `; dcat:distribution <${iri('x')}>`)),
          activity('Create', 'x', hour(1), distribution('x', 'Older')),
          activity('Create', 'b', hour(3), dataset('b', 'B')),
        ],
      },
    });
    await harvesting.once();
    const body = harvesting.bodyOf('a');
    expect(body).toContain('Newer');
    expect(await harvesting.run('holder', { trigger: 'replay', dryRun: true, replay: { run: 1 } })).toMatchObject({
      outcome: 'complete',
      counts: { added: 0, updated: 0, unchanged: 1 },
    });
    expect(await harvesting.run('holder', reprocess)).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, unchanged: 1 } });
    expect(harvesting.bodyOf('a')).toBe(body);
    harvesting.fake.set({ '/feed': { activities: [activity('Update', 'x', hour(6), distribution('x', 'Newest'))] } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1 } });
    expect(harvesting.bodyOf('a')).toContain('Newest');
  });
});
