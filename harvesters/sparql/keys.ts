import type { Term } from '@rdfjs/types';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { termToNTriples } from '../../src/rdf/terms.js';
import type { SparqlEndpoint } from './endpoint.js';
import { issueAt } from './issue.js';
import type { Patience } from './patience.js';
import { countQuery, identifiersQuery, keysQuery } from './queries.js';
import type { SparqlSettings } from './settings.js';

/** What a walk through the store shares. */
export interface Walk {
  readonly url: string;
  readonly endpoint: SparqlEndpoint;
  readonly settings: SparqlSettings;
  readonly context: HarvestContext;
  readonly patience: Patience;
}

export interface KeyWalk {
  readonly keys: ReadonlySet<string>;
  /** Every page came whole and the last one was empty. */
  readonly sound: boolean;
}

const smallestPage = 10;
const maxNamedKeys = 50;
/** What is longer identifies nothing that anybody could ask for. */
const maxIdentifier = 1000;

/**
 * All keys, page by page behind the last key seen (SPQ-1).
 *
 * @param since first day of dct:modified, to ask for what has changed
 */
export async function* walkKeys(walk: Walk, since: string | null): AsyncGenerator<HarvestEvent, KeyWalk> {
  const keys = new Set<string>();
  let invalid = 0;
  const query = (after: string | null, limit: number): string => keysQuery(walk.settings.graph, after, limit, since);
  const sound = yield* walkRows(walk, 'd', query, function* ({ value: key }) {
    if (keys.has(key)) return false;
    if (isValidIri(key)) {
      keys.add(key);
      if (since === null) yield { kind: 'listed', key };
    } else if (++invalid <= maxNamedKeys && since === null)
      yield issueAt(
        walk.url,
        'invalid-subject',
        'error',
        `${JSON.stringify(key.slice(0, 500))} is no valid IRI, so that the dataset cannot be asked for. Give it a valid one.`,
      );
    return true;
  });
  return { keys, sound };
}

/** The identifiers of the records without an IRI, as terms of a query; nothing else about them can be asked for again (SPQ-4). */
export async function* walkIdentifiers(walk: Walk): AsyncGenerator<HarvestEvent, KeyWalk> {
  const keys = new Set<string>();
  const seen = new Set<string>();
  const query = (after: string | null, limit: number): string => identifiersQuery(walk.settings.graph, after, limit);
  // eslint-disable-next-line require-yield
  const sound = yield* walkRows(walk, 'i', query, function* (term) {
    const key = termToNTriples(term);
    if (seen.has(key)) return false;
    seen.add(key);
    if (term.termType === 'Literal' ? term.value.length <= maxIdentifier && term.value.trim() !== '' : isValidIri(term.value)) keys.add(key);
    return true;
  });
  return { keys, sound };
}

/**
 * The rows of a listing in the order of their text. Only an empty page is the end: a short one may have been cut at the
 * number of rows that the server gives out, with status 200 and sometimes without a word (SPQ-3).
 *
 * @param take tells whether a term is new
 * @returns whether every page came whole and the last one was empty
 */
async function* walkRows(
  { url, endpoint, settings, context, patience }: Walk,
  variable: string,
  query: (after: string | null, limit: number) => string,
  take: (term: Term) => Generator<HarvestEvent, boolean>,
): AsyncGenerator<HarvestEvent, boolean> {
  let after: string | null = null;
  let limit = settings.page;
  let sound = true;
  for (;;) {
    if (context.signal.aborted) return false;
    if (endpoint.queries >= context.limits.maxPages) {
      yield issueAt(url, 'limit-reached', 'error', `More than ${String(context.limits.maxPages)} queries would be needed.`, { owner: 'operator' });
      return false;
    }
    const answer = await endpoint.select(query(after, limit));
    const goesOn = patience.note(answer);
    if (answer.kind === 'failed' || answer.cut === 'time') {
      if (goesOn && limit > smallestPage) {
        limit = Math.max(smallestPage, Math.floor(limit / 2));
        continue;
      }
      if (answer.kind === 'failed') {
        yield answer.failure.issue;
        return false;
      }
      yield issueAt(
        url,
        'truncated',
        'error',
        `The endpoint's time is up before it can list even ${String(limit)} datasets, and it answers with a part of them.`,
      );
      sound = false;
    }
    const page = answer.value.flatMap((row) => row.get(variable) ?? []);
    const last = page.at(-1)?.value;
    if (last === undefined) {
      if (answer.value.length === 0) return sound;
      yield issueAt(url, 'protocol-error', 'error', 'The endpoint answers the listing of datasets with rows that do not name any.');
      return false;
    }
    let isNew = false;
    for (const term of page) isNew = (yield* take(term)) || isNew;
    if (!isNew || last === after) {
      yield issueAt(url, 'paging-loop', 'error', 'The endpoint gives the same datasets again when it is asked for those that follow.');
      return false;
    }
    after = last;
  }
}

/** How many records the endpoint says it has (SPQ-7); null when it cannot say. */
export async function countKeys({ endpoint, settings, patience }: Walk, kind: 'iri' | 'blank'): Promise<number | null> {
  const answer = await endpoint.select(countQuery(settings.graph, kind));
  patience.note(answer);
  if (answer.kind === 'failed' || answer.cut === 'time') return null;
  const text = answer.value[0]?.get('n')?.value ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
