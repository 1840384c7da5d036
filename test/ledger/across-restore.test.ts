import { join } from 'node:path';
import express from 'express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { plainCatalogue } from '../../src/federation/catalogue-pages.js';
import { problemHandler } from '../../src/http/problem.js';
import { catalogueRouter } from '../../src/http/routes/catalogue.js';
import { writeBackup } from '../../src/ledger/backup.js';
import { restoreBackup } from '../../src/ledger/restore.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { CatalogueQueries } from '../../src/catalogue/queries.js';
import { sideGraphs, entryLines } from '../../src/federation/store-graphs.js';
import { TripleStore } from '../../src/triples/triple-store.js';
import { exportDesk } from '../support/exports.js';
import { CatalogueWalker } from '../support/catalogue-walker.js';
import { ChangeFollower, publishedOf } from '../support/change-follower.js';
import { makeStation, openLedger, publish, staged, temporaryFolder, TestClock, withdraw, type OpenLedger } from '../support/ledger.js';

const base = 'http://127.0.0.1:3000';
const iri = (n: number): string => `https://a.example/${String(n)}`;
const quiet = (): void => undefined;
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

interface Restorable {
  house: OpenLedger;
  backup(): Promise<void>;
  /** Stops everything, restores over the catalogue, and opens what is there then. */
  restore(): Promise<void>;
}

/** A catalogue of 40 records that is backed up and restored; the address of its ledger changes, its clients do not. */
async function restorable(): Promise<Restorable> {
  const file = join(temporaryFolder(), 'b.tar');
  const one: Restorable = {
    house: openLedger(temporaryFolder(), new TestClock()),
    backup: async () => {
      await writeBackup(one.house.folder, file, one.house.clock, quiet);
    },
    restore: async () => {
      const { folder, clock, reader, ledger } = one.house;
      reader.close();
      ledger.close();
      await restoreBackup(file, folder, { replace: true, now: clock.add(1).now(), by: 'somebody' }, quiet);
      one.house = openLedger(folder, clock);
    },
  };
  await one.house.ledger.registerStations([makeStation('a')]);
  await publish(
    one.house.ledger,
    'a',
    range(1, 40).map((n) => staged(iri(n), 'first')),
  );
  return one;
}

/** What stations and operators do after the backup; a restore takes it back. */
async function later({ house: { ledger } }: Restorable): Promise<void> {
  await publish(
    ledger,
    'a',
    [...range(1, 10), ...range(41, 55)].map((n) => staged(iri(n), 'later')),
    [withdraw(iri(20)), withdraw(iri(21))],
  );
}

/** The ledger of a catalogue, also after a restore, as for a server that was started again. */
function readerOf(one: Restorable): OpenLedger['reader'] {
  return new Proxy({} as OpenLedger['reader'], {
    get:
      (_target, name) =>
      (...values: unknown[]) => {
        const method = Reflect.get(one.house.reader, name) as (...values: unknown[]) => unknown;
        return method.apply(one.house.reader, values);
      },
  });
}

async function walkerOn(one: Restorable): Promise<CatalogueWalker> {
  const app = express();
  app.use(
    catalogueRouter({
      reader: readerOf(one),
      queries: { catalogue: () => plainCatalogue(base) } as CatalogueQueries,
      baseUrl: base,
      exports: exportDesk(readerOf(one), base),
    }),
  );
  app.use(problemHandler(silentLogger));
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const own = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return new CatalogueWalker(base, (url, headers) => fetch(url.replace(base, own), { headers }));
}

describe('a consumer that follows the log across a restore', () => {
  it.each(range(0, 3))('ends with exactly what the restored catalogue publishes, wherever it stood (%i pages behind)', async (behind) => {
    const one = await restorable();
    const follower = new ChangeFollower(7);
    follower.follow(one.house.reader);
    await publish(one.house.ledger, 'a', [staged(iri(2), 'before the backup')]);
    await one.backup();
    await later(one);
    follower.follow(one.house.reader, behind);
    await one.restore();
    follower.follow(one.house.reader);
    expect(follower.mirror).toEqual(publishedOf(one.house.reader));
    expect([follower.beginnings, follower.mirror.size]).toEqual([2, 40]);
    await publish(one.house.ledger, 'a', [staged(iri(1), 'after the restore'), staged(iri(90), 'new')], [withdraw(iri(3))]);
    follower.follow(one.house.reader);
    expect(follower.mirror).toEqual(publishedOf(one.house.reader));
    expect(follower.beginnings).toBe(2);
  });

  it('is never told an entry twice, nor one below what it has seen, also when the same backup is restored again', async () => {
    const one = await restorable();
    const follower = new ChangeFollower(7);
    follower.follow(one.house.reader);
    await one.backup();
    for (const _round of range(1, 3)) {
      await later(one);
      follower.follow(one.house.reader);
      await one.restore();
      follower.follow(one.house.reader);
      expect(follower.mirror).toEqual(publishedOf(one.house.reader));
      await publish(one.house.ledger, 'a', [staged(iri(1), `round ${String(_round)}`)]);
      follower.follow(one.house.reader);
    }
    expect(follower.mirror).toEqual(publishedOf(one.house.reader));
    expect(follower.beginnings).toBe(4);
    const seqs = follower.told.map(({ seq }) => seq);
    expect(seqs.every((seq, at) => at === 0 || seq > (seqs[at - 1] ?? 0))).toBe(true);
  });

  it('would go astray if it took the number of an entry for its place', async () => {
    const one = await restorable();
    const careless = new ChangeFollower(7, false);
    careless.follow(one.house.reader);
    await one.backup();
    await later(one);
    careless.follow(one.house.reader);
    await one.restore();
    careless.follow(one.house.reader);
    expect(careless.mirror).not.toEqual(publishedOf(one.house.reader));
  });
});

describe('a consumer that walks /catalog across a restore', () => {
  it('is sent back to the first page, and ends with what the restored catalogue publishes and nothing of before', async () => {
    const one = await restorable();
    await one.backup();
    await later(one);
    const walker = await walkerOn(one);
    await walker.step();
    await walker.step();
    expect(walker.datasets).toHaveLength(20);
    await one.restore();
    await walker.walk();
    expect(walker.beginnings).toBe(1);
    expect([...walker.datasets].sort()).toEqual(range(1, 40).map(iri).sort());
  });

  it('gets 410 for every cursor of before and nothing for its tags, also where the restored state is the same in all', async () => {
    const one = await restorable();
    const before = await (await walkerOn(one)).walk();
    expect(await before.revisit()).toEqual({ same: 4, gone: 0, changed: 0 });
    await one.backup();
    await one.restore();
    expect(await before.revisit()).toEqual({ same: 0, gone: 3, changed: 1 });
    const after = await (await walkerOn(one)).walk();
    expect([after.digest, after.beginnings]).toEqual([before.digest, 0]);
  });

  it('also of the million entries between, when the catalogue was restored elsewhere', async () => {
    const one = await restorable();
    await one.backup();
    const walker = await walkerOn(one);
    await walker.step();
    const { seq } = one.house.reader.snapshot();
    const elsewhere = temporaryFolder();
    const file = join(temporaryFolder(), 'c.tar');
    await writeBackup(one.house.folder, file, one.house.clock, quiet);
    const restored = await restoreBackup(file, elsewhere, { replace: false, now: one.house.clock.now(), by: 'somebody' }, quiet);
    expect(restored.seq).toBeGreaterThan(seq + 1_000_000);
    one.house = openLedger(elsewhere, one.house.clock);
    await walker.walk();
    expect([walker.beginnings, walker.datasets.length]).toEqual([1, 40]);
  });
});

describe('a projection across a restore', () => {
  it('says that it has to be built anew, and is equal to the ledger then', async () => {
    const one = await restorable();
    const load = async (): Promise<TripleStore> => {
      const reader = readerOf(one);
      const store = new TripleStore(reader, {
        baseUrl: base,
        maxRows: 1000,
        maxBytes: 1 << 20,
        entryOf: (head) => entryLines(head, reader, base),
        sideGraphs: () => sideGraphs(reader, base),
      });
      await store.load(() => Promise.resolve());
      return store;
    };
    await one.backup();
    await later(one);
    const store = await load();
    expect([store.follow(), store.check()]).toEqual([false, []]);
    await one.restore();
    expect(store.follow()).toBe(true);
    expect((await load()).check()).toEqual([]);
  });
});
