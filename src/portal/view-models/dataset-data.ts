import type { ConceptLabels, RecordView } from '../../catalogue/queries.js';
import type { Distribution } from '../../domain/description.js';
import { linkKey } from '../../domain/link-check.js';
import { safeHref } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import { lastSegment, licenceName } from './concept.js';
import { linkText } from './link-text.js';
import { plain, textOf, type Text } from './text.js';
import { variablesOf, type VariableModel } from './variables.js';

export interface DistributionModel {
  readonly title: Text;
  readonly description: Text | null;
  readonly facts: readonly { readonly label: string; readonly text: string; readonly href: string | null; readonly datetime: string | null }[];
  readonly links: readonly { readonly href: string; readonly text: string; readonly check: string | null }[];
}

export interface DataModel {
  readonly distributions: readonly DistributionModel[];
  readonly samples: readonly DistributionModel[];
  readonly analytics: readonly DistributionModel[];
  readonly endpoints: readonly { readonly text: string; readonly href: string | null }[];
  readonly variables: readonly VariableModel[];
  readonly variableCount: number;
  readonly variablesHref: string;
}

export const firstVariables = 20;
const shownAtMost = 30;

/** Section 7, data and structure. Sensitive data have a place to apply, never a download. */
export function dataModel(view: RecordView, isPublic: boolean, concepts: ConceptLabels, context: PageContext): DataModel {
  const { description } = view;
  const checks = new Map(view.linkChecks.map((check) => [check.url, check]));
  const checkOf = (url: string): string | null => linkText(checks.get(linkKey(url) ?? ''), context);
  const models = (distributions: readonly Distribution[], open: boolean): DistributionModel[] =>
    distributions.slice(0, shownAtMost).map((distribution, i) => distributionModel(distribution, { open, n: i + 1, checkOf }, concepts, context));
  const variables = variablesOf(description.tables, context);
  return {
    distributions: models(description.distributions, isPublic),
    samples: models(description.samples, true),
    analytics: models(description.analytics, true),
    endpoints: [...description.endpointUrls, ...description.endpointDescriptions].map((url) => ({ text: url, href: safeHref(url) })),
    variables: variables.slice(0, firstVariables),
    variableCount: variables.length,
    variablesHref: `/${context.lang}/datasets/${view.head.id}/variables`,
  };
}

function distributionModel(
  distribution: Distribution,
  kind: { readonly open: boolean; readonly n: number; readonly checkOf: (url: string) => string | null },
  concepts: ConceptLabels,
  context: PageContext,
): DistributionModel {
  const { f, lang } = context;
  const words = context.m.dataset.distribution;
  const title = textOf(distribution.title, context, 200) ?? plain(words.unnamed(kind.n));
  const named = (iri: string): string => concepts.label(iri, lang) ?? lastSegment(iri);
  const format = distribution.format ?? distribution.mediaType;
  const fact = (label: string, text: string | null, href: string | null = null, datetime: string | null = null): DistributionModel['facts'] =>
    text === null ? [] : [{ label, text, href, datetime }];
  const links: DistributionModel['links'][number][] = [];
  if (kind.open) links.push(...linksTo(distribution.downloadUrls, words.download(title.text), kind.checkOf));
  links.push(
    ...linksTo(
      distribution.accessUrls.filter((url) => !kind.open || !distribution.downloadUrls.includes(url)),
      kind.open ? words.access(title.text) : words.apply(title.text),
      kind.checkOf,
    ),
  );
  return {
    title,
    description: textOf(distribution.description, context, 1000),
    facts: [
      ...fact(words.format, format === null ? null : named(format)),
      ...fact(words.size, distribution.byteSize === null ? null : f.bytes(distribution.byteSize)),
      ...fact(
        words.licence,
        distribution.licence === null ? null : licenceName(distribution.licence, concepts, context),
        distribution.licence === null ? null : safeHref(distribution.licence),
      ),
      ...fact(words.standards, distribution.conformsTo.length === 0 ? null : f.list(distribution.conformsTo.slice(0, 5).map(named))),
      ...fact(words.availability, distribution.availability === null ? null : named(distribution.availability)),
      ...fact(words.modified, distribution.modified === null ? null : f.date(distribution.modified), null, distribution.modified),
    ],
    links,
  };
}

function linksTo(urls: readonly string[], text: string, checkOf: (url: string) => string | null): DistributionModel['links'][number][] {
  return urls.slice(0, 5).flatMap((url, i) => {
    const href = safeHref(url);
    return href === null ? [] : [{ href, text: i === 0 ? text : `${text} (${i + 1})`, check: checkOf(url) }];
  });
}
