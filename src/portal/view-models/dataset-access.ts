import type { ConceptLabels, RecordView } from '../../catalogue/queries.js';
import type { Agent } from '../../domain/description.js';
import type { LanguageMap } from '../../domain/language.js';
import { slugOf } from '../../domain/organisation.js';
import { safeHref } from '../../rdf/iri.js';
import type { ContactModel, PageContext } from '../page-context.js';
import { facetHref } from '../search-state.js';
import { accessRightsField, licenceValue } from './dataset-fields.js';
import { conceptValue } from './concept.js';
import { field, linkValue, markOf, textValue, wordValue, type Field } from './field.js';
import { periodText } from './period.js';
import { textOf, type Text } from './text.js';

export interface AgentModel {
  readonly role: 'holder' | 'publisher' | 'hdab';
  readonly name: Text;
  readonly description: Text | null;
  readonly email: string | null;
  readonly page: string | null;
  readonly homepage: string | null;
  readonly telephone: string | null;
  readonly searchHref: string | null;
  readonly trusted: boolean;
  readonly mark: string | null;
}

export interface AccessModel {
  readonly isPublic: boolean;
  /** The open data themselves; only when access is public (R31). */
  readonly dataHref: string | null;
  readonly hdab: AgentModel | null;
  readonly holder: AgentModel | null;
  readonly publisher: AgentModel | null;
  /** Whom to ask: the record's own HDAB, else the catalogue's; null when access is public. */
  readonly askHdab: ContactModel | null;
  readonly sourcePage: string | null;
  readonly fields: readonly Field[];
}

/** Section 6, access and conditions. Holder, publisher and HDAB are three fields, never one. */
export function accessModel(view: RecordView, concepts: ConceptLabels, context: PageContext): AccessModel {
  const { description } = view;
  const isPublic = description.accessRights.some((iri) => concepts.code(iri) === 'PUBLIC');
  const sourcePage = firstHref([...description.landingPages, ...description.pages]);
  const hdab = agentModel('hdab', description.hdab, null, view, context);
  return {
    isPublic,
    dataHref: isPublic
      ? (firstHref(description.distributions.flatMap(({ downloadUrls, accessUrls }) => [...downloadUrls, ...accessUrls])) ?? sourcePage)
      : null,
    hdab,
    holder: agentModel('holder', description.custodian, view.holder, view, context),
    publisher: agentModel('publisher', description.publisher, view.publisher, view, context),
    askHdab: isPublic ? null : contactOf(hdab, context),
    sourcePage,
    fields: accessFields(view, concepts, context),
  };
}

function accessFields(view: RecordView, concepts: ConceptLabels, context: PageContext): Field[] {
  const { description } = view;
  const { m } = context;
  const rights = description.distributions.flatMap((distribution) => distribution.rights);
  const licences = [...new Set(description.distributions.flatMap(({ licence }) => (licence === null ? [] : [licence])))];
  return [
    accessRightsField(view, concepts, context),
    field('trusted', [wordValue(view.trustedHolder ? m.yes : m.no)], context),
    field(
      'legalBases',
      description.legalBases.map(({ iri, label }) =>
        iri !== null && concepts.label(iri, context.lang) !== undefined
          ? conceptValue(iri, null, concepts, context)
          : (textValue(textOf(label, context)) ?? (iri === null ? null : conceptValue(iri, null, concepts, context))),
      ),
      context,
    ),
    field(
      'legislation',
      description.legislation.map((iri) => linkValue(iri, legislationName(iri, concepts, context))),
      context,
      markOf(view, 'legislation', context),
    ),
    field(
      'conditions',
      [
        ...licences.map((iri) => licenceValue(iri, concepts, context)),
        ...rights.map(({ iri, label }) => textValue(textOf(label, context)) ?? (iri === null ? null : linkValue(iri))),
      ],
      context,
    ),
    field('retention', [wordValue(description.retentionPeriod === null ? null : periodText(description.retentionPeriod, context))], context),
    field(
      'contact',
      description.contactPoints.flatMap((point) => contactValues(point, context)),
      context,
    ),
  ];
}

function contactValues(point: RecordView['description']['contactPoints'][number], context: PageContext): Field['values'][number][] {
  const name = textOf(point.name, context, 200);
  const values = [];
  if (point.email !== null) values.push(linkValue(`mailto:${bare(point.email)}`, name ?? { text: bare(point.email), lang: null, tag: null }));
  if (point.url !== null) values.push(linkValue(point.url, point.email === null && name !== null ? name : undefined));
  const text = textValue(name);
  return values.length > 0 || text === null ? values : [text];
}

function agentModel(
  role: AgentModel['role'],
  agent: Agent | null,
  known: { readonly slug: string; readonly name: LanguageMap } | null,
  view: RecordView,
  context: PageContext,
): AgentModel | null {
  const name =
    (known === null ? null : textOf(known.name, context, 200)) ??
    (agent === null ? null : (textOf(agent.name, context, 200) ?? (agent.iri === null ? null : { text: agent.iri, lang: null, tag: null })));
  if (name === null) return null;
  const slug = known?.slug ?? (role === 'hdab' ? slugOf(name.text) : null);
  return {
    role,
    name,
    description: agent === null ? null : textOf(agent.description, context, 600),
    email: agent?.email ? bare(agent.email) : null,
    page: agent?.contactPage ? safeHref(agent.contactPage) : null,
    homepage: agent?.homepage ? safeHref(agent.homepage) : null,
    telephone: agent?.telephone ?? null,
    searchHref: slug === null || slug === '' || role === 'hdab' ? null : facetHref(context.lang, role, slug),
    trusted: role === 'holder' && view.trustedHolder,
    mark: role === 'hdab' ? markOf(view, 'hdab', context) : null,
  };
}

function contactOf(hdab: AgentModel | null, context: PageContext): ContactModel | null {
  if (hdab === null || (hdab.page === null && hdab.email === null)) return context.hdab;
  return { name: hdab.name.text, page: hdab.page, email: hdab.email, telephone: hdab.telephone };
}

function legislationName(iri: string, concepts: ConceptLabels, context: PageContext): Text {
  const ehds = /\/eli\/reg\/(\d{4})\/(\d+)/.exec(iri);
  const label = concepts.label(iri, context.lang) ?? (ehds === null ? iri : context.m.dataset.regulation(`${ehds[1]}/${ehds[2]}`));
  return { text: label, lang: null, tag: null };
}

function firstHref(urls: readonly string[]): string | null {
  return urls.map(safeHref).find((href) => href !== null) ?? null;
}

function bare(email: string): string {
  return email.replace(/^mailto:/i, '');
}
