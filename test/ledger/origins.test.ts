import { describe, expect, it } from 'vitest';
import { claimRank, mayMove, subjectClaim } from '../../src/domain/origin.js';
import { recordId } from '../../src/domain/record-id.js';
import { makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';

const subject = 'https://holder.example/1';
const id = recordId(subject);
const custodian = 'https://holder.example/';

async function opened(): Promise<OpenLedger> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('holder'), makeStation('hub', { kind: 'aggregator', priority: 90 }), makeStation('second')]);
  return all;
}

const ops = (reader: OpenLedger['reader']): string[] =>
  reader
    .changesAfter(0, 1000)
    .filter((change) => change.kind === 'record')
    .map((change) => change.op);
const body = (reader: OpenLedger['reader']): string | undefined => reader.published(id)?.body;

describe('the primary description of a record', () => {
  it('stays with its origin; the copy of an aggregator is kept beside it and observed', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'holder', [staged(subject, 'original', { custodian })]);
    await publish(ledger, 'hub', [staged(subject, 'copy', { custodian })]);
    expect(body(reader)).toContain('original');
    expect(ops(reader)).toEqual(['created', 'observed']);
    expect(reader.head(id)).toMatchObject({ station: 'holder', otherStations: ['hub'], version: 1 });
    expect(reader.previousBody('hub', subject)).toContain('copy');
  });

  it('moves from an aggregator to the origin when that arrives, and not back', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'hub', [staged(subject, 'copy', { custodian })]);
    await publish(ledger, 'holder', [staged(subject, 'original', { custodian })]);
    expect(reader.head(id)?.station).toBe('holder');
    await publish(ledger, 'hub', [staged(subject, 'newer copy', { custodian })]);
    expect(body(reader)).toContain('original');
    expect(ops(reader)).toEqual(['created', 'updated', 'observed']);
  });

  it('moves to an origin that arrived while it was onboarding, at its first harvest after going live', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'hub', [staged(subject, 'copy', { custodian })]);
    await ledger.setStationState('holder', 'onboarding', 'op');
    await publish(ledger, 'holder', [staged(subject, 'original', { custodian })]);
    expect(reader.head(id)).toMatchObject({ station: 'hub', title: { nl: ['copy'] }, state: 'current' });
    expect(ops(reader)).toEqual(['created']);
    await ledger.setStationState('holder', 'live', 'op');
    expect(reader.descriptionsOf('holder').get(subject)?.canonicalHash).not.toBe(staged(subject, 'original').canonicalHash);
    await publish(ledger, 'holder', [staged(subject, 'original', { custodian })]);
    expect(reader.head(id)?.station).toBe('holder');
  });

  it('does not move between holders by itself: the second is held', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'second', [staged(subject, 'first come')]);
    await publish(ledger, 'holder', [staged(subject, 'owner', { custodian })]);
    expect(body(reader)).toContain('first come');
    expect(reader.heldRecords('holder')).toMatchObject([{ subject, reasons: [{ code: 'primary-moves' }] }]);
    expect(ops(reader)).toEqual(['created']);
  });

  it('is never revived by a copy once its origin has withdrawn it, but by the origin itself', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'holder', [staged(subject, 'original', { custodian })]);
    await publish(ledger, 'hub', [staged(subject, 'copy', { custodian })]);
    await publish(ledger, 'holder', [], [withdraw(subject)]);
    await publish(ledger, 'hub', [staged(subject, 'newer copy', { custodian })]);
    expect(reader.head(id)).toMatchObject({ state: 'withdrawn', station: 'holder' });
    await publish(ledger, 'holder', [staged(subject, 'back', { custodian })]);
    expect(reader.head(id)).toMatchObject({ state: 'current', station: 'holder' });
  });

  it('stays when a copy goes', async () => {
    const { ledger, reader } = await opened();
    await publish(ledger, 'holder', [staged(subject, 'original', { custodian })]);
    await publish(ledger, 'hub', [staged(subject, 'copy', { custodian })]);
    await publish(ledger, 'hub', [], [withdraw(subject)]);
    expect(reader.head(id)).toMatchObject({ state: 'current', otherStations: [] });
    expect(ops(reader)).toEqual(['created', 'observed']);
  });
});

describe('claims', () => {
  const station = makeStation('holder');
  const candidate = { station, custodian: null, publisher: null, subject: 'https://elsewhere.example/1', firstSeenAt: '' };

  it('rank custodian before publisher before prefix before none', () => {
    expect([{ ...candidate, custodian }, { ...candidate, publisher: custodian }, { ...candidate, subject }, candidate].map(claimRank)).toEqual([0, 1, 2, 3]);
  });

  it('let a record move from an aggregator to a holder with a claim only', () => {
    const hub = makeStation('hub', { kind: 'aggregator' });
    expect(mayMove(hub, { ...candidate, custodian })).toBe(true);
    expect(mayMove(hub, candidate)).toBe(false);
    expect(mayMove(makeStation('other'), { ...candidate, custodian })).toBe(false);
  });

  it.each([
    ['holder', subject, 'ok'],
    ['other', subject, 'foreign-subject'],
    ['hub', subject, 'ok'],
    ['other', 'https://nobody.example/1', 'ok'],
    ['holder', 'https://catalogue.example/datasets/x', 'own-subject'],
    ['hub', 'https://catalogue.example', 'own-subject'],
    ['other', 'https://catalogue.example.evil/x', 'ok'],
  ])('of %s to <%s> are %s', (who, iri, claim) => {
    const all = [station, makeStation('other'), makeStation('hub', { kind: 'aggregator' })];
    expect(
      subjectClaim(
        all.find((each) => each.id === who)!,
        iri,
        all,
        'https://catalogue.example',
      ),
    ).toBe(claim);
  });
});
