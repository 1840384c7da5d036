import type { ConceptLabels } from '../../catalogue/queries.js';
import type { FacetName, FacetValue, SearchHit } from '../../ports/search-index.js';
import type { PageContext } from '../page-context.js';
import { facetHref } from '../search-state.js';
import { lastSegment } from './concept.js';
import { periodText } from './period.js';
import { clean, tagged, type Text } from './text.js';

/** Part of a text, marked when it is what was searched for. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

export interface HitModel {
  readonly id: string;
  readonly href: string;
  readonly title: readonly Piece[];
  readonly titleText: Text;
  readonly snippet: readonly Piece[];
  readonly snippetText: Text;
  readonly publisher: { readonly name: string; readonly href: string } | null;
  readonly trusted: boolean;
  readonly badges: readonly { readonly kind: 'info' | 'warning'; readonly text: string }[];
  readonly access: { readonly code: string; readonly label: string; readonly fromSeries: boolean } | null;
  readonly individuals: string | null;
  readonly records: string | null;
  readonly period: string | null;
  readonly regions: string | null;
  readonly modified: string | null;
  /** Variables that have a word of the query, each with its table. */
  readonly variables: readonly { readonly name: string; readonly label: string | null; readonly table: string | null }[];
}

type Facets = Readonly<Partial<Record<FacetName, readonly FacetValue[]>>>;

export function hitModel(hit: SearchHit, facets: Facets, concepts: ConceptLabels, context: PageContext): HitModel {
  const { m, f, lang } = context;
  const agent = hit.publisher ?? hit.holder;
  const labelOf = (value: string, facet: FacetName): string =>
    facets[facet]?.find((known) => known.value === value)?.label || concepts.label(value, lang) || lastSegment(value);
  const badges: HitModel['badges'][number][] = [];
  if (hit.kind !== 'dataset') badges.push({ kind: 'info', text: m.search[hit.kind] });
  if (hit.status !== 'current') badges.push({ kind: 'warning', text: m.search[hit.status] });
  return {
    id: hit.id,
    href: `/${lang}/datasets/${hit.id}`,
    title: pieces(clean(hit.highlightedTitle, 300)),
    titleText: tagged(hit.title, hit.titleLang, context, 300),
    snippet: pieces(clean(hit.snippet, 400)),
    snippetText: tagged(hit.description, hit.descriptionLang, context, 400),
    publisher: agent === null ? null : { name: clean(agent.name, 150), href: facetHref(lang, hit.publisher === null ? 'holder' : 'publisher', agent.slug) },
    trusted: hit.trusted,
    badges,
    access:
      hit.accessRights === null
        ? null
        : { code: accessCode(hit.accessRights, concepts), label: labelOf(hit.accessRights, 'access'), fromSeries: hit.accessFromSeries },
    individuals: hit.individuals === null ? null : f.number(hit.individuals),
    records: hit.records === null ? null : f.number(hit.records),
    period: periodText({ start: hit.periodStart, end: hit.periodEnd }, context, true),
    regions: hit.regions.length === 0 ? null : f.list(hit.regions.slice(0, 4).map((region) => labelOf(region, 'region'))),
    modified: hit.modified,
    variables: hit.variables.map(({ name, label, table }) => ({
      name: clean(name, 80),
      label: label === null || label === name ? null : clean(label, 120),
      table: table === null ? null : clean(table, 80),
    })),
  };
}

/** Cuts a text at the marks that the index puts around hits (U+E000, U+E001). */
export function pieces(text: string): Piece[] {
  return text
    .split('\ue000')
    .flatMap((part, i): Piece[] => {
      if (i === 0) return [{ text: part.replaceAll('\ue001', ''), hit: false }];
      const end = part.indexOf('\ue001');
      if (end === -1) return [{ text: part, hit: true }];
      return [
        { text: part.slice(0, end), hit: true },
        { text: part.slice(end + 1).replaceAll('\ue001', ''), hit: false },
      ];
    })
    .filter((piece) => piece.text !== '');
}

function accessCode(value: string, concepts: ConceptLabels): string {
  return value.includes('/') ? concepts.code(value) : value;
}
