import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import type { CatalogueQueries, RecordView } from '../../catalogue/queries.js';
import type { Period, PublishedVersion, RecordHistory } from '../../catalogue/history.js';
import type { RecordDescription } from '../../domain/description.js';
import { noUsageNotes, type UsageNotes } from '../../catalogue/usage-counter.js';
import { RequestError } from '../../domain/errors.js';
import { may } from '../../domain/operator.js';
import { systemClock, type Clock } from '../../ports/clock.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { facetNames, type SearchPage, type SearchQuery } from '../../ports/search-index.js';
import { genidPrefix } from '../../rdf/terms.js';
import { apiVersion } from '../api-version.js';
import { historyAnswer, publishedAsOf, refuseGap, versionAnswer, type HistoryAnswerOptions } from '../history-answer.js';
import { redirectMerged } from '../merged.js';
import { qualityAnswer } from '../quality-answer.js';
import { sendRepresentation, tagOf } from '../negotiation.js';
import { decodeSearchCursor, encodeSearchCursor, requireEpoch } from '../search-cursor.js';
import type { exportParameters } from '../schemas/api.js';
import {
  asOfParameters,
  mistakeAt,
  noParameters,
  parseParameters,
  recordParameters,
  refuseMistakes,
  resolveParameters,
  searchParameters,
  suggestionParameters,
  type Mistake,
} from '../schemas/api.js';

const json = 'application/json; charset=utf-8';
const maxDepth = 10_000;

export interface DatasetsOptions {
  /** Operators are told the names of those who acted. */
  readonly gate?: Pick<OperatorGate, 'recognise'> | undefined;
  readonly clock?: Clock | undefined;
  /** Told of what is used. */
  readonly notes?: UsageNotes | undefined;
}

/** `/api/v1/datasets` and what hangs below it: search, one record, its versions and report (DESIGN section 5). */
export function datasetsRouter(queries: CatalogueQueries, baseUrl: string, { gate, clock = systemClock, notes = noUsageNotes }: DatasetsOptions = {}): Router {
  const router = Router({ strict: true });
  router.param('id', redirectMerged(queries));
  const tellAs = (request: Request): HistoryAnswerOptions => ({ baseUrl, forOperators: gate !== undefined && may(gate.recognise(request), 'names') });
  /** What names people is kept by no cache. */
  const send = (request: Request, response: Response, value: object, { forOperators }: HistoryAnswerOptions): void => {
    if (forOperators) sendOwnJson(request, response, value);
    else sendJson(request, response, value, gate === undefined ? 'Accept' : 'Accept, Authorization');
  };
  const answerPast = (request: Request, response: Response, id: string, { asOf, lang }: { readonly asOf: string; readonly lang: 'nl' | 'en' }): void => {
    const told = tellAs(request);
    const { version, period } = publishedAsOf(requireHistory(queries, id), asOf, clock.now());
    const view = queries.versionView(id, version.version.n);
    if (view === undefined) throw new RequestError('request/not-found', 'There is no such version.');
    send(request, response, pastAnswer(view, { asOf, version, period, lang, told, queries }), told);
  };
  router.get('/datasets', async (request, response) => {
    const asked = parseParameters(searchParameters, request.query);
    const { page: number = 1, pageSize } = asked;
    refuseMistakes(mistakesTogether(asked, baseUrl));
    const whole: SearchQuery = { ...queryOf(asked), explain: asked.explain, page: number, pageSize };
    const cursor = asked.cursor === undefined ? null : decodeSearchCursor(whole, asked.cursor);
    const page = await queries.search({ ...whole, after: cursor?.position });
    requireEpoch(cursor, page.epoch);
    if (number === 1 && cursor === null) notes.search(asked.q, page.relaxed === null ? page.total : 0, request.get('user-agent'));
    const answer = searchAnswer(page, { query: whole, fields: asked.fields, isWalk: asked.cursor !== undefined }, request, baseUrl);
    setLinks(response, answer.links);
    sendJson(request, response, answer);
  });
  router.get('/datasets/:id', (request, response) => {
    const { lang, asOf } = parseParameters(recordParameters, request.query);
    const view = requireRecord(queries, request.params.id);
    if (request.method === 'GET') notes.note('api', [view.head.id], request.get('user-agent'));
    if (asOf === undefined) sendJson(request, response, recordAnswer(view, baseUrl, lang, queries));
    else answerPast(request, response, view.head.id, { asOf, lang });
  });
  router.get('/datasets/:id/versions', (request, response) => {
    const { asOf } = parseParameters(asOfParameters, request.query);
    const history = requireHistory(queries, request.params.id);
    const told = tellAs(request);
    const versions = asOf === undefined ? history.versions : [publishedAsOf(history, asOf, clock.now()).version];
    send(request, response, { ...(asOf === undefined ? {} : { asOf }), ...historyAnswer(history, versions, told) }, told);
  });
  router.get('/datasets/:id/versions/:n', (request, response) => {
    parseParameters(noParameters, request.query);
    const history = requireHistory(queries, request.params.id);
    const told = tellAs(request);
    const n = Number(request.params.n);
    const published = history.versions.find(({ version }) => version.n === n);
    const found = published === undefined ? undefined : queries.version(history.id, n);
    if (published === undefined || found === undefined)
      throw new RequestError('request/not-found', `Record ${history.id} has no published version ${request.params.n.slice(0, 20)}.`);
    refuseGap(published);
    const { gap: _gap, ...version } = found.version;
    const { previous } = published;
    const before = previous === null ? undefined : queries.version(history.id, previous);
    send(
      request,
      response,
      {
        ...version,
        ...versionAnswer(history.id, published, told),
        description: found.description,
        changedFields: before === undefined || before.version.gap !== null ? null : changedFields(before.description, found.description),
        changes: queries.changes(history.id, n),
        previous,
      },
      told,
    );
  });
  router.get('/datasets/:id/report', (request, response) => {
    parseParameters(noParameters, request.query);
    const { head, report, euReady } = requireRecord(queries, request.params.id);
    sendJson(request, response, { id: head.id, iri: head.iri, version: head.version, euReady, report });
  });
  router.get('/datasets/:id/quality', (request, response) => {
    parseParameters(noParameters, request.query);
    const { head } = requireRecord(queries, request.params.id);
    const quality = queries.quality(head.id);
    if (quality === undefined) throw new RequestError('request/not-found', 'There is no such record.');
    sendJson(request, response, qualityAnswer(quality, baseUrl));
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

/** The JSON of a value as it is sent, and its ETag. */
export function jsonTag(request: Request, value: unknown): string {
  return tagOf(`${withBase(request, JSON.stringify(value))}\n`, json);
}

/** Sends what is there for one caller only: with an ETag to decide by, and kept by no cache. */
export function sendOwnJson(request: Request, response: Response, value: unknown): void {
  setApiHeaders(response);
  sendRepresentation(request, response, `${withBase(request, JSON.stringify(value))}\n`, {
    type: json,
    cacheControl: 'no-store',
    vary: 'Accept, Authorization',
  });
}

/** Answers a deed: JSON that is for one caller only. */
export function answerJson(request: Request, response: Response, value: unknown, status = 200): void {
  setApiHeaders(response);
  response.status(status).set({ 'Cache-Control': 'no-store', 'Content-Type': json });
  response.send(`${withBase(request, JSON.stringify(value))}\n`);
}

export function setApiHeaders(response: Response): void {
  response.set({
    'API-Version': apiVersion,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Link, Location, API-Version, Retry-After, Content-Location, Last-Modified',
  });
}

/** The links of an answer as headers too (RFC 8288, API-6). */
export function setLinks(response: Response, links: Readonly<Record<string, string | null>>): void {
  const written = Object.entries(links).flatMap(([relation, url]) => (url === null ? [] : [`<${url}>; rel="${relation}"`]));
  response.set('Link', written.join(', '));
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

/** @throws RequestError as `requireRecord` */
function requireHistory(queries: CatalogueQueries, id: string): RecordHistory {
  const { head } = requireRecord(queries, id);
  const history = queries.history(head.id);
  if (history === undefined) throw new RequestError('request/not-found', 'There is no such record.');
  return history;
}

/** What is asked for, all of it. */
export function queryOf(asked: Omit<z.infer<typeof exportParameters>, 'cursor' | 'id'>): SearchQuery {
  return {
    q: asked.q,
    lang: asked.lang,
    facets: Object.fromEntries(facetNames.flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]]))),
    from: asked.from ?? null,
    to: asked.to ?? null,
    withoutPeriod: asked.undated,
    expand: asked.expand,
    sort: asked.sort ?? null,
    page: 1,
    pageSize: 1,
  };
}

/** What each parameter by itself does not show. */
function mistakesTogether({ cursor, page, pageSize, from, to }: z.infer<typeof searchParameters>, baseUrl: string): Mistake[] {
  return [
    ...(cursor !== undefined && page !== undefined
      ? [mistakeAt('cursor', 'not-allowed', '"cursor" and "page" exclude each other: a cursor says itself where the page begins.')]
      : []),
    ...((page ?? 1) * pageSize > maxDepth
      ? [
          mistakeAt(
            'page',
            'too_big',
            `"page" reaches ${String(maxDepth)} items. Follow \`links.next\`, narrow the search, or read the whole catalogue at ${baseUrl}/catalog.`,
          ),
        ]
      : []),
    ...(from !== undefined && to !== undefined && from > to ? [mistakeAt('from', 'too_big', '"from" is after "to".')] : []),
  ];
}

interface SearchAnswer extends Readonly<Record<string, unknown>> {
  readonly links: Readonly<Record<string, string>>;
}

interface Asked {
  readonly query: SearchQuery;
  readonly fields: readonly string[] | undefined;
  /** Whether it goes from cursor to cursor. */
  readonly isWalk: boolean;
}

function searchAnswer(page: SearchPage, { query, fields, isWalk }: Asked, request: Request, baseUrl: string): SearchAnswer {
  const items = page.items.map(({ highlightedTitle: _title, titleLang, snippet: _snippet, ...hit }) => {
    const item = { ...hit, lang: titleLang, links: { self: `${baseUrl}/api/v1/datasets/${hit.id}`, page: `${baseUrl}/datasets/${hit.id}` } };
    return fields === undefined ? item : Object.fromEntries(Object.entries(item).filter(([key]) => key === 'id' || fields.includes(key)));
  });
  const last = Math.max(1, Math.min(Math.ceil(page.total / page.pageSize), Math.floor(maxDepth / page.pageSize)));
  const link = (name: 'page' | 'cursor', value: string): string => {
    const url = new URL(request.originalUrl, `${baseUrl}/`);
    url.searchParams.delete('page');
    url.searchParams.delete('cursor');
    url.searchParams.set(name, value);
    return `${baseUrl}${url.pathname}${url.search}`;
  };
  const toPage = (number: number): string => link('page', String(number));
  const goesOn = page.next === null ? null : link('cursor', encodeSearchCursor(query, { epoch: page.epoch, position: page.next }));
  const byPage = !isWalk && page.page < last ? toPage(page.page + 1) : null;
  const next = byPage ?? goesOn;
  const links = {
    self: isWalk ? `${baseUrl}${request.originalUrl}` : toPage(page.page),
    first: toPage(1),
    last: toPage(last),
    ...(next === null ? {} : { next }),
    ...(!isWalk && page.page > 1 ? { prev: toPage(page.page - 1) } : {}),
  };
  const { total, page: number, pageSize, sort, facets, expansions, corrections, relaxed } = page;
  return { total, ...(isWalk ? {} : { page: number }), pageSize, sort, items, facets, expansions, corrections, relaxed, links };
}

function recordAnswer(view: RecordView, baseUrl: string, lang: 'nl' | 'en', queries: CatalogueQueries): object {
  const { head, description, station, report, ...rest } = view;
  return {
    ...head,
    sourceModifiedAt: description.modified,
    description,
    ...rest,
    concepts: conceptsOf(description, lang, queries),
    station: stationAnswer(view),
    validation: validationAnswer(view),
    links: {
      self: `${baseUrl}/api/v1/datasets/${head.id}`,
      page: `${baseUrl}/datasets/${head.id}`,
      versions: `${baseUrl}/api/v1/datasets/${head.id}/versions`,
      report: `${baseUrl}/api/v1/datasets/${head.id}/report`,
      quality: `${baseUrl}/api/v1/datasets/${head.id}/quality`,
      turtle: `${baseUrl}/datasets/${head.id}.ttl`,
      provenance: `${baseUrl}/records/${head.id}/provenance`,
    },
  };
}

interface Past {
  readonly asOf: string;
  readonly version: PublishedVersion;
  readonly period: Period;
  readonly lang: 'nl' | 'en';
  readonly told: HistoryAnswerOptions;
  readonly queries: CatalogueQueries;
}

/** A record as it was: nothing in it is of later, and what series and HDAB added then is not told. */
function pastAnswer(view: RecordView, { asOf, version, period, lang, told, queries }: Past): object {
  const { head, description, holder, publisher } = view;
  return {
    asOf,
    id: head.id,
    iri: head.iri,
    kind: head.kind,
    state: head.state,
    title: head.title,
    version: version.version.n,
    published: { from: period.from, to: period.to },
    sourceModifiedAt: description.modified,
    description,
    holder,
    publisher,
    concepts: conceptsOf(description, lang, queries),
    station: stationAnswer(view),
    validation: validationAnswer(view),
    history: versionAnswer(head.id, version, told),
    links: {
      self: `${told.baseUrl}/api/v1/datasets/${head.id}?asOf=${encodeURIComponent(asOf)}`,
      version: `${told.baseUrl}/api/v1/datasets/${head.id}/versions/${String(version.version.n)}`,
      present: `${told.baseUrl}/api/v1/datasets/${head.id}`,
      page: `${told.baseUrl}/${lang}/datasets/${head.id}/versions/${String(version.version.n)}`,
    },
  };
}

function conceptsOf(description: RecordDescription, lang: 'nl' | 'en', queries: CatalogueQueries): object {
  return Object.fromEntries(
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
}

function stationAnswer({ station }: RecordView): object | null {
  return station === null ? null : { id: station.station.id, title: station.station.title, kind: station.station.kind, state: station.state };
}

function validationAnswer({ report }: RecordView): object | null {
  return report === null ? null : { profile: report.profile, violations: report.violations, warnings: report.warnings };
}

function changedFields(before: object, after: object): string[] {
  const old = before as Record<string, unknown>;
  return Object.entries(after)
    .filter(([key, value]) => JSON.stringify(old[key]) !== JSON.stringify(value))
    .map(([key]) => key);
}
