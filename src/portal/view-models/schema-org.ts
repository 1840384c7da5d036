import type { ConceptLabels, RecordView } from '../../catalogue/queries.js';
import { chooseText, type LanguageMap } from '../../domain/language.js';
import { safeHref } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import { persistentIri } from './citation.js';
import { clean, textsOf } from './text.js';

/** The record as schema.org for search engines (protocols.md WEBO-1); sensitive data carry no `contentUrl`. */
export function schemaOrgDataset(view: RecordView, isPublic: boolean, concepts: ConceptLabels, context: PageContext): Record<string, unknown> {
  const { description, head } = view;
  const words = (map: LanguageMap, max: number): string | undefined => {
    const text = chooseText(map, context.lang)?.text;
    return text === undefined ? undefined : clean(text, max);
  };
  const iri = persistentIri(view, context);
  const name = words(description.title, 500) ?? head.iri;
  const organisation = (map: LanguageMap | undefined): unknown =>
    map === undefined || words(map, 200) === undefined ? undefined : { '@type': 'Organization', name: words(map, 200) };
  const label = (concept: string): string => concepts.label(concept, context.lang) ?? concept;
  const period = description.temporal[0];
  return withoutEmpty({
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    '@id': iri,
    url: `${context.baseUrl}/${context.lang}/datasets/${head.id}`,
    name,
    alternateName: words(description.alternative, 500),
    description: paddedDescription(words(description.description, 4990) ?? name, context),
    inLanguage: description.languages.map(label),
    identifier: [description.iri, ...description.identifiers].slice(0, 20),
    sameAs: safeHref(description.iri) ?? undefined,
    keywords: textsOf(description.keywords, context, 80)
      .slice(0, 50)
      .map(({ text }) => text),
    creator: description.creators.slice(0, 20).map(({ name: map }) => organisation(map)),
    publisher: organisation(description.publisher?.name),
    dateModified: description.modified ?? undefined,
    datePublished: description.issued ?? undefined,
    version: description.version ?? undefined,
    isAccessibleForFree: isPublic ? true : undefined,
    conditionsOfAccess: description.accessRights.map(label).join(', '),
    license: description.distributions.map(({ licence }) => licence).find((licence) => licence !== null && safeHref(licence) !== null) ?? undefined,
    spatialCoverage: description.spatial.slice(0, 20).map(({ iri: place, label: map }) => words(map, 200) ?? (place === null ? undefined : label(place))),
    temporalCoverage: period === undefined ? undefined : `${period.start ?? '..'}/${period.end ?? '..'}`,
    variableMeasured: description.tables.flatMap(({ columns }) => columns.map((column) => clean(column.name, 200))).slice(0, 50),
    includedInDataCatalog: { '@type': 'DataCatalog', name: context.siteName, url: `${context.baseUrl}/${context.lang}` },
    distribution: isPublic
      ? description.distributions
          .slice(0, 20)
          .flatMap(({ downloadUrls, mediaType }) =>
            downloadUrls
              .map(safeHref)
              .flatMap((contentUrl) =>
                contentUrl === null ? [] : [withoutEmpty({ '@type': 'DataDownload', contentUrl, encodingFormat: mediaType ?? undefined })],
              ),
          )
      : [],
  });
}

/** JSON that can stand inside a script element: `<` cannot end it, and no line separator breaks it (PRT-7). */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Search engines refuse less than 50 characters. */
function paddedDescription(text: string, context: PageContext): string {
  return text.length >= 50 ? text : `${text} – ${context.m.dataset.cite.kind}, ${context.siteName}`.padEnd(50, '.');
}

function withoutEmpty(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)));
}
