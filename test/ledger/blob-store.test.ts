import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobStore } from '../../src/ledger/blob-store.js';

let folder: string;
let store: BlobStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-blobs-'));
  store = new BlobStore(join(folder, 'blobs'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const memory = (text: string): { hash: string; body: { kind: 'memory'; bytes: Uint8Array } } => {
  const bytes = Buffer.from(text);
  return { hash: hashOf(bytes), body: { kind: 'memory', bytes } };
};
const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'body')
    .map((entry) => entry.name);

describe('the blob store', () => {
  it('keeps bytes under their hash, packed, and says what it has', async () => {
    const { hash, body } = memory('<a> <b> <c> .\n'.repeat(1000));
    expect(store.has(hash)).toBe(false);
    await store.put(hash, body);
    expect([store.has(hash), files(), store.pathOf(hash)]).toEqual([true, [`${hash}.gz`], join(folder, 'blobs', hash.slice(0, 2), `${hash}.gz`)]);
    expect(hashOf(gunzipSync(readFileSync(store.pathOf(hash))))).toBe(hash);
  });

  it('keeps a body from a file, and leaves the file to its owner', async () => {
    const bytes = Buffer.alloc(3 << 20, 'x');
    const path = join(folder, 'body');
    writeFileSync(path, bytes);
    await store.put(hashOf(bytes), { kind: 'file', path, size: bytes.byteLength });
    expect(hashOf(gunzipSync(readFileSync(store.pathOf(hashOf(bytes)))))).toBe(hashOf(bytes));
    expect(readFileSync(path).byteLength).toBe(bytes.byteLength);
  });

  it('writes the same bytes once, also when several runs bring them at the same time', async () => {
    const { hash, body } = memory('same');
    await Promise.all(Array.from({ length: 8 }, () => store.put(hash, body)));
    const written = readFileSync(store.pathOf(hash));
    await store.put(hash, body);
    expect([files(), readFileSync(store.pathOf(hash)).equals(written)]).toEqual([[`${hash}.gz`], true]);
  });

  it('leaves nothing behind that looks whole, and no half file, when a body breaks off', async () => {
    const hash = 'ab'.repeat(32);
    await expect(store.put(hash, { kind: 'file', path: join(folder, 'gone'), size: 10 })).rejects.toThrow();
    expect([store.has(hash), files()]).toEqual([false, []]);
    const { body } = memory('later');
    await store.put(hash, body);
    expect(store.has(hash)).toBe(true);
  });

  it('takes no half file of a process that died for the whole', () => {
    const { hash } = memory('half');
    rmSync(folder, { recursive: true });
    store = new BlobStore((folder = mkdtempSync(join(tmpdir(), 'ndc-blobs-'))));
    writeFileSync(join(folder, `${hash}.gz.1.abcdef01.partial`), 'half');
    expect(store.has(hash)).toBe(false);
  });
});
