import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Change, PublishedRecord } from '../../src/domain/record.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import type { SearchDocument, SearchPage, SearchQuery } from '../../src/ports/search-index.js';
import type { ColumnarSearchIndex } from '../../src/search-index/columnar-search-index.js';
import { packColumns, unpackColumns } from '../../src/search-index/kept-columns.js';
import type { PostingIndex } from '../../src/search-index/posting-index.js';
import { StoredIndex } from '../../src/search-index/stored-index.js';
import { openIndex, searchDocument, searchQuery } from '../support/documents.js';
import { runs } from '../support/runs.js';

const now = (): Promise<void> => Promise.resolve();
const folders: string[] = [];
const stores: StoredIndex[] = [];
afterEach(() => {
  for (const stored of stores.splice(0)) if (stored.db.open) stored.db.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A ledger whose records are documents, and whose log names what was put or taken away. */
class Shelf {
  readonly documents = new Map<string, SearchDocument>();
  private readonly log: string[] = [];

  put(document: SearchDocument): void {
    this.documents.set(document.id, document);
    this.log.push(document.id);
  }

  take(id: string): void {
    if (this.documents.delete(id)) this.log.push(id);
  }

  readonly project = ({ head }: PublishedRecord): SearchDocument => this.documents.get(head.id)!;

  readonly reader = {
    snapshot: () => ({ epoch: 1, seq: this.log.length }),
    dataVersion: () => this.log.length,
    changesAfter: (seq: number, limit: number) =>
      this.log
        .slice(seq, seq + limit)
        .map((id, at) => ({ kind: 'record', op: 'updated', cause: 'harvest', id, seq: seq + at + 1, time: '' }) as unknown as Change),
    publishedPage: (_asOf: number, after: string, limit: number) =>
      [...this.documents.keys()]
        .sort()
        .filter((id) => id > after)
        .slice(0, limit)
        .map(record),
    withdrawnPage: () => [],
    published: (id: string) => (this.documents.has(id) ? record(id) : undefined),
  } as unknown as LedgerReader;

  async index(stored: StoredIndex | null = null): Promise<ColumnarSearchIndex> {
    const index = openIndex(this.reader, this.project, { stored });
    await index.load(now);
    return index;
  }
}

const record = (id: string): PublishedRecord => ({ head: { id }, body: '', versionId: 1 }) as PublishedRecord;

const words = ['hart', 'long', 'nier', 'kanker', 'registratie', 'cohort', 'kinderen', 'a', 'b', 'c'];
const content = fc.record({
  title: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
  description: fc.array(fc.constantFrom(...words), { maxLength: 8 }),
  access: fc.constantFrom('open', 'closed'),
  themes: fc.subarray(['x', 'y', 'z']),
  individuals: fc.option(fc.integer({ min: 0, max: 9 })),
  year: fc.integer({ min: 2000, max: 2005 }),
});
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), id: fc.integer({ min: 0, max: 15 }), content }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const), id: fc.integer({ min: 0, max: 15 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'merge' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge beside' as const), id: fc.integer({ min: 0, max: 15 }), content }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

function documentOf(
  id: number,
  { title, description, access, themes, individuals, year }: typeof content extends fc.Arbitrary<infer T> ? T : never,
): SearchDocument {
  const name = `id${String(id).padStart(2, '0')}`;
  return searchDocument(
    name,
    {
      title: { nl: [title.join(' ')] },
      description: { nl: [description.join(' ')] },
      individuals,
      periodStart: `${String(year)}-01-01`,
      periodEnd: `${String(year + 1)}-12-31`,
      modified: `2026-01-${String(1 + (id % 9)).padStart(2, '0')}`,
    },
    { access: [access], theme: themes },
  );
}

const questions = [
  searchQuery(),
  searchQuery({ q: 'hart' }),
  searchQuery({ q: 'hart registratie ' }),
  searchQuery({ q: 'kan' }),
  searchQuery({ q: '"hart long"' }),
  searchQuery({ q: 'long -nier ' }),
  searchQuery({ q: 'titel:cohort ' }),
  searchQuery({ facets: { access: ['open'], theme: ['x', 'y'] } }),
  searchQuery({ q: 'cohort', facets: { theme: ['not-reported'] } }),
  searchQuery({ from: 2002, to: 2003 }),
  searchQuery({ sort: 'title' }),
  searchQuery({ sort: 'individuals', q: 'a ' }),
];

const seen = ({ total, items, facets }: SearchPage, ordered: boolean): unknown => ({
  total,
  items: ordered ? items.map(({ id }) => id) : items.map(({ id }) => id).sort(),
  // Words of a value that nothing has any more may be known to one and not to the other.
  facets: Object.entries(facets).map(([name, values]) => [
    name,
    values.filter(({ count }) => count > 0),
    values
      .filter(({ count }) => count === 0)
      .map(({ value }) => value)
      .sort(),
  ]),
});

/** All hits from position to position, while the clock goes on. */
function walked(index: ColumnarSearchIndex, question: SearchQuery): string[] {
  const ids: string[] = [];
  for (let after: SearchQuery['after'] = undefined; ;) {
    const { items, next }: SearchPage = index.search({ ...question, pageSize: 3, after });
    ids.push(...items.map(({ id }) => id));
    if (next === null) return ids;
    after = JSON.parse(JSON.stringify(next)) as NonNullable<SearchQuery['after']>;
  }
}

const mergeOf = (index: ColumnarSearchIndex): Promise<void> => (index as unknown as { merge(pause: () => Promise<void>): Promise<void> }).merge(now);

describe('an index after any changes', () => {
  it('finds, counts and orders what one built afresh does, whatever was merged or restarted in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const folder = mkdtempSync(join(tmpdir(), 'ndc-columns-'));
        folders.push(folder);
        const take = (): StoredIndex => {
          const stored = StoredIndex.open(folder, 'same', () => true, { fresh: false });
          stores.push(stored);
          return stored;
        };
        const shelf = new Shelf();
        let stored = take();
        let index = await shelf.index(stored);
        for (const one of steps) {
          if (one.kind === 'put') shelf.put(documentOf(one.id, one.content));
          else if (one.kind === 'take') shelf.take(`id${String(one.id).padStart(2, '0')}`);
          else if (one.kind === 'merge') await mergeOf(index);
          else if (one.kind === 'merge beside') {
            const merging = mergeOf(index);
            shelf.put(documentOf(one.id, one.content));
            index.follow();
            await merging;
          } else {
            stored.db.close();
            stored = take();
            index = await shelf.index(stored);
          }
          index.follow();
        }
        const fresh = await shelf.index();
        for (const question of questions) {
          const isRanked = question.q !== '' && question.sort === null;
          expect(seen(index.search({ ...question, pageSize: 100 }), !isRanked)).toEqual(seen(fresh.search({ ...question, pageSize: 100 }), !isRanked));
        }
        // How rare a word is counts what is gone until the next merge; after it all is the same.
        await mergeOf(index);
        await mergeOf(fresh);
        for (const question of questions) expect(seen(index.search(question), true)).toEqual(seen(fresh.search(question), true));
        for (const question of questions) expect(walked(index, question)).toEqual(index.search({ ...question, pageSize: 100 }).items.map(({ id }) => id));
        expect(index.contents()).toEqual(fresh.contents());
        stored.db.close();
      }),
      { numRuns: runs(60), seed: 9 },
    );
  }, 300_000);

  it('answers as before while it merges, and takes what comes meanwhile', async () => {
    const shelf = new Shelf();
    for (let id = 0; id < 60; id++)
      shelf.put(documentOf(id, { title: ['hart', `w${String(id)}`], description: [], access: 'open', themes: [], individuals: null, year: 2000 }));
    const index = await shelf.index();
    for (let id = 0; id < 30; id++) shelf.put(documentOf(id, { title: ['long'], description: [], access: 'open', themes: [], individuals: null, year: 2000 }));
    index.follow();
    const found = (q: string): number => index.search(searchQuery({ q })).total;
    let looks = 0;
    const look = (): Promise<void> => {
      looks++;
      expect([found('hart '), found('long ')]).toEqual([30, 30 + looks]);
      shelf.put(documentOf(1000 + looks, { title: ['long'], description: [], access: 'open', themes: [], individuals: null, year: 2000 }));
      expect([found('hart '), found('long ')]).toEqual([30, 31 + looks]);
      return Promise.resolve();
    };
    const postings = (index as unknown as { postings: PostingIndex }).postings;
    looks = 0;
    const merging = postings.merge(() => Promise.resolve());
    looks--;
    await look();
    await merging;
    expect([found('hart '), found('long ')]).toEqual([30, 31]);
    for (let id = 0; id < 5; id++)
      shelf.put(documentOf(2000 + id, { title: ['nier'], description: [], access: 'open', themes: [], individuals: null, year: 2000 }));
    expect([found('hart '), found('long '), found('nier ')]).toEqual([30, 31, 5]);
  });
});

describe('columns in a file', () => {
  async function kept(): Promise<{ shelf: Shelf; folder: string; take: () => StoredIndex }> {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-columns-'));
    folders.push(folder);
    const take = (): StoredIndex => {
      const stored = StoredIndex.open(folder, 'same', () => true, { fresh: false });
      stores.push(stored);
      return stored;
    };
    const shelf = new Shelf();
    for (let id = 0; id < 20; id++)
      shelf.put(
        documentOf(id, { title: ['hart', words[id % words.length] ?? ''], description: [], access: 'open', themes: ['x'], individuals: id, year: 2000 }),
      );
    const stored = take();
    await shelf.index(stored);
    stored.db.close();
    return { shelf, folder, take };
  }
  const fileOf = (folder: string): string =>
    join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.columns'))!,
    );

  it.each([
    ['cut short', (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 40)],
    ['of another release', (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replace('ndc-columns-1', 'ndc-columns-0'), 'latin1')],
    ['no columns at all', (): Buffer => Buffer.from('hello')],
    ['empty', (): Buffer => Buffer.alloc(0)],
  ])('are made again from the documents when they are %s', async (_what, spoil) => {
    const { shelf, folder, take } = await kept();
    const whole = readFileSync(fileOf(folder));
    expect(unpackColumns(whole)).not.toBeNull();
    const spoilt = spoil(whole);
    expect(unpackColumns(spoilt)).toBeNull();
    writeFileSync(fileOf(folder), spoilt);
    const index = await shelf.index(take());
    expect([index.search(searchQuery({ q: 'hart ' })).total, index.contents()]).toEqual([20, (await shelf.index()).contents()]);
  });

  it('from before the last changes are brought up to the documents', async () => {
    const { shelf, folder, take } = await kept();
    const old = readFileSync(fileOf(folder));
    const stored = take();
    const index = await shelf.index(stored);
    shelf.put(documentOf(3, { title: ['nier'], description: [], access: 'closed', themes: [], individuals: null, year: 2001 }));
    shelf.put(documentOf(40, { title: ['hart'], description: [], access: 'closed', themes: [], individuals: null, year: 2001 }));
    shelf.take('id05');
    index.follow();
    await mergeOf(index);
    stored.db.close();
    // As after a crash between the documents and the columns.
    writeFileSync(fileOf(folder), old);
    const again = await shelf.index(take());
    const fresh = await shelf.index();
    for (const question of questions) expect(seen(again.search(question), true)).toEqual(seen(fresh.search(question), true));
  });

  it('leave out what came while they were merged, so that it is found after a start as well', async () => {
    const { shelf, take } = await kept();
    const stored = take();
    const index = await shelf.index(stored);
    const merging = mergeOf(index);
    shelf.put(documentOf(50, { title: ['zeldzaam'], description: [], access: 'open', themes: [], individuals: null, year: 2001 }));
    index.follow();
    await merging;
    stored.db.close();
    expect((await shelf.index(take())).search(searchQuery({ q: 'zeldzaam ' })).total).toBe(1);
  });

  it('that cannot be written leave the index as it is, and the next start as it should be', async () => {
    const { shelf, take } = await kept();
    const stored = take();
    stored.keepColumns = () => Promise.reject(new Error('ENOSPC'));
    const index = await shelf.index(stored);
    shelf.put(documentOf(51, { title: ['zeldzaam'], description: [], access: 'open', themes: [], individuals: null, year: 2001 }));
    shelf.take('id03');
    index.follow();
    await mergeOf(index);
    shelf.put(documentOf(52, { title: ['zeldzaam'], description: [], access: 'open', themes: [], individuals: null, year: 2001 }));
    index.follow();
    expect(index.search(searchQuery({ q: 'zeldzaam ' })).total).toBe(2);
    stored.db.close();
    const again = await shelf.index(take());
    expect([again.search(searchQuery({ q: 'zeldzaam ' })).total, again.contents()]).toEqual([2, (await shelf.index()).contents()]);
  });

  it('are the same bytes for the same state', async () => {
    const { folder } = await kept();
    const bytes = readFileSync(fileOf(folder));
    expect(Buffer.concat(packColumns(unpackColumns(bytes)!)).equals(bytes)).toBe(true);
  });
});
