import { afterEach, describe, expect, it } from 'vitest';
import type { RunTrigger } from '../../src/domain/harvest.js';
import { nextRunAt } from '../../src/harvest/schedule.js';
import { Scheduler } from '../../src/harvest/scheduler.js';
import { silentLogger } from '../../src/ports/logger.js';
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
): Promise<{ started: string[]; end: (id: string) => void; most: () => number }> {
  house = await openHouse(ids.map((id) => stationOf({ id, endpoint: 'http://127.0.0.1:9/', schedule: '0 0 1 1 *' })));
  const started: string[] = [];
  const open = new Map<string, () => void>();
  let most = 0;
  scheduler = new Scheduler({
    reader: house.reader,
    logger: silentLogger,
    concurrency,
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
