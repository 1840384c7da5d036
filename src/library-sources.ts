import { join } from 'node:path';
import { authorityFolder, mappingsFolder, shapesFolder } from './assets.js';
import type { Installation } from './domain/installation.js';
import { BlobStore } from './ledger/blob-store.js';
import { databaseExists } from './ledger/database.js';
import { SqliteLedgerReader } from './ledger/sqlite-reader.js';
import type { LibrarySources } from './validation/shapes-library.js';

/** The rules and words in force: what the package brings, and what an operator of this data folder installed. */
export function librarySources(dataDir: string): LibrarySources {
  return sourcesWith(dataDir, installationsIn(dataDir));
}

export function sourcesWith(dataDir: string, installations: readonly Installation[]): LibrarySources {
  const blobs = new BlobStore(join(dataDir, 'blobs'));
  const file = ({ hash, source, installedAt, installedBy }: Installation) => ({ path: blobs.pathOf(hash), hash, source, installedAt, by: installedBy });
  return {
    shapes: shapesFolder,
    vocabularies: authorityFolder,
    mappings: mappingsFolder,
    installed: {
      profiles: installations
        .filter((installation) => installation.kind === 'profile')
        .map((installation) => ({
          ...file(installation),
          id: installation.id,
          iri: installation.iri,
          title: installation.title,
          version: installation.version,
        })),
      vocabularies: installations
        .filter((installation) => installation.kind === 'vocabulary')
        .map((installation) => ({ ...file(installation), scheme: installation.iri })),
    },
  };
}

/** None when there is no ledger yet: `ndc validate` works in any folder. */
function installationsIn(dataDir: string): readonly Installation[] {
  if (!databaseExists(dataDir)) return [];
  const reader = SqliteLedgerReader.open(dataDir);
  try {
    return reader.installations();
  } finally {
    reader.close();
  }
}
