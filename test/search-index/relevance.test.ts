import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../src/ports/search-index.js';
import { ColumnarSearchIndex } from '../../src/search-index/columnar-search-index.js';
import { searchWords } from '../../src/workers/search.js';
import { depth, judgedDocuments, judgedQueries, measureRelevance, ndcg, readerOf, type JudgedQuery, type Relevance } from '../support/relevance.js';
import { searchQuery } from '../support/documents.js';

const queries = judgedQueries();
const documents = judgedDocuments();
const byId = new Map(documents.map((document) => [document.id, document]));
let index: ColumnarSearchIndex;

beforeAll(async () => {
  index = await indexOf((document) => document);
});

async function indexOf(changed: (document: SearchDocument) => SearchDocument): Promise<ColumnarSearchIndex> {
  const opened = new ColumnarSearchIndex(readerOf(documents), { ...searchWords(), project: ({ head }) => changed(byId.get(head.id)!) });
  await opened.load(() => Promise.resolve());
  return opened;
}

const find =
  (of: ColumnarSearchIndex, expand = true) =>
  ({ q, lang }: JudgedQuery): string[] =>
    of.search(searchQuery({ q, lang, expand, pageSize: depth })).items.map(({ iri }) => iri);

/** Measured, less a little; what falls below is looked at before it is lowered (`npm run bench -- --only=search` prints all). */
const floor = 0.87;
const floors: Readonly<Record<string, number>> = {
  identifier: 1,
  publisher: 0.93,
  typo: 0.87,
  code: 0.88,
  variable: 0.9,
  clinical: 0.86,
  lay: 0.78,
  compound: 0.72,
};
const mostEmpty = 0.01;

describe('the ranking of search, over judged queries', () => {
  let measured: Relevance;
  beforeAll(() => {
    measured = measureRelevance(queries, find(index));
  });

  it('is as good as it was: nDCG@10 over all kinds of queries, and few that find nothing', () => {
    expect(queries.length).toBeGreaterThanOrEqual(120);
    expect(measured.ndcg).toBeGreaterThan(floor);
    expect(measured.empty).toBeLessThanOrEqual(mostEmpty);
  });

  it.each(Object.entries(floors))('is as good as it was for queries of the kind %s', (kind, least) => {
    expect(measured.byKind.get(kind)?.ndcg).toBeGreaterThanOrEqual(least);
  });

  it('would be found out without the thesaurus, without titles that weigh more, and when it is turned round', async () => {
    expect(measureRelevance(queries, find(index, false)).ndcg).toBeLessThan(floor - 0.1);
    const flat = await indexOf((document) => ({
      ...document,
      title: {},
      description: { nl: Object.values({ ...document.title, ...document.description }).flat() },
    }));
    expect(measureRelevance(queries, find(flat)).ndcg).toBeLessThan(floor);
    expect(measureRelevance(queries, (query) => find(index)(query).reverse()).ndcg).toBeLessThan(floor);
    expect(measureRelevance(queries, () => []).empty).toBe(1);
  });
});

it('nDCG is 1 for the best order, less for a worse one, and 0 for nothing', () => {
  const judgements = { a: 3, b: 2, c: 1 } as const;
  expect(ndcg(['a', 'b', 'c'], judgements)).toBe(1);
  expect(ndcg(['a', 'b', 'x'], judgements)).toBeCloseTo((7 + 3 / Math.log2(3)) / (7 + 3 / Math.log2(3) + 1 / 2), 10);
  expect(ndcg(['c', 'b', 'a'], judgements)).toBeLessThan(ndcg(['b', 'a', 'c'], judgements));
  expect(ndcg([], judgements)).toBe(0);
});
