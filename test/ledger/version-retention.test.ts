import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { recordId } from '../../src/domain/record-id.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { checkLedger } from '../../src/ledger/check.js';
import { Retention } from '../../src/ledger/retention.js';
import { makeStation, openLedger, publish, staged, startRun, withdraw, type OpenLedger } from '../support/ledger.js';

const iri = 'https://a.example/1';
const id = recordId(iri);
const day = 24;

async function opened(): Promise<OpenLedger & { sweep(versionDays: number | null, feedWindowDays?: number): Promise<number> }> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a')]);
  return {
    ...all,
    sweep: async (versionDays, feedWindowDays = 1) => {
      const settings = { days: 90, maxBytes: 1 << 30, versionDays, feedWindowDays };
      return (await new Retention(all.ledger, all.reader, new BlobStore(join(all.folder, 'blobs')), all.clock, settings).sweep()).versions;
    },
  };
}

/** Which versions of the record are whole, the latest first. */
const whole = ({ reader }: OpenLedger, record = id): boolean[] => reader.versions(record).map(({ gap }) => gap === null);

describe('old versions', () => {
  it('are kept for ever unless a policy says otherwise', async () => {
    const all = await opened();
    for (const words of ['one', 'two', 'three']) await publish(all.ledger, 'a', [staged(iri, words)]);
    all.clock.add(20 * 365 * day);
    expect(await all.sweep(null)).toBe(0);
    expect(whole(all)).toEqual([true, true, true]);
  });

  it('lose their content so long after they were replaced, never the log, their hash or the last one', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(iri, 'one')]);
    all.clock.add(100 * day);
    await publish(all.ledger, 'a', [staged(iri, 'two')]);
    all.clock.add(20 * day);
    await publish(all.ledger, 'a', [staged(iri, 'three')]);
    const log = all.reader.changesAfter(0, 1000);
    const hashes = all.reader.versions(id).map(({ canonicalHash }) => canonicalHash);
    all.clock.add(25 * day);
    // The first was received 145 days ago, but replaced 45 days ago.
    expect(await all.sweep(46)).toBe(0);
    expect(await all.sweep(44)).toBe(1);
    expect(whole(all)).toEqual([true, true, false]);
    all.clock.add(3650 * day);
    expect(await all.sweep(44)).toBe(1);
    expect(await all.sweep(44)).toBe(0);
    expect(whole(all)).toEqual([true, false, false]);
    expect(all.reader.version(id, 1)).toMatchObject({ body: '', report: null, gap: { kind: 'expired' } });
    expect(all.reader.changesAfter(0, 1000)).toEqual(log);
    expect(all.reader.versions(id).map(({ canonicalHash }) => canonicalHash)).toEqual(hashes);
    expect(checkLedger(all.folder)).toEqual([]);
  });

  it('are kept as long as the feeds and cursors reach back, whatever the policy says', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(iri, 'one')]);
    await publish(all.ledger, 'a', [staged(iri, 'two')]);
    all.clock.add(300 * day);
    expect(await all.sweep(30, 365)).toBe(0);
    all.clock.add(66 * day);
    expect(await all.sweep(30, 365)).toBe(1);
  });

  it('stay where something stands on them: a withdrawn, held or withheld record, what another station says', async () => {
    const all = await opened();
    await all.ledger.registerStations([makeStation('a'), makeStation('b', { kind: 'aggregator', priority: 0 })]);
    const others = ['withdrawn', 'held', 'withheld', 'copied'].map((name) => `https://a.example/${name}`) as [string, string, string, string];
    const [withdrawn, held, withheld, copied] = others;
    await publish(
      all.ledger,
      'a',
      others.map((subject) => staged(subject, `first of ${subject}`)),
    );
    await publish(all.ledger, 'b', [staged(copied, 'a copy')]);
    await publish(
      all.ledger,
      'a',
      others.map((subject) => staged(subject, `second of ${subject}`, { held: subject === held })),
      [withdraw(withdrawn)],
    );
    await all.ledger.withhold(recordId(withheld), 'reason', 'an operator');
    all.clock.add(3650 * day);
    await all.sweep(30);
    // Of the held one the first is published still; the copy of the other station is its last word.
    expect(others.map((subject) => whole(all, recordId(subject)))).toEqual([[true, false], [true], [true, false], [true, false]]);
    expect(all.reader.previousBody('b', copied)).toContain('a copy');
    expect(all.reader.published(recordId(withdrawn))?.body).toContain('second of');
    await all.ledger.release(recordId(withheld), 'an operator');
    expect(all.reader.published(recordId(withheld))?.body).toContain('second of');
  });

  it('leave no page with a hole: what the catalogue was before them is told to be gone, from then on it is whole', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(iri, 'one')]);
    const before = all.reader.snapshot().seq;
    all.clock.add(day);
    await publish(all.ledger, 'a', [staged(iri, 'two')]);
    const after = all.reader.snapshot().seq;
    all.clock.add(100 * day);
    expect(all.reader.keptSince()).toBe(0);
    await all.sweep(30);
    expect([before < all.reader.keptSince(), all.reader.keptSince() <= after]).toEqual([true, true]);
    expect(all.reader.publishedPage(after, '', 10).map(({ body }) => body.includes('two'))).toEqual([true]);
    expect(all.reader.publishedPage(before, '', 10)).toEqual([]);
  });

  it('count against an undoing that would need them, and against none that does not', async () => {
    const all = await opened();
    const other = 'https://a.example/2';
    await publish(all.ledger, 'a', [staged(iri, 'one'), staged(other, 'one')]);
    const second = await publish(all.ledger, 'a', [staged(iri, 'two'), staged(other, 'two')]);
    const third = await publish(all.ledger, 'a', [staged(other, 'three')]);
    expect(all.reader.expiredBefore(second)).toBe(0);
    all.clock.add(100 * day);
    await all.sweep(30);
    // Of the other record run 3 has brought another version since: undoing run 2 would leave it alone.
    expect([all.reader.expiredBefore(second), all.reader.expiredBefore(third)]).toEqual([1, 1]);
    const undoing = await startRun(all.ledger, 'a');
    const counts = await all.ledger.revert(undoing, second, [id], 'an operator');
    expect(counts).toMatchObject({ updated: 0, unchanged: 1 });
    expect(all.reader.published(id)?.body).toContain('two');
    expect(checkLedger(all.folder)).toEqual([]);
  });

  it('that an operator redacts afterwards say so', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(iri, 'one')]);
    await publish(all.ledger, 'a', [staged(iri, 'two')]);
    all.clock.add(100 * day);
    await all.sweep(30);
    await all.ledger.redact(id, 1, 'named a patient', 'an operator');
    expect(all.reader.version(id, 1)?.gap).toMatchObject({ kind: 'redacted', reason: 'named a patient' });
  });
});
