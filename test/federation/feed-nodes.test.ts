import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedNodeAt, feedNodeNamed, fullSince, mostMembers, partsOf, windowDuration, type FeedLog, type FeedNode } from '../../src/federation/feed-nodes.js';
import { runs } from '../support/runs.js';

const instant = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const level = fc.constantFrom('month', 'day', 'hour', 'minute', 'second');

/** A log whose entries have these times. */
function logOf(times: readonly string[]): FeedLog {
  const between = (from: string, to: string): string[] => times.filter((time) => time >= from && time < to);
  return { first: (from, to) => between(from, to)[0] ?? null, count: (from, to, most) => Math.min(most, between(from, to).length) };
}

/** Entries at least 1 ms apart: so many from each of these instants on. */
function timesOf(bursts: readonly (readonly [string, number])[]): string[] {
  const times: string[] = [];
  for (const [start, count] of [...bursts].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (let n = 0; n < count; n++) times.push(new Date(Math.max(Date.parse(start), times.length === 0 ? 0 : Date.parse(times.at(-1)!) + 1)).toISOString());
  return times;
}

const afterLast = (times: readonly string[]): string => new Date(Date.parse(times.at(-1)!) + 1).toISOString();

function leaves(node: FeedNode | null, until: string, log: FeedLog): FeedNode[] {
  const parts = partsOf(node, node?.to ?? until, log);
  return parts === null ? [node!] : parts.flatMap((part) => leaves(part, until, log));
}

describe('pages of the feed (FEED-1)', () => {
  it('have names that lead back to them', () => {
    fc.assert(
      fc.property(level, instant, (at, time) => {
        const node = feedNodeAt(at, time);
        expect(feedNodeNamed(node.name)).toEqual(node);
        expect(node.from <= time && time < node.to).toBe(true);
      }),
      { numRuns: runs(200) },
    );
    expect(['month', 'day', 'hour', 'minute', 'second'].map((one) => feedNodeAt(one as 'day', '2026-01-05T13:04:09.123Z').name)).toEqual([
      '2026-01',
      '2026-01-05',
      '2026-01-05T13',
      '2026-01-05T1304',
      '2026-01-05T130409',
    ]);
    expect(feedNodeNamed('2026-12')).toMatchObject({ from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' });
  });

  it.each([
    '',
    '2026',
    '2026-13',
    '2026-00',
    '2026-02-30',
    '2026-02-29',
    '2026-01-05T24',
    '2026-01-05T1360',
    '2026-01-05T130460',
    '2026-1',
    '2026-01-05T13:04',
    '02026-01',
    '2026-01 ',
    'root',
  ])('have no name like "%s"', (name) => {
    expect(feedNodeNamed(name)).toBeUndefined();
  });

  it('hold every entry once, in order, and never more than a thousand, however they come', () => {
    const burst = fc.tuple(instant, fc.constantFrom(1, 3, 999, 1000, 1001, 2500));
    fc.assert(
      fc.property(fc.array(burst, { minLength: 1, maxLength: 5 }), (bursts) => {
        const times = timesOf(bursts);
        const log = logOf(times);
        const found = leaves(null, afterLast(times), log);
        const counts = found.map(({ from, to }) => log.count(from, to, 1e9));
        expect(found.flatMap(({ from, to }) => times.filter((time) => time >= from && time < to))).toEqual(times);
        expect(counts.every((count) => count > 0 && count <= mostMembers)).toBe(true);
        // A page is split only when it has to be.
        for (const { from, level: own } of found)
          if (own !== 'month') {
            const above = feedNodeAt(own === 'day' ? 'month' : own === 'hour' ? 'day' : own === 'minute' ? 'hour' : 'minute', from);
            expect(log.count(above.from, above.to, 1e9)).toBeGreaterThan(mostMembers);
          }
      }),
      { numRuns: runs(30) },
    );
  });

  it('lead to months from the root, also where one would do, and split a month of 1001 but not one of 1000', () => {
    const thousand = timesOf([['2026-01-05T13:04:09.000Z', 1000]]);
    expect(partsOf(null, afterLast(thousand), logOf(thousand))!.map(({ name }) => name)).toEqual(['2026-01']);
    const january = feedNodeNamed('2026-01')!;
    expect(partsOf(january, january.to, logOf(thousand))).toBeNull();
    const more = timesOf([['2026-01-05T13:04:09.000Z', 1001]]);
    expect(leaves(null, afterLast(more), logOf(more)).map(({ name }) => name)).toEqual(['2026-01-05T130409', '2026-01-05T130410']);
  });
});

describe('the window of the feed (FEED-7)', () => {
  it('reaches back at least as far as it says, to the beginning of a month, and not behind a restore', () => {
    expect(fullSince(new Date('2027-03-15T10:00:00Z'), 365, null)).toBe('2026-03-01T00:00:00.000Z');
    expect(fullSince(new Date('2027-03-01T00:00:00Z'), 365, null)).toBe('2026-02-01T00:00:00.000Z');
    expect(fullSince(new Date('2027-03-15T10:00:00Z'), 365, '2026-08-01T12:00:00.000Z')).toBe('2026-08-01T12:00:00.000Z');
    expect(fullSince(new Date('2027-03-15T10:00:00Z'), 365, '2025-08-01T12:00:00.000Z')).toBe('2026-03-01T00:00:00.000Z');
    expect([windowDuration(365), windowDuration(30)]).toEqual(['P1Y', 'P30D']);
  });
});
