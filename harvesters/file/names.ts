import type { Station } from '../../src/domain/station.js';
import type { DroppedFile } from '../../src/ports/drop-folder.js';
import { formatOfPath, mediaTypeOf } from '../../src/rdf/format.js';

const settledAfterMs = 10_000;
const anHour = 3_600_000;
const archives = /\.(zip|tar|tgz|tar\.gz)$/i;
/** How programs for uploads mark what is on its way; the true name stands before or, hidden, within it. */
const partial = /\.(part|partial|filepart|tmp|temp|crdownload|upload|swp)$/i;

/** Whether a file is one of those that are read, by its name. */
export function isRead(name: string): boolean {
  const own = ownName(name);
  return !own.startsWith('.') && !partial.test(own) && (formatOfPath(own) !== undefined || archives.test(own));
}

/**
 * Whether an upload is under way: by its name, or since it changed a moment ago. A hidden file counts when its name holds that
 * of a file to be read (`.catalog.ttl.a8Xf2`); others are not meant for us.
 */
export function isBeingWritten(file: DroppedFile, now: Date): boolean {
  const own = ownName(file.name);
  if (partial.test(own)) return true;
  if (own.startsWith('.')) return /\.(ttl|n3|trig|nt|nq|rdf|owl|xml|jsonld|json|zip|tar|tgz|gz)(\.|$)/i.test(own);
  const age = now.getTime() - file.modifiedMs;
  return isRead(file.name) && age < settledAfterMs && age > -anHour;
}

/** Dated in the future: it cannot be told by its age whether it is whole, but it is read, since it would wait for ever. */
export function clockIsWrong(file: DroppedFile, now: Date): boolean {
  return file.modifiedMs - now.getTime() >= anHour;
}

/** What a file is remembered by: it names no folder of this machine, so that the folder may move and is shown to nobody. */
export function keyOf(station: Station, name: string): string {
  return `urn:ndc:drop:${station.id}/${name.split('/').map(encodeURIComponent).join('/')}`;
}

/** Relative references have no address to be relative to; they are taken below the holder's own. */
export function baseOf(station: Station, name: string): string {
  const own = [...station.subjectPrefixes, station.holder?.iri ?? ''].find((address) => /^https?:/i.test(address) && URL.canParse(address));
  const path = name.split('/').map(encodeURIComponent).join('/');
  return new URL(path, own ?? `https://${station.id}.invalid/`).href;
}

export function mediaTypeOfName(name: string): string {
  const format = formatOfPath(name);
  return format === undefined ? '' : mediaTypeOf[format];
}

function ownName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
