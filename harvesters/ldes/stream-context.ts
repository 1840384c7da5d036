import type { NamedNode, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { as } from '../../vocab/as.js';
import { ldes } from '../../vocab/ldes.js';
import { rdf } from '../../vocab/rdf.js';
import type { PageGraph } from './page-graph.js';

/** A property path as the predicates to follow one after the other; longer SHACL paths are not used by feeds. */
export type Path = readonly string[];

/** What a stream says of its members (LDES-8). */
export interface StreamContext {
  readonly timestampPath: Path | null;
  readonly sequencePath: Path | null;
  readonly versionOfPath: Path | null;
  readonly createPath: Path | null;
  readonly createObject: string | null;
  readonly deletePath: Path | null;
  readonly deleteObject: string | null;
  readonly transactionPath: Path | null;
  readonly finalisedPath: Path | null;
  readonly finalisedObject: string | null;
  readonly pollingSeconds: number | null;
}

export const noContext: StreamContext = {
  timestampPath: null,
  sequencePath: null,
  versionOfPath: null,
  createPath: null,
  createObject: null,
  deletePath: null,
  deleteObject: null,
  transactionPath: null,
  finalisedPath: null,
  finalisedObject: null,
  pollingSeconds: null,
};

/** What this page says of the stream; what it leaves out stands as another page said it. */
export function readContext(page: PageGraph, stream: string, before: StreamContext = noContext): StreamContext {
  const node = DataFactory.namedNode(stream);
  const path = (property: NamedNode): Path | null => pathOf(page, page.object(node, property));
  const value = (property: NamedNode): string | null => page.object(node, property)?.value ?? null;
  const seconds = Number(value(ldes.pollingInterval) ?? NaN);
  return {
    timestampPath: path(ldes.timestampPath) ?? before.timestampPath,
    sequencePath: path(ldes.sequencePath) ?? before.sequencePath,
    versionOfPath: path(ldes.versionOfPath) ?? before.versionOfPath,
    createPath: path(ldes.versionCreatePath) ?? before.createPath,
    createObject: value(ldes.versionCreateObject) ?? before.createObject,
    deletePath: path(ldes.versionDeletePath) ?? before.deletePath,
    deleteObject: value(ldes.versionDeleteObject) ?? before.deleteObject,
    transactionPath: path(ldes.transactionPath) ?? before.transactionPath,
    finalisedPath: path(ldes.transactionFinalizedPath) ?? before.finalisedPath,
    finalisedObject: value(ldes.transactionFinalizedObject) ?? before.finalisedObject,
    pollingSeconds: Number.isInteger(seconds) && seconds >= 0 ? seconds : before.pollingSeconds,
  };
}

const maxSteps = 10;

export function pathOf(page: PageGraph, term: Term | null): Path | null {
  if (term === null || term.termType === 'Literal') return null;
  if (page.object(term, rdf.first) === null) return term.termType === 'NamedNode' ? [term.value] : null;
  const steps: string[] = [];
  let rest: Term | null = term;
  while (rest !== null && !rest.equals(rdf.nil)) {
    const step = page.object(rest, rdf.first);
    if (step?.termType !== 'NamedNode' || steps.length === maxSteps) return null;
    steps.push(step.value);
    rest = page.object(rest, rdf.rest);
  }
  return steps.length === 0 ? null : steps;
}

/** The values at the end of a path, from the member's star or its named graph. */
export function valuesAt(page: PageGraph, start: Term, path: Path): readonly Term[] {
  const inGraph = page.inGraph(start);
  let nodes: readonly Term[] = [start];
  for (const step of path) {
    const predicate = DataFactory.namedNode(step);
    nodes = nodes.flatMap((node) => {
      const own = page.objects(node, predicate);
      return own.length > 0 ? own : inGraph.filter((quad) => quad.subject.equals(node) && quad.predicate.equals(predicate)).map((quad) => quad.object);
    });
  }
  return nodes;
}

/**
 * The context that a copied draft breaks: `published` and `object` expand against the page's own address. When such a path
 * finds nothing and the ActivityStreams term does, the latter is meant (LDES-13).
 */
export function lenientValues(
  page: PageGraph,
  member: Term,
  path: Path | null,
  term: NamedNode,
): { readonly values: readonly Term[]; readonly mended: boolean } {
  const values = path === null ? [] : valuesAt(page, member, path);
  if (values.length > 0) return { values, mended: false };
  const isDraft = path?.length === 1 && new RegExp(`[/#]${term.value.slice(as.iri.length)}$`).test(path[0] ?? '');
  return path === null || isDraft ? { values: page.objects(member, term), mended: isDraft } : { values: [], mended: false };
}
