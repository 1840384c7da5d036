import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { isValidIri } from '../../src/rdf/iri.js';
import type { SparqlEndpoint } from './endpoint.js';
import { issueAt } from './issue.js';
import type { Patience } from './patience.js';
import { countQuery, keysQuery } from './queries.js';
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

/**
 * All keys, page by page behind the last key seen (SPQ-1). Only an empty page is the end: a short one may have been cut
 * at the number of rows that the server gives out, with status 200 and sometimes without a word (SPQ-3).
 *
 * @param since first day of dct:modified, to ask for what has changed
 */
export async function* walkKeys({ url, endpoint, settings, context, patience }: Walk, since: string | null): AsyncGenerator<HarvestEvent, KeyWalk> {
  const keys = new Set<string>();
  let after: string | null = null;
  let limit = settings.page;
  let sound = true;
  let invalid = 0;
  for (;;) {
    if (context.signal.aborted) return { keys, sound: false };
    if (endpoint.queries >= context.limits.maxPages) {
      yield issueAt(url, 'limit-reached', 'error', `More than ${String(context.limits.maxPages)} queries would be needed.`, { owner: 'operator' });
      return { keys, sound: false };
    }
    const answer = await endpoint.select(keysQuery(settings.graph, after, limit, since));
    const goesOn = patience.note(answer);
    if (answer.kind === 'failed' || answer.cut === 'time') {
      if (goesOn && limit > smallestPage) {
        limit = Math.max(smallestPage, Math.floor(limit / 2));
        continue;
      }
      if (answer.kind === 'failed') {
        yield answer.failure.issue;
        return { keys, sound: false };
      }
      yield issueAt(
        url,
        'truncated',
        'error',
        `The endpoint's time is up before it can list even ${String(limit)} datasets, and it answers with a part of them.`,
      );
      sound = false;
    }
    const page = answer.value.flatMap((row) => row.get('d')?.value ?? []);
    const last = page.at(-1);
    if (last === undefined) {
      if (answer.value.length > 0) {
        yield issueAt(url, 'protocol-error', 'error', 'The endpoint answers the listing of datasets with rows that do not name any.');
        return { keys, sound: false };
      }
      return { keys, sound };
    }
    const before = keys.size + invalid;
    for (const key of page) {
      if (keys.has(key)) continue;
      if (isValidIri(key)) {
        keys.add(key);
        if (since === null) yield { kind: 'listed', key };
      } else if (++invalid <= maxNamedKeys && since === null)
        yield issueAt(
          url,
          'invalid-subject',
          'error',
          `${JSON.stringify(key.slice(0, 500))} is no valid IRI, so that the dataset cannot be asked for. Give it a valid one.`,
        );
    }
    if (keys.size + invalid === before || last === after) {
      yield issueAt(url, 'paging-loop', 'error', 'The endpoint gives the same datasets again when it is asked for those that follow.');
      return { keys, sound: false };
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
