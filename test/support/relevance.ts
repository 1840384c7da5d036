import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'n3';
import { authorityFolder, mappingsFolder, packageRoot } from '../../src/assets.js';
import { recordId } from '../../src/domain/record-id.js';
import { OrganisationIndex } from '../../src/domain/organisation.js';
import type { PublishedRecord, RecordHead } from '../../src/domain/record.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import type { SearchDocument } from '../../src/ports/search-index.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { readDescription } from '../../src/rdf/read-description.js';
import { projectRecord } from '../../src/search/project.js';
import { makeStation } from './ledger.js';

export interface JudgedQuery {
  readonly id: string;
  readonly lang: 'nl' | 'en';
  readonly kind: string;
  readonly q: string;
  readonly judgements: Readonly<Record<string, 1 | 2 | 3>>;
}

const folder = join(packageRoot, 'fixtures', 'relevance');
/** So deep a list is looked at. */
export const depth = 10;

export function judgedQueries(): readonly JudgedQuery[] {
  return JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8')) as JudgedQuery[];
}

/** The judged collection, as the index would be handed it. */
export function judgedDocuments(): readonly SearchDocument[] {
  const concepts = Concepts.load([authorityFolder, mappingsFolder]);
  const organisations = new OrganisationIndex([]);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ttl'))
    .flatMap((name) => {
      const quads = new Parser().parse(readFileSync(join(folder, name), 'utf8'));
      const subjects = quads.filter(({ object }) => object.value === 'http://www.w3.org/ns/dcat#Dataset').map(({ subject }) => subject.value);
      return subjects.map((iri) =>
        projectRecord(headOf(iri), readDescription(iri, quads), {
          concepts,
          organisations,
          station: makeStation('relevance'),
          trustedHolder: false,
          accessFromSeries: false,
          violations: 0,
          now: new Date('2026-07-01T00:00:00Z'),
        }),
      );
    });
}

function headOf(iri: string): RecordHead {
  return {
    id: recordId(iri),
    iri,
    kind: 'dataset',
    state: 'current',
    station: 'relevance',
    version: 1,
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: '2026-06-01T00:00:00.000Z',
    lastChangedAt: '2026-02-01T00:00:00.000Z',
    publishedAt: '2026-01-01T00:00:00.000Z',
    confirmedAt: null,
    heldUpdate: null,
    stateReason: null,
    stateSince: null,
    sourceUrl: null,
    otherStations: [],
    title: {},
  };
}

/** A ledger that publishes these documents and never changes. */
export function readerOf(documents: readonly SearchDocument[]): LedgerReader {
  const record = ({ id }: SearchDocument): PublishedRecord => ({ head: { id }, body: '', versionId: 1 }) as PublishedRecord;
  const byId = new Map(documents.map((document) => [document.id, document]));
  return {
    snapshot: () => ({ epoch: 1, seq: 1 }),
    dataVersion: () => 1,
    changesAfter: () => [],
    publishedPage: (_asOf: number, after: string) => (after === '' ? documents.map(record) : []),
    withdrawnPage: () => [],
    published: (id: string) => {
      const document = byId.get(id);
      return document === undefined ? undefined : record(document);
    },
  } as unknown as LedgerReader;
}

/** Normalised discounted cumulative gain of a list (Järvelin and Kekäläinen 2002, with gains of 2^grade - 1), 0 to 1. */
export function ndcg(found: readonly string[], judgements: JudgedQuery['judgements']): number {
  const gain = (grades: readonly number[]): number => grades.slice(0, depth).reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0);
  const ideal = gain(Object.values(judgements).sort((a, b) => b - a));
  return ideal === 0 ? 0 : gain(found.map((iri) => judgements[iri] ?? 0)) / ideal;
}

export interface Relevance {
  readonly ndcg: number;
  /** Share of queries that nothing was found for. */
  readonly empty: number;
  readonly byKind: ReadonlyMap<string, { readonly queries: number; readonly ndcg: number; readonly empty: number }>;
  readonly byQuery: ReadonlyMap<string, number>;
}

/** @param find IRIs of what a query finds, the best first */
export function measureRelevance(queries: readonly JudgedQuery[], find: (query: JudgedQuery) => readonly string[]): Relevance {
  const results = queries.map((query) => {
    const found = find(query);
    return { query, score: ndcg(found, query.judgements), isEmpty: found.length === 0 };
  });
  const mean = (of: typeof results): { queries: number; ndcg: number; empty: number } => ({
    queries: of.length,
    ndcg: of.reduce((sum, { score }) => sum + score, 0) / of.length,
    empty: of.filter(({ isEmpty }) => isEmpty).length / of.length,
  });
  const kinds = [...new Set(queries.map(({ kind }) => kind))].sort();
  return {
    ...mean(results),
    byKind: new Map(kinds.map((kind) => [kind, mean(results.filter(({ query }) => query.kind === kind))])),
    byQuery: new Map(results.map(({ query, score }) => [query.id, score])),
  };
}
