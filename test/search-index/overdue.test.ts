import { expect, it } from 'vitest';
import type { PublishedRecord } from '../../src/domain/record.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import type { ColumnarSearchIndex } from '../../src/search-index/columnar-search-index.js';
import { facetTerm, openIndex, searchDocument, searchQuery } from '../support/documents.js';

/** Two records that fall overdue at different times, in an index whose clock the test moves; the log stands still. */
async function opened(): Promise<{ index: ColumnarSearchIndex; at: (time: string) => void; projected: string[] }> {
  let now = new Date('2026-01-01T00:00:00.000Z');
  const due: Readonly<Record<string, string>> = { a: '2026-06-01T00:00:00.000Z', b: '2026-09-01T00:00:00.000Z' };
  const record = (id: string): PublishedRecord => ({ head: { id }, body: '', versionId: 1 }) as PublishedRecord;
  const reader = {
    snapshot: () => ({ epoch: 1, seq: 1 }),
    dataVersion: () => 1,
    changesAfter: () => [],
    publishedPage: (_asOf: number, after: string) => (after === '' ? Object.keys(due).map(record) : []),
    withdrawnPage: () => [],
    published: record,
  } as unknown as LedgerReader;
  const projected: string[] = [];
  const index = openIndex(
    reader,
    ({ head: { id } }) => {
      projected.push(id);
      const overdue = (due[id] ?? '') < now.toISOString();
      return searchDocument(id, { overdue, overdueAt: due[id] ?? null, facets: { status: [facetTerm(overdue ? 'overdue' : 'current')] } });
    },
    { now: () => now },
  );
  await index.load(() => Promise.resolve());
  return { index, projected, at: (time) => void (now = new Date(time)) };
}

const found = (index: ColumnarSearchIndex): string[] =>
  index
    .search(searchQuery({ facets: { status: ['overdue'] } }))
    .items.map(({ id }) => id)
    .sort();

it('changes the status by the clock alone, each record when its time has come (R51)', async () => {
  const { index, at } = await opened();
  expect(found(index)).toEqual([]);
  at('2026-06-01T00:00:00.001Z');
  expect(found(index)).toEqual(['a']);
  at('2026-12-01T00:00:00.000Z');
  expect(found(index)).toEqual(['a', 'b']);
});

it('projects only what has fallen overdue, and nothing while there is nothing to do', async () => {
  const { index, at, projected } = await opened();
  projected.length = 0;
  for (let n = 0; n < 5; n++) index.follow();
  expect(projected).toEqual([]);
  at('2026-07-01T00:00:00.000Z');
  for (let n = 0; n < 5; n++) index.follow();
  expect(projected).toEqual(['a']);
});
