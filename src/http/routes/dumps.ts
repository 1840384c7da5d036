import { Router, type Request, type Response } from 'express';
import { dumpForms, type DumpSet } from '../../domain/dump.js';
import { RequestError } from '../../domain/errors.js';
import { matchesTag } from '../../domain/media-types.js';
import type { DumpStore } from '../../ports/dump-store.js';
import { sendRepresentation } from '../negotiation.js';

export interface DumpsDependencies {
  readonly dumps: DumpStore | null;
  readonly baseUrl: string;
}

/** The first dump of a large catalogue takes minutes. */
const retrySeconds = 60;

/** The whole catalogue as packed files (OUT-6). */
export function dumpsRouter({ dumps, baseUrl }: DumpsDependencies): Router {
  const router = Router();
  router.get('/dumps', (request, response) => {
    const set = present(dumps, response);
    const files = set.files.map(({ name, bytes, sha256 }) => ({
      name,
      url: `${baseUrl}/dumps/${name}`,
      mediaType: dumpForms.find((form) => form.name === name)?.mediaType,
      compression: 'gzip',
      bytes,
      sha256,
    }));
    const body = { epoch: set.epoch, seq: set.seq, lastChangedAt: set.lastChangedAt, builtAt: set.builtAt, records: set.records, files };
    response.set('Access-Control-Allow-Origin', '*');
    sendRepresentation(request, response, `${JSON.stringify(body, null, 1)}\n`, { type: 'application/json; charset=utf-8', cacheControl: 'no-cache' });
  });
  router.get('/dumps/:name', async (request, response) => {
    if (!dumpForms.some(({ name }) => name === request.params.name))
      throw new RequestError('request/not-found', `There is no such dump. There are ${dumpForms.map(({ name }) => name).join(', ')}.`);
    // The one that was in force a moment ago may be replaced before it is opened.
    if (!(await sendFile(request, response, present(dumps, response), dumps)) && !(await sendFile(request, response, present(dumps, response), dumps)))
      throw unavailable(response);
  });
  return router;
}

/** @throws RequestError `request/not-found` where no dumps are made, `request/unavailable` while the first one is being written */
function present(dumps: DumpStore | null, response: Response): DumpSet {
  if (dumps === null) throw new RequestError('request/not-found', 'This catalogue offers no dumps. /catalog has all of it in pages, /feed its changes.');
  const set = dumps.current();
  if (set === null) throw unavailable(response);
  return set;
}

function unavailable(response: Response): RequestError {
  response.set('Retry-After', String(retrySeconds)).set('Access-Control-Allow-Origin', '*');
  return new RequestError('request/unavailable', 'The dump is being written. Come back in a minute, or read /catalog page by page.');
}

/** With conditions, ranges and `If-Range` as RFC 9110 has them. @returns false when the file is not there any more */
function sendFile(request: Request, response: Response, set: DumpSet, dumps: DumpStore | null): Promise<boolean> {
  const file = set.files.find(({ name }) => name === request.params['name']);
  if (file === undefined || dumps === null) return Promise.resolve(false);
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Content-Range, Accept-Ranges',
    'Cache-Control': 'no-cache',
    'Content-Type': 'application/gzip',
    'Content-Disposition': `attachment; filename="${file.name}"`,
    ETag: `"${file.sha256}"`,
    'Last-Modified': new Date(set.lastChangedAt).toUTCString(),
  };
  response.set(headers);
  if (isKnown(request, headers.ETag, headers['Last-Modified'])) {
    response.status(304).end();
    return Promise.resolve(true);
  }
  return new Promise((resolve, reject) => {
    response.sendFile(
      dumps.pathOf(file),
      { etag: false, lastModified: false, cacheControl: false, dotfiles: 'allow' },
      (error?: NodeJS.ErrnoException & { status?: number }) => {
        if (error === undefined || response.headersSent) {
          resolve(true);
          return;
        }
        for (const name of Object.keys(headers)) response.removeHeader(name);
        if (error.code === 'ENOENT') resolve(false);
        else if (error.status === 416) {
          response.set('Content-Range', `bytes */${String(file.bytes)}`);
          reject(new RequestError('request/range-not-satisfiable', `The dump has ${String(file.bytes)} bytes; the range begins behind its end.`));
        } else if (error.status === 412) reject(new RequestError('request/precondition-failed', 'The dump is not any more as you saw it.'));
        else reject(error);
      },
    );
  });
}

/** Also for clients that add `Cache-Control: no-cache` to every request with conditions, as `fetch` does. */
function isKnown(request: Request, etag: string, lastModified: string): boolean {
  const asked = request.get('if-none-match');
  if (asked !== undefined) return matchesTag(asked, etag);
  const since = Date.parse(request.get('if-modified-since') ?? '');
  return !Number.isNaN(since) && Date.parse(lastModified) <= since;
}
