import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { as } from '../../vocab/as.js';
import { ldes } from '../../vocab/ldes.js';
import { rdf } from '../../vocab/rdf.js';
import { tree } from '../../vocab/tree.js';
import { xsd } from '../../vocab/xsd.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { ToldChange } from '../domain/record.js';
import type { LedgerReader, ToldRange } from '../ports/ledger.js';
import { parseStored } from '../rdf/parse.js';
import { withBase } from '../rdf/terms.js';
import { feedNodeAt, fullSince, partsOf, windowDuration, type FeedLog, type FeedNode } from './feed-nodes.js';
import { publicIri, recordQuads } from './record-rdf.js';
import { surroundingsOf } from './surroundings.js';

const { namedNode, literal, quad } = DataFactory;

/** What the feed is made of. */
export interface FeedSource {
  readonly reader: LedgerReader;
  readonly catalogue: CatalogueDescription;
  readonly baseUrl: string;
  /** The log is told in full for so many days (FEED-7). */
  readonly windowDays: number;
  readonly now: Date;
}

export interface FeedPage {
  /** What it says of stream, retention and other pages. */
  readonly control: readonly Quad[];
  /** Where its members lie in the log; null when it leads to others that have them. */
  readonly range: ToldRange | null;
  /** From when on the log is told in full. */
  readonly fullSince: string;
  /** No later entry of the log can fall into it (FEED-8). */
  readonly isClosed: boolean;
  readonly maxAgeSeconds: number;
}

/** One activity, and what the entity is from then on. */
export interface FeedMember {
  readonly iri: string;
  /** All that is said of the activity: the published shape of it is closed (FEED-4). */
  readonly activity: readonly Quad[];
  /** For the graph that is named by the activity; empty for a deletion. */
  readonly payload: readonly Quad[];
}

/** Values of these are terms: in the inline context of JSON-LD they are (FEED-3, LDES-13). */
export const vocabularyTerms: readonly NamedNode[] = [ldes.timestampPath, ldes.versionOfPath];

const pollingSeconds = 3600;
const weekSeconds = 604_800;
const daySeconds = 86_400;

export const feedIri = (baseUrl: string): string => `${baseUrl}/feed`;
export const eventIri = (baseUrl: string, seq: number): string => `${baseUrl}/events/${String(seq)}`;
const streamOf = (baseUrl: string): NamedNode => namedNode(`${feedIri(baseUrl)}#stream`);

/** The address of a page: another one after each restore, so that no cache gives out what the log does not say any more. */
export function nodeIri({ reader, baseUrl }: Pick<FeedSource, 'reader' | 'baseUrl'>, node: Pick<FeedNode, 'name'>): string {
  const epoch = reader.restoredAt() === null ? '' : `?epoch=${String(reader.snapshot().epoch)}`;
  return `${feedIri(baseUrl)}/${node.name}${epoch}`;
}

/** The root: what the stream is, what is kept of it, and the months that have anything to tell (FEED-1, FEED-2, FEED-7). */
export function feedRoot(source: FeedSource): FeedPage {
  const { reader, baseUrl } = source;
  const last = reader.lastLoggedAt();
  const root = feedIri(baseUrl);
  const stream = streamOf(baseUrl);
  const log = logOf(source);
  const months = last === null ? [] : (partsOf(null, after(last), log) ?? []);
  const control = [
    ...streamQuads(root, baseUrl),
    quad(stream, ldes.versionCreateObject, as.Create),
    quad(stream, ldes.versionUpdateObject, as.Update),
    quad(stream, ldes.versionDeleteObject, as.Delete),
    quad(stream, ldes.pollingInterval, literal(String(pollingSeconds), xsd.integer)),
    quad(stream, tree.shape, namedNode(`${root}/shape.ttl#ActivityShape`)),
    ...retentionQuads(source),
    ...relationQuads(root, months, source),
  ];
  return { control, range: null, fullSince: log.fullSince, isClosed: false, maxAgeSeconds: 0 };
}

/** One part of time: its members, or the parts that it is split into (FEED-1). Undefined when the log does not reach it. */
export function feedPage(source: FeedSource, node: FeedNode): FeedPage | undefined {
  const { reader, baseUrl } = source;
  const last = reader.lastLoggedAt();
  const log = logOf(source);
  const first = log.first('0000-01-01T00:00:00.000Z', last === null ? '0000-01-01T00:00:00.000Z' : after(last));
  if (last === null || first === null || last < node.from || feedNodeAt('month', first).from >= node.to) return undefined;
  const address = nodeIri(source, node);
  const parts = partsOf(node, node.to, log);
  const isClosed = after(last) >= node.to;
  const control = [
    ...streamQuads(address, baseUrl),
    ...(isClosed ? [quad(namedNode(address), ldes.immutable, literal('true', xsd.boolean))] : []),
    ...relationQuads(address, parts ?? [], source),
  ];
  const range = parts === null ? { from: node.from, to: node.to, fullSince: log.fullSince } : null;
  return { control, range, fullSince: log.fullSince, isClosed, maxAgeSeconds: isClosed ? maxAge(source, node, log.fullSince) : 0 };
}

const after = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString();

function logOf({ reader, windowDays, now }: FeedSource): FeedLog & { readonly fullSince: string } {
  const since = fullSince(now, windowDays, reader.restoredAt());
  return {
    fullSince: since,
    first: (from, to) => reader.firstToldAt({ from, to, fullSince: since }),
    count: (from, to, most) => reader.toldCount({ from, to, fullSince: since }, most),
  };
}

/**
 * How long a closed page may be kept: never until a deletion can have been dropped that takes back what is on it, or a cache would
 * bring back to life what is gone.
 */
function maxAge({ windowDays, now }: FeedSource, node: FeedNode, since: string): number {
  const leavesAt = Date.parse(feedNodeAt('month', node.from).to) / 1000 + (windowDays + 1) * daySeconds;
  const left = node.to <= since ? Infinity : Math.floor(leavesAt - now.getTime() / 1000);
  return Math.max(0, Math.min(weekSeconds, windowDays * daySeconds, left));
}

/** What stands on every page (FEED-2). */
function streamQuads(address: string, baseUrl: string): Quad[] {
  const stream = streamOf(baseUrl);
  return [
    quad(stream, rdf.type, ldes.EventStream),
    quad(stream, ldes.timestampPath, as.published),
    quad(stream, ldes.versionOfPath, as.object),
    quad(stream, tree.view, namedNode(feedIri(baseUrl))),
    quad(namedNode(address), rdf.type, tree.Node),
  ];
}

/** Two relations to each page, which hold together: from then on, and before then. */
function relationQuads(address: string, nodes: readonly FeedNode[], source: FeedSource): Quad[] {
  return nodes.flatMap((node) => {
    const target = namedNode(nodeIri(source, node));
    const bounds = [
      [`${address}#${node.name}-from`, tree.GreaterThanOrEqualToRelation, node.from],
      [`${address}#${node.name}-until`, tree.LessThanRelation, node.to],
    ] as const;
    return bounds.flatMap(([iri, type, value]) => {
      const relation = namedNode(iri);
      return [
        quad(namedNode(address), tree.relation, relation),
        quad(relation, rdf.type, type),
        quad(relation, tree.node, target),
        quad(relation, tree.path, as.published),
        quad(relation, tree.value, literal(value, xsd.dateTime)),
      ];
    });
  });
}

/**
 * What is kept, said twice: on the root, and for older clients through a description of the view (FEED-7). After a restore the log is
 * told in full since then only: a client that looked last before it has to compare everything (LDES-9).
 */
function retentionQuads({ reader, baseUrl, windowDays, now }: FeedSource): Quad[] {
  const root = namedNode(feedIri(baseUrl));
  const part = (name: string): NamedNode => namedNode(`${root.value}#${name}`);
  const [policy, view, latest, window, start] = [part('retention'), part('view'), part('latest'), part('window'), part('start')];
  const duration = literal(windowDuration(windowDays), xsd.duration);
  const restoredAt = reader.restoredAt();
  const quads = [
    quad(root, ldes.retentionPolicy, policy),
    quad(policy, rdf.type, ldes.RetentionPolicy),
    quad(policy, ldes.fullLogDuration, duration),
    quad(policy, ldes.versionAmount, literal('1', xsd.integer)),
    quad(policy, ldes.versionDeleteDuration, duration),
    quad(root, tree.viewDescription, view),
    quad(view, rdf.type, tree.ViewDescription),
    quad(view, ldes.retentionPolicy, latest),
    quad(latest, rdf.type, ldes.LatestVersionSubset),
    quad(latest, ldes.amount, literal('1', xsd.integer)),
    quad(view, ldes.retentionPolicy, window),
    quad(window, rdf.type, ldes.DurationAgoPolicy),
    quad(window, tree.value, duration),
  ];
  if (restoredAt !== null && restoredAt === fullSince(now, windowDays, restoredAt))
    quads.push(
      quad(policy, ldes.startingFrom, literal(restoredAt, xsd.dateTime)),
      quad(view, ldes.retentionPolicy, start),
      quad(start, rdf.type, ldes.PointInTimePolicy),
      quad(start, ldes.pointInTime, literal(restoredAt, xsd.dateTime)),
    );
  return quads;
}

const chunkSize = 50;

/**
 * Members of a stretch in the order of the log, some at a time.
 *
 * @param rest lets others have the thread between two times
 */
export async function* feedMembers(source: FeedSource, range: ToldRange, rest: () => Promise<void>): AsyncGenerator<readonly FeedMember[]> {
  for (let at = ''; ;) {
    const changes = source.reader.told(range, at, chunkSize);
    yield changes.map((change) => feedMember(source, change));
    const last = changes.at(-1);
    if (last === undefined || changes.length < chunkSize) return;
    at = last.time;
    await rest();
  }
}

const activities = { created: as.Create, updated: as.Update, deleted: as.Delete } as const;

/**
 * One entry of the log as an activity, with the record as it was published by it: an old entry keeps its bytes, whatever became of the
 * record since (FEED-4, FEED-6).
 */
export function feedMember({ reader, catalogue, baseUrl }: FeedSource, { seq, time, op, head, body }: ToldChange): FeedMember {
  const iri = eventIri(baseUrl, seq);
  const node = namedNode(iri);
  const entity = head === null ? catalogue.iri : publicIri(head.iri, baseUrl);
  const activity = [
    quad(streamOf(baseUrl), tree.member, node),
    quad(node, rdf.type, activities[op]),
    quad(node, as.object, namedNode(entity)),
    quad(node, as.published, literal(time, xsd.dateTime)),
  ];
  if (head === null) return { iri, activity, payload: parseStored(withBase(catalogue.body, baseUrl)) };
  if (body === null) return { iri, activity, payload: [] };
  const surroundings = { ...surroundingsOf(reader, baseUrl), catalogueIri: catalogue.iri };
  const assertions = reader.assertionsAt(head.iri, seq);
  return { iri, activity, payload: recordQuads({ head, body }, assertions, reader, surroundings, (iris) => reader.publishedAmong(iris, seq)) };
}

/** What a member may say of itself: nothing else (FEED-4). */
export const activityShape = `@prefix as: <https://www.w3.org/ns/activitystreams#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<#ActivityShape> a sh:NodeShape ;
  sh:closed true ;
  sh:nodeKind sh:IRI ;
  sh:property [ sh:path rdf:type ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( as:Create as:Update as:Delete ) ] ,
    [ sh:path as:object ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path as:published ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] .
`;
