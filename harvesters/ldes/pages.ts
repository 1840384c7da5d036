import { rm } from 'node:fs/promises';
import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { ldes } from '../../vocab/ldes.js';
import { tree } from '../../vocab/tree.js';
import { StationError } from '../../src/domain/errors.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { parseRdf } from '../../src/rdf/parse.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { issueOfError } from '../received.js';
import type { PageState } from './bookmark.js';
import { PageGraph } from './page-graph.js';

/** LDES-2; formats with named graphs first, since payloads stand in them (LDES-10). */
const accept = 'application/trig, application/ld+json;q=0.9, application/n-quads;q=0.9, text/turtle;q=0.8, application/n-triples;q=0.7, */*;q=0.1';

export type PageAnswer =
  | { readonly kind: 'failed'; readonly event: HarvestEvent }
  /** 304, or the same bytes as last time. */
  | { readonly kind: 'same' }
  /** 410: a page without members and relations (LDES-6). */
  | { readonly kind: 'gone' }
  | { readonly kind: 'page'; readonly graph: PageGraph; readonly url: string; readonly state: PageState };

/** Fetches one page of a feed and reads what it says of itself. */
export async function fetchPage(station: Station, context: HarvestContext, url: string, known: PageState | undefined): Promise<PageAnswer> {
  const remembered = known === undefined ? undefined : { url, etag: known.etag, lastModified: known.lastModified, bodyHash: known.hash, memo: null };
  const answer = await context.fetcher.fetch(
    { url: inOwnScheme(url, station.endpoint), accept, maxBytes: context.limits.maxPageBytes, remembered },
    context.signal,
  );
  if (answer.kind === 'not-modified' && known !== undefined) return { kind: 'same' };
  if (answer.kind === 'status' && answer.status === 410) return { kind: 'gone' };
  if (answer.kind !== 'fetched') return { kind: 'failed', event: issueOfAnswer(answer, url) };
  try {
    if (known?.hash === answer.bodyHash) return { kind: 'same' };
    const quads: Quad[] = [];
    const { body, mediaType, baseIri } = answer;
    await parseRdf({ body, mediaType, path: url, baseIri, maxBytes: context.limits.maxPageBytes, keepsBadIris: true }, (quad) => {
      quads.push(quad);
    });
    const graph = new PageGraph(quads);
    const own = withoutFragment(baseIri);
    return { kind: 'page', graph, url: own, state: stateOf(graph, [own, url], answer) };
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    return { kind: 'failed', event: issueOfError(error, url) };
  } finally {
    if (answer.body.kind === 'file') await rm(answer.body.path, { force: true });
  }
}

function stateOf(
  graph: PageGraph,
  addresses: readonly string[],
  answer: { readonly etag: string | null; readonly lastModified: string | null; readonly bodyHash: string; readonly headers: Readonly<Record<string, string>> },
): PageState {
  const isFixed = addresses.some((address) => graph.object(DataFactory.namedNode(address), ldes.immutable)?.value === 'true');
  return {
    etag: answer.etag,
    lastModified: answer.lastModified,
    hash: answer.bodyHash,
    immutable: isFixed || /(^|[\s,])immutable\b/i.test(answer.headers['cache-control'] ?? ''),
    nodes: nodesOf(graph),
  };
}

/** Every page that a relation leads to, of whatever type: one that is unknown must be followed too (LDES-4). */
function nodesOf(graph: PageGraph): readonly string[] {
  const nodes = new Set<string>();
  for (const relation of graph.withPredicate(tree.relation)) {
    for (const node of graph.objects(relation.object, tree.node)) if (node.termType === 'NamedNode') nodes.add(withoutFragment(node.value));
  }
  return [...nodes];
}

export function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}
