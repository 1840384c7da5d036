import type { CatalogueQueries, RecordView } from '../../catalogue/queries.js';
import type { PageContext } from '../page-context.js';
import { accessModel, type AccessModel } from './dataset-access.js';
import { bannersOf, type Banner } from './dataset-banners.js';
import { citationOf } from './citation.js';
import { dataModel, type DataModel } from './dataset-data.js';
import { descriptionFields, glanceFields, healthFields, identityFields, populationFields } from './dataset-fields.js';
import type { Field } from './field.js';
import { linksOf, type LinkModel } from './record-links.js';
import { ruleLinks } from './rule-links.js';
import { qualityModel, type QualityModel } from './quality.js';
import { textOf, textsOf, plain, type Text } from './text.js';

export interface DatasetPageModel {
  readonly id: string;
  readonly kind: RecordView['head']['kind'];
  readonly title: Text;
  readonly alternative: readonly Text[];
  readonly publisher: { readonly name: Text; readonly href: string | null } | null;
  readonly trusted: boolean;
  readonly publishedAt: string | null;
  readonly modified: string | null;
  readonly lastSeenAt: string;
  readonly station: { readonly name: Text; readonly href: string } | null;
  readonly otherStations: readonly string[];
  readonly banners: readonly Banner[];
  readonly glance: readonly Field[];
  readonly descriptions: readonly Text[];
  readonly descriptionFields: readonly Field[];
  readonly population: readonly Field[];
  readonly health: readonly Field[];
  readonly access: AccessModel;
  readonly data: DataModel;
  readonly quality: QualityModel;
  readonly relations: readonly { readonly label: string; readonly links: readonly LinkModel[]; readonly more: number }[];
  readonly citation: string;
  readonly identity: readonly Field[];
  readonly downloads: readonly { readonly format: string; readonly mediaType: string; readonly href: string }[];
}

const rdfFormats = [
  { format: 'Turtle', extension: 'ttl', mediaType: 'text/turtle' },
  { format: 'JSON-LD', extension: 'jsonld', mediaType: 'application/ld+json' },
  { format: 'RDF/XML', extension: 'rdf', mediaType: 'application/rdf+xml' },
] as const;

/** Everything the page of one record shows; the order of portal.md section 5 is the page's own. */
export function datasetPageModel(
  view: RecordView,
  queries: Pick<CatalogueQueries, 'concepts' | 'catalogue' | 'station' | 'profiles' | 'rules'>,
  context: PageContext,
): DatasetPageModel {
  const { head, description } = view;
  const { concepts } = queries;
  const access = accessModel(view, concepts, context);
  const publisher = view.publisher;
  const publisherName =
    (publisher === null ? null : textOf(publisher.name, context, 200)) ??
    (description.publisher === null ? null : textOf(description.publisher.name, context, 200));
  return {
    id: head.id,
    kind: head.kind,
    title: titleOf(view, context),
    alternative: textsOf(description.alternative, context, 300).slice(0, 10),
    publisher: publisherName === null ? null : { name: publisherName, href: access.publisher?.searchHref ?? null },
    trusted: view.trustedHolder,
    publishedAt: head.publishedAt,
    modified: description.modified,
    lastSeenAt: head.lastSeenAt,
    station:
      view.station === null
        ? null
        : {
            name: textOf(view.station.station.title, context, 200) ?? plain(view.station.station.id),
            href: `/${context.lang}/stations/${view.station.station.id}`,
          },
    otherStations: head.otherStations,
    banners: bannersOf(view, context),
    glance: glanceFields(view, access, concepts, context),
    descriptions: textsOf(description.description, context, 20000),
    descriptionFields: descriptionFields(view, concepts, context),
    population: populationFields(view, concepts, context),
    health: healthFields(view, concepts, context),
    access,
    data: dataModel(view, access.isPublic, concepts, context),
    quality: qualityModel(view, concepts, context, ruleLinks(queries, context.lang)),
    relations: relationsOf(view, context),
    citation: citationOf(view, queries.catalogue(), context),
    identity: identityFields(view, context),
    downloads: rdfFormats.map(({ format, extension, mediaType }) => ({ format, mediaType, href: `/datasets/${head.id}.${extension}` })),
  };
}

export function titleOf(view: Pick<RecordView, 'head' | 'description'>, context: PageContext): Text {
  return textOf(view.description.title, context, 300) ?? textOf(view.head.title, context, 300) ?? plain(view.head.iri, 300);
}

function relationsOf(view: RecordView, context: PageContext): DatasetPageModel['relations'] {
  const words = context.m.dataset.relations;
  const groups: [string, RecordView['series']][] = [
    [words.series, view.series],
    [words.members, view.members],
    [words.versions, view.versions],
    [words.previous, view.previous],
    [words.partOf, view.partOf],
    [words.parts, view.parts],
    [words.sources, view.sources],
    [words.related, view.related],
    [words.services, view.services],
    [words.served, view.servedDatasets],
    [words.publications, view.description.isReferencedBy.map((iri) => ({ iri, id: null, title: {} }))],
  ];
  return groups.filter(([, links]) => links.length > 0).map(([label, links]) => ({ label, ...linksOf(links, context) }));
}
