import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { signpostedOf } from '../../catalogue/signposted.js';
import { RequestError } from '../../domain/errors.js';
import { dumpForms } from '../../domain/dump.js';
import { apiCatalog, apiCatalogType } from '../../federation/api-catalog.js';
import { linksetJson, linksetText, linksetTypes, recordContexts } from '../../federation/signposting.js';
import { Sitemap } from '../../federation/sitemap.js';
import { voidQuads, type VoidCounts } from '../../federation/void.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { formatNamed } from '../../rdf/format.js';
import { serialise } from '../../rdf/serialise.js';
import { redirectMerged } from '../merged.js';
import { requireType, sendRepresentation } from '../negotiation.js';
import { requireRecord } from './datasets.js';

export interface WebDependencies {
  readonly queries: CatalogueQueries;
  readonly reader: LedgerReader;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Whether there are files of the whole. */
  readonly hasDumps?: boolean;
  /** What the endpoint for SPARQL holds; null while that is not known. */
  readonly voidCounts: () => Promise<VoidCounts | null>;
  /** Where faults in the software can be told, when the catalogue names no address. */
  readonly contactUrl: string;
}

const voidTypes = ['text/turtle', 'application/ld+json', 'application/rdf+xml', 'application/n-triples'];
const hour = 'public, max-age=3600';

/** What sites tell machines about themselves: sitemap, VoID, link sets and the addresses below `/.well-known` (WEBO-2 to WEBO-5). */
export function webRouter(dependencies: WebDependencies): Router {
  const { queries, reader, baseUrl, clock, voidCounts, contactUrl } = dependencies;
  const router = Router({ strict: true });
  const sitemap = new Sitemap(reader, baseUrl);
  router.param('id', redirectMerged(queries));
  router.get('/sitemap.xml', (request, response) => {
    sendXml(request, response, sitemap.index());
  });
  router.get('/sitemap-:part.xml', (request, response) => {
    const part = sitemap.part(request.params.part);
    if (part === undefined) throw new RequestError('request/not-found', 'There is no such part; /sitemap.xml lists them.');
    sendXml(request, response, part);
  });
  router.get('/void', async (request, response) => {
    const type = requireType(request, voidTypes);
    const counts = await voidCounts();
    const quads = voidQuads({
      catalogue: queries.catalogue(),
      baseUrl,
      counts,
      records: reader.totals().current,
      dumps: dependencies.hasDumps === true ? dumpForms.map(({ name }) => `${baseUrl}/dumps/${name}`) : [],
    });
    open(response);
    sendRepresentation(request, response, serialise(quads, formatNamed(type)), { type: `${type}; charset=utf-8`, cacheControl: 'public, max-age=600' });
  });
  router.get('/datasets/:id/linkset', (request, response) => {
    const contexts = recordContexts(signpostedOf(requireRecord(queries, request.params.id), queries, baseUrl));
    const type = requireType(request, [...linksetTypes, 'application/json']);
    open(response);
    if (type === 'application/linkset') sendRepresentation(request, response, linksetText(contexts), { type, exactType: true });
    else sendRepresentation(request, response, linksetJson(contexts), { type, exactType: true });
  });
  router.get('/.well-known/api-catalog', (request, response) => {
    open(response).set('Link', `<${baseUrl}/.well-known/api-catalog>; rel="api-catalog"; type="application/linkset+json"`);
    sendRepresentation(request, response, linksetJson(apiCatalog(baseUrl)), { type: apiCatalogType, exactType: true, cacheControl: hour });
  });
  router.get('/.well-known/void', (_request, response) => {
    open(response).redirect(303, '/void');
  });
  router.get('/.well-known/datacatalog', (_request, response) => {
    open(response).redirect(303, '/catalog');
  });
  router.get('/.well-known/security.txt', (request, response) => {
    const { adminEmail, contact } = queries.catalogue();
    const email = adminEmail ?? contact?.email ?? null;
    const lines = [
      `Contact: ${email === null ? (contact?.page ?? contactUrl) : `mailto:${email.replace(/^mailto:/, '')}`}`,
      `Expires: ${nextHalfYear(clock.now())}`,
      'Preferred-Languages: nl, en',
      `Canonical: ${baseUrl}/.well-known/security.txt`,
      '',
    ];
    sendRepresentation(request, response, lines.join('\n'), { type: 'text/plain; charset=utf-8', cacheControl: hour });
  });
  return router;
}

function open(response: Response): Response {
  return response.set('Access-Control-Allow-Origin', '*').set('Access-Control-Expose-Headers', 'ETag, Link, Location');
}

function sendXml(request: Request, response: Response, xml: string): void {
  open(response);
  sendRepresentation(request, response, xml, { type: 'application/xml; charset=utf-8', cacheControl: hour, vary: 'Accept-Encoding' });
}

/** RFC 9116 wants it to end within a year; the same for a month, so that it is the same file. */
function nextHalfYear(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 6, 1)).toISOString();
}
