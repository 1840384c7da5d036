import { rm } from 'node:fs/promises';
import { CatalogueError } from '../../src/domain/errors.js';
import type { DocumentBody, HarvestedDocument, HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { DropFolder, DroppedFile } from '../../src/ports/drop-folder.js';
import type { HarvestContext, Harvester, KnownDocument } from '../../src/ports/harvester.js';
import { archiveKindOf, readArchive, type LeftOut } from '../../src/rdf/archive.js';
import { issue } from '../received.js';
import { baseOf, clockIsWrong, isBeingWritten, isRead, keyOf, mediaTypeOfName } from './names.js';

/** Files that a provider leaves in a folder of ours, by SFTP, WebDAV or a shared disk: each RDF file is a document. */
export const fileHarvester: Harvester = {
  protocol: 'file',
  knows: { completeListing: true, deletions: false, modifiedSince: false },
  assembly: 'per-document',
  faults: (station) => [
    ...(/^file:\/\/\/[^/]/i.test(station.endpoint) ? [] : ['has protocol file, which needs a dcat:endpointURL that begins with file:///.']),
    ...Object.keys(station.settings).map((name) => `has the setting "${name}", and file has none.`),
  ],
  harvest,
};

interface Memo {
  readonly size: number;
  readonly modifiedMs: number;
}

interface Intake {
  readonly station: Station;
  readonly context: HarvestContext;
  readonly folder: DropFolder;
  /** Documents of the last run by the file that they came from: an archive gave several. */
  readonly known: ReadonlyMap<string, readonly KnownDocument[]>;
}

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  if (context.files === undefined) {
    yield issue('refused-address', 'error', 'No folder is set aside for uploads (NDC_DROP_FOLDER), so none is read.', { owner: 'operator' });
    return;
  }
  const listing = await context.files.list(station.endpoint, context.limits.maxPages);
  if (listing.kind === 'failed') {
    yield issue('unreachable', 'error', `The folder for uploads cannot be read. ${listing.detail}`, { owner: 'operator' });
    return;
  }
  for (const name of listing.refused.slice(0, 100))
    yield issue('skipped', 'warning', 'A symbolic link or device is not read; put the file itself here.', { url: keyOf(station, name) });
  const intake: Intake = { station, context, folder: context.files, known: byFile(context.knownDocuments()) };
  const left = listing.files.filter((file) => !isRead(file.name) && !isBeingWritten(file, context.clock.now()));
  if (left.length > 0) yield passedOver(left);
  const read = listing.files.filter((file) => !left.includes(file));
  yield { kind: 'expects', count: read.length };
  let isWhole = true;
  for (const file of read) {
    if (context.signal.aborted) return;
    const isIn = yield* oneFile(file, intake);
    isWhole &&= isIn;
  }
  if (isWhole) yield { kind: 'complete', walk: 'full' };
}

/** One file; false when it has to wait for the next run or could not be read, so that the walk is not whole. */
async function* oneFile(file: DroppedFile, intake: Intake): AsyncGenerator<HarvestEvent, boolean> {
  const { station, context, folder } = intake;
  const key = keyOf(station, file.name);
  const known = intake.known.get(key) ?? [];
  if (isBeingWritten(file, context.clock.now())) {
    yield issue('skipped', 'info', 'The file is still being written; it is read in the next run.', { url: key });
    yield* stale(known);
    return false;
  }
  if (clockIsWrong(file, context.clock.now())) yield issue('clock', 'warning', 'The file was changed in the future, by its own date.', { url: key });
  if (known.length > 0 && known.every((document) => isSame(document, file) && context.remembered(document.url) !== undefined)) {
    for (const document of known) yield { kind: 'unchanged', key: document.url };
    return true;
  }
  const answer = await folder.read(station.endpoint, file.name, context.limits.maxDocumentBytes);
  if (answer.kind === 'failed') {
    if (answer.reason === 'changed') yield issue('skipped', 'info', 'The file was written to while it was read; it is read in the next run.', { url: key });
    else yield issue(answer.reason === 'unreadable' ? 'unreachable' : answer.reason, 'error', answer.detail, { url: key });
    yield* stale(known);
    return false;
  }
  const memo: Memo = { size: answer.size, modifiedMs: answer.modifiedMs };
  const kind = await archiveKindOf(answer.body);
  if (kind === null) {
    yield* document({ key, name: file.name, body: answer.body, bodyHash: answer.bodyHash, memo }, intake);
    return true;
  }
  try {
    return yield* archive({ key, name: file.name, body: answer.body, kind, memo }, intake);
  } finally {
    if (answer.body.kind === 'file') await rm(answer.body.path, { force: true });
  }
}

/** Each RDF file of an archive is a document of its own. */
async function* archive(
  packed: { readonly key: string; readonly name: string; readonly body: DocumentBody; readonly kind: 'zip' | 'tar'; readonly memo: Memo },
  intake: Intake,
): AsyncGenerator<HarvestEvent, boolean> {
  const { key, name, memo } = packed;
  try {
    for await (const entry of readArchive(packed.body, packed.kind, intake.context.limits.maxDocumentBytes)) {
      const inner = `${key}#${encodeURIComponent(entry.name)}`;
      if (entry.kind === 'entry') yield* document({ key: inner, name: `${name}/${entry.name}`, body: entry.body, bodyHash: entry.bodyHash, memo }, intake);
      else if (entry.reason !== 'nothing')
        yield issue('archive-entry', 'warning', `An entry of the archive is left out: ${reasons[entry.reason]}.`, { url: inner });
    }
    return true;
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    yield issue(error.code === 'station/too-large' ? 'too-large' : 'unusable-body', 'error', error.message, { url: key });
    yield* stale(intake.known.get(key) ?? []);
    return false;
  }
}

const reasons: Readonly<Record<Exclude<LeftOut['reason'], 'nothing'>, string>> = {
  nested: 'it is an archive itself',
  encrypted: 'it is encrypted',
  twice: 'its name comes a second time',
  name: 'its name is too long',
};

async function* document(
  found: { readonly key: string; readonly name: string; readonly body: DocumentBody; readonly bodyHash: string; readonly memo: Memo },
  { station, context }: Intake,
): AsyncGenerator<HarvestEvent, void> {
  const { key, name, body, bodyHash, memo } = found;
  const remembered = context.remembered(key);
  if (!context.full && remembered?.bodyHash === bodyHash) {
    if (body.kind === 'file') await rm(body.path, { force: true });
    yield { kind: 'unchanged', key };
    return;
  }
  const made: HarvestedDocument = {
    url: key,
    baseIri: baseOf(station, name),
    mediaType: mediaTypeOfName(name),
    retrievedAt: context.clock.now().toISOString(),
    etag: null,
    lastModified: new Date(memo.modifiedMs).toUTCString(),
    bodyHash,
    body,
  };
  yield { kind: 'document', document: made, visit: () => undefined, memo: () => memo };
}

function* stale(known: readonly KnownDocument[]): Generator<HarvestEvent, void> {
  for (const { url } of known) yield { kind: 'stale', key: url };
}

function isSame(document: KnownDocument, file: DroppedFile): boolean {
  const memo = document.memo as Partial<Memo> | null;
  return memo?.size === file.size && memo.modifiedMs === file.modifiedMs;
}

function byFile(documents: Iterable<KnownDocument>): Map<string, KnownDocument[]> {
  const files = new Map<string, KnownDocument[]>();
  for (const document of documents) {
    const key = document.url.replace(/#.*$/, '');
    files.set(key, [...(files.get(key) ?? []), document]);
  }
  return files;
}

function passedOver(files: readonly DroppedFile[]): HarvestEvent {
  const names = files.slice(0, 5).map((file) => file.name.replace(/\p{C}/gu, ' ').slice(0, 100));
  const rest = files.length > names.length ? ` and ${String(files.length - names.length)} more` : '';
  return issue('skipped', 'info', `Files that are no RDF by their names are passed over: ${names.join(', ')}${rest}.`);
}
