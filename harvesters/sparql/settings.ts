import { readFileSync } from 'node:fs';
import type { Station } from '../../src/domain/station.js';
import { formatOfMediaType } from '../../src/rdf/format.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { queryForm } from '../../src/rdf/query-form.js';

/** What the operator may set for one SPARQL station (`ndc:setting`). */
export interface SparqlSettings {
  /** Descriptions asked for at once (SPQ-1). */
  readonly batch: number;
  /** Keys asked for at once. */
  readonly page: number;
  /** Pause between two queries (SPQ-9). */
  readonly pauseMs: number;
  /** How a query is sent (SPQ-5): a form, a GET, or the query itself as the body. */
  readonly method: 'post' | 'get' | 'direct';
  /** Sent as `format` to servers that do not look at Accept; null: not sent. */
  readonly format: string | null;
  /** Sent as `default-graph-uri` (SPQ-6). */
  readonly defaultGraphs: readonly string[];
  /** An IRI, or `*` for any named graph; null: the default graph (SPQ-6). */
  readonly graph: string | null;
  /** The operator's own CONSTRUCT over `?d` (SPQ-11). */
  readonly construct: string | null;
  /** Read only what dct:modified says has changed; everything again once a week (SPQ-8). */
  readonly increments: boolean;
}

const known: ReadonlySet<string> = new Set(['batch', 'page', 'pause-ms', 'method', 'format', 'default-graph-uri', 'graph', 'construct', 'increments']);

export function settingsOf(station: Station): SparqlSettings {
  return read(station).settings;
}

/** What is wrong with a station's settings, in words for the operator. */
export function faultsOf(station: Station): readonly string[] {
  return read(station).faults;
}

function read({ settings: given }: Station): { readonly settings: SparqlSettings; readonly faults: readonly string[] } {
  const faults = Object.keys(given).flatMap((name) =>
    known.has(name) ? [] : [`sparql has no setting ${JSON.stringify(name)}; it has ${[...known].join(', ')}.`],
  );
  const number = (name: string, least: number, most: number, otherwise: number): number => {
    const text = given[name];
    if (text === undefined) return otherwise;
    if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    faults.push(`${name}=${text} must be a whole number from ${String(least)} to ${String(most)}.`);
    return otherwise;
  };
  const choice = <T extends string>(name: string, words: readonly T[], otherwise: T): T => {
    const text = given[name];
    const found = words.find((word) => word === text);
    if (text !== undefined && found === undefined) faults.push(`${name}=${text} must be one of ${words.join(', ')}.`);
    return found ?? otherwise;
  };
  const iri = (name: string, text: string): boolean => {
    if (isValidIri(text)) return true;
    faults.push(`${name}=${text} is not a valid IRI.`);
    return false;
  };
  const { format, graph, construct: path } = given;
  const understood = format === undefined ? undefined : formatOfMediaType(format);
  if (format !== undefined && understood === undefined) faults.push(`format=${format} must be the media type of an RDF format, such as application/n-triples.`);
  const construct = path === undefined ? null : ownConstruct(path, faults);
  return {
    settings: {
      batch: number('batch', 1, 500, 25),
      page: number('page', 1, 100_000, 1000),
      pauseMs: number('pause-ms', 0, 600_000, 1000),
      method: choice('method', ['post', 'get', 'direct'], 'post'),
      format: understood === undefined ? null : (format ?? null),
      defaultGraphs: words(given['default-graph-uri']).filter((text) => iri('default-graph-uri', text)),
      graph: graph === undefined || (graph !== '*' && !iri('graph', graph)) ? null : graph,
      construct,
      increments: choice('increments', ['yes', 'no'], 'no') === 'yes',
    },
    faults,
  };
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

/** The operator's query file, checked as far as it can be without the endpoint: the keys are added behind it as VALUES. */
function ownConstruct(path: string, faults: string[]): string | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    faults.push(`construct=${path} cannot be read.`);
    return null;
  }
  const before = faults.length;
  if (formOf(text) !== 'CONSTRUCT') faults.push(`construct=${path} must hold a CONSTRUCT query.`);
  const bare = withoutTexts(text);
  if (!/[?$]d\b/.test(bare.slice(bare.search(/\bwhere\b|\}\s*\{/i) + 1))) faults.push(`construct=${path} must use the variable ?d for the dataset.`);
  if (/\b(limit|offset)\s+\d/i.test(bare)) faults.push(`construct=${path} must not use LIMIT or OFFSET: they cut datasets in half (SPQ-2).`);
  if (/\bvalues\b[^}]*\}\s*$/i.test(bare.replace(/^[\s\S]*\}(?=\s*values\b)/i, '')))
    faults.push(`construct=${path} must not end in VALUES: the datasets are added there.`);
  return faults.length === before ? text : null;
}

function formOf(text: string): string | null {
  try {
    return queryForm(text);
  } catch {
    return null;
  }
}

/** A query without IRIs, literals and comments, so that words in them do not count. */
function withoutTexts(query: string): string {
  return query.replace(/<[^<>"{}|^`\\\s]*>|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, ' ');
}
