import { facetNames, notReported, type FacetName } from '../../ports/search-index.js';
import type { PageContext } from '../page-context.js';
import type { SearchState } from '../search-state.js';

/** Where the values of a facet stand in a description; facets that are no plain property of it are not here. */
const paths: Readonly<Partial<Record<FacetName, string>>> = {
  access: 'dct:accessRights',
  category: 'healthdcatap:healthCategory',
  healthTheme: 'healthdcatap:healthTheme',
  theme: 'dcat:theme',
  type: 'dct:type',
  personal: 'dpv:hasPersonalData',
  region: 'dct:spatial',
  coding: 'healthdcatap:hasCodingSystem',
  standard: 'dct:conformsTo',
  language: 'dct:language',
  format: 'dcat:distribution/dct:format',
};

const namespaces: Readonly<Record<string, string>> = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  healthdcatap: 'http://healthdataportal.eu/ns/health#',
};

/**
 * A search as a SPARQL query to begin from: the filters that are plain properties, and the words as they stand. What SPARQL
 * cannot say as the search does is told in comments.
 */
export function searchAsSparql(state: SearchState, { m }: PageContext): string {
  const words = m.search.sparql;
  const comments: string[] = [words.about];
  const lines: string[] = [];
  for (const name of facetNames) {
    const values = state.facets[name] ?? [];
    if (values.length === 0) continue;
    const path = paths[name];
    if (path === undefined || values.includes(notReported)) comments.push(words.leftOut(m.search.facets[name].label));
    else lines.push(`  ?dataset ${path} ?${name} .`, `  FILTER (${values.map((value) => `STRENDS(STR(?${name}), ${text(`/${value}`)})`).join(' || ')})`);
  }
  const asked = wordsOf(state.q);
  if (asked.length > 0) {
    comments.push(words.plainWords);
    lines.push('  OPTIONAL { ?dataset dct:description ?description }', '  BIND (LCASE(CONCAT(?title, " ", COALESCE(?description, ""))) AS ?words)');
    for (const word of asked) lines.push(`  FILTER (CONTAINS(?words, ${text(word)}))`);
  }
  if (state.from !== null || state.to !== null) {
    lines.push('  ?dataset dct:temporal ?period .');
    if (state.from !== null) lines.push('  OPTIONAL { ?period dcat:endDate ?end }', `  FILTER (COALESCE(STR(?end), "9999") >= ${text(yearText(state.from))})`);
    if (state.to !== null)
      lines.push('  OPTIONAL { ?period dcat:startDate ?start }', `  FILTER (COALESCE(STR(?start), "0000") < ${text(yearText(state.to + 1))})`);
  }
  const body = ['  ?dataset a dcat:Dataset ; dct:title ?title .', ...lines].join('\n');
  const used = Object.entries(namespaces).filter(([prefix]) => body.includes(`${prefix}:`));
  return [
    ...comments.map((line) => `# ${line}`),
    ...used.map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`),
    '',
    'SELECT DISTINCT ?dataset ?title',
    'WHERE {',
    body,
    '}',
    'LIMIT 100',
    '',
  ].join('\n');
}

function wordsOf(q: string): string[] {
  return (q.toLowerCase().match(/[\p{L}\p{N}.-]+/gu) ?? []).filter((word) => /[\p{L}\p{N}]/u.test(word) && !word.startsWith('-')).slice(0, 8);
}

function yearText(year: number): string {
  return String(year).padStart(4, '0');
}

/** A string of SPARQL. */
function text(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&').replace(/[\r\n\t]/g, ' ')}"`;
}
