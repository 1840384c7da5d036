import { afterEach, describe, expect, it } from 'vitest';
import type { RunOutcome, RunTrigger } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import { nextRunAt } from '../../src/harvest/schedule.js';
import { Rounds } from '../../src/harvest/rounds.js';
import type { Round } from '../../src/domain/round.js';
import { Scheduler } from '../../src/harvest/scheduler.js';
import { silentLogger } from '../../src/ports/logger.js';
import { ended } from '../support/ledger.js';
import { openHouse, stationOf, type TestHouse } from '../support/house.js';

let house: TestHouse | undefined;
let scheduler: Scheduler | undefined;

afterEach(async () => {
  await scheduler?.stop();
  house?.close();
});

/** A scheduler whose runs end when the test says so. */
async function scheduled(
  ids: readonly string[],
  concurrency: number,
  fail: ReadonlySet<string> = new Set(),
  fields: (id: string) => Partial<Station> = () => ({}),
): Promise<{ started: string[]; end: (id: string) => void; most: () => number }> {
  house = await openHouse(ids.map((id, n) => stationOf({ id, endpoint: `http://127.0.0.${String(n + 1)}:9/`, schedule: '0 0 1 1 *', ...fields(id) })));
  const started: string[] = [];
  const open = new Map<string, () => void>();
  let most = 0;
  scheduler = new Scheduler({
    reader: house.reader,
    logger: silentLogger,
    clock: house.clock,
    concurrency,
    backOff: { firstMs: 3_600_000, longestMs: 86_400_000 },
    jitterMs: 0,
    random: () => 0,
    rounds: null,
    run: (station: string, _trigger: RunTrigger) => {
      started.push(station);
      return new Promise((resolve, reject) => {
        open.set(station, () => {
          open.delete(station);
          if (fail.has(station)) reject(new Error('broken station'));
          else resolve({ outcome: 'complete' });
        });
        most = Math.max(most, open.size);
      });
    },
  });
  return { started, end: (id) => open.get(id)?.(), most: () => most };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the scheduler', () => {
  it('runs at start what never ran, as many at a time as configured', async () => {
    const { started, end, most } = await scheduled(['a', 'b', 'c', 'd'], 2);
    scheduler?.start();
    expect(started).toEqual(['a', 'b']);
    for (const id of ['a', 'b', 'c', 'd']) {
      end(id);
      await settled();
    }
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    expect(most()).toBe(2);
  });

  it('goes on with the next station when one fails', async () => {
    const { started, end } = await scheduled(['a', 'b'], 1, new Set(['a']));
    scheduler?.start();
    end('a');
    await settled();
    await settled();
    expect(started).toEqual(['a', 'b']);
  });

  it('leaves alone what has run, what is paused and what is retired, and takes up what was interrupted', async () => {
    const { started } = await scheduled(['done', 'paused', 'lost', 'gone'], 4);
    if (house === undefined) throw new Error('no house');
    const complete = await house.ledger.startRun({ station: 'done', trigger: 'manual', holder: 'test/0/0', leaseMs: 60_000 });
    if ('run' in complete)
      await house.ledger.finishRun(complete.run, {
        outcome: 'complete',
        counts: { added: 0, updated: 0, unchanged: 0, withdrawn: 0, held: 0, documents: 0, bytes: 0 },
        rememberDocuments: 'no',
        walk: 'full',
        quality: null,
        notBefore: null,
        plan: null,
      });
    await house.ledger.startRun({ station: 'lost', trigger: 'manual', holder: 'elsewhere/1/1', leaseMs: 1000 });
    house.clock.advanceHours(1);
    expect(await house.ledger.recover()).toHaveLength(1);
    await house.ledger.setStationState('paused', 'paused', 'tester');
    await house.ledger.registerStations(['done', 'paused', 'lost'].map((id) => stationOf({ id, endpoint: 'http://127.0.0.1:9/', schedule: '0 0 1 1 *' })));
    scheduler?.start();
    expect(started).toEqual(['lost']);
  });

  it('does not queue a station twice', async () => {
    const { started, end } = await scheduled(['a', 'b'], 1);
    scheduler?.enqueue('a', 'manual');
    scheduler?.enqueue('b', 'manual');
    scheduler?.enqueue('b', 'ping');
    end('a');
    await settled();
    end('b');
    await settled();
    expect(started).toEqual(['a', 'b']);
  });
});

/** A visit that has ended, as the ledger keeps it. */
async function visited(id: string, outcome: RunOutcome, more: { readonly notBefore?: string; readonly trigger?: RunTrigger } = {}): Promise<void> {
  if (house === undefined) throw new Error('no house');
  const started = await house.ledger.startRun({ station: id, trigger: more.trigger ?? 'schedule', holder: 'test/0/0', leaseMs: 60_000 });
  if (!('run' in started)) throw new Error('busy');
  await house.ledger.finishRun(started.run, ended(outcome, 'no', { notBefore: more.notBefore ?? null }));
}

describe('a station that fails', () => {
  it('is tried again after a pause that doubles up to a day, and its schedule waits meanwhile', async () => {
    const { started, end } = await scheduled(['a'], 1);
    if (house === undefined || scheduler === undefined) throw new Error('no house');
    const waits: number[] = [];
    for (let failure = 0; failure < 7; failure++) {
      await visited('a', 'failed');
      let hours = 0;
      for (started.length = 0; started.length === 0; hours++) {
        scheduler.due('a');
        await scheduler.tick();
        if (started.length === 0) house.clock.advanceHours(1);
      }
      end('a');
      await settled();
      waits.push(hours - 1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24]);
    await visited('a', 'complete');
    started.length = 0;
    await scheduler.tick();
    expect(started).toEqual([]);
    scheduler.due('a');
    expect(started).toEqual(['a']);
  });

  it('is left alone until the time that it asked for', async () => {
    const { started } = await scheduled(['a'], 1);
    if (house === undefined || scheduler === undefined) throw new Error('no house');
    await visited('a', 'postponed', { notBefore: new Date(house.clock.now().getTime() + 5 * 3_600_000).toISOString() });
    house.clock.advanceHours(4);
    scheduler.due('a');
    await scheduler.tick();
    expect(started).toEqual([]);
    house.clock.advanceHours(1);
    await scheduler.tick();
    expect(started).toEqual(['a']);
  });

  it('can be run by hand all the same', async () => {
    const { started } = await scheduled(['a'], 1);
    await visited('a', 'failed');
    scheduler?.enqueue('a', 'manual');
    expect(started).toEqual(['a']);
  });
});

describe('places', () => {
  it('go to stations of different hosts and service providers, so that a slow one takes one place', async () => {
    const provider = { iri: 'https://provider.example/', name: {} };
    const { started, end } = await scheduled(['a1', 'a2', 'p1', 'p2', 'c'], 4, new Set(), (id) => ({
      endpoint: id.startsWith('a') ? 'http://127.0.0.1:9/x' : `http://${id}.example/`,
      serviceProvider: id.startsWith('p') ? provider : null,
    }));
    scheduler?.start();
    expect(started).toEqual(['a1', 'c', 'p1']);
    end('a1');
    await settled();
    expect(started).toEqual(['a1', 'c', 'p1', 'a2']);
  });

  it('are not given to a station that is pushed to', async () => {
    const { started } = await scheduled(['a', 'b'], 4, new Set(), (id) => (id === 'a' ? { protocol: 'push' } : {}));
    scheduler?.start();
    expect(started).toEqual(['b']);
  });
});

describe('a harvest round (R7)', () => {
  async function rounds(ids: readonly string[], schedules: Readonly<Record<string, string>> = {}): Promise<Rounds> {
    house = await openHouse(ids.map((id) => stationOf({ id, endpoint: `http://${id}.example/`, schedule: '0 3 * * *' })));
    const { ledger, reader, clock } = house;
    return new Rounds({
      ledger,
      reader,
      clock,
      hours: 24,
      nextRunAt: ({ station }) => schedules[station.id] ?? new Date(clock.now().getTime() + 3_600_000).toISOString(),
    });
  }
  const last = (): Round | undefined => house?.reader.rounds(1)[0];

  it('ends when every station that is due was visited, paused, retired or put on hold, and the next one begins', async () => {
    const keeper = await rounds(['a', 'b', 'c', 'd']);
    await keeper.turn();
    const first = last();
    expect(first?.stations).toEqual({ a: 'waiting', b: 'waiting', c: 'waiting', d: 'waiting' });
    house?.clock.advanceHours(1);
    await visited('a', 'failed');
    await visited('b', 'on-hold');
    await keeper.turn();
    expect(last()).toMatchObject({ id: first?.id, endedAt: null, stations: { a: 'failed', b: 'on-hold', c: 'waiting', d: 'waiting' } });
    await house?.ledger.setStationState('c', 'paused', 'operator');
    await visited('d', 'complete');
    await keeper.turn();
    expect(house?.reader.rounds(2)[1]).toMatchObject({ id: first?.id, stations: { a: 'failed', b: 'on-hold', c: 'paused', d: 'complete' } });
    expect(house?.reader.rounds(2)[1]?.endedAt).not.toBeNull();
    expect(last()).toMatchObject({ endedAt: null, stations: { a: 'waiting', b: 'waiting', d: 'waiting' } });
  });

  it('ends after a day at the latest, whatever a dead endpoint does', async () => {
    const keeper = await rounds(['a', 'dead']);
    await keeper.turn();
    await visited('a', 'complete');
    house?.clock.advanceHours(23);
    await keeper.turn();
    expect(last()?.endedAt).toBeNull();
    house?.clock.advanceHours(1);
    await keeper.turn();
    expect(house?.reader.rounds(2)[1]?.stations).toEqual({ a: 'complete', dead: 'not-visited' });
  });

  it('waits for no station that is not due within its time, once that was visited', async () => {
    const keeper = await rounds(['daily', 'monthly'], { monthly: '2030-01-01T00:00:00Z' });
    await visited('monthly', 'complete');
    await keeper.turn();
    expect(last()?.stations).toEqual({ daily: 'waiting' });
  });

  it('is not fooled by runs that visit nobody: a replay, a release, a dry run', async () => {
    const keeper = await rounds(['a']);
    await keeper.turn();
    await visited('a', 'complete', { trigger: 'replay' });
    await visited('a', 'complete', { trigger: 'release' });
    await keeper.turn();
    expect(last()).toMatchObject({ endedAt: null, stations: { a: 'waiting' } });
  });
});

describe('the next run', () => {
  it('follows the cron expression in the time zone of the station', () => {
    const now = new Date();
    const next = nextRunAt('15 3 * * *', 'Europe/Amsterdam', now);
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit' }).format(new Date(next ?? 0));
    expect(local).toBe('03:15');
    expect(Date.parse(next ?? '')).toBeGreaterThan(now.getTime());
    expect(nextRunAt('not a schedule', 'UTC', now)).toBeNull();
  });
});
