import { describe, expect, it } from 'vitest';
import type { Assertion } from '../../src/domain/assertion.js';
import { recordId } from '../../src/domain/record-id.js';
import { makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';

const series = 'https://a.example/series';
const [bare, full, claimed] = ['https://a.example/bare', 'https://a.example/full', 'https://a.example/claimed'];
const nothing = { accessRights: [], healthCategories: [], themes: [], hdab: [], legislation: [] };
const open = (...accessRights: string[]): typeof nothing => ({ ...nothing, accessRights: accessRights as never[] });

async function opened(): Promise<OpenLedger> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a')]);
  return all;
}

const since = (reader: OpenLedger['reader'], seq: number): string[] =>
  reader
    .changesAfter(seq, 100)
    .filter((change) => change.kind === 'record')
    .map((change) => `${change.op} ${change.cause} ${reader.head(change.id)!.iri.slice(18)}`)
    .sort();

describe('a change of a series', () => {
  const members = [staged(bare, 'bare', { inSeries: [series] }), staged(full, 'full', { inSeries: [series], inheritable: open('PUBLIC') })];

  it('touches the members that lack the property, and no others', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'a', [...members, staged(series, 's1', { kind: 'series', inheritable: open('PUBLIC') })]);
    let { seq } = reader.snapshot();
    await publish(ledger, 'a', [staged(series, 's2', { kind: 'series', inheritable: open('RESTRICTED') })]);
    expect(since(reader, seq)).toEqual(['updated harvest series', 'updated series bare']);
    ({ seq } = reader.snapshot());
    await publish(ledger, 'a', [staged(series, 's3', { kind: 'series', inheritable: open('RESTRICTED') })]);
    expect(since(reader, seq)).toEqual(['updated harvest series']);
    ({ seq } = reader.snapshot());
    await publish(ledger, 'a', [], [withdraw(series)]);
    expect(since(reader, seq)).toEqual(['updated series bare', 'withdrawn source-absent series']);
  });

  it('leaves the publication of a touched member as it was', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'a', members);
    await publish(ledger, 'a', [staged(series, 's1', { kind: 'series', inheritable: open('PUBLIC') })]);
    expect(reader.versions(recordId(bare))).toMatchObject([{ n: 1, published: { toSeq: null } }]);
    expect(reader.publishedCount(reader.snapshot().seq)).toBe(3);
  });

  it('reaches members that only the series names, whichever came first, also after the member changes', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { ledger, reader } = await opened();
      const both = [staged(claimed, 'member'), staged(series, 's1', { kind: 'series', seriesMembers: [claimed], inheritable: open('PUBLIC') })];
      for (const n of order) await publish(ledger, 'a', [both[n]!]);
      expect(reader.membersOf(series)).toEqual([recordId(claimed)]);
      await publish(ledger, 'a', [staged(claimed, 'member again')]);
      expect(reader.membersOf(series)).toEqual([recordId(claimed)]);
      const { seq } = reader.snapshot();
      await publish(ledger, 'a', [staged(series, 's2', { kind: 'series', seriesMembers: [claimed], inheritable: open('RESTRICTED') })]);
      expect(since(reader, seq)).toContain('updated series claimed');
      await publish(ledger, 'a', [staged(series, 's3', { kind: 'series', inheritable: open('RESTRICTED') })]);
      expect(reader.membersOf(series)).toEqual([]);
    }
  });

  it('is noticed when an operator withholds and releases it', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'a', [...members, staged(series, 's1', { kind: 'series', inheritable: open('PUBLIC') })]);
    const { seq } = reader.snapshot();
    await ledger.withhold(recordId(series), 'x', 'ann');
    await ledger.release(recordId(series), 'ann');
    expect(since(reader, seq)).toEqual(['created operator series', 'updated series bare', 'updated series bare', 'withheld operator series']);
  });

  it('knows the members of a station that went live', async () => {
    const { ledger, reader } = openLedger();
    await ledger.registerStations([makeStation('a', { declaredState: 'onboarding' })]);
    await publish(ledger, 'a', [...members, staged(series, 's1', { kind: 'series' })]);
    await ledger.setStationState('a', 'live', 'op');
    expect([...reader.membersOf(series)].sort()).toEqual([recordId(bare), recordId(full)].sort());
  });
});

describe('an assertion', () => {
  const assertion = (iri: string, subject: string, object = '<urn:x>'): Assertion => ({
    iri,
    subject,
    predicate: 'urn:p',
    object,
    attributedTo: 'https://hdab.example/',
    generatedAt: '2026-01-01',
    comment: null,
    from: null,
    to: null,
  });

  it('touches the record it is about, and every record of a holder it is about', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'a', [
      staged(bare),
      staged(full, 'full', { custodian: 'https://h.example/' }),
      staged(claimed, 'other', { publisher: 'https://h.example/' }),
    ]);
    let { seq } = reader.snapshot();
    await ledger.setAssertions([assertion('urn:1', bare)]);
    expect(since(reader, seq)).toEqual(['updated assertion bare']);
    ({ seq } = reader.snapshot());
    await ledger.setAssertions([assertion('urn:1', bare), assertion('urn:2', 'https://h.example/')]);
    expect(since(reader, seq)).toEqual(['updated assertion claimed', 'updated assertion full']);
  });

  it('does nothing when nothing changed, and touches again when it changes, moves or goes', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'a', [staged(bare), staged(full)]);
    await ledger.setAssertions([assertion('urn:1', bare)]);
    let { seq } = reader.snapshot();
    await ledger.setAssertions([assertion('urn:1', bare)]);
    expect(reader.snapshot().seq).toBe(seq);
    await ledger.setAssertions([assertion('urn:1', full)]);
    expect(since(reader, seq)).toEqual(['updated assertion bare', 'updated assertion full']);
    ({ seq } = reader.snapshot());
    await ledger.setAssertions([]);
    expect(since(reader, seq)).toEqual(['updated assertion full']);
    expect(reader.changesAfter(seq, 10).map((change) => `${change.kind} ${change.op}`)).toContain('assertion withdrawn');
    expect(reader.assertions()).toEqual([]);
  });
});
