import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Quad } from '@rdfjs/types';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { DumpFolder } from '../../src/dispatch/dump-folder.js';
import { dumpForms, type DumpSet } from '../../src/domain/dump.js';
import { recordId } from '../../src/domain/record-id.js';
import { dumpPieces, dumpSource } from '../../src/federation/dump.js';
import { DumpKeeper } from '../../src/federation/dump-keeper.js';
import { problemHandler } from '../../src/http/problem.js';
import { dumpsRouter } from '../../src/http/routes/dumps.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import { silentLogger } from '../../src/ports/logger.js';
import { parseText } from '../../src/rdf/parse.js';
import { canonicalText } from '../../src/rdf/terms.js';
import { described, subjectOf } from '../support/feed.js';
import { makeStation, openLedger, publish, temporaryFolder, withdraw, type OpenLedger } from '../support/ledger.js';
import { hasRapper, rapper } from '../support/rapper.js';

const base = 'https://catalogue.example';
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const noRest = (): Promise<void> => Promise.resolve();

/** Publishes these in as many transactions as it takes. */
async function publishAll(ledger: OpenLedger['ledger'], numbers: readonly number[], words = 'one'): Promise<void> {
  for (let at = 0; at < numbers.length; at += 50)
    await publish(
      ledger,
      'a',
      numbers.slice(at, at + 50).map((n) => described(n, words)),
    );
}

interface DumpHouse {
  house: OpenLedger;
  readonly path: string;
  readonly folder: DumpFolder;
  keeper(changes?: { readonly reader?: LedgerReader; readonly rest?: () => Promise<void>; readonly release?: string; readonly quietMs?: number }): DumpKeeper;
}

async function dumpHouse(records = 120): Promise<DumpHouse> {
  const path = join(temporaryFolder(), 'dumps');
  const one: DumpHouse = {
    house: openLedger(),
    path,
    folder: new DumpFolder(path),
    keeper: ({ reader = one.house.reader, rest = noRest, release = '1', quietMs = 0 } = {}) =>
      new DumpKeeper({ reader, folder: one.folder, clock: one.house.clock, baseUrl: base, release, everyMs: 3_600_000, quietMs, rest }),
  };
  await one.house.ledger.registerStations([makeStation('a'), makeStation('b')]);
  await publishAll(one.house.ledger, range(1, records));
  return one;
}

const bytesOf = ({ folder }: DumpHouse, name: string): Buffer => readFileSync(folder.pathOf(folder.current()!.files.find((file) => file.name === name)!));
const hashesOf = (set: DumpSet | null): string[] => set?.files.map(({ name, sha256, bytes }) => `${name} ${sha256} ${String(bytes)}`) ?? [];

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function served(folder: DumpFolder | null): Promise<(path: string, headers?: Record<string, string>, method?: string) => Promise<Response>> {
  const app = express();
  app.set('etag', false);
  app.use(dumpsRouter({ dumps: folder, baseUrl: base }));
  app.use(problemHandler(silentLogger));
  const server = createServer({ keepAliveTimeout: 120_000 }, app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return (path, headers = {}, method = 'GET') => fetch(own + path, { headers, method });
}

describe('dumps of the catalogue (OUT-6)', () => {
  it('hold everything that is published, the same in all three forms, with the catalogue and its sources', async () => {
    const one = await dumpHouse();
    await publish(one.house.ledger, 'b', [described(500)], []);
    await publish(one.house.ledger, 'a', [described(1, 'two')], [withdraw(subjectOf(2))]);
    const set = await one.keeper().turn();
    expect([set?.records, set?.files.map(({ name }) => name)]).toEqual([120, dumpForms.map(({ name }) => name)]);
    const graphs = new Set<string>();
    for (const { name, mediaType } of dumpForms) {
      const packed = bytesOf(one, name);
      expect(createHash('sha256').update(packed).digest('hex')).toBe(set?.files.find((file) => file.name === name)?.sha256);
      // Bytes 4 to 7 are the time that a file was packed at.
      expect([...packed.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
      const { quads } = await parseText(gunzipSync(packed).toString('utf8'), { mediaType, baseIri: 'https://elsewhere.example/' });
      graphs.add(canonicalText(quads));
    }
    expect(graphs.size).toBe(1);
    const [text = ''] = graphs;
    const listed = (subject: string, property: string): string[] =>
      [...text.matchAll(new RegExp(`^<${subject}> <http://www.w3.org/ns/dcat#${property}> <(.*)> \\.$`, 'gm'))].map(([, iri]) => iri ?? '');
    const all = [1, ...range(3, 120), 500].map(subjectOf).sort();
    expect(listed(`${base}/catalogue`, 'dataset').sort()).toEqual(all);
    expect(listed(`${base}/stations/a/catalogue`, 'dataset')).toHaveLength(119);
    expect(listed(`${base}/catalogue`, 'catalog').sort()).toEqual(['a', 'b'].map((station) => `${base}/stations/${station}/catalogue`));
    expect(listed(`${base}/catalogue`, 'distribution')).toHaveLength(3);
    expect(text).toContain(`<${subjectOf(1)}> <http://purl.org/dc/terms/title> "two" .`);
    expect(text).not.toContain(`<${subjectOf(2)}> `);
  });

  it('are the same bytes for the same state: built again, after a restart, and while the log goes on', async () => {
    const one = await dumpHouse();
    await publish(one.house.ledger, 'a', [described(3, 'two')]);
    const first = hashesOf(await one.keeper().turn());
    expect(first).toHaveLength(3);
    rmSync(one.path, { recursive: true });
    expect(hashesOf(await one.keeper().turn())).toEqual(first);
    one.house.reader.close();
    one.house.ledger.close();
    one.house = openLedger(one.house.folder, one.house.clock);
    rmSync(one.path, { recursive: true });
    expect(hashesOf(await one.keeper().turn())).toEqual(first);
    // Between two pages of the ledger everything changes.
    let changes = 0;
    const rest = async (): Promise<void> => {
      changes++;
      one.house.clock.add(1);
      await publishAll(one.house.ledger, range(1, 110), `change ${String(changes)}`);
      await publish(one.house.ledger, 'a', [], [withdraw(subjectOf(110 + changes))]);
    };
    rmSync(one.path, { recursive: true });
    expect(hashesOf(await one.keeper({ rest }).turn())).toEqual(first);
    expect(changes).toBe(2);
    rmSync(one.path, { recursive: true });
    expect(hashesOf(await one.keeper().turn())).not.toEqual(first);
  });

  it('would not be, if records were told as they are now', async () => {
    const one = await dumpHouse();
    const first = hashesOf(await one.keeper().turn());
    const { reader, ledger, clock } = one.house;
    const careless = new Proxy(reader, {
      get: (target, name) => (name === 'recordsAsOf' ? reader.publishedPage.bind(reader) : (Reflect.get(target, name) as () => unknown).bind(target)),
    });
    rmSync(one.path, { recursive: true });
    expect(hashesOf(await one.keeper({ reader: careless }).turn())).toEqual(first);
    rmSync(one.path, { recursive: true });
    const rest = async (): Promise<void> => {
      clock.add(1);
      await publishAll(ledger, range(1, 120), 'changed');
    };
    expect(hashesOf(await one.keeper({ reader: careless, rest }).turn())).not.toEqual(first);
  });

  it('are built when something has changed, at most as often as is wished, and not for what is no news', async () => {
    const one = await dumpHouse(3);
    const keeper = one.keeper();
    const { ledger, clock } = one.house;
    const first = await keeper.turn();
    expect([first?.records, await keeper.turn()]).toEqual([3, null]);
    clock.add(2);
    expect(await keeper.turn()).toBeNull();
    await publish(ledger, 'a', [described(4)]);
    expect((await keeper.turn())?.records).toBe(4);
    await publish(ledger, 'a', [described(5)]);
    expect(await keeper.turn()).toBeNull();
    clock.add(0.9);
    expect(await keeper.turn()).toBeNull();
    clock.add(0.2);
    expect((await keeper.turn())?.records).toBe(5);
    await ledger.confirm('a', [subjectOf(5)], 'somebody');
    clock.add(2);
    expect(await keeper.turn()).toBeNull();
    // A process that is started again takes over what is there; another release writes anew.
    expect(await one.keeper().turn()).toBeNull();
    expect((await one.keeper({ release: '2' }).turn())?.release).toBe('2');
  });

  it('wait until the log rests, but not for ever', async () => {
    const one = await dumpHouse(3);
    const keeper = one.keeper({ quietMs: 5000 });
    expect(await keeper.turn()).toBeNull();
    one.house.clock.at += 4000;
    await publish(one.house.ledger, 'a', [described(4)]);
    one.house.clock.at += 4000;
    expect(await keeper.turn()).toBeNull();
    one.house.clock.at += 1001;
    expect((await keeper.turn())?.records).toBe(4);
    one.house.clock.add(1);
    for (let n = 5; n < 140; n++) {
      one.house.clock.at += 4000;
      await publish(one.house.ledger, 'a', [described(n)]);
      const set = await keeper.turn();
      if (set === null) continue;
      expect([n, set.records]).toEqual([130, 130]);
      return;
    }
    expect.unreachable();
  });

  it('lose at once what is taken down, and give nothing out until they are written anew', async () => {
    const one = await dumpHouse(3);
    const keeper = one.keeper();
    await keeper.turn();
    await one.house.ledger.withhold(recordId(subjectOf(2)), 'a mistake', 'somebody');
    let during: DumpSet | null | undefined;
    const watching = new DumpKeeper({
      reader: one.house.reader,
      folder: {
        current: () => one.folder.current(),
        clear: () => {
          one.folder.clear();
        },
        write: (pieces, about) => {
          during = one.folder.current();
          return one.folder.write(pieces, about);
        },
      },
      clock: one.house.clock,
      baseUrl: base,
      release: '1',
      everyMs: 3_600_000,
      quietMs: 0,
      rest: noRest,
    });
    expect([(await watching.turn())?.records, during]).toEqual([2, null]);
    expect(gunzipSync(bytesOf(one, 'catalogue.nq.gz')).toString()).not.toContain(subjectOf(2));
  });

  it('stay whole when a newer one is cut off in the middle, and what that left is removed by the next', async () => {
    const one = await dumpHouse(60);
    const first = hashesOf(await one.keeper().turn());
    const about = { epoch: 1, seq: 1, lastChangedAt: '2026-01-01T00:00:00Z', builtAt: '2026-01-01T00:00:00Z', baseUrl: base, release: '1' };
    async function* cutOff(): AsyncGenerator<readonly Quad[]> {
      let n = 0;
      for await (const quads of dumpPieces(dumpSource(one.house.reader, base, true), noRest)) {
        if (++n > 30) throw new Error('cut off');
        yield quads;
      }
    }
    await expect(one.folder.write(cutOff(), about)).rejects.toThrow('cut off');
    const isWhole = (): void => {
      expect(hashesOf(one.folder.current())).toEqual(first);
      for (const { name, sha256 } of one.folder.current()!.files) expect(createHash('sha256').update(bytesOf(one, name)).digest('hex')).toBe(sha256);
    };
    isWhole();
    // A process that is killed removes nothing.
    async function* hanging(): AsyncGenerator<readonly Quad[]> {
      yield* [];
      await new Promise(() => undefined);
    }
    void one.folder.write(hanging(), about);
    while (!readdirSync(one.path).some((name) => name.startsWith('.attempt'))) await new Promise((resolve) => setImmediate(resolve));
    isWhole();
    writeFileSync(join(one.path, '.attempt-manifest.json'), '{"half":');
    isWhole();
    one.house.clock.add(2);
    await publish(one.house.ledger, 'a', [described(61)]);
    await one.keeper().turn();
    expect(readdirSync(one.path).sort()).toEqual([...one.folder.current()!.files.map(({ file }) => file), 'manifest.json'].sort());
    expect(hashesOf(one.folder.current())).not.toEqual(first);
  });

  it('are none when their manifest is damaged, names a file elsewhere, or lies on a full disk', async () => {
    const one = await dumpHouse(2);
    await one.keeper().turn();
    const manifest = join(one.path, 'manifest.json');
    const good = readFileSync(manifest, 'utf8');
    for (const bad of ['', '{', good.replace(/"file": "[^"]+"/, '"file": "../../ledger.sqlite"'), good.replace(/"sha256": "[^"]+"/, '"sha256": "x"')]) {
      expect(bad).not.toBe(good);
      writeFileSync(manifest, bad);
      expect(one.folder.current()).toBeNull();
    }
    const blocked = new DumpFolder(join(one.path, 'manifest.json'));
    await expect(blocked.write(dumpPieces(dumpSource(one.house.reader, base, true), noRest), { ...(JSON.parse(good) as DumpSet) })).rejects.toThrow();
    const folder = join(temporaryFolder(), 'x');
    mkdirSync(join(folder, '.attempt-catalogue.nq.gz'), { recursive: true });
    await expect(
      new DumpFolder(folder).write(dumpPieces(dumpSource(one.house.reader, base, true), noRest), { ...(JSON.parse(good) as DumpSet) }),
    ).rejects.toThrow();
    expect(existsSync(join(folder, 'manifest.json'))).toBe(false);
  });
});

describe('/dumps', () => {
  it('answers with hash and time, whole or in part, to GET and HEAD', async () => {
    const one = await dumpHouse(40);
    const set = (await one.keeper().turn())!;
    const get = await served(one.folder);
    const listing = (await (await get('/dumps')).json()) as {
      records: number;
      seq: number;
      files: { name: string; url: string; sha256: string; bytes: number }[];
    };
    expect([listing.records, listing.seq, listing.files.map(({ name, url }) => [name, url])]).toEqual([
      40,
      set.seq,
      dumpForms.map(({ name }) => [name, `${base}/dumps/${name}`]),
    ]);
    for (const { name, sha256, bytes } of listing.files) {
      const whole = await get(`/dumps/${name}`);
      const body = Buffer.from(await whole.arrayBuffer());
      const etag = `"${sha256}"`;
      expect([whole.status, whole.headers.get('etag'), whole.headers.get('content-type'), whole.headers.get('content-encoding'), body.length]).toEqual([
        200,
        etag,
        'application/gzip',
        null,
        bytes,
      ]);
      expect(whole.headers.get('last-modified')).toBe(new Date(set.lastChangedAt).toUTCString());
      expect([whole.headers.get('access-control-allow-origin'), whole.headers.get('accept-ranges')]).toEqual(['*', 'bytes']);
      expect(body.equals(bytesOf(one, name))).toBe(true);
      const head = await get(`/dumps/${name}`, {}, 'HEAD');
      expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(bytes), '']);
      const part = await get(`/dumps/${name}`, { range: 'bytes=10-19' });
      expect([part.status, part.headers.get('content-range'), Buffer.from(await part.arrayBuffer()).equals(body.subarray(10, 20))]).toEqual([
        206,
        `bytes 10-19/${String(bytes)}`,
        true,
      ]);
      const tail = await get(`/dumps/${name}`, { range: 'bytes=-5', 'if-range': etag });
      expect([tail.status, Buffer.from(await tail.arrayBuffer()).equals(body.subarray(-5))]).toEqual([206, true]);
      const other = await get(`/dumps/${name}`, { range: 'bytes=10-19', 'if-range': '"another"' });
      expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, bytes]);
      const none = await get(`/dumps/${name}`, { range: `bytes=${String(bytes)}-` });
      expect([none.status, none.headers.get('content-range'), none.headers.get('etag'), ((await none.json()) as { code: string }).code]).toEqual([
        416,
        `bytes */${String(bytes)}`,
        null,
        'request/range-not-satisfiable',
      ]);
      const same = await get(`/dumps/${name}`, { 'if-none-match': etag });
      expect([same.status, await same.text()]).toEqual([304, '']);
      expect((await get(`/dumps/${name}`, { 'if-modified-since': new Date(Date.parse(set.lastChangedAt) + 1000).toUTCString() })).status).toBe(304);
      expect((await get(`/dumps/${name}`, { 'if-match': '"another"' })).status).toBe(412);
    }
  });

  it('goes on from a part that was fetched before only while the file is the same', async () => {
    const one = await dumpHouse(40);
    await one.keeper().turn();
    const get = await served(one.folder);
    const first = await get('/dumps/catalogue.nq.gz', { range: 'bytes=0-99' });
    const etag = first.headers.get('etag') ?? '';
    one.house.clock.add(2);
    await publish(one.house.ledger, 'a', [described(41)]);
    await one.keeper().turn();
    const rest = await get('/dumps/catalogue.nq.gz', { range: 'bytes=100-', 'if-range': etag });
    expect([rest.status, rest.headers.get('etag') === etag]).toEqual([200, false]);
    expect(gunzipSync(Buffer.from(await rest.arrayBuffer())).toString()).toContain(subjectOf(41));
  });

  it('says when to come back, where there are none, and what there is', async () => {
    const folder = new DumpFolder(join(temporaryFolder(), 'dumps'));
    const [get, never] = [await served(folder), await served(null)];
    for (const path of ['/dumps', '/dumps/catalogue.ttl.gz']) {
      const response = await get(path);
      expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([
        503,
        '60',
        'application/problem+json; charset=utf-8',
      ]);
      expect((await never(path)).status).toBe(404);
    }
    for (const path of ['/dumps/manifest.json', '/dumps/..%2Fledger.sqlite', '/dumps/catalogue.nq', '/dumps/x'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  it.runIf(hasRapper())('is read by raptor', async () => {
    const one = await dumpHouse(40);
    await one.keeper().turn();
    const [nquads, turtle] = ['catalogue.nq.gz', 'catalogue.ttl.gz'].map((name) => gunzipSync(bytesOf(one, name)).toString('utf8'));
    const lines = (nquads ?? '').split('\n').filter((line) => line !== '').length;
    expect(lines).toBeGreaterThan(400);
    expect(rapper('nquads', nquads ?? '')).toEqual({ statements: lines, complaints: [] });
    expect(rapper('turtle', turtle ?? '')).toEqual({ statements: lines, complaints: [] });
  });
});
