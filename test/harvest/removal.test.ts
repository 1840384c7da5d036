import { afterEach, describe, expect, it } from 'vitest';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation, staged } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const fakes: FakeStation[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const dataset = (n: number): string =>
  `<https://holder.example/${String(n)}> a dcat:Dataset ; dct:title "D"@nl ; dct:description "D"@nl ; dct:publisher [ foaf:name "P" ] .\n`;

async function house(records: number): Promise<Harvesting> {
  const fake = await FakeStation.start({ '/all': { body: prefixes + Array.from({ length: records }, (_, n) => dataset(n)).join(''), type: 'text/turtle' } });
  fakes.push(fake);
  const opened = await openHarvesting([makeStation('holder', { endpoint: `${fake.url}/all` })]);
  expect((await opened.run('holder')).outcome).toBe('complete');
  return opened;
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const withdrawals = ({ reader }: Harvesting): string[] =>
  reader.changesAfter(0, 1000).flatMap(({ kind, op, cause }) => (kind === 'record' && op === 'withdrawn' ? [cause] : []));

describe('a station that is taken out with its records', () => {
  it('goes on hold when that is more than the brake lets pass, and is withdrawn by its release, also when it is retired by then', async () => {
    const opened = await house(10);
    const held = await opened.runner.withdrawStation('holder', 'an operator', () => undefined);
    expect([held.outcome, live(opened), withdrawals(opened)]).toEqual(['on-hold', 10, []]);
    expect(opened.reader.runItems(held.run ?? 0, 50).filter(({ outcome }) => outcome === 'withdrawn')).toHaveLength(10);
    await opened.ledger.registerStations([], 'all');
    expect(opened.reader.station('holder')?.state).toBe('retired');
    const released = await opened.runner.release(held.run ?? 0, 'an operator', () => undefined);
    expect([released.outcome, released.counts.withdrawn, live(opened)]).toEqual(['complete', 10, 0]);
    expect(new Set(withdrawals(opened))).toEqual(new Set(['station-removed']));
    expect(opened.reader.run(held.run ?? 0)).toMatchObject({ by: 'an operator', resolved: { how: 'released' } });
  });

  it('goes at once when the brake lets it pass, and comes back when it is harvested again', async () => {
    const opened = await house(1);
    const summary = await opened.runner.withdrawStation('holder', 'an operator', () => undefined);
    expect([summary.outcome, summary.counts.withdrawn, live(opened), withdrawals(opened)]).toEqual(['complete', 1, 0, ['station-removed']]);
    expect((await opened.run('holder')).outcome).toBe('complete');
    expect(live(opened)).toBe(1);
  });

  it.each(['at once', 'by its release'])('forgets what was read of it, so that a visit by changes only cannot miss what went %s', async (how) => {
    const opened = await house(how === 'at once' ? 1 : 10);
    const { reader, runner } = opened;
    expect([...reader.documents('holder').values()]).toHaveLength(1);
    expect(reader.stationMemory('holder').fullWalkAt).not.toBeNull();
    const { run, outcome } = await runner.withdrawStation('holder', 'an operator', () => undefined);
    expect(outcome).toBe(how === 'at once' ? 'complete' : 'on-hold');
    if (how !== 'at once') {
      expect([...reader.documents('holder').values()]).toHaveLength(1);
      await runner.release(run ?? 0, 'an operator', () => undefined);
    }
    expect([...reader.documents('holder').values()]).toEqual([]);
    expect(reader.stationMemory('holder')).toMatchObject({ bookmark: null, fullWalkAt: null });
    await opened.run('holder');
    expect(live(opened)).toBe(how === 'at once' ? 1 : 10);
  });

  it('is no visit: it takes over nothing that a killed visit has staged, and counts for no schedule', async () => {
    const opened = await house(1);
    const { ledger, reader, runner } = opened;
    const { run } = (await ledger.startRun({ station: 'holder', trigger: 'schedule', holder: 'dead', leaseMs: -1 })) as { run: number };
    await ledger.stage(run, { records: [{ ...staged('https://holder.example/77', 'unread') }], documents: [], issues: [] });
    await ledger.stageBookmark(run, 'here');
    await runner.withdrawStation('holder', 'an operator', () => undefined);
    expect(reader.runs('holder', 1)[0]).toMatchObject({ trigger: 'removal', outcome: 'complete' });
    expect(reader.head('https://holder.example/77')).toBeUndefined();
    expect([...reader.staged(run).values()]).toHaveLength(1);
  });

  it('has nothing to withdraw when it brought nothing, and is refused when nobody knows it', async () => {
    const opened = await house(1);
    await opened.runner.withdrawStation('holder', 'x', () => undefined);
    expect((await opened.runner.withdrawStation('holder', 'x', () => undefined)).counts.withdrawn).toBe(0);
    await expect(opened.runner.withdrawStation('nobody', 'x', () => undefined)).rejects.toThrow('no station');
  });
});
