import { afterEach, beforeEach, expect, it } from 'vitest';
import { LedgerStationKeys, renewStationKey } from '../../src/ledger/station-keys.js';
import { makeStation, openLedger, type OpenLedger } from '../support/ledger.js';

let all: OpenLedger;
let keys: LedgerStationKeys;

beforeEach(async () => {
  all = openLedger();
  await all.ledger.registerStations([makeStation('one'), makeStation('two')]);
  keys = new LedgerStationKeys(all.reader);
});
afterEach(() => {
  all.reader.close();
  all.ledger.close();
});

it('fits its own station and purpose alone', async () => {
  const token = await renewStationKey(all.ledger, 'one', 'token', 'ann');
  const feedback = await renewStationKey(all.ledger, 'one', 'feedback', 'ann');
  expect([keys.tokenFits('one', token), keys.feedbackKeyFits('one', feedback)]).toEqual([true, true]);
  expect([keys.tokenFits('two', token), keys.tokenFits('nowhere', token), keys.feedbackKeyFits('one', token), keys.tokenFits('one', feedback)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  for (const wrong of ['', token.slice(0, -1), `${token}x`, token.toUpperCase(), '0'.repeat(64)]) expect(keys.tokenFits('one', wrong)).toBe(false);
  expect([keys.has('one', 'token'), keys.has('two', 'token')]).toEqual([true, false]);
});

it('is 256 random bits, and the one before counts no more', async () => {
  const first = await renewStationKey(all.ledger, 'one', 'feedback', 'ann');
  const second = await renewStationKey(all.ledger, 'one', 'feedback', 'ann');
  expect(Buffer.from(first.slice(first.indexOf('_') + 1), 'base64url').byteLength).toBe(32);
  expect([keys.feedbackKeyFits('one', first), keys.feedbackKeyFits('one', second)]).toEqual([false, true]);
});

it('is kept as its hash, and who made it stands in the log', async () => {
  const before = all.reader.snapshot().seq;
  const token = await renewStationKey(all.ledger, 'one', 'token', 'ann');
  expect(all.reader.stationKeyHash('one', 'token')).toMatch(/^[0-9a-f]{64}$/);
  expect(all.reader.stationKeyHash('one', 'token')).not.toContain(token);
  expect(all.reader.changesAfter(before, 10)).toMatchObject([{ kind: 'station', op: 'updated', id: 'one', cause: 'operator' }]);
  await expect(renewStationKey(all.ledger, 'nowhere', 'token', 'ann')).rejects.toThrow(/no station/);
});

it('stays when a harvest notes where it stands', async () => {
  const token = await renewStationKey(all.ledger, 'one', 'token', 'ann');
  const started = await all.ledger.startRun({ station: 'one', trigger: 'manual', holder: 'test/1/1', leaseMs: 60_000 });
  if ('busy' in started) throw new Error('busy');
  await all.ledger.stageBookmark(started.run, 'here');
  await all.ledger.finishRun(started.run, {
    outcome: 'complete',
    counts: { added: 0, updated: 0, unchanged: 0, withdrawn: 0, held: 0, documents: 0, bytes: 0 },
    walk: 'full',
    quality: null,
    notBefore: null,
    plan: null,
    rememberDocuments: 'replaced',
  });
  expect([all.reader.stationMemory('one').bookmark, keys.tokenFits('one', token)]).toEqual(['here', true]);
});
