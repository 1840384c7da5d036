import { afterEach, describe, expect, it } from 'vitest';
import { UsageCounter } from '../../src/catalogue/usage-counter.js';
import { countableTerm, type MissedTerm, type UsageCount } from '../../src/domain/usage.js';
import { recordId } from '../../src/domain/record-id.js';
import { SqliteUsageReader } from '../../src/ledger/usage-book.js';
import { makeStation, openLedger, publish, staged, TestClock, type OpenLedger } from '../support/ledger.js';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const [a1, a2, b1] = ['https://a.example/1', 'https://a.example/2', 'https://b.example/1'];
const [idA1, idA2, idB1] = [a1, a2, b1].map((iri) => recordId(iri ?? ''));

async function used(): Promise<OpenLedger & { readonly usage: SqliteUsageReader }> {
  const opened = openLedger();
  await opened.ledger.registerStations([makeStation('a'), makeStation('b')], 'all');
  await publish(opened.ledger, 'a', [staged(a1 ?? ''), staged(a2 ?? '', 'two')]);
  await publish(opened.ledger, 'b', [staged(b1 ?? '')]);
  const usage = SqliteUsageReader.open(opened.folder);
  open.push(opened.ledger, opened.reader, usage);
  return { ...opened, usage };
}

const span = { from: '2026-01-01', to: '2026-12-31' };
const count = (day: string, record: string | null | undefined, channel: UsageCount['channel'], n: number): UsageCount => ({
  day,
  record: record ?? null,
  channel,
  count: n,
});

describe('totals of use in the ledger', () => {
  it('add up by day, dataset and channel, and are told by station, dataset, day and month', async () => {
    const { ledger, usage } = await used();
    await ledger.noteUsage([count('2026-02-01', idA1, 'page', 3), count('2026-02-01', idA1, 'api', 1), count('2026-02-02', idB1, 'page', 9)], []);
    await ledger.noteUsage(
      [
        count('2026-02-01', idA1, 'page', 4),
        count('2026-03-01', idA2, 'list', 2),
        count('2025-12-31', idA1, 'page', 50),
        count('2026-02-01', null, 'search', 5),
      ],
      [],
    );
    const told = (of: Parameters<typeof usage.sums>[1], limit = 10): unknown[] =>
      usage.sums(span, of, limit).map(({ record, channel, count: n }) => [record, channel, n]);
    expect(told({})).toEqual([
      [idB1, 'page', 9],
      [idA1, 'api', 1],
      [idA1, 'page', 7],
      [idA2, 'list', 2],
    ]);
    expect(told({}, 1)).toEqual([[idB1, 'page', 9]]);
    expect(told({ station: 'b' })).toEqual([[idB1, 'page', 9]]);
    expect(told({ record: idA2 })).toEqual([[idA2, 'list', 2]]);
    expect(usage.sums(span, { record: idA2 }, 1)[0]).toMatchObject({ station: 'a', title: 'two' });
    expect(usage.days(span, { station: 'a' })).toEqual([
      { day: '2026-02-01', channel: 'api', count: 1 },
      { day: '2026-02-01', channel: 'page', count: 7 },
      { day: '2026-03-01', channel: 'list', count: 2 },
    ]);
    expect(usage.months(span)).toEqual([
      { month: '2026-02', channel: 'api', count: 1 },
      { month: '2026-02', channel: 'page', count: 16 },
      { month: '2026-02', channel: 'search', count: 5 },
      { month: '2026-03', channel: 'list', count: 2 },
    ]);
  });

  it('show a term from ten searches on, and forget rarer ones after the next month', async () => {
    const { ledger, usage, clock } = await used();
    const term = (month: string, words: string, n: number): MissedTerm => ({ month, term: words, count: n });
    await ledger.noteUsage([], [term('2026-02', 'zeldzaam', 6), term('2026-02', 'vaak', 12), term('2026-03', 'zeldzaam', 5), term('2026-03', 'een keer', 1)]);
    const months = { from: '2026-01', to: '2026-12' };
    expect(usage.missedTerms(months, 10, 10)).toEqual([
      { term: 'vaak', count: 12 },
      { term: 'zeldzaam', count: 11 },
    ]);
    clock.add(24 * 40);
    await ledger.noteUsage([], []);
    expect(usage.missedTerms(months, 1, 10)).toEqual([
      { term: 'vaak', count: 12 },
      { term: 'zeldzaam', count: 5 },
      { term: 'een keer', count: 1 },
    ]);
  });
});

describe('counting', () => {
  const written: { counts: readonly UsageCount[]; terms: readonly MissedTerm[] }[] = [];
  let isBroken = false;
  const counter = (): UsageCounter => {
    written.length = 0;
    isBroken = false;
    const write = (counts: readonly UsageCount[], terms: readonly MissedTerm[]): Promise<void> => {
      if (isBroken) return Promise.reject(new Error('the disk is full'));
      written.push({ counts, terms });
      return Promise.resolve();
    };
    return new UsageCounter(write, new TestClock());
  };

  it('hands totals on, once, and nothing when nothing happened', async () => {
    const one = counter();
    await one.flush();
    expect(written).toEqual([]);
    one.note('page', ['x'], 'Mozilla/5.0');
    one.note('page', ['x', 'y'], undefined);
    one.search('hartfalen', 3, 'Mozilla/5.0');
    one.search('hartfaalen', 0, 'Mozilla/5.0');
    one.search('', 0, 'Mozilla/5.0');
    await one.flush();
    await one.flush();
    expect(written).toEqual([
      {
        counts: [
          count('2026-03-01', 'x', 'page', 2),
          count('2026-03-01', 'y', 'page', 1),
          count('2026-03-01', null, 'search', 2),
          count('2026-03-01', null, 'search-none', 1),
        ],
        terms: [{ month: '2026-03', term: 'hartfaalen', count: 1 }],
      },
    ]);
  });

  it('leaves robots out that say so', async () => {
    const one = counter();
    for (const agent of ['Googlebot/2.1', 'example-crawler', 'Feedfetcher', 'uptime-kuma']) {
      one.note('page', ['x'], agent);
      one.search('niets', 0, agent);
    }
    await one.flush();
    expect(written).toEqual([]);
  });

  it('keeps what cannot be written for the next time, with what came since', async () => {
    const one = counter();
    isBroken = true;
    one.note('page', ['x'], undefined);
    one.search('niets', 0, undefined);
    await one.flush();
    one.note('page', ['x'], undefined);
    one.search('niets', 0, undefined);
    isBroken = false;
    await one.flush();
    expect(written.map(({ counts, terms }) => [counts.find(({ record }) => record === 'x')?.count, terms[0]?.count])).toEqual([[2, 2]]);
  });

  it.each(['jan@voorbeeld.example', '123456782', '06-1234 5678', 'https://a.example/x', 'x'.repeat(61), 'a', ' '])(
    'keeps no words that could be about a person: %s',
    (q) => {
      expect(countableTerm(q)).toBeNull();
    },
  );

  it('reads the same words as one term', () => {
    expect([' Hart  Falen ', 'hart falen', 'ＨＡＲＴ falen'].map(countableTerm)).toEqual(['hart falen', 'hart falen', 'hart falen']);
  });
});
