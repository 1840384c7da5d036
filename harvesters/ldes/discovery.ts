import { ldes } from '../../vocab/ldes.js';
import { rdf } from '../../vocab/rdf.js';
import { tree } from '../../vocab/tree.js';
import type { PageGraph } from './page-graph.js';
import { withoutFragment } from './pages.js';

export type Discovery =
  /** The page is the root of this stream. */
  | { readonly kind: 'root'; readonly stream: string }
  /** The page leads to the root. */
  | { readonly kind: 'leads'; readonly root: string; readonly stream: string }
  | { readonly kind: 'none'; readonly detail: string };

/**
 * Where the feed begins (LDES-1): the page itself when exactly one stream names it as a view; else what the start address
 * names; else what the only stream of the document names, since streams often carry another name than their document.
 */
export function discover(page: PageGraph, own: string, start: string): Discovery {
  const views = page.withPredicate(tree.view).map((quad) => ({ stream: quad.subject.value, root: withoutFragment(quad.object.value) }));
  const ofOwn = one(
    views.filter(({ root }) => root === own).map(({ stream }) => stream),
    start,
  );
  if (ofOwn.kind === 'one') return { kind: 'root', stream: ofOwn.value };
  if (ofOwn.kind === 'many') return { kind: 'none', detail: 'The page is the view of several streams. Register the address of one of them.' };
  const named = views.filter(({ stream }) => stream === start || stream === own);
  const candidates = named.length > 0 ? named : views;
  const root = one(
    candidates.map((view) => view.root),
    '',
  );
  if (root.kind === 'one') return { kind: 'leads', root: root.value, stream: candidates[0]?.stream ?? '' };
  if (root.kind === 'many') return { kind: 'none', detail: 'The document leads to several views of the feed. Register the address of one of them.' };
  const streams = page.withPredicate(tree.member).map((quad) => quad.subject.value);
  const typed = page.withPredicate(rdf.type).filter((quad) => quad.object.equals(ldes.EventStream));
  const stream = one([...streams, ...typed.map((quad) => quad.subject.value)], start);
  return stream.kind === 'one'
    ? { kind: 'root', stream: stream.value }
    : { kind: 'none', detail: 'The document names no event stream (no tree:view, no tree:member). Register the address of the feed.' };
}

function one(values: readonly string[], preferred: string): { readonly kind: 'one'; readonly value: string } | { readonly kind: 'none' | 'many' } {
  const distinct = new Set(values);
  const [first] = distinct;
  if (first === undefined) return { kind: 'none' };
  if (distinct.size === 1) return { kind: 'one', value: first };
  return distinct.has(preferred) ? { kind: 'one', value: preferred } : { kind: 'many' };
}
