import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries, RecordView } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import { facetNames, type SearchPage, type SearchQuery } from '../../ports/search-index.js';
import { genidPrefix } from '../../rdf/terms.js';
import { redirectMerged } from '../merged.js';
import { sendRepresentation } from '../negotiation.js';
import { languageParameters, noParameters, parseParameters, resolveParameters, searchParameters, suggestionParameters } from '../schemas/api.js';

const json = 'application/json; charset=utf-8';
const maxDepth = 10_000;

/** `/api/v1/datasets` and what hangs below it: search, one record, its versions and report (DESIGN section 5). */
export function datasetsRouter(queries: CatalogueQueries, baseUrl: string): Router {
  const router = Router({ strict: true });
  router.param('id', redirectMerged(queries));
  router.get('/datasets', async (request, response) => {
    const asked = parseParameters(searchParameters, request.query);
    if (asked.page * asked.pageSize > maxDepth)
      throw new RequestError(
        'request/bad-parameter',
        `Paging reaches ${String(maxDepth)} items; narrow the search, or read the whole catalogue at ${baseUrl}/catalog.`,
      );
    const query: SearchQuery = {
      q: asked.q,
      lang: asked.lang,
      facets: Object.fromEntries(facetNames.flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]]))),
      from: asked.from ?? null,
      to: asked.to ?? null,
      sort: asked.sort ?? null,
      page: asked.page,
      pageSize: asked.pageSize,
    };
    const page = await queries.search(query);
    sendJson(request, response, searchAnswer(page, asked.fields, request, baseUrl));
  });
  router.get('/datasets/:id', (request, response) => {
    const { lang } = parseParameters(languageParameters, request.query);
    const view = requireRecord(queries, request.params.id);
    sendJson(request, response, recordAnswer(view, baseUrl, lang, queries));
  });
  router.get('/datasets/:id/versions', (request, response) => {
    parseParameters(noParameters, request.query);
    const { head } = requireRecord(queries, request.params.id);
    const versions = queries.versions(head.id).map(({ n, receivedAt, profile, canonicalHash, published, station }) => ({
      n,
      receivedAt,
      station,
      profile,
      hash: canonicalHash,
      published,
      links: { self: `${baseUrl}/api/v1/datasets/${head.id}/versions/${String(n)}` },
    }));
    sendJson(request, response, { id: head.id, iri: head.iri, items: versions });
  });
  router.get('/datasets/:id/versions/:n', (request, response) => {
    parseParameters(noParameters, request.query);
    const { head } = requireRecord(queries, request.params.id);
    const n = Number(request.params.n);
    const found = Number.isInteger(n) ? queries.version(head.id, n) : undefined;
    if (found === undefined) throw new RequestError('request/not-found', `Record ${head.id} has no published version ${request.params.n}.`);
    const previous = queries
      .versions(head.id)
      .map((version) => version.n)
      .filter((number) => number < n)
      .sort((a, b) => b - a)[0];
    const before = previous === undefined ? undefined : queries.version(head.id, previous)?.description;
    sendJson(request, response, {
      ...found.version,
      description: found.description,
      changedFields: before === undefined ? null : changedFields(before, found.description),
      previous: previous ?? null,
    });
  });
  router.get('/datasets/:id/report', (request, response) => {
    parseParameters(noParameters, request.query);
    const { head, report, euReady } = requireRecord(queries, request.params.id);
    sendJson(request, response, { id: head.id, iri: head.iri, version: head.version, euReady, report });
  });
  router.get('/resolve', (request, response) => {
    const { id } = parseParameters(resolveParameters, request.query);
    const head = queries.head(id);
    if (head === undefined) throw new RequestError('request/not-found', 'No record is known under this id or IRI.');
    sendJson(request, response, {
      asked: id,
      id: head.id,
      iri: head.iri,
      state: head.state,
      stateReason: head.state === 'withheld' ? null : head.stateReason,
      since: head.stateSince,
      version: head.version,
      lastChangedAt: head.lastChangedAt,
      links: { self: `${baseUrl}/datasets/${head.id}` },
    });
  });
  router.get('/suggestions', async (request, response) => {
    const { q, lang } = parseParameters(suggestionParameters, request.query);
    sendJson(request, response, { q, items: await queries.suggest(q, lang) });
  });
  return router;
}

/** Sends JSON that caches may keep; stored IRIs carry no host, so our base stands in on the way out (DESIGN section 3). */
export function sendJson(request: Request, response: Response, value: unknown, vary = 'Accept'): void {
  setApiHeaders(response);
  sendRepresentation(request, response, `${withBase(request, JSON.stringify(value))}\n`, { type: json, cacheControl: 'public, no-cache', vary });
}

/** Sends JSON that is for one caller only. */
export function answerJson(request: Request, response: Response, value: unknown, status = 200): void {
  setApiHeaders(response);
  response.status(status).set({ 'Cache-Control': 'no-store', 'Content-Type': json });
  response.send(`${withBase(request, JSON.stringify(value))}\n`);
}

export function setApiHeaders(response: Response): void {
  response.set({
    'API-Version': '1.0.0',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Link, Location, API-Version, Retry-After',
  });
}

export function withBase(request: Request, text: string): string {
  return text.replaceAll(genidPrefix, `${String(request.app.get('base url'))}/.well-known/genid/`);
}

/** @throws RequestError 404 for what is not public, 410 for what an operator took down */
export function requireRecord(queries: CatalogueQueries, id: string): RecordView {
  const head = queries.head(id);
  if (head?.state === 'withheld') throw new RequestError('request/gone', 'The record was taken down by the operator of the catalogue.');
  const view = head === undefined ? undefined : queries.record(head.id);
  if (view === undefined) throw new RequestError('request/not-found', 'There is no such record.');
  return view;
}

function searchAnswer(page: SearchPage, fields: string | undefined, request: Request, baseUrl: string): object {
  const wanted = fields?.split(',').map((field) => field.trim());
  const items = page.items.map(({ highlightedTitle: _title, titleLang, snippet: _snippet, ...hit }) => {
    const item = { ...hit, lang: titleLang, links: { self: `${baseUrl}/api/v1/datasets/${hit.id}`, page: `${baseUrl}/datasets/${hit.id}` } };
    return wanted === undefined ? item : Object.fromEntries(Object.entries(item).filter(([key]) => key === 'id' || wanted.includes(key)));
  });
  const last = Math.max(1, Math.ceil(page.total / page.pageSize));
  const link = (number: number): string => {
    const url = new URL(request.originalUrl, `${baseUrl}/`);
    url.searchParams.set('page', String(number));
    return `${baseUrl}${url.pathname}${url.search}`;
  };
  const links = {
    self: link(page.page),
    first: link(1),
    last: link(last),
    ...(page.page < last ? { next: link(page.page + 1) } : {}),
    ...(page.page > 1 ? { prev: link(page.page - 1) } : {}),
  };
  return { total: page.total, page: page.page, pageSize: page.pageSize, sort: page.sort, items, facets: page.facets, links };
}

function recordAnswer(view: RecordView, baseUrl: string, lang: 'nl' | 'en', queries: CatalogueQueries): object {
  const { head, description, station, report, ...rest } = view;
  const labels = Object.fromEntries(
    [
      ...description.accessRights,
      ...description.healthCategories,
      ...description.healthThemes,
      ...description.themes,
      ...description.types,
      ...description.codingSystems,
    ].flatMap((iri) => {
      const label = queries.concepts.label(iri, lang);
      return label === undefined ? [] : [[iri, { code: queries.concepts.code(iri), label }]];
    }),
  );
  return {
    ...head,
    description,
    ...rest,
    concepts: labels,
    station: station === null ? null : { id: station.station.id, title: station.station.title, kind: station.station.kind, state: station.state },
    validation: report === null ? null : { profile: report.profile, violations: report.violations, warnings: report.warnings },
    links: {
      self: `${baseUrl}/api/v1/datasets/${head.id}`,
      page: `${baseUrl}/datasets/${head.id}`,
      versions: `${baseUrl}/api/v1/datasets/${head.id}/versions`,
      report: `${baseUrl}/api/v1/datasets/${head.id}/report`,
      turtle: `${baseUrl}/datasets/${head.id}.ttl`,
    },
  };
}

function changedFields(before: object, after: object): string[] {
  const old = before as Record<string, unknown>;
  return Object.entries(after)
    .filter(([key, value]) => JSON.stringify(old[key]) !== JSON.stringify(value))
    .map(([key]) => key);
}
