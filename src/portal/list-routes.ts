import { urlencoded, type NextFunction, type Request, type Response, type Router } from 'express';
import { handoverItems, resolveSelection, type HandoverItem } from '../catalogue/selection.js';
import type { HandoverSettings, PostTarget } from '../domain/handover.js';
import type { PortalLanguage } from '../domain/language.js';
import { keyOf, mostSelected, readEntries, readEntry, writeEntry, type SelectionEntry } from '../domain/selection.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { ComparePageView } from './pages/compare.js';
import { HandoverResultView, ListPageView } from './pages/list.js';
import type { Portal } from './portal.js';
import { seeOther, sendPage } from './respond.js';
import { compareModel } from './view-models/compare.js';
import { entryQuery, listModel, mostCompared, targetAddress } from './view-models/list-page.js';
import { noStore, ownFormsOnly, paramsOf } from './visitor-forms.js';

export interface ListDependencies {
  readonly settings: HandoverSettings;
  /** Posts a list to a target of the operator's; never throws. */
  readonly post: (
    target: PostTarget,
    items: readonly HandoverItem[],
  ) => Promise<{ readonly kind: 'taken'; readonly continueAt: string | null } | { readonly kind: 'failed' }>;
}

const cookieName = 'list';
const cookieDays = 30;
const fullMark = 'full';

/** `/{lang}/list`: what a visitor keeps, in one cookie and nowhere else (portal.md section 6). */
export function listRoutes(router: Router, portal: Portal, lang: PortalLanguage, dependencies: ListDependencies): void {
  const form = urlencoded({ extended: false, limit: '32kb', parameterLimit: 200 });
  const own = ownFormsOnly(portal, lang);
  router.get('/list', (request, response) => {
    sendList(portal, lang, request, response, dependencies);
  });
  router.get('/list/compare', (request, response) => {
    sendComparison(portal, lang, request, response);
  });
  router.post('/list', form, own, (request: Request, response: Response) => {
    const fields = fieldsOf(request);
    const before = keptIn(request);
    const { entries, isFull } = changed(before, fields, portal);
    const known = new Set(before.map(({ id }) => id));
    const added = [...new Set(entries.map(({ id }) => id))].filter((id) => !known.has(id) && portal.queries.head(id) !== undefined);
    portal.notes.note('list', added, request.get('user-agent'));
    keep(response, entries, request.secure);
    seeOther(response.set(noStore), isFull ? `/${lang}/list?${fullMark}=yes` : backOf(fields, lang));
  });
  router.get('/list/handover', (request, response) => {
    followLink(portal, lang, request, response, dependencies);
  });
  router.post('/list/handover', form, own, (request: Request, response: Response, next: NextFunction) => {
    handOver(portal, lang, request, response, dependencies).catch(next);
  });
}

function sendList(portal: Portal, lang: PortalLanguage, request: Request, response: Response, { settings }: ListDependencies): void {
  const context = portal.context(lang);
  const params = paramsOf(request);
  const isOwn = !params.has('id');
  const entries = isOwn ? keptIn(request) : readEntries(params.getAll('id'));
  const selected = resolveSelection(portal.queries, entries);
  const model = listModel(selected, { entries, isOwn, isFull: params.has(fullMark), handover: settings, concepts: portal.queries.concepts }, context);
  sendPage(request, response, { page: createElement(ListPageView, { model, context }), headers: noStore });
}

function sendComparison(portal: Portal, lang: PortalLanguage, request: Request, response: Response): void {
  const context = portal.context(lang);
  const params = paramsOf(request);
  const asked = params.has('id') ? params.getAll('id') : params.getAll('all');
  const ids = [...new Set(readEntries(asked).map(({ id }) => id))];
  const shown = ids.slice(0, mostCompared);
  const views = resolveSelection(
    portal.queries,
    shown.map((id) => ({ id, distribution: null, addedOn: null, version: null })),
  ).flatMap(({ view }) => view ?? []);
  const onlyDifferences = params.get('only') === 'differences';
  const query = shown.map((id) => `id=${id}`).join('&');
  const href = `/${lang}/list/compare?${query}`;
  sendPage(request, response, {
    page: createElement(ComparePageView, {
      model: compareModel(views, onlyDifferences, portal.queries.concepts, context),
      path: `/list/compare?${query}${onlyDifferences ? '&only=differences' : ''}`,
      otherHref: onlyDifferences ? href : `${href}&only=differences`,
      onlyDifferences,
      isCut: ids.length > shown.length,
      backHref: `/${lang}/list`,
      context,
    }),
  });
}

/** To a target of the operator's that is a link: by way of us, so that it is counted. */
function followLink(portal: Portal, lang: PortalLanguage, request: Request, response: Response, { settings }: ListDependencies): void {
  const params = paramsOf(request);
  const target = settings.targets.find(({ id }) => id === params.get('target'));
  const entries = readEntries(params.getAll('id'));
  if (target?.kind !== 'link' || entries.length === 0) {
    sendNotFound(portal, lang, request, response);
    return;
  }
  const there = resolveSelection(portal.queries, entries).flatMap(({ view }) => view?.head.id ?? []);
  portal.notes.note('handover', there, request.get('user-agent'));
  seeOther(response.set(noStore), targetAddress(target, { ids: there, query: entryQuery(entries), baseUrl: portal.baseUrl() }));
}

async function handOver(portal: Portal, lang: PortalLanguage, request: Request, response: Response, { settings, post }: ListDependencies): Promise<void> {
  const fields = fieldsOf(request);
  const target = settings.targets.find(({ id }) => id === fields.get('target'));
  if (target?.kind !== 'post') {
    sendNotFound(portal, lang, request, response);
    return;
  }
  const selected = resolveSelection(portal.queries, readEntries(fields.getAll('id')));
  const items = handoverItems(selected, { baseUrl: portal.baseUrl(), catalogueIri: portal.queries.catalogue().iri, country: settings.country, lang });
  const outcome = await post(target, items);
  const isTaken = outcome.kind === 'taken';
  if (isTaken)
    portal.notes.note(
      'handover',
      items.map(({ id }) => id),
      request.get('user-agent'),
    );
  sendPage(request, response, {
    status: isTaken ? 200 : 502,
    headers: noStore,
    page: createElement(HandoverResultView, {
      site: target.title[lang],
      outcome: { isTaken, continueAt: isTaken ? outcome.continueAt : null },
      context: portal.context(lang),
    }),
  });
}

/** What a form makes of a list. */
function changed(
  before: readonly SelectionEntry[],
  fields: URLSearchParams,
  { queries, now }: Portal,
): { readonly entries: readonly SelectionEntry[]; readonly isFull: boolean } {
  const asked = fields.getAll('id').flatMap((text) => readEntry(text) ?? []);
  const today = now().toISOString().slice(0, 10);
  const dated = (entry: SelectionEntry): SelectionEntry => ({ ...entry, addedOn: today, version: entry.version ?? queries.head(entry.id)?.version ?? null });
  switch (fields.get('action')) {
    case 'add': {
      const known = new Set(before.map(keyOf));
      const added = asked.filter((entry) => !known.has(keyOf(entry)));
      const room = Math.max(0, mostSelected - before.length);
      return { entries: [...before, ...added.slice(0, room).map(dated)], isFull: added.length > room };
    }
    case 'remove':
      return { entries: before.filter(({ id }) => !asked.some((entry) => entry.id === id)), isFull: false };
    case 'replace':
      return { entries: asked.slice(0, mostSelected).map(dated), isFull: false };
    case 'choose': {
      const [whole] = asked.map(({ id }) => before.find((entry) => entry.id === id));
      if (whole === undefined) return { entries: before, isFull: false };
      const chosen = readEntries(fields.getAll('distribution').map((key) => `${whole.id}.${key}`));
      const own = chosen.length === 0 ? [{ ...whole, distribution: null }] : chosen.map(({ distribution }) => ({ ...whole, distribution }));
      const rest = before.filter(({ id }) => id !== whole.id);
      const at = before.findIndex(({ id }) => id === whole.id);
      if (rest.length + own.length > mostSelected) return { entries: before, isFull: true };
      return { entries: [...rest.slice(0, at), ...own, ...rest.slice(at)], isFull: false };
    }
    case 'clear':
      return { entries: [], isFull: false };
    default:
      return { entries: before, isFull: false };
  }
}

function keptIn(request: Request): readonly SelectionEntry[] {
  const cookie = (request.get('cookie') ?? '').split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`));
  return cookie === undefined
    ? []
    : readEntries(
        cookie
          .slice(cookieName.length + 1)
          .split('_')
          .slice(0, mostSelected),
      );
}

/** The one cookie of the portal; every character of an entry may stand in it as it is. */
function keep(response: Response, entries: readonly SelectionEntry[], isSecure: boolean): void {
  const value = entries.map(writeEntry).join('_');
  const age = entries.length === 0 ? 0 : cookieDays * 86_400;
  response.append('Set-Cookie', `${cookieName}=${value}; Path=/; Max-Age=${String(age)}; SameSite=Lax; HttpOnly${isSecure ? '; Secure' : ''}`);
}

/** A page of our own to return to; the list for anything else. */
function backOf(fields: URLSearchParams, lang: PortalLanguage): string {
  const back = fields.get('back') ?? '';
  return /^\/(?:nl|en)(?:[/?#][^\s\\]*)?$/.test(back) && !back.startsWith('//') && back.length <= 2000 ? back : `/${lang}/list`;
}

function fieldsOf(request: Request): URLSearchParams {
  const fields = new URLSearchParams();
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(body))
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) if (typeof one === 'string') fields.append(name, one);
  return fields;
}
