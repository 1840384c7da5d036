import { InternalError, type ErrorCode } from '../domain/errors.js';

type StorageCode = Extract<ErrorCode, 'ledger/disk-full' | 'ledger/read-only' | 'ledger/damaged' | 'ledger/disk-failing'>;

/** What SQLite (result codes, sqlite.org/rescode.html) and the system (errno) call it. */
const known: readonly (readonly [RegExp, StorageCode])[] = [
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'ledger/disk-full'],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH)|^(EROFS|EACCES|EPERM)$/, 'ledger/read-only'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB)/, 'ledger/damaged'],
  [/^SQLITE_IOERR|^EIO$/, 'ledger/disk-failing'],
];

/** For whoever reads `/readyz`, a run or the answer to a command; no paths, since visitors may read it too. */
const sentences: Readonly<Record<StorageCode, string>> = {
  'ledger/disk-full':
    'The disk of the data folder is full: nothing can be written. What was acknowledged is safe, and reading goes on. Make room, or raise the quota; writing begins again by itself.',
  'ledger/read-only':
    'The data folder cannot be written: its file system is read-only, or its files belong to another user. What was acknowledged is safe. Make it writable for the user of the catalogue.',
  'ledger/damaged':
    'The ledger file is damaged. Stop all processes on the data folder, keep a copy of it, look with "ndc check" what is hurt, and restore the last good backup (ndc restore FILE --replace).',
  'ledger/disk-failing':
    'The disk of the data folder fails to read or write. Look at the log of the system and at the disk before anything else; have a backup ready.',
};

/** The trouble with disk or file behind an error of a library; undefined when it is something else. */
export function storageFault(error: unknown): InternalError | undefined {
  if (error instanceof InternalError && isStorageCode(error.code)) return error;
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const found = known.find(([pattern]) => pattern.test(String(error.code)));
  return found === undefined ? undefined : storageTrouble(found[1], `${String(error.code)}: ${error.message}`, error);
}

export function storageTrouble(code: StorageCode, cause: string, error?: unknown): InternalError {
  return new InternalError(code, sentences[code], { cause }, { cause: error });
}

export function isStorageCode(code: string): code is StorageCode {
  return Object.hasOwn(sentences, code);
}

/** Does something with the data folder; what its disk or files have against it comes out in our own words. */
export function onStorage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageFault(error) ?? error;
  }
}
