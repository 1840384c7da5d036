import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, describe, expect, it } from 'vitest';
import { archiveKindOf, readArchive, type ArchiveEntry, type LeftOut } from '../../src/rdf/archive.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

type Files = readonly (readonly [name: string, content: string | Buffer])[];

/** A .zip as the format's note describes it; `lie` changes the sizes that its headers tell. */
function zip(files: Files, options: { readonly lie?: number; readonly encrypted?: boolean } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const [title, bytes] = [Buffer.from(name, 'utf8'), Buffer.from(content)];
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(options.encrypted === true ? 0x801 : 0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.byteLength, 14);
    common.writeUInt32LE(options.lie ?? bytes.byteLength, 18);
    common.writeUInt16LE(title.byteLength, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, title, packed]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, central, title]));
    parts.push(local);
    at += local.byteLength;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.byteLength, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, entries, end]);
}

async function tar(files: Files): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name, mtime: new Date(0) }, Buffer.from(content));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const tgz = async (files: Files): Promise<Buffer> => gzipSync(await tar(files));
const memory = (bytes: Buffer): { kind: 'memory'; bytes: Buffer } => ({ kind: 'memory', bytes });

async function read(bytes: Buffer, kind: 'zip' | 'tar', maxBytes = 64 << 20): Promise<(ArchiveEntry | LeftOut)[]> {
  const found: (ArchiveEntry | LeftOut)[] = [];
  for await (const entry of readArchive(memory(bytes), kind, maxBytes)) found.push(entry);
  return found;
}

const names = (found: readonly (ArchiveEntry | LeftOut)[]): string[] => found.map((one) => (one.kind === 'entry' ? one.name : `${one.reason}: ${one.name}`));

describe('the entries of an archive (RDF-9, SSRF-9)', () => {
  const files: Files = [
    ['b.ttl', 'b'],
    ['../../etc/a.nt', 'a'],
    ['/abs.rdf', '<rdf/>'],
    ['C:\\x\\y.jsonld', '{}'],
    ['readme.txt', 'hello'],
    ['inner.zip', zip([['x.ttl', 'x']])],
    ['more.ttl.gz', gzipSync('x')],
    ['disguised.ttl', zip([['x.ttl', 'x']])],
    ['b.ttl', 'again'],
    ['__MACOSX/._b.ttl', 'fork'],
    ['strange name?#%é.ttl', 's'],
  ];
  const expected = [
    'b.ttl',
    '../../etc/a.nt',
    '/abs.rdf',
    'C:\\x\\y.jsonld',
    'nothing: readme.txt',
    'nested: inner.zip',
    'nested: more.ttl.gz',
    'nested: disguised.ttl',
    'twice: b.ttl',
    'nothing: __MACOSX/._b.ttl',
    'strange name?#%é.ttl',
  ];

  it('of a .zip come in its order, by names that are never paths', async () => {
    expect(names(await read(zip(files), 'zip'))).toEqual(expected);
  });

  it('of a .tar.gz and of a .tar the same', async () => {
    expect(names(await read(await tgz(files), 'tar'))).toEqual(expected);
    expect(names(await read(await tar(files), 'tar'))).toEqual(expected);
  });

  it('that are encrypted are left out', async () => {
    expect(names(await read(zip([['a.ttl', 'x']], { encrypted: true }), 'zip'))).toEqual(['encrypted: a.ttl']);
  });

  it('are told by the first bytes, whatever the name says', async () => {
    expect(await archiveKindOf(memory(zip(files)))).toBe('zip');
    expect(await archiveKindOf(memory(await tgz(files)))).toBe('tar');
    expect(await archiveKindOf(memory(await tar(files)))).toBe('tar');
    expect(await archiveKindOf(memory(gzipSync(`<urn:a> <urn:b> "${'c'.repeat(3000)}" .`)))).toBeNull();
    expect(await archiveKindOf(memory(Buffer.from('@prefix a: <urn:a> .')))).toBeNull();
    expect(await archiveKindOf(memory(Buffer.from([0x1f, 0x8b, 1, 2, 3])))).toBeNull();
  });

  const bomb = Buffer.alloc(30 << 20, 0x20);

  it.each([
    ['a .zip', () => zip([['a.ttl', bomb]]), 'zip'],
    ['a .zip of many small bombs', () => zip(Array.from({ length: 40 }, (_, n) => [`${String(n)}.ttl`, bomb.subarray(0, 900_000)] as const)), 'zip'],
  ] as const)('are counted while they come: %s that unpacks to more than 100 times its size', async (_name, make, kind) => {
    await expect(read(make(), kind)).rejects.toMatchObject({ code: 'station/too-large' });
  });

  it('are counted while they come: a .tar.gz that unpacks to more than 100 times its size', async () => {
    await expect(tgz([['a.ttl', bomb]]).then((bytes) => read(bytes, 'tar'))).rejects.toMatchObject({ code: 'station/too-large' });
  });

  it('beyond the cap of bytes or a thousand in number end the reading; at the limit they do not', async () => {
    const thousand = Array.from({ length: 1000 }, (_, n) => [`${String(n)}.ttl`, 'x'] as const);
    expect(await read(zip(thousand), 'zip')).toHaveLength(1000);
    await expect(read(zip([...thousand, ['more.ttl', 'x']]), 'zip')).rejects.toMatchObject({ code: 'station/too-large' });
    await expect(tgz([...thousand, ['more.ttl', 'x']]).then((bytes) => read(bytes, 'tar'))).rejects.toMatchObject({ code: 'station/too-large' });
    await expect(read(zip([['a.ttl', 'x'.repeat(100)]]), 'zip', 99)).rejects.toMatchObject({ code: 'station/too-large' });
  });

  it('with headers that lie about the size are refused', async () => {
    await expect(read(zip([['a.ttl', 'x'.repeat(100)]], { lie: 3 }), 'zip')).rejects.toMatchObject({ code: 'station/unreadable' });
  });

  it('of damaged archives end in an error with words, never in a crash', async () => {
    for (const bytes of [zip([['a.ttl', 'x'.repeat(1000)]]), await tgz([['a.ttl', Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251))]])]) {
      const kind = bytes[0] === 0x50 ? 'zip' : 'tar';
      await expect(read(bytes.subarray(0, bytes.byteLength - 30), kind)).rejects.toMatchObject({ code: 'station/unreadable' });
    }
    await expect(read((await tar([['a.ttl', 'x'.repeat(2000)]])).subarray(0, 1500), 'tar')).rejects.toMatchObject({ code: 'station/unreadable' });
  });

  it('that are large go to files beside the archive, which nobody else owns', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ndc-archive-'));
    const noise = Buffer.from(Array.from({ length: 9 << 20 }, (_, n) => (n * 2654435761) >>> 13));
    const path = join(folder, 'archive');
    const bytes = zip([['big.nt', noise]]);
    writeFileSync(path, bytes);
    for await (const entry of readArchive({ kind: 'file', path, size: bytes.byteLength }, 'zip', 64 << 20))
      expect(entry).toMatchObject({ kind: 'entry', body: { kind: 'file', size: noise.byteLength } });
    expect(readdirSync(folder)).toHaveLength(2);
    await expect(async () => {
      for await (const _ of readArchive({ kind: 'file', path, size: bytes.byteLength }, 'zip', noise.byteLength - 1));
    }).rejects.toMatchObject({ code: 'station/too-large' });
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const iri = (n: number): string => `https://holder.example/${String(n)}`;
const dataset = (n: number, title = `Dataset ${String(n)}`): string =>
  `${prefixes}<${iri(n)}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "About ${String(n)}"@en ; dct:publisher [ foaf:name "P" ] .\n`;
const entry = (n: number, title?: string): readonly [string, string] => [`set/${String(n)}.ttl`, dataset(n, title)];
const route = (bytes: Buffer, tag: string): FakeRoute => ({ body: bytes, type: 'application/octet-stream', headers: { etag: `"${tag}"` }, conditional: true });

type Opened = Harvesting & { fake: FakeStation; once: () => ReturnType<Harvesting['run']> };

async function opened(first: FakeRoute): Promise<Opened> {
  const fake = await FakeStation.start({ '/dump': first });
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { endpoint: `${fake.url}/dump` })]);
  return { ...harvesting, fake, once: () => harvesting.run('holder') };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);

describe('a station that publishes an archive', () => {
  it.each([
    ['.zip', (files: Files) => Promise.resolve(zip(files))],
    ['.tar.gz', tgz],
  ])('as %s is read entry by entry, and only what changed is new', async (_name, make) => {
    const harvesting = await opened(route(await make([entry(1), entry(2), entry(3), ['readme.md', 'x']]), 'a'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
    expect(harvesting.reader.documents('holder').get(`${harvesting.fake.url}/dump#set%2F2.ttl`)?.subjects).toEqual([iri(2)]);
    const { seq } = harvesting.reader.snapshot();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, unchanged: 3 } });
    expect(harvesting.fake.requests.at(-1)?.headers['if-none-match']).toBe('"a"');
    harvesting.fake.set('/dump', route(await make([entry(1), entry(2), entry(3), ['readme.md', 'x']]), 'b'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { updated: 0, unchanged: 3 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq);
    harvesting.fake.set('/dump', route(await make([entry(1), entry(2, 'renamed'), entry(3), entry(4)]), 'c'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1, updated: 1, unchanged: 2 } });
  });

  it('without one of its entries withdraws that one after the grace, with 304 in between', async () => {
    const harvesting = await opened(route(zip([1, 2, 3, 4, 5, 6].map((n) => entry(n))), 'a'));
    await harvesting.once();
    harvesting.fake.set('/dump', route(zip([1, 2, 3, 4, 5].map((n) => entry(n))), 'b'));
    expect((await harvesting.once()).counts.withdrawn).toBe(0);
    harvesting.clock.add(25);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(live(harvesting)).toBe(5);
  });

  it.each([
    ['is cut short', (bytes: Buffer) => bytes.subarray(0, bytes.byteLength - 40), 'unusable-body'],
    ['holds an entry that cannot be read', () => zip([entry(1), entry(2), ['set/3.ttl', '<https://holder.example/3> a <cut']]), 'parse-error'],
    ['holds nothing that is RDF', () => zip([['readme.txt', 'x']]), 'archive-entry'],
    ['is too large', () => zip([['set/1.ttl', Buffer.alloc(20 << 20, 0x20)]]), 'too-large'],
  ] as [string, (bytes: Buffer) => Buffer, string][])('that %s withdraws nothing, ever', async (_name, change, code) => {
    const whole = zip([entry(1), entry(2), entry(3)]);
    const harvesting = await opened(route(whole, 'a'));
    await harvesting.once();
    harvesting.fake.set('/dump', route(change(whole), 'b'));
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).not.toBe('complete');
      expect(live(harvesting)).toBe(3);
    }
    expect(harvesting.issues().map((issue) => issue.code)).toContain(code);
  });

  it('tells which entries were left out', async () => {
    const harvesting = await opened(route(zip([entry(1), ['inner.zip', zip([entry(2)])], ['notes.txt', 'x']]), 'a'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.issues().filter((issue) => issue.code === 'archive-entry')).toMatchObject([
      { severity: 'warning', detail: expect.stringContaining('inner.zip') as string },
      { severity: 'info' },
    ]);
  });
});
