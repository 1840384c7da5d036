import type { Excerpt } from '../../domain/validation.js';
import { safeHref } from '../../rdf/iri.js';
import { exampleGroups, type QueryExample } from '../../rdf/query-examples.js';
import { prefixedName } from '../../rdf/prefixes.js';
import type { PageContext } from '../page-context.js';

/** One value of a result. */
export interface Cell {
  readonly text: string;
  readonly href: string | null;
  /** Language of a text, for the `lang` attribute. */
  readonly lang: string | null;
  /** Datatype of a value that is no plain text, as a prefixed name. */
  readonly datatype: string | null;
}

/** What came of a query. `ms` is the time the endpoint took. */
export type QueryOutcome =
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (Cell | null)[])[];
      readonly more: boolean;
      readonly ms: number;
    }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly ms: number }
  | { readonly kind: 'graph'; readonly text: string; readonly more: boolean; readonly ms: number }
  | {
      readonly kind: 'refused';
      readonly reason: 'query' | 'long' | 'forbidden' | 'timeout' | 'large' | 'busy' | 'many';
      readonly detail: string;
      /** Language of the detail where it is not the page's. */
      readonly detailLang: 'en' | null;
      readonly excerpt: Excerpt | null;
    };

export interface SparqlPageModel {
  readonly query: string;
  readonly outcome: QueryOutcome | null;
  readonly groups: readonly {
    readonly key: QueryExample['group'];
    readonly examples: readonly { readonly href: string; readonly text: string; readonly isChosen: boolean }[];
  }[];
  /** Address of this page with its query; null when that is too long for an address. */
  readonly permalink: string | null;
  readonly downloads: readonly { readonly href: string; readonly text: string }[];
  readonly endpoint: string;
}

/** Longer queries are sent as a form, and have no address of their own. */
export const maxAddressedQuery = 4000;

const downloadsOf: Readonly<Record<'rows' | 'boolean' | 'graph', readonly (readonly [format: string, name: string])[]>> = {
  rows: [
    ['csv', 'CSV'],
    ['tsv', 'TSV'],
    ['json', 'JSON'],
    ['xml', 'XML'],
  ],
  boolean: [
    ['json', 'JSON'],
    ['xml', 'XML'],
  ],
  graph: [
    ['turtle', 'Turtle'],
    ['jsonld', 'JSON-LD'],
    ['rdf', 'RDF/XML'],
    ['nt', 'N-Triples'],
  ],
};

/** @param example the chosen example's id */
export function sparqlPageModel(
  { query, example, outcome }: { readonly query: string; readonly example: string | null; readonly outcome: QueryOutcome | null },
  examples: readonly QueryExample[],
  context: PageContext,
): SparqlPageModel {
  const { lang, baseUrl } = context;
  const isAddressed = query !== '' && query.length <= maxAddressedQuery;
  const kind = outcome === null || outcome.kind === 'refused' ? null : outcome.kind;
  const addressed = encodeURIComponent(query);
  return {
    query,
    outcome,
    groups: exampleGroups.map((key) => ({
      key,
      examples: examples
        .filter(({ group }) => group === key)
        .map(({ id, question }) => ({ href: `/${lang}/sparql?example=${encodeURIComponent(id)}`, text: question[lang], isChosen: id === example })),
    })),
    permalink: isAddressed ? `${baseUrl}/${lang}/sparql?query=${addressed}` : null,
    downloads: kind === null || !isAddressed ? [] : downloadsOf[kind].map(([format, text]) => ({ href: `/sparql?query=${addressed}&format=${format}`, text })),
    endpoint: `${baseUrl}/sparql`,
  };
}

interface Term {
  readonly type: string;
  readonly value: string;
  readonly 'xml:lang'?: string;
  readonly datatype?: string;
}

/** @param text SPARQL 1.1 Query Results JSON, sections 3.2 and 3.3 */
export function resultOf(text: string, maxRows: number, ms: number, context: Pick<PageContext, 'lang' | 'baseUrl'>): QueryOutcome {
  const answer = JSON.parse(text) as { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Term | undefined>[] } };
  if (answer.boolean !== undefined) return { kind: 'boolean', value: answer.boolean, ms };
  const columns = answer.head.vars ?? [];
  const bindings = answer.results?.bindings ?? [];
  const rows = bindings.slice(0, maxRows).map((row) =>
    columns.map((name) => {
      const term = row[name];
      return term === undefined ? null : cellOf(term, context);
    }),
  );
  return { kind: 'rows', columns, rows, more: bindings.length > maxRows, ms };
}

const maxCellLength = 600;
const shortened = (text: string): string => (text.length > maxCellLength ? `${text.slice(0, maxCellLength)}…` : text);

function cellOf(term: Term, { lang, baseUrl }: Pick<PageContext, 'lang' | 'baseUrl'>): Cell {
  if (term.type === 'uri') {
    const record = term.value.startsWith(`${baseUrl}/datasets/`) ? term.value.slice(baseUrl.length) : null;
    const name = prefixedName(term.value);
    return {
      text: shortened(name.startsWith('<') ? term.value : name),
      href: record !== null && /^\/datasets\/[a-z2-7]{16}$/.test(record) ? `/${lang}${record}` : safeHref(term.value),
      lang: null,
      datatype: null,
    };
  }
  if (term.type === 'bnode') return { text: `_:${term.value}`, href: null, lang: null, datatype: null };
  const datatype = term.datatype === undefined || term.datatype.endsWith('#string') ? null : prefixedName(term.datatype);
  return { text: shortened(term.value), href: null, lang: term['xml:lang'] ?? null, datatype };
}
