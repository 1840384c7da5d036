import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, describe, expect, it } from 'vitest';
import { fileHarvester } from '../../harvesters/file/index.js';
import { harvesters } from '../../harvesters/index.js';
import type { RunSummary } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import { LocalDropFolder } from '../../src/fetch/local-drop-folder.js';
import { readOperatorFiles } from '../../src/operator-files.js';
import { get, makeFetcher } from '../support/fetching.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { openHouse, stationOf } from '../support/house.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const bases: string[] = [];

afterEach(() => {
  for (const base of bases.splice(0)) rmSync(base, { recursive: true, force: true });
});

const iri = (name: string): string => `https://holder.example/${name}`;
const dataset = (name: string, words = 'one'): string =>
  `${prefixes}<${iri(name)}> a dcat:Dataset ; dct:title "${name}"@en ; dct:description "${words}"@en .\n`;

function makeBase(): string {
  const base = mkdtempSync(join(tmpdir(), 'ndc-drop-'));
  bases.push(base);
  return base;
}

type Opened = Harvesting & {
  readonly base: string;
  readonly read: string[];
  put(name: string, content: string | Uint8Array, ageMs?: number): string;
  once(): Promise<RunSummary>;
};

/** A folder `holder` below the one that is set aside, with a station that reads it. */
async function opened(changes: Partial<Station> = {}, given: { readonly base?: string } = {}): Promise<Opened> {
  const base = given.base ?? makeBase();
  mkdirSync(join(base, 'holder'), { recursive: true });
  const read: string[] = [];
  const folder = new LocalDropFolder(base, join(base, '.tmp'));
  const station = makeStation('holder', { protocol: 'file', endpoint: pathToFileURL(join(base, 'holder')).href, ...changes });
  const harvesting = await openHarvesting(
    [station],
    {},
    {
      files: {
        list: (url, max) => folder.list(url, max),
        read: (url, name, max) => {
          read.push(name);
          return folder.read(url, name, max);
        },
      },
    },
  );
  return {
    ...harvesting,
    base,
    read,
    put: (name, content, ageMs = 60_000) => {
      const path = join(base, 'holder', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      const at = new Date(harvesting.clock.now().getTime() - ageMs);
      utimesSync(path, at, at);
      return path;
    },
    once: () => harvesting.run('holder'),
  };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map((issue) => issue.code);

async function tar(entries: Readonly<Record<string, string>>): Promise<Buffer> {
  const packed = pack();
  for (const [name, text] of Object.entries(entries)) packed.entry({ name }, text);
  packed.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of packed as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a folder for uploads', () => {
  it('is read with all its folders, every RDF file a document, and the rest passed over', async () => {
    const house = await opened();
    house.put('a.ttl', dataset('a'));
    house.put('deep/er/b.ttl.gz', gzipSync(dataset('b')));
    house.put(
      'c.jsonld',
      JSON.stringify({
        '@id': iri('c'),
        '@type': 'http://www.w3.org/ns/dcat#Dataset',
        'http://purl.org/dc/terms/title': 'c',
        'http://purl.org/dc/terms/description': 'd',
      }),
    );
    house.put('READ ME.pdf', '%PDF');
    house.put('.DS_Store', 'x');
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 3, documents: 3 } });
    expect(house.issues()).toMatchObject([{ code: 'skipped', severity: 'info', detail: expect.stringContaining('READ ME.pdf') as string }]);
    expect(JSON.stringify([house.issues(), house.reader.head(iri('a'))])).not.toContain(house.base);
  });

  it('is not read again where size and date are the same, nor parsed where the bytes are', async () => {
    const house = await opened();
    house.put('a.ttl', dataset('a'));
    house.put('b.ttl', dataset('b'));
    await house.once();
    const { seq } = house.reader.snapshot();
    house.read.splice(0);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 2, bytes: 0 } });
    expect(house.read).toEqual([]);
    house.put('a.ttl', dataset('a'), 30_000);
    house.put('b.ttl', dataset('b', 'two'), 30_000);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 1, updated: 1 } });
    expect(house.read).toEqual(['a.ttl', 'b.ttl']);
    expect(house.reader.snapshot().seq).toBe(seq + 1);
  });

  it('whose file has gone loses its records after the grace, and keeps them under another file', async () => {
    const house = await opened();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) house.put(`${name}.ttl`, dataset(name));
    await house.once();
    rmSync(join(house.base, 'holder', 'a.ttl'));
    renameSync(join(house.base, 'holder', 'b.ttl'), join(house.base, 'holder', 'renamed.ttl'));
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0 } });
    house.clock.add(25);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(house.reader.head(iri('a'))).toMatchObject({ state: 'withdrawn' });
    expect(live(house)).toBe(5);
  });

  it.each([
    ['is young', 'b.ttl', 2000],
    ['ends in .part', 'b.ttl.part', 60_000],
    ['ends in .tmp', 'b.tmp', 60_000],
    ['is hidden', '.b.ttl.x7Yq2', 60_000],
  ])('waits for a file that %s, and withdraws nothing meanwhile', async (_name, name, age) => {
    const house = await opened();
    for (const one of ['a', 'b', 'c', 'd', 'e', 'f']) house.put(`${one}.ttl`, dataset(one));
    await house.once();
    rmSync(join(house.base, 'holder', 'b.ttl'));
    for (let day = 0; day < 3; day++) {
      house.clock.add(48);
      house.put(name, dataset('b', 'half of'), age);
      expect(await house.once()).toMatchObject({ outcome: 'partial', counts: { updated: 0, withdrawn: 0 } });
      expect(live(house)).toBe(6);
    }
    rmSync(join(house.base, 'holder', name));
    house.put('b.ttl', dataset('b', 'whole'), 11_000);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1 } });
  });

  it('with a file from the future is read, with a remark', async () => {
    const house = await opened();
    house.put('a.ttl', dataset('a'), -48 * 3_600_000);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(codes(house)).toEqual(['clock']);
  });

  it('keeps the records of a file that does not parse', async () => {
    const house = await opened();
    house.put('a.ttl', dataset('a'));
    house.put('b.ttl', dataset('b'));
    await house.once();
    house.put('b.ttl', '<https://holder.example/b> a ', 30_000);
    for (let day = 0; day < 3; day++) {
      house.clock.add(48);
      expect((await house.once()).counts.withdrawn).toBe(0);
    }
    expect(codes(house)).toContain('parse-error');
    expect(live(house)).toBe(2);
  });

  it('that is missing fails the run and withdraws nothing; an empty one is held by the brake', async () => {
    const house = await opened();
    house.put('a.ttl', dataset('a'));
    await house.once();
    renameSync(join(house.base, 'holder'), join(house.base, 'elsewhere'));
    for (let day = 0; day < 3; day++) {
      house.clock.add(48);
      expect(await house.once()).toMatchObject({ outcome: 'failed', counts: { withdrawn: 0 } });
    }
    expect(house.issues()).toMatchObject([{ code: 'unreachable', owner: 'operator' }]);
    mkdirSync(join(house.base, 'holder'));
    expect((await house.once()).outcome).toBe('on-hold');
    expect(live(house)).toBe(1);
  });

  it('takes relative references below the holder, never below the machine', async () => {
    const house = await opened();
    house.put('sub/a.ttl', `${prefixes}<#set> a dcat:Dataset ; dct:title "t" ; dct:description "d" .`);
    expect(await house.once()).toMatchObject({ counts: { added: 1 } });
    expect(house.reader.head('https://holder.example/sub/a.ttl#set')).toBeDefined();
  });

  it('may be one file, and holds archives of one level', async () => {
    const single = await opened();
    single.put('a.ttl', dataset('a'));
    const one = await opened({ endpoint: pathToFileURL(join(single.base, 'holder', 'a.ttl')).href }, { base: single.base });
    expect(await one.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    const house = await opened();
    house.put('all.tar', await tar({ 'x/a.ttl': dataset('a'), 'b.ttl': dataset('b'), 'notes.txt': 'x' }));
    expect(await house.once(), JSON.stringify(house.issues())).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    house.read.splice(0);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 2, bytes: 0 } });
    expect(house.read).toEqual([]);
    house.put('all.tar', (await tar({ 'x/a.ttl': dataset('a'), 'b.ttl': dataset('b') })).subarray(0, 700), 30_000);
    house.clock.add(48);
    expect(await house.once()).toMatchObject({ counts: { withdrawn: 0 } });
    expect(live(house)).toBe(2);
  });

  it('works in the catalogue as it is put together', async () => {
    const base = makeBase();
    mkdirSync(join(base, 'holder'));
    const path = join(base, 'holder', 'a.ttl');
    writeFileSync(path, dataset('a'));
    const house = await openHouse([stationOf({ id: 'holder', protocol: 'file', endpoint: pathToFileURL(join(base, 'holder')).href })], { dropFolder: base });
    utimesSync(path, new Date(house.clock.now().getTime() - 60_000), new Date(house.clock.now().getTime() - 60_000));
    expect(await house.harvest('holder')).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(await house.harvest('holder')).toMatchObject({ outcome: 'complete', counts: { unchanged: 1 } });
    house.close();
    const without = await openHouse([stationOf({ id: 'holder', protocol: 'file', endpoint: pathToFileURL(join(base, 'holder')).href })]);
    expect((await without.harvest('holder')).outcome).toBe('failed');
    without.close();
  });
});

describe('what lies outside the folder for uploads', () => {
  const outside = (): string => {
    const folder = makeBase();
    writeFileSync(join(folder, 'secret.ttl'), dataset('secret'));
    return folder;
  };

  it('is not read by a registered address', async () => {
    const other = outside();
    const base = makeBase();
    mkdirSync(join(base, 'holder'));
    symlinkSync(other, join(base, 'link'));
    const folder = new LocalDropFolder(base, join(base, '.tmp'));
    const addresses = [other, `${base}-more`, join(base, '..'), join(base, 'link'), join(base, 'link', 'secret.ttl'), '/etc/passwd'].map(
      (path) => pathToFileURL(path).href,
    );
    for (const url of [...addresses, `file://elsewhere.example${base}`, `${pathToFileURL(base).href}/%2e%2e/`, 'http://127.0.0.1/'])
      expect(await folder.list(url, 10), url).toMatchObject({ kind: 'failed' });
    for (const name of ['../../etc/passwd', '/etc/passwd', '../link/secret.ttl', 'a\0b'])
      expect(await folder.read(pathToFileURL(join(base, 'holder')).href, name, 1 << 20), name).toMatchObject({ kind: 'failed' });
    expect(await folder.list(pathToFileURL(join(base, 'holder')).href, 10)).toMatchObject({ kind: 'listed' });
  });

  it('is not read through symbolic links and pipes in it', async () => {
    const other = outside();
    const house = await opened();
    house.put('a.ttl', dataset('a'));
    symlinkSync(join(other, 'secret.ttl'), join(house.base, 'holder', 'b.ttl'));
    symlinkSync(other, join(house.base, 'holder', 'folder'));
    execFileSync('mkfifo', [join(house.base, 'holder', 'pipe.ttl')]);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(house.issues().filter((issue) => issue.code === 'skipped')).toHaveLength(3);
    expect(house.reader.head(iri('secret'))).toBeUndefined();
    const folder = new LocalDropFolder(house.base, join(house.base, '.tmp'));
    for (const name of ['b.ttl', 'folder/secret.ttl', 'pipe.ttl'])
      expect(await folder.read(pathToFileURL(join(house.base, 'holder')).href, name, 1 << 20), name).toMatchObject({ kind: 'failed' });
  });

  it('is not fetched by the client for stations, whose protocol may not have a file address either (SSRF-1)', async () => {
    const endpoint = pathToFileURL(join(outside(), 'secret.ttl')).href;
    for (const station of [null, makeStation('holder', { endpoint, protocol: 'file' })])
      expect(await get(makeFetcher(station), endpoint)).toMatchObject({ kind: 'failed', reason: 'refused-address' });
    const stations = join(makeBase(), 'stations.ttl');
    const entry = (protocol: string, address: string): string =>
      `@prefix ndc: <https://w3id.org/ndc/ns#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
       <https://catalogue.example/stations/x> a ndc:Station ; dct:title "X"@en ; ndc:kind "intermediary" ; dcat:endpointURL <${address}> ; ndc:protocol "${protocol}" .`;
    const check = async (protocol: string, address: string): Promise<unknown> => {
      writeFileSync(stations, entry(protocol, address));
      return await readOperatorFiles({ stations, catalogue: null, organisations: null, assertions: null, admission: 'support', harvesters, profiles: [] });
    };
    await expect(check('file', 'file:///srv/uploads/x/')).resolves.toMatchObject({ stations: [{ endpoint: 'file:///srv/uploads/x/' }] });
    await expect(check('rdf', 'file:///srv/uploads/x/')).rejects.toThrow(/http/);
    await expect(check('file', 'https://holder.example/')).rejects.toThrow(/file:\/\/\//);
    await expect(check('rdf', 'ftp://holder.example/')).rejects.toThrow(/http/);
  });

  it('does not make the run delete the provider’s own file, however large it is', async () => {
    const house = await opened();
    const path = house.put('a.ttl', dataset('a') + `ex:other dct:subject "${'x'.repeat(1000)}" .\n`.repeat(9000));
    chmodSync(path, 0o444);
    expect(await house.once(), JSON.stringify(house.issues())).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(existsSync(path)).toBe(true);
    expect(readdirSync(join(house.base, '.tmp'))).toEqual([]);
  });

  it('is told as a mistake in the entry', () => {
    expect(fileHarvester.faults?.(makeStation('x', { endpoint: 'file:///srv/x/', settings: {} }))).toEqual([]);
    expect(fileHarvester.faults?.(makeStation('x', { endpoint: 'file:///srv/x/', settings: { a: 'b' } }))).toHaveLength(1);
  });
});
