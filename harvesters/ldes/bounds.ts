import { as } from '../../vocab/as.js';
import { rdf } from '../../vocab/rdf.js';
import { tree } from '../../vocab/tree.js';
import { instantOf } from './members.js';
import type { PageGraph } from './page-graph.js';
import { withoutFragment } from './pages.js';
import { pathOf, type Path, type StreamContext } from './stream-context.js';

/**
 * How late the members of the pages can be that this page leads to, in milliseconds, where a relation says so (LDES-4).
 * Several relations to one page hold together. Only whole instants count, and only along the path of the members' times.
 */
export function untilOf(page: PageGraph, context: StreamContext): Readonly<Record<string, number>> {
  const until: Record<string, number> = {};
  for (const { object: relation } of page.withPredicate(tree.relation)) {
    const types = page.objects(relation, rdf.type);
    const isBefore = types.some((type) => type.equals(tree.LessThanRelation));
    if (!isBefore && !types.some((type) => type.equals(tree.LessThanOrEqualToRelation))) continue;
    const value = page.object(relation, tree.value);
    const bound = value !== null && /T\d\d:\d\d/.test(value.value) ? instantOf(value) : null;
    if (bound === null || !isTime(pathOf(page, page.object(relation, tree.path)), context.timestampPath)) continue;
    const last = isBefore ? bound - 1 : bound;
    for (const node of page.objects(relation, tree.node)) {
      const url = withoutFragment(node.value);
      until[url] = Math.min(until[url] ?? last, last);
    }
  }
  return until;
}

function isTime(path: Path | null, timestampPath: Path | null): boolean {
  if (path === null) return false;
  return path.join(' ') === (timestampPath ?? [as.published.value]).join(' ');
}
