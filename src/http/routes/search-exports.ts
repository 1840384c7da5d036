import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { resolveSelection } from '../../catalogue/selection.js';
import type { UsageNotes } from '../../catalogue/usage-counter.js';
import { mostExported, walkHits } from '../../catalogue/walk-hits.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { SearchQuery } from '../../ports/search-index.js';
import { csvWriter, exportedRecord, rdfWriter, type HitWriter } from '../hit-writers.js';
import { decodeSearchCursor, encodeSearchCursor, requireEpoch } from '../search-cursor.js';
import { exportParameters, parseParameters } from '../schemas/api.js';
import { queryOf, withBase } from './datasets.js';
import { entryOf } from './selections.js';

export interface SearchExportsDependencies {
  readonly queries: CatalogueQueries;
  readonly reader: LedgerReader;
  readonly baseUrl: string;
  /** Told of what is used. */
  readonly notes?: UsageNotes;
}

/** A search with all its hits, as many as go out at once; a `Link` leads to the rest: `/datasets.csv`, `/datasets.ttl` and `/datasets.jsonld`, with the parameters of the search page (portal.md section 3). */
export function searchExportsRouter(dependencies: SearchExportsDependencies): Router {
  const writers: Readonly<Record<string, () => HitWriter>> = {
    csv: () => csvWriter(dependencies.baseUrl),
    ttl: () => rdfWriter('turtle', 'text/turtle; charset=utf-8', dependencies),
    jsonld: () => rdfWriter('json-ld', 'application/ld+json; charset=utf-8', dependencies),
  };
  const router = Router();
  router.get('/datasets.:extension', async (request, response, next) => {
    const { extension } = request.params;
    if (!Object.hasOwn(writers, extension)) {
      next();
      return;
    }
    await sendHits(request, response, { extension, writer: writers[extension]?.() ?? csvWriter(dependencies.baseUrl), dependencies });
  });
  return router;
}

interface Export {
  readonly extension: string;
  readonly writer: HitWriter;
  readonly dependencies: SearchExportsDependencies;
}

/** What fails before the first hit is a problem; what fails later ends the connection, so that nobody takes a part for the whole. */
async function sendHits(request: Request, response: Response, { extension, writer, dependencies }: Export): Promise<void> {
  const { queries, baseUrl } = dependencies;
  const asked = parseParameters(exportParameters, request.query);
  if (asked.id !== undefined) {
    sendListed(request, response, { extension, writer, dependencies }, asked.id);
    return;
  }
  const query = queryOf(asked);
  const cursor = asked.cursor === undefined ? null : decodeSearchCursor(query, asked.cursor);
  let hasBegun = false;
  try {
    for await (const { items, total, epoch, next } of walkHits((one) => queries.search(one), { ...query, after: cursor?.position }, mostExported)) {
      if (!hasBegun) {
        requireEpoch(cursor, epoch);
        const rest = total > mostExported || cursor !== null ? await restOf(query, cursor?.position, dependencies) : null;
        if (rest !== null) response.set('Link', `<${restLink(request, baseUrl, rest)}>; rel="next"`);
        setHeaders(response, { extension, writer, total });
        hasBegun = true;
        if (request.method === 'HEAD') break;
        response.write(writer.head);
      }
      const text = withBase(request, items.map((hit) => writer.add(hit)).join(''));
      dependencies.notes?.note(
        'export',
        items.map(({ id }) => id),
        request.get('user-agent'),
      );
      if (text !== '' && !response.write(text)) await drained(response);
      if (response.destroyed || next === null) break;
    }
    response.end(request.method === 'HEAD' ? undefined : writer.tail);
  } catch (error) {
    if (!hasBegun) throw error;
    response.destroy();
  }
}

/** The datasets of a list, which are few; those that are not public are left out. */
function sendListed(request: Request, response: Response, { extension, writer, dependencies }: Export, ids: readonly string[]): void {
  const lang = request.query['lang'] === 'nl' ? 'nl' : 'en';
  const selected = resolveSelection(dependencies.queries, ids.map(entryOf)).flatMap(({ view }) => view ?? []);
  const items = selected.map((view) => exportedRecord(view, dependencies.queries, lang));
  dependencies.notes?.note(
    'export',
    items.map(({ id }) => id),
    request.get('user-agent'),
  );
  setHeaders(response, { extension, writer, total: items.length });
  response.send(writer.head + withBase(request, items.map((item) => writer.add(item)).join('')) + writer.tail);
}

function setHeaders(
  response: Response,
  { extension, writer, total }: { readonly extension: string; readonly writer: HitWriter; readonly total: number },
): void {
  response.status(200).set({
    'Content-Type': writer.mediaType,
    'Content-Disposition': `attachment; filename="datasets.${extension}"`,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Link, X-Total-Count',
    'Cache-Control': 'public, max-age=60',
    'X-Total-Count': String(total),
    'X-Robots-Tag': 'noindex',
  });
}

/** The cursor behind the last hit of this part; null when there is no more. */
async function restOf(query: SearchQuery, after: SearchQuery['after'], { queries }: SearchExportsDependencies): Promise<string | null> {
  const { next, epoch } = await queries.search({ ...query, after, page: mostExported, pageSize: 1 });
  return next === null ? null : encodeSearchCursor(query, { epoch, position: next });
}

function restLink(request: Request, baseUrl: string, cursor: string): string {
  const url = new URL(request.originalUrl, `${baseUrl}/`);
  url.searchParams.set('cursor', cursor);
  return `${baseUrl}${url.pathname}${url.search}`;
}

async function drained(response: Response): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
