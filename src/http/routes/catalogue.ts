import type { Quad } from '@rdfjs/types';
import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { signpostedOf } from '../../catalogue/signposted.js';
import type { UsageNotes } from '../../catalogue/usage-counter.js';
import { RequestError } from '../../domain/errors.js';
import { chooseText } from '../../domain/language.js';
import type { PublishedRecord, RecordHead } from '../../domain/record.js';
import { cataloguePage, decodeCursor, encodeCursor, type CatalogueCursor } from '../../federation/catalogue-pages.js';
import type { ExportDesk } from '../../federation/export-desk.js';
import { exportProfiles, type ExportProfile } from '../../federation/export-profiles.js';
import { wholeProvenance } from '../../federation/provenance.js';
import { qualityQuads } from '../../federation/quality-rdf.js';
import { publicIri, recordQuads } from '../../federation/record-rdf.js';
import { citedAs, linkHeader, linksetTypes, signposts, type TypedLink } from '../../federation/signposting.js';
import { surroundingsOf } from '../../federation/surroundings.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { bestType } from '../../domain/media-types.js';
import { formatNamed, mediaTypeOf } from '../../rdf/format.js';
import { serialise } from '../../rdf/serialise.js';
import { redirectMerged } from '../merged.js';
import { requireType, sendRepresentation } from '../negotiation.js';
import { profileLinks, wantedProfiles } from '../profile-negotiation.js';
import { requireRecord } from './datasets.js';

export interface CatalogueRouterDependencies {
  readonly queries: CatalogueQueries;
  readonly reader: LedgerReader;
  readonly baseUrl: string;
  readonly exports: ExportDesk;
  /** Whether the whole catalogue can be had as a file. */
  readonly hasDumps?: boolean;
  /** Told of what is used. */
  readonly notes?: UsageNotes;
}

const rdfTypes = ['text/turtle', 'application/ld+json', 'application/rdf+xml', 'application/n-triples', 'application/n-quads', 'application/trig'];
const extensions: Readonly<Record<string, string>> = {
  ttl: 'text/turtle',
  jsonld: 'application/ld+json',
  rdf: 'application/rdf+xml',
  nt: 'application/n-triples',
  nq: 'application/n-quads',
  trig: 'application/trig',
};

/** `/catalog` and `/datasets/{id}` as RDF (protocols.md section 15). HTML at `/datasets/{id}` is a redirect to the page. */
export function catalogueRouter(dependencies: CatalogueRouterDependencies): Router {
  const router = Router();
  router.param('id', redirectMerged(dependencies.queries));
  router.get('/catalog', (request, response) => {
    sendCatalogue(request, response, requireType(request, rdfTypes), '/catalog', dependencies);
  });
  router.get('/catalog.:extension', (request, response) => {
    const { extension } = request.params;
    sendCatalogue(request, response, typeOfExtension(extension), `/catalog.${extension}`, dependencies);
  });
  router.get('/datasets/:id.:extension', async (request, response, next) => {
    if (!Object.hasOwn(extensions, request.params.extension)) {
      next();
      return;
    }
    await sendRecord(request, response, request.params.id, typeOfExtension(request.params.extension), dependencies);
  });
  router.get('/datasets/:id/quality.:extension', (request, response) => {
    sendQuality(request, response, request.params.id, typeOfExtension(request.params.extension), dependencies);
  });
  router.get('/datasets/:id/quality', (request, response) => {
    const type = pageOrRdf(request, response, `/datasets/${encodeURIComponent(request.params.id)}/quality`);
    if (type !== null) sendQuality(request, response, request.params.id, type, dependencies);
  });
  router.get('/datasets/:id', async (request, response) => {
    const id = request.params.id;
    const { queries, baseUrl } = dependencies;
    // Who is sent on to the page is shown the way as well (WEBO-4).
    const view = queries.record(id);
    if (view !== undefined) response.set('Link', linkHeader(signposts(signpostedOf(view, queries, baseUrl))));
    const type = typeByQuery(request) ?? pageOrRdf(request, response, `/datasets/${encodeURIComponent(id)}`);
    if (type !== null) await sendRecord(request, response, id, type, dependencies);
  });
  router.get('/.well-known/genid/:key', (request, response) => {
    const head = dependencies.queries.head(`${dependencies.baseUrl}/.well-known/genid/${request.params.key}`);
    if (head === undefined) throw new RequestError('request/not-found', 'This is a part of a description without an address of its own, or none of ours.');
    response.redirect(303, `/datasets/${head.id}`);
  });
  router.get('/records/:id/provenance.:extension', (request, response) => {
    sendProvenance(request, response, request.params.id, typeOfExtension(request.params.extension), dependencies);
  });
  router.get('/records/:id/provenance', (request, response) => {
    sendProvenance(request, response, request.params.id, requireType(request, rdfTypes), dependencies);
  });
  router.get('/records/:id', (request, response) => {
    response.redirect(303, `/datasets/${encodeURIComponent(request.params.id)}`);
  });
  return router;
}

/** `_mediatype=`, or what goes with `_profile=` where `Accept` leaves it open (PROF-2). @throws RequestError `request/not-acceptable` */
function typeByQuery(request: Request): string | null {
  const type = once(request, '_mediatype');
  if (type !== undefined) {
    if (!rdfTypes.includes(type)) throw new RequestError('request/not-acceptable', `"_mediatype" is one of ${rdfTypes.join(', ')}.`);
    return type;
  }
  const profile = once(request, '_profile');
  if (profile === undefined && request.get('accept-profile') === undefined) return null;
  return requireType(request, profile === 'schema-org' ? ['application/ld+json', ...rdfTypes] : rdfTypes);
}

/** The type of RDF that is wanted; null when it is the page, to which the reader has then been sent. */
function pageOrRdf(request: Request, response: Response, path: string): string | null {
  const type = bestType(request.get('accept'), ['text/html', 'application/xhtml+xml', ...rdfTypes]);
  if (type === undefined) throw new RequestError('request/not-acceptable', `Available: text/html, ${rdfTypes.join(', ')}.`);
  if (rdfTypes.includes(type)) return type;
  response.set('Vary', 'Accept, Accept-Language').redirect(303, `/${request.acceptsLanguages('nl', 'en') === 'en' ? 'en' : 'nl'}${path}`);
  return null;
}

function typeOfExtension(extension: string): string {
  const type = Object.hasOwn(extensions, extension) ? extensions[extension] : undefined;
  if (type === undefined) throw new RequestError('request/not-found', `There is no representation ".${extension}".`);
  return type;
}

/** @param path what was asked for: its pages lead to each other, so that a reader of `/catalog.rdf` is not led to Turtle */
function sendCatalogue(
  request: Request,
  response: Response,
  type: string,
  path: string,
  { reader, queries, baseUrl, hasDumps }: CatalogueRouterDependencies,
): void {
  const cursor = cursorOf(request, reader);
  const { epoch, seq } = reader.snapshot();
  if (cursor.snapshot.epoch !== epoch || cursor.snapshot.seq > seq || cursor.snapshot.seq < reader.keptSince())
    throw new RequestError('request/snapshot-expired', 'The cursor belongs to a state of the catalogue that is gone. Start again at /catalog.');
  const page = cataloguePage(reader, queries.catalogue(), cursor, baseUrl, { path, hasDumps: hasDumps === true });
  const links = [`<${page.first}>; rel="first"`, `<${page.last}>; rel="last"`];
  if (page.next !== null) links.push(`<${page.next}>; rel="next"`);
  if (page.previous !== null) links.push(`<${page.previous}>; rel="prev"`);
  for (const [extension, alternate] of Object.entries(extensions))
    if (alternate !== type) links.push(`<${baseUrl}/catalog.${extension}?cursor=${encodeCursor(cursor)}>; rel="alternate"; type="${alternate}"`);
  const extension = Object.entries(extensions).find(([, known]) => known === type)?.[0] ?? 'ttl';
  response
    .set('Link', links.join(', '))
    .set('Access-Control-Allow-Origin', '*')
    .set('Content-Location', `/catalog.${extension}?cursor=${encodeCursor(cursor)}`);
  sendRepresentation(request, response, serialise(page.quads, formatNamed(type)), { type: `${mediaTypeOf[formatNamed(type)]}; charset=utf-8` });
}

function cursorOf(request: Request, reader: LedgerReader): CatalogueCursor {
  const [cursor, page, limit, modifiedSince, alias] = ['cursor', 'page', 'limit', 'modifiedSince', 'modified_since'].map((name) => once(request, name));
  if (cursor !== undefined) {
    const decoded = decodeCursor(cursor);
    if (
      decoded === undefined ||
      decoded.page < 1 ||
      decoded.limit < 1 ||
      decoded.limit > 1000 ||
      (decoded.modifiedSince !== null && !isDate(decoded.modifiedSince))
    )
      throw new RequestError('request/bad-parameter', 'The cursor is not one of ours. Start again at /catalog.');
    return decoded;
  }
  const number = (name: string, value: string | undefined, fallback: number, most: number): number => {
    if (value === undefined) return fallback;
    const parsed = Number(value);
    if (!Number.isInteger(parsed) || parsed < 1 || parsed > most)
      throw new RequestError('request/bad-parameter', `"${name}" is a whole number from 1 to ${String(most)}.`);
    return parsed;
  };
  if (modifiedSince !== undefined && alias !== undefined)
    throw new RequestError('request/bad-parameter', '"modified_since" is another name of "modifiedSince"; give one of them.');
  const since = modifiedSince ?? alias;
  if (since !== undefined && !isDate(since)) throw new RequestError('request/bad-parameter', '"modifiedSince" is a date (YYYY-MM-DD) or a date and time.');
  return {
    snapshot: reader.snapshot(),
    page: number('page', page, 1, 1_000_000),
    limit: number('limit', limit, 100, 1000),
    modifiedSince: since === undefined ? null : new Date(since.replace(' ', '+')).toISOString(),
  };
}

/** A parameter that may be given once. */
function once(request: Request, name: string): string | undefined {
  const value: unknown = request.query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new RequestError('request/bad-parameter', `"${name}" is given more than once.`);
}

/** An ISO 8601 date, or date and time with an offset or none (OUT-2). */
function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+ -]\d{2}:?\d{2})?)?$/.test(text) && !Number.isNaN(Date.parse(text.replace(' ', '+')));
}

async function sendRecord(
  request: Request,
  response: Response,
  id: string,
  type: string,
  { reader, queries, baseUrl, notes, exports }: CatalogueRouterDependencies,
): Promise<void> {
  const { head } = requireRecord(queries, id);
  const wanted = wantedProfiles(request);
  const address = `${baseUrl}/datasets/${head.id}`;
  response.set('Access-Control-Allow-Origin', '*').set('Access-Control-Expose-Headers', 'ETag, Link');
  if (wanted.list) {
    response.set('Link', profileLinks(address).join(', '));
    const forms = exportProfiles.map(({ token, iri, title }) => ({ token, profile: iri, title, url: `${address}?_profile=${token}` }));
    const body = { dataset: head.iri, default: { url: address, profile: null }, profiles: forms, mediaTypes: rdfTypes };
    sendRepresentation(request, response, `${JSON.stringify(body, null, 1)}\n`, { type: 'application/json; charset=utf-8' });
    return;
  }
  const record = reader.published(head.id);
  if (record === undefined) throw new RequestError('request/not-found', 'There is no such record.');
  notes?.note('export', [head.id], request.get('user-agent'));
  const found = await asWanted(record, wanted.profiles, exports);
  const { quads } = found;
  if (quads === null && !wanted.orElse)
    throw new RequestError(
      'request/not-acceptable',
      `This record cannot be given out as ${wanted.profiles.map(({ title }) => title).join(' or ')}: ${found.why.join(' ')} All its faults: ${baseUrl}/api/v1/datasets/${head.id}/report`,
    );
  const claimed = found.profile === null ? claimedProfile(head, reader, baseUrl) : found.profile.iri;
  const links: TypedLink[] = [
    { href: citedAs(baseUrl, head.id), rel: 'cite-as' },
    { href: citedAs(baseUrl, head.id), rel: 'describes' },
    ...linksetTypes.map((linkset) => ({ href: `${address}/linkset`, rel: 'linkset', type: linkset })),
  ];
  response.set('Link', [linkHeader(links), ...profileLinks(address), ...(claimed === null ? [] : [`<${claimed}>; rel="profile"`])].join(', '));
  const assertions = reader.assertions().filter((assertion) => assertion.subject === head.iri);
  const sent = quads ?? recordQuads(record, assertions, reader, surroundingsOf(reader, baseUrl));
  const mediaType = mediaTypeOf[formatNamed(type)];
  sendRepresentation(request, response, serialise(sent, formatNamed(type)), { type: `${mediaType}; charset=utf-8`, vary: 'Accept, Accept-Profile' });
}

interface FoundForm {
  readonly quads: readonly Quad[] | null;
  readonly profile: ExportProfile | null;
  /** What keeps the record from the forms that were wanted more. */
  readonly why: readonly string[];
}

const reasonsTold = 3;

/** The record in the first of these forms that it meets. */
async function asWanted(record: PublishedRecord, profiles: readonly ExportProfile[], exports: ExportDesk): Promise<FoundForm> {
  const why: string[] = [];
  for (const profile of profiles) {
    const { quads, faults } = await exports.export(record, profile);
    if (faults === null || faults.length === 0) return { quads, profile, why };
    const told = [...new Set(faults.map(({ message }) => chooseText(message, 'en')?.text ?? ''))].filter((text) => text !== '');
    why.push(...told.slice(0, reasonsTold), ...(told.length > reasonsTold ? [`And ${String(told.length - reasonsTold)} more.`] : []));
  }
  return { quads: null, profile: null, why };
}

/** What the record as published was found to meet; what is published without meeting a profile claims none. */
function claimedProfile(head: RecordHead, reader: LedgerReader, baseUrl: string): string | null {
  const version = head.version === null ? undefined : reader.version(head.id, head.version);
  return version?.profile != null && version.report?.violations === 0 ? surroundingsOf(reader, baseUrl).profileIri(version.profile) : null;
}

/** Both scores as DQV; of series and services there are none. */
function sendQuality(request: Request, response: Response, id: string, type: string, { queries, baseUrl }: CatalogueRouterDependencies): void {
  const { head } = requireRecord(queries, id);
  const quality = queries.quality(head.id);
  if (quality?.scores == null) throw new RequestError('request/not-found', 'Only datasets are scored.');
  const address = `${baseUrl}/datasets/${head.id}/quality`;
  const extension = Object.entries(extensions).find(([, known]) => known === type)?.[0] ?? 'ttl';
  response
    .set('Access-Control-Allow-Origin', '*')
    .set('Link', `<${publicIri(head.iri, baseUrl)}>; rel="describes"`)
    .set('Content-Location', `/datasets/${head.id}/quality.${extension}`);
  const { mqa, health } = quality.scores;
  const iriOf = (assessment: typeof mqa): typeof mqa => ({
    ...assessment,
    distribution: assessment.distribution === null ? null : publicIri(assessment.distribution, baseUrl),
  });
  const quads = qualityQuads({ address, dataset: publicIri(head.iri, baseUrl), mqa: iriOf(mqa), health: iriOf(health), at: quality.at });
  sendRepresentation(request, response, serialise(quads, formatNamed(type)), { type: `${mediaTypeOf[formatNamed(type)]}; charset=utf-8` });
}

/** Where a record comes from (REC-7): of what is withheld nothing is told. */
function sendProvenance(request: Request, response: Response, id: string, type: string, { reader, queries, baseUrl }: CatalogueRouterDependencies): void {
  const { head } = requireRecord(queries, id);
  const { own, shared } = wholeProvenance(head, reader, surroundingsOf(reader, baseUrl));
  const entry = `${baseUrl}/records/${head.id}`;
  const extension = Object.entries(extensions).find(([, known]) => known === type)?.[0] ?? 'ttl';
  response
    .set('Access-Control-Allow-Origin', '*')
    .set('Link', `<${entry}>; rel="describes"`)
    .set('Content-Location', `/records/${head.id}/provenance.${extension}`);
  const quads = [...own, ...[...shared.values()].flat()];
  sendRepresentation(request, response, serialise(quads, formatNamed(type)), { type: `${mediaTypeOf[formatNamed(type)]}; charset=utf-8` });
}
