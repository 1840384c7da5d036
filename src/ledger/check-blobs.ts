import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerReader } from '../ports/ledger.js';
import { sha256OfPacked } from './backup.js';
import type { BlobStore } from './blob-store.js';

export interface BlobFindings {
  /** Named in the ledger and not there. */
  readonly missing: readonly string[];
  /** There, but not the bytes that they are named after. */
  readonly damaged: readonly string[];
  /** Named by nothing for more than a day: retention removes them. */
  readonly unnamed: readonly { readonly hash: string; readonly size: number }[];
}

const dayMs = 86_400_000;

/** Compares every kept document with its hash, and with what the ledger names. */
export async function blobFindings(blobs: BlobStore, reader: Pick<LedgerReader, 'referencedBytes' | 'isRedacted'>, now: Date): Promise<BlobFindings> {
  const named = reader.referencedBytes();
  const listed = await blobs.list();
  const damaged: string[] = [];
  for (const { hash } of listed) if (!(await isItself(blobs, hash))) damaged.push(hash);
  const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
  return {
    missing: [...named].filter((hash) => isHash(hash) && !blobs.has(hash) && !reader.isRedacted(hash)).sort(),
    damaged: damaged.sort(),
    unnamed: listed.filter(({ hash, touchedAt }) => !named.has(hash) && !damaged.includes(hash) && now.getTime() - touchedAt > dayMs),
  };
}

async function isItself(blobs: BlobStore, hash: string): Promise<boolean> {
  try {
    return (await sha256OfPacked(blobs.pathOf(hash))) === hash;
  } catch {
    // One that has gone since it was listed is no damage.
    return !blobs.has(hash);
  }
}

/** Where damaged documents are kept for who wants to look at them. */
export const damagedFolder = 'damaged';

export async function setDamagedAside(blobs: BlobStore, dataDir: string, hash: string): Promise<void> {
  await mkdir(join(dataDir, damagedFolder), { recursive: true });
  await rename(blobs.pathOf(hash), join(dataDir, damagedFolder, `${hash}.gz`));
}
