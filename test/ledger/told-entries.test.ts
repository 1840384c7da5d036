import { describe, expect, it } from 'vitest';
import type { Assertion } from '../../src/domain/assertion.js';
import type { Connection } from '../../src/ledger/database.js';
import { recordId } from '../../src/domain/record-id.js';
import { described, subjectOf } from '../support/feed.js';
import { makeStation, openLedger, publish, withdraw, type OpenLedger } from '../support/ledger.js';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const ever = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };
const [full, older] = [
  { ...ever, fullSince: ever.from },
  { ...ever, fullSince: '2099-01-01T00:00:00.000Z' },
];

async function opened(records = 20): Promise<OpenLedger> {
  const house = openLedger();
  await house.ledger.registerStations([makeStation('a')]);
  await publish(
    house.ledger,
    'a',
    range(1, records).map((n) => described(n)),
  );
  return house;
}

describe('what feeds are told of the log', () => {
  it('comes in pages that leave nothing out and tell nothing twice, of whatever size', async () => {
    const { ledger, reader, clock } = await opened();
    clock.add(24 * 40);
    await publish(
      ledger,
      'a',
      range(1, 10).map((n) => described(n, 'two')),
      [withdraw(subjectOf(11)), withdraw(subjectOf(12))],
    );
    const middle = clock.now().toISOString();
    for (const query of [full, older, { ...ever, fullSince: middle }]) {
      const whole = reader.told(query, '', 1000);
      expect([reader.toldCount(query, 1000), reader.firstToldAt(query)]).toEqual([whole.length, whole[0]?.time]);
      for (const size of [1, 3, 7]) {
        const found: (typeof whole)[number][] = [];
        for (let page = reader.told(query, '', size); page.length > 0; page = reader.told(query, found.at(-1)!.time, size)) found.push(...page);
        expect(found).toEqual(whole);
      }
    }
    expect([reader.told(full, '', 1000).length, reader.told(older, '', 1000).length]).toEqual([32, 18]);
  });

  it('is read through an index: a page of it costs no more when there are more records', async () => {
    const { reader, ledger } = await opened();
    const connection = (reader as unknown as { readonly connection: Connection }).connection;
    const plans: string[] = [];
    const all = connection.all.bind(connection);
    connection.all = (sql, ...values) => {
      plans.push(...all(`EXPLAIN QUERY PLAN ${sql}`, ...values).map((row) => String(row['detail'])));
      return all(sql, ...values);
    };
    reader.told(older, '', 5);
    reader.told(full, '', 5);
    reader.recordsAsOf(reader.snapshot().seq, '', 5);
    const steps = plans.filter((plan) => /\b(?:SCAN|SEARCH) (?:r|l|p)\b|TEMP B-TREE/.test(plan));
    expect(steps).toContain('SEARCH r USING INDEX record_changed (last_changed_at>? AND last_changed_at<?)');
    expect(steps.filter((plan) => /SCAN|TEMP B-TREE|record_state/.test(plan))).toEqual([]);
    ledger.close();
  });

  it('keeps what a record was as of an entry, but for what is taken down', async () => {
    const { ledger, reader } = await opened(2);
    const { seq } = reader.snapshot();
    const before = reader.recordsAsOf(seq, '', 10);
    await publish(ledger, 'a', [described(1, 'two'), described(3)], [withdraw(subjectOf(2))]);
    expect(reader.recordsAsOf(seq, '', 10)).toEqual(before);
    expect(Object.fromEntries(before.map(({ head }) => [head.iri, head.title]))).toEqual({ [subjectOf(1)]: { nl: ['one'] }, [subjectOf(2)]: { nl: ['one'] } });
    expect(
      reader
        .recordsAsOf(reader.snapshot().seq, '', 10)
        .map(({ head }) => head.iri)
        .sort(),
    ).toEqual([subjectOf(1), subjectOf(3)]);
    await ledger.withhold(recordId(subjectOf(1)), 'why', 'somebody');
    expect(reader.recordsAsOf(seq, '', 10).map(({ head }) => head.iri)).toEqual([subjectOf(2)]);
  });

  it('keeps what was asserted as of an entry', async () => {
    const { ledger, reader } = await opened(2);
    const assertion = (comment: string): Assertion => ({
      iri: 'https://hdab.example/assertions/1',
      subject: subjectOf(1),
      predicate: 'http://www.w3.org/ns/dcat#theme',
      object: '"x"',
      attributedTo: 'https://hdab.example/',
      generatedAt: '2026-01-01T00:00:00Z',
      comment,
      from: null,
      to: null,
    });
    const seqs = [reader.snapshot().seq];
    for (const assertions of [[assertion('first')], [assertion('second')], [], [assertion('third')]]) {
      await ledger.setAssertions(assertions);
      seqs.push(reader.snapshot().seq);
    }
    expect(seqs.map((seq) => reader.assertionsAt(subjectOf(1), seq).map(({ comment }) => comment))).toEqual([[], ['first'], ['second'], [], ['third']]);
    expect(reader.assertionsAt(subjectOf(2), seqs[2] ?? 0)).toEqual([]);
  });
});
