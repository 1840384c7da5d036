import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { as } from '../../vocab/as.js';
import { dct } from '../../vocab/dcterms.js';
import { ldes } from '../../vocab/ldes.js';
import { rdf } from '../../vocab/rdf.js';
import { tree } from '../../vocab/tree.js';
import type { PageGraph } from './page-graph.js';
import { lenientValues, valuesAt, type Path, type StreamContext } from './stream-context.js';

export type Activity = 'create' | 'update' | 'delete';

/** One member of the feed: what happened to one entity, and when. */
export interface Member {
  readonly id: string;
  readonly entity: string;
  readonly activity: Activity;
  /** Milliseconds; null when the feed gives none. */
  readonly claimed: number | null;
  readonly sequence: string | null;
  readonly transaction: string | null;
  readonly finalises: boolean;
  /** What the entity is from now on; empty for a deletion. */
  readonly payload: readonly Quad[];
}

export interface MembersFound {
  readonly members: readonly Member[];
  /** What is wrong, in words, by member. */
  readonly faults: readonly { readonly member: string; readonly entity: string | null; readonly detail: string }[];
  /** A path of the stream was read as the ActivityStreams term (LDES-13). */
  readonly mended: boolean;
}

/** All members of the stream on one page. */
export function readMembers(page: PageGraph, stream: string, context: StreamContext): MembersFound {
  const ids = new Set<string>();
  const faults: { member: string; entity: string | null; detail: string }[] = [];
  for (const quad of page.withPredicate(tree.member)) {
    if (quad.subject.value !== stream) continue;
    if (quad.object.termType === 'NamedNode') ids.add(quad.object.value);
    else faults.push({ member: stream, entity: null, detail: 'A member of the feed has no IRI and is left out.' });
  }
  let mended = false;
  const members: Member[] = [];
  for (const id of ids) {
    const node = DataFactory.namedNode(id);
    const version = lenientValues(page, node, context.versionOfPath, as.object);
    const stamp = lenientValues(page, node, context.timestampPath, as.published);
    mended ||= version.mended || stamp.mended;
    const entities = [...new Set(version.values.filter((value) => value.termType === 'NamedNode').map((value) => value.value))];
    if (entities.length > 1 || (entities.length === 0 && (context.versionOfPath !== null || version.values.length > 0))) {
      faults.push({
        member: id,
        entity: null,
        detail: `The member <${id}> names ${entities.length === 0 ? 'no entity' : 'several entities'} and is left out.`,
      });
      continue;
    }
    const entity = entities[0] ?? id;
    const claimed = instantOf(stamp.values[0]);
    if (claimed === null && stamp.values.length > 0) faults.push({ member: id, entity, detail: `The time of <${id}> is no date: it counts as the oldest.` });
    const activity = activityOf(page, node, context);
    const payload = activity === 'delete' ? [] : payloadOf(page, { id, entity, ids, stream, context });
    if (activity !== 'delete' && payload.length === 0) {
      faults.push({ member: id, entity, detail: `The member <${id}> says nothing of <${entity}>; what was known before stays.` });
      continue;
    }
    members.push({
      id,
      entity,
      activity,
      claimed,
      sequence: firstAt(page, node, context.sequencePath),
      transaction: firstAt(page, node, context.transactionPath),
      finalises: context.finalisedPath !== null && firstAt(page, node, context.finalisedPath) === (context.finalisedObject ?? 'true'),
      payload,
    });
  }
  return { members, faults, mended };
}

function firstAt(page: PageGraph, node: Term, path: Path | null): string | null {
  return path === null ? null : (valuesAt(page, node, path)[0]?.value ?? null);
}

/** A time without zone is taken as UTC: a harvest has the same outcome wherever it runs. */
export function instantOf(term: Term | null | undefined): number | null {
  if (term == null) return null;
  const text = term.value.trim();
  const time = Date.parse(/T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(time) ? null : time;
}

function activityOf(page: PageGraph, node: Term, context: StreamContext): Activity {
  const says = (path: Path | null, object: string): boolean => valuesAt(page, node, path ?? [rdf.type.value]).some((value) => value.value === object);
  if (says(context.deletePath, context.deleteObject ?? as.Delete.value)) return 'delete';
  return says(context.createPath, context.createObject ?? as.Create.value) ? 'create' : 'update';
}

interface Place {
  readonly id: string;
  readonly entity: string;
  readonly ids: ReadonlySet<string>;
  readonly stream: string;
  readonly context: StreamContext;
}

/**
 * What an upsert says of its entity: the graph named like the activity (LDES-10), else the entity as the page's default
 * graph describes it, else the member itself as a version of it. Nodes that only this page describes come along.
 */
function payloadOf(page: PageGraph, place: Place): readonly Quad[] {
  const { id, entity, ids, stream, context } = place;
  const member = DataFactory.namedNode(id);
  const graph = page.inGraph(member);
  const control = new Set([
    ...(context.versionOfPath ?? []).slice(0, 1),
    ...notKept(context.timestampPath),
    ...notKept(context.sequencePath),
    as.object.value,
    as.published.value,
  ]);
  const enters = (iri: string): boolean => iri !== stream && !ids.has(iri) && !isControl(page, iri);
  if (entity !== id && graph.some((quad) => quad.subject.value !== id)) return graph;
  const described = entity === id ? [] : page.star(DataFactory.namedNode(entity), enters);
  if (described.length > 0) return described;
  const version = [...page.star(member, enters), ...graph];
  const own = entity === id ? version : version.filter((quad) => quad.subject.value !== id || !control.has(quad.predicate.value));
  const kept = own.filter((quad) => quad.subject.value !== id || !isActivityType(quad));
  return kept.map((quad) => renamed(quad, id, entity));
}

/** Dates of the Dublin Core are the dataset's own; other time stamps are the feed's. */
function notKept(path: Path | null): readonly string[] {
  return path?.length === 1 && path[0]?.startsWith(dct.iri) !== true ? path : [];
}

function isActivityType(quad: Quad): boolean {
  return quad.predicate.equals(rdf.type) && quad.object.value.startsWith(as.iri);
}

function isControl(page: PageGraph, iri: string): boolean {
  const node = DataFactory.namedNode(iri);
  return (
    page.object(node, tree.relation) !== null ||
    page.object(node, tree.view) !== null ||
    page.objects(node, rdf.type).some((type) => type.equals(ldes.EventStream) || type.value.startsWith(tree.iri))
  );
}

function renamed(quad: Quad, from: string, to: string): Quad {
  if (from === to || (quad.subject.value !== from && quad.object.value !== from)) return quad;
  const swap = <T extends Term>(term: T): T | ReturnType<typeof DataFactory.namedNode> =>
    term.termType === 'NamedNode' && term.value === from ? DataFactory.namedNode(to) : term;
  return DataFactory.quad(swap(quad.subject), quad.predicate, swap(quad.object));
}
