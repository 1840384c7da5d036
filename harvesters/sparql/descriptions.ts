import type { Quad } from '@rdfjs/types';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Answered } from './endpoint.js';
import { issueAt } from './issue.js';
import type { Walk } from './keys.js';
import { descriptionsQuery, ownQuery, triplesQuery, type KeyKind } from './queries.js';
import { Batch } from './share.js';

export type Found =
  | { readonly kind: 'share'; readonly key: string; readonly quads: readonly Quad[] }
  /** One record could not be read; `cut`: what the endpoint gives of it is not all there is. */
  | { readonly kind: 'unread'; readonly key: string; readonly issue: HarvestEvent; readonly cut: boolean }
  /** The endpoint is left alone; what is still to come stays as it was. */
  | { readonly kind: 'stopped'; readonly issue: HarvestEvent };

/**
 * The descriptions of all records in batches. A batch that the endpoint cannot answer, or answers in part, is halved until
 * the one record that is too much stands alone (SPQ-9); after a time-out the following batches are smaller as well.
 */
export async function* readDescriptions(walk: Walk, keys: readonly string[], records: ReadonlySet<string>, by: KeyKind = 'iri'): AsyncIterable<Found> {
  const { url, endpoint, settings, context, patience } = walk;
  const again: (readonly string[])[] = [];
  const wholeness = new Wholeness(walk, by);
  const named = (key: string): string => (by === 'iri' ? `<${key}>` : `the record with the identifier ${key}`);
  const subject = (key: string): { readonly subject?: string } => (by === 'iri' ? { subject: key } : {});
  let size = settings.batch;
  for (let at = 0; at < keys.length || again.length > 0;) {
    if (context.signal.aborted) return;
    if (endpoint.queries >= context.limits.maxPages) {
      yield {
        kind: 'stopped',
        issue: issueAt(url, 'limit-reached', 'error', `More than ${String(context.limits.maxPages)} queries are needed.`, { owner: 'operator' }),
      };
      return;
    }
    let batch = again.pop();
    if (batch === undefined) {
      batch = keys.slice(at, at + size);
      at += batch.length;
    }
    const [first] = batch;
    if (first === undefined) continue;
    const query = settings.construct === null ? descriptionsQuery(settings.graph, batch, by) : ownQuery(settings.construct, batch);
    const answer = await endpoint.construct(query);
    const goesOn = patience.note(answer);
    if (answer.kind === 'failed') {
      if (!goesOn) {
        yield { kind: 'stopped', issue: answer.failure.issue };
        return;
      }
      if (answer.failure.kind !== 'unanswered') size = Math.max(1, Math.ceil(batch.length / 2));
      if (batch.length > 1) again.push(...halves(batch));
      else
        yield {
          kind: 'unread',
          key: first,
          issue: by === 'iri' ? about(first, answer.failure.issue) : answer.failure.issue,
          cut: codeOf(answer.failure.issue) === 'parse-error',
        };
      continue;
    }
    if (!(await wholeness.isWhole(batch, answer))) {
      size = Math.max(1, Math.ceil(batch.length / 2));
      if (batch.length > 1) again.push(...halves(batch));
      else
        yield {
          kind: 'unread',
          key: first,
          cut: true,
          issue: issueAt(
            url,
            'truncated',
            'error',
            `The endpoint cuts the description of ${named(first)} short (${String(answer.value.length)} triples came). Let it answer with more rows.`,
            subject(first),
          ),
        };
      continue;
    }
    const answered = new Batch(answer.value, settings.construct !== null, (iri) => records.has(iri));
    for (const key of batch) {
      const nodes = by === 'iri' ? [{ node: key, isFirst: true }] : answered.nodesOf(key);
      if (nodes.length > 1) {
        yield {
          kind: 'unread',
          key,
          cut: false,
          issue: issueAt(
            url,
            'duplicate-subject',
            'warning',
            `${String(nodes.length)} records without an IRI have the identifier ${key}, so that they cannot be told apart. Give each one of its own.`,
          ),
        };
        continue;
      }
      const [only] = nodes;
      if (only?.isFirst === false) continue;
      const quads = only === undefined ? [] : answered.shareOf(only.node);
      if (quads.length > 0) yield { kind: 'share', key, quads };
      else if (batch.length > 1) again.push([key]);
      else
        yield {
          kind: 'unread',
          key,
          cut: false,
          issue: issueAt(url, 'child-unavailable', 'warning', `${named(key)} is listed, and the endpoint says nothing about it.`, subject(key)),
        };
    }
  }
}

/** Tells whether an answer is all there is: Virtuoso cuts a CONSTRUCT at its number of rows, with status 200 and no header (SPQ-3, measured with 7.2.5). */
class Wholeness {
  /** Answers of this many triples have been proven whole by counting. */
  private proven = 0;

  constructor(
    private readonly walk: Walk,
    private readonly by: KeyKind,
  ) {}

  async isWhole(batch: readonly string[], answer: Extract<Answered<readonly Quad[]>, { kind: 'answered' }>): Promise<boolean> {
    if (answer.cut !== null) return false;
    const triples = answer.value.length;
    if (!this.isSuspect(triples)) return true;
    const count = this.walk.settings.construct === null ? await this.count(batch) : null;
    if (count === null) return !this.looksCut(triples);
    if (count > triples) return false;
    this.proven = Math.max(this.proven, triples);
    return true;
  }

  /** More than was ever proven, a round number, or near to where the server was seen to cut. */
  private isSuspect(triples: number): boolean {
    const { maxRows } = this.walk.endpoint;
    return triples > this.proven || this.looksCut(triples) || (maxRows !== null && triples * 2 >= maxRows);
  }

  /** Virtuoso hands out one triple more than the rows it stops at. */
  private looksCut(triples: number): boolean {
    const { maxRows } = this.walk.endpoint;
    return (triples >= 500 && triples % 500 <= 1) || (maxRows !== null && triples >= maxRows);
  }

  private async count(batch: readonly string[]): Promise<number | null> {
    const { endpoint, settings, patience } = this.walk;
    const answer = await endpoint.select(triplesQuery(settings.graph, batch, this.by));
    patience.note(answer);
    const text = answer.kind === 'answered' && answer.cut !== 'time' ? (answer.value[0]?.get('n')?.value ?? '') : '';
    return /^\d{1,15}$/.test(text) ? Number(text) : null;
  }
}

/** The second half first: the last one pushed is the next one read. */
function halves(batch: readonly string[]): (readonly string[])[] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(middle), batch.slice(0, middle)];
}

function about(subject: string, event: HarvestEvent): HarvestEvent {
  return event.kind === 'issue' ? { ...event, issue: { ...event.issue, subject } } : event;
}

function codeOf(event: HarvestEvent): string | null {
  return event.kind === 'issue' ? event.issue.code : null;
}
