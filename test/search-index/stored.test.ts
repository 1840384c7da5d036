import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import type { SearchDocument } from '../../src/ports/search-index.js';
import { entryTime, type ColumnarSearchIndex } from '../../src/search-index/columnar-search-index.js';
import { StoredIndex } from '../../src/search-index/stored-index.js';
import { openIndex, searchDocument, searchQuery } from '../support/documents.js';
import { makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';

const noPause = (): Promise<void> => Promise.resolve();
const iri = (n: number): string => `https://a.example/${String(n)}`;
let folder: string;
let all: OpenLedger;
/** Words that every document gets, as another vocabulary would give them. */
let words = 'old';
let projected: string[] = [];
const open: StoredIndex[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-index-'));
  all = openLedger();
  [words, projected] = ['old', []];
  await all.ledger.registerStations([makeStation('a')]);
  await publish(
    all.ledger,
    'a',
    [1, 2, 3].map((n) => staged(iri(n), `words${String(n)}`)),
  );
});

afterEach(() => {
  for (const stored of open.splice(0)) if (stored.db.open) stored.db.close();
  rmSync(folder, { recursive: true, force: true });
});

function take(fingerprint = 'same', fresh = false): StoredIndex {
  const { epoch, seq } = all.reader.snapshot();
  const stored = StoredIndex.open(
    folder,
    fingerprint,
    (bookmark) => bookmark.epoch === epoch && bookmark.seq <= seq && entryTime(all.reader, bookmark.seq) === bookmark.time,
    { fresh },
  );
  open.push(stored);
  return stored;
}

async function load(stored: StoredIndex | null): Promise<ColumnarSearchIndex> {
  const index = openIndex(
    all.reader,
    ({ head, body }): SearchDocument => {
      projected.push(head.iri);
      return searchDocument(head.id, {
        iri: head.iri,
        title: { en: [/"(\w+)"/.exec(body)?.[1] ?? ''] },
        text: words,
        facets: { status: [{ value: head.state, nl: '', en: '' }] },
      });
    },
    { now: () => new Date(0), stored },
  );
  await index.load(noPause);
  return index;
}

const found = (index: ColumnarSearchIndex, q: string, status = 'current'): string[] =>
  index
    .search(searchQuery({ q, facets: { status: [status] } }))
    .items.map((item) => item.iri)
    .sort();
const files = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.sqlite'));

describe('a search index in a file', () => {
  it('is there at the next start without projecting anything, and follows the log from where it was', async () => {
    const first = take();
    const index = await load(first);
    expect([projected.length, found(index, 'words2')]).toEqual([3, [iri(2)]]);
    await publish(all.ledger, 'a', [staged(iri(1), 'changed')], [withdraw(iri(3))]);
    index.follow();
    first.db.close();
    await publish(all.ledger, 'a', [staged(iri(4), 'later')]);

    projected = [];
    const second = await load(take());
    expect(projected).toEqual([iri(4)]);
    expect(['changed', 'words1', 'words2', 'words3', 'later'].map((q) => found(second, q))).toEqual([[iri(1)], [], [iri(2)], [], [iri(4)]]);
    expect(found(second, 'words3', 'withdrawn')).toEqual([iri(3)]);
    expect(second.contents()).toEqual((await load(null)).contents());
    expect(second.status()).toMatchObject({ seq: all.reader.snapshot().seq, complete: true, records: 4 });
  });

  it('keeps its slots when there are gaps between them', async () => {
    const first = take();
    const index = await load(first);
    await all.ledger.withhold(recordId(iri(2)), 'x', 'op');
    index.follow();
    first.db.close();
    const stored = take();
    const second = await load(stored);
    expect([found(second, 'words1'), found(second, 'words2'), found(second, 'words3')]).toEqual([[iri(1)], [], [iri(3)]]);
    await publish(all.ledger, 'a', [staged(iri(5), 'fifth'), staged(iri(6), 'sixth')]);
    expect([found(second, 'fifth'), found(second, 'sixth'), found(second, 'words3')]).toEqual([[iri(5)], [iri(6)], [iri(3)]]);
    stored.db.close();
    expect((await load(take())).contents()).toEqual((await load(null)).contents());
  });

  it.each([
    ['it is made from other things', (): StoredIndex => take('other')],
    ['the ledger is another one', (): StoredIndex => ((all = openLedger()), take())],
    [
      'the log has gone back, as after a restore of an older state',
      (): StoredIndex => {
        open.at(-1)?.db.close();
        const stored = StoredIndex.open(folder, 'same', (bookmark) => bookmark.epoch > 1, { fresh: false });
        open.push(stored);
        return stored;
      },
    ],
    ['somebody asks for a new one', (): StoredIndex => take('same', true)],
  ])('is thrown away when %s', async (_why, again) => {
    const first = take();
    await load(first);
    first.db.close();
    const stored = again();
    expect([stored.bookmark, files().length]).toEqual([null, 1]);
    projected = [];
    await load(stored);
    expect(projected).toHaveLength(all.reader.totals().current);
  });

  it('is thrown away when it is not whole or cannot be read', async () => {
    const unfinished = take();
    expect(unfinished.bookmark).toBeNull();
    unfinished.db.close();
    expect(take().bookmark).toBeNull();
    open.at(-1)?.db.close();
    const whole = take();
    await load(whole);
    whole.db.close();
    const [file = ''] = files();
    truncateSync(join(folder, file), 5000);
    expect(take().bookmark).toBeNull();
    open.at(-1)?.db.close();
    for (const name of files()) rmSync(join(folder, name));
    writeFileSync(join(folder, '1.sqlite'), 'no database at all');
    expect([take().bookmark, files().includes('1.sqlite')]).toEqual([null, false]);
  });

  it('belongs to one holder: another one gets a file of its own, and takes nothing away', async () => {
    const first = take();
    const index = await load(first);
    const second = take();
    expect([second.bookmark, files().length]).toEqual([null, 2]);
    await load(second);
    await publish(all.ledger, 'a', [staged(iri(4), 'later')]);
    expect(found(index, 'later')).toEqual([iri(4)]);
    first.db.close();
    second.db.close();
    const third = take();
    expect([third.bookmark?.seq, files().length]).toEqual([all.reader.snapshot().seq - 1, 1]);
  });

  it('is mended where what documents are made from has changed without a word in the log', async () => {
    const first = take();
    await load(first);
    first.db.close();
    words = 'new';
    const stored = take();
    const index = await load(stored);
    expect([found(index, 'old').length, found(index, 'new').length]).toEqual([3, 0]);
    expect([await index.verify(noPause), await index.verify(noPause)]).toEqual([3, 0]);
    expect([found(index, 'old').length, found(index, 'new').length]).toEqual([0, 3]);
    stored.db.close();
    expect(found(await load(take()), 'new')).toHaveLength(3);
  });
});
