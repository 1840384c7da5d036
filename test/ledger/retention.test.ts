import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { Retention, type RetentionSettings } from '../../src/ledger/retention.js';
import { ended, makeStation, openLedger, startRun, type OpenLedger } from '../support/ledger.js';

interface Kept extends OpenLedger {
  readonly blobs: BlobStore;
  /** A run that received one document; its bytes are as old as the run. */
  visit(url: string, text: string, isComplete?: boolean): Promise<string>;
  sweep(settings?: Partial<RetentionSettings>): ReturnType<Retention['sweep']>;
  has(hash: string): boolean;
}

async function opened(): Promise<Kept> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a')]);
  const blobs = new BlobStore(join(all.folder, 'blobs'));
  const touch = (hash: string): void => {
    utimesSync(blobs.pathOf(hash), all.clock.now(), all.clock.now());
  };
  return {
    ...all,
    blobs,
    has: (hash) => existsSync(blobs.pathOf(hash)),
    visit: async (url, text, isComplete = true) => {
      const bytes = Buffer.from(text);
      const hash = createHash('sha256').update(bytes).digest('hex');
      await blobs.put(hash, { kind: 'memory', bytes });
      touch(hash);
      const run = await startRun(all.ledger, 'a');
      const document = {
        url,
        etag: null,
        lastModified: null,
        bodyHash: hash,
        memo: null,
        subjects: [],
        baseIri: url,
        mediaType: 'text/turtle',
        retrievedAt: '',
      };
      await all.ledger.stage(run, { records: [], documents: [document], issues: [] });
      await all.ledger.finishRun(run, ended(isComplete ? 'complete' : 'partial', isComplete ? 'replaced' : 'no'));
      return hash;
    },
    sweep: (settings = {}) =>
      new Retention(all.ledger, all.reader, blobs, all.clock, { days: 90, maxBytes: 1 << 30, versionDays: null, feedWindowDays: 365, ...settings }).sweep(),
  };
}

/** Does not pack to nothing. */
const noise = (seed: number): string =>
  Array.from({ length: 400 }, (_, n) =>
    createHash('sha256')
      .update(`${String(seed)} ${String(n)}`)
      .digest('hex'),
  ).join('');

describe('received bytes', () => {
  it('go with the age of their run, but never what stands for published records', async () => {
    const kept = await opened();
    const old = await kept.visit('x', 'old');
    kept.clock.add(24 * 60);
    const current = await kept.visit('x', 'current');
    kept.clock.add(24 * 60);
    const failed = await kept.visit('y', 'of a partial run', false);
    kept.clock.add(24 * 45);
    expect(await kept.sweep()).toMatchObject({ runs: 2, blobs: 1 });
    expect([old, current, failed].map((hash) => kept.has(hash))).toEqual([false, true, true]);
    expect(kept.reader.runDocuments(1)).toEqual([]);
    expect(kept.reader.runDocuments(3)).toHaveLength(1);
  });

  it('go by quota, the oldest run first, and never below what is in force', async () => {
    const kept = await opened();
    const hashes: string[] = [];
    for (let n = 0; n < 5; n++) {
      hashes.push(await kept.visit('x', noise(n)));
      kept.clock.add(48);
    }
    const size = (await kept.blobs.list())[0]?.size ?? 0;
    await kept.sweep({ maxBytes: size * 3.5 });
    expect(hashes.map((hash) => kept.has(hash))).toEqual([false, false, true, true, true]);
    await kept.sweep({ maxBytes: 1 });
    expect(hashes.map((hash) => kept.has(hash))).toEqual([false, false, false, false, true]);
  });

  it('that were stored a moment ago and that nobody has noted yet are left alone', async () => {
    const kept = await opened();
    const hash = createHash('sha256').update('young').digest('hex');
    await kept.blobs.put(hash, { kind: 'memory', bytes: Buffer.from('young') });
    utimesSync(kept.blobs.pathOf(hash), kept.clock.now(), kept.clock.now());
    await kept.sweep();
    expect(kept.has(hash)).toBe(true);
    kept.clock.add(25);
    await kept.sweep();
    expect(kept.has(hash)).toBe(false);
  });

  it('keeps what a visitor asked to be kept, and what an installed profile is made of', async () => {
    const kept = await opened();
    const [report, profile] = ['report', 'profile'].map((text) => createHash('sha256').update(text).digest('hex')) as [string, string];
    for (const hash of [report, profile]) {
      await kept.blobs.put(hash, { kind: 'memory', bytes: Buffer.from('x') });
      utimesSync(kept.blobs.pathOf(hash), kept.clock.now(), kept.clock.now());
    }
    await kept.ledger.keepReport({ keyHash: 'k', blobHash: report, createdAt: '', expiresAt: '2099' });
    await kept.ledger.install({
      kind: 'profile',
      id: 'p',
      iri: 'x',
      title: {},
      version: '1',
      hash: profile,
      source: 's',
      documents: [],
      installedAt: 'x',
      installedBy: 'y',
    });
    kept.clock.add(24 * 365);
    await kept.sweep({ maxBytes: 1 });
    expect([report, profile].map((hash) => kept.has(hash))).toEqual([true, true]);
  });
});
