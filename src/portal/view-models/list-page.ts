import type { SelectedRecord } from '../../catalogue/selection.js';
import type { HandoverSettings, HandoverTarget, LinkTarget } from '../../domain/handover.js';
import { distributionKey, writeEntry, type SelectionEntry } from '../../domain/selection.js';
import type { ConceptLabels } from '../../catalogue/queries.js';
import type { ContactModel, PageContext } from '../page-context.js';
import { accessModel } from './dataset-access.js';
import { glanceFields } from './dataset-fields.js';
import { titleOf } from './dataset-page.js';
import type { Field } from './field.js';
import { plain, textOf, type Text } from './text.js';

/** So many datasets fit side by side. */
export const mostCompared = 5;

export interface ListItem {
  readonly id: string;
  readonly title: Text;
  readonly href: string | null;
  /** Why there is no more to say of it, or that it was withdrawn. */
  readonly notice: string | null;
  readonly isThere: boolean;
  readonly addedOn: string | null;
  readonly changedHref: string | null;
  readonly goneDistributions: number;
  readonly fields: readonly Field[];
  readonly distributions: readonly { readonly key: string; readonly title: Text; readonly chosen: boolean }[];
}

export interface ListModel {
  /** Whether this is the visitor's own list; else one that somebody shared. */
  readonly isOwn: boolean;
  readonly isFull: boolean;
  readonly items: readonly ListItem[];
  /** Everything on the list, as forms and addresses carry it. */
  readonly entries: readonly string[];
  readonly shareHref: string;
  readonly downloads: readonly { readonly form: 'csv' | 'jsonld' | 'ttl' | 'json'; readonly href: string }[];
  readonly publicCount: number;
  readonly targets: readonly TargetModel[];
  readonly authorities: readonly ContactModel[];
}

export interface TargetModel {
  readonly id: string;
  readonly title: string;
  readonly help: string | null;
  readonly kind: HandoverTarget['kind'];
  /** Null when a form does it. */
  readonly href: string | null;
}

interface ListContext {
  readonly entries: readonly SelectionEntry[];
  readonly isOwn: boolean;
  readonly isFull: boolean;
  readonly handover: HandoverSettings;
  readonly concepts: ConceptLabels;
}

export function listModel(selected: readonly SelectedRecord[], { entries, isOwn, isFull, handover, concepts }: ListContext, context: PageContext): ListModel {
  const { lang } = context;
  const there = selected.filter(({ view }) => view !== null);
  const query = entryQuery(entries);
  const ids = there.map(({ id }) => `id=${id}`).join('&');
  return {
    isOwn,
    isFull,
    items: selected.map((one) => itemOf(one, concepts, context)),
    entries: entries.map(writeEntry),
    shareHref: `/${lang}/list?${query}`,
    downloads: [
      ...(['csv', 'jsonld', 'ttl'] as const).map((form) => ({ form, href: `/datasets.${form}?${ids}&lang=${lang}` })),
      { form: 'json', href: `/api/v1/selections?${query}&lang=${lang}` },
    ],
    publicCount: there.filter(({ view }) => view !== null && accessModel(view, concepts, context).isPublic).length,
    targets: there.length === 0 ? [] : handover.targets.map((target) => targetModel(target, there, query, context)),
    authorities: authoritiesOf(there, concepts, context),
  };
}

/** A list in an address: what is on it, without when it was put there. */
export function entryQuery(entries: readonly SelectionEntry[]): string {
  return entries.map((entry) => `id=${writeEntry({ ...entry, addedOn: null, version: null })}`).join('&');
}

/** Where a visitor goes to hand a list over. */
export function targetAddress(
  { url }: LinkTarget,
  { ids, query, baseUrl }: { readonly ids: readonly string[]; readonly query: string; readonly baseUrl: string },
): string {
  const selection = `${baseUrl}/api/v1/selections?${query}`;
  return url.replaceAll('{ids}', encodeURIComponent(ids.join(','))).replaceAll('{selection}', encodeURIComponent(selection));
}

function itemOf(
  { id, state, view, addedOn, hasChanged, distributions, goneDistributions }: SelectedRecord,
  concepts: ConceptLabels,
  context: PageContext,
): ListItem {
  const { lang, f } = context;
  const words = context.m.list;
  if (view === null) {
    const notice = state === 'current' ? words.states.unknown : words.states[state];
    return { id, title: plain(id), href: null, notice, isThere: false, addedOn: null, changedHref: null, goneDistributions: 0, fields: [], distributions: [] };
  }
  const href = `/${lang}/datasets/${view.head.id}`;
  return {
    id,
    title: titleOf(view, context),
    href,
    notice: state === 'withdrawn' ? words.states.withdrawn : null,
    isThere: true,
    addedOn: addedOn === null ? null : f.date(addedOn),
    changedHref: hasChanged ? `${href}/history` : null,
    goneDistributions,
    fields: glanceFields(view, accessModel(view, concepts, context), concepts, context),
    distributions: view.description.distributions.slice(0, 30).map((distribution, n) => ({
      key: distributionKey(distribution.iri),
      title: textOf(distribution.title, context, 200) ?? plain(context.m.dataset.distribution.unnamed(n + 1)),
      chosen: distributions.some(({ iri }) => iri === distribution.iri),
    })),
  };
}

function targetModel(target: HandoverTarget, there: readonly SelectedRecord[], query: string, context: PageContext): TargetModel {
  const { id, kind } = target;
  const title = target.title[context.lang];
  const help = target.help?.[context.lang] ?? null;
  switch (target.kind) {
    case 'link':
      return { id, kind, title, help, href: `/${context.lang}/list/handover?target=${id}&${query}` };
    case 'post':
      return { id, kind, title, help, href: null };
    case 'mail':
      return { id, kind, title, help, href: mailHref(target.to, there, context) };
  }
}

/** A letter with the datasets in it, for the visitor's own mail program. */
function mailHref(to: string, there: readonly SelectedRecord[], context: PageContext): string {
  const words = context.m.list.handover;
  const lines = there.flatMap(({ view, distributions }) => {
    if (view === null) return [];
    const chosen = distributions.map(({ title }) => textOf(title, context, 200)?.text).filter((text) => text !== undefined);
    return [`- ${titleOf(view, context).text}${chosen.length === 0 ? '' : ` (${context.f.list(chosen)})`}`, `  ${context.baseUrl}/datasets/${view.head.id}`];
  });
  return `mailto:${to}?subject=${encodeURIComponent(words.mailSubject)}&body=${encodeURIComponent([words.mailText, '', ...lines, ''].join('\r\n'))}`;
}

/** The access bodies of what is not public, each once; the catalogue's own where a description names none. */
function authoritiesOf(there: readonly SelectedRecord[], concepts: ConceptLabels, context: PageContext): readonly ContactModel[] {
  const asked = there.flatMap(({ view }) => {
    if (view === null) return [];
    const access = accessModel(view, concepts, context);
    return access.isPublic || access.askHdab === null ? [] : [access.askHdab];
  });
  return [...new Map(asked.map((contact) => [JSON.stringify(contact), contact])).values()];
}
