import { userInfo } from 'node:os';
import { join } from 'node:path';
import { askServer } from '../control.js';
import type { Installation } from '../domain/installation.js';
import { BlobStore } from '../ledger/blob-store.js';
import { SqliteLedger } from '../ledger/sqlite-ledger.js';
import { systemClock } from '../ports/clock.js';

type Rules = Pick<Installation, 'kind' | 'id' | 'iri' | 'title' | 'version' | 'hash' | 'documents'> & { readonly nTriples: string };

/** Puts the bytes of rules or words beside the others; they count when the ledger has the entry that this makes of them. */
export async function keptRules(dataDir: string, source: string, { nTriples, ...rules }: Rules): Promise<Installation> {
  await new BlobStore(join(dataDir, 'blobs')).put(rules.hash, { kind: 'memory', bytes: Buffer.from(nTriples) });
  const { kind, id, iri, title, version, hash, documents } = rules;
  return { kind, id, iri, title, version, hash, documents, source, installedAt: new Date().toISOString(), installedBy: userInfo().username };
}

export async function withLedger<T>(dataDir: string, work: (ledger: SqliteLedger) => Promise<T>): Promise<T> {
  const ledger = SqliteLedger.open(dataDir, systemClock);
  try {
    return await work(ledger);
  } finally {
    ledger.close();
  }
}

/** A running server takes the rules over at once; without one they count from its next start. */
export async function tellServer(dataDir: string): Promise<string> {
  const answer = await askServer(dataDir, '/reload-rules');
  return answer === undefined
    ? 'No server is running on this data folder; the rules count from its next start.'
    : 'The running server has taken the rules over.';
}
