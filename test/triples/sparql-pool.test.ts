import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { SparqlPool, type SparqlPoolOptions, type SparqlWorker } from '../../src/triples/sparql-pool.js';
import { silentLogger } from '../../src/ports/logger.js';

const pools: SparqlPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

/** Workers whose queries end when they are told to, and that say whether they were ended. */
class FakeWorkers {
  readonly ended: number[] = [];
  readonly queries: { readonly worker: number; readonly text: string; readonly answer: () => void }[] = [];
  readonly wasteful = new Set<number>();
  /** Loads that go on until they are told to end; none when it is null. */
  loading: (() => void)[] | null = null;
  failsToLoad = false;
  readonly emitters: EventEmitter[] = [];

  get spawned(): number {
    return this.emitters.length;
  }

  spawn: SparqlPoolOptions['spawn'] = () => {
    const number = this.spawned;
    const emitter = Object.assign(new EventEmitter(), {
      terminate: () => {
        this.ended.push(number);
        return Promise.resolve(0);
      },
    });
    this.emitters.push(emitter);
    const calls: SparqlWorker = {
      query: ({ query: text, format }) =>
        new Promise((resolve) => {
          const answer = (): void => {
            resolve({ body: Buffer.from(text), format, more: false, seq: number });
          };
          this.queries.push({ worker: number, text, answer });
        }),
      status: () => Promise.resolve({ epoch: 1, seq: number, complete: true, records: 0, liveBytes: 10, wastedBytes: 3, wasteful: this.wasteful.has(number) }),
      check: () => Promise.resolve([]),
    };
    const { loading } = this;
    const ready = this.failsToLoad
      ? Promise.reject(new Error('no room'))
      : loading === null
        ? Promise.resolve()
        : new Promise<void>((resolve) => loading.push(resolve));
    ready.catch(() => undefined);
    return { worker: emitter as unknown as Worker, calls, ready };
  };
}

async function opened(options: Partial<SparqlPoolOptions> = {}): Promise<{ readonly pool: SparqlPool; readonly workers: FakeWorkers }> {
  const workers = new FakeWorkers();
  const pool = new SparqlPool({
    size: 2,
    timeoutMs: 60_000,
    maxGrowthBytes: 1000,
    residentBytes: () => 0,
    logger: silentLogger,
    spawn: workers.spawn,
    ...options,
  });
  pools.push(pool);
  await pool.whenReady();
  return { pool, workers };
}

const ask = (pool: SparqlPool, query: string, burden?: () => number): Promise<string> =>
  pool
    .query({ query, format: 'text/csv', defaultGraphs: [], namedGraphs: [] }, burden === undefined ? undefined : { burden, ran: () => undefined })
    .then(({ body }) => Buffer.from(body).toString('utf8'));

describe('the workers of the endpoint', () => {
  it('lose one that takes too long, and a fresh one takes its place', async () => {
    const { pool, workers } = await opened({ timeoutMs: 50 });
    await expect(ask(pool, 'long')).rejects.toMatchObject({ code: 'request/query-timeout', message: expect.stringContaining('50 ms') as string });
    expect([workers.ended, pool.restarts]).toEqual([[0], 1]);
    const others = [ask(pool, 'a'), ask(pool, 'b')];
    await expect.poll(() => workers.queries.length).toBe(3);
    workers.queries.forEach(({ answer }) => {
      answer();
    });
    expect(await Promise.all(others)).toEqual(['a', 'b']);
    expect(new Set(workers.queries.slice(1).map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  });

  it('lose one during whose query memory grows without bounds; growth within bounds, and before it, is nobody’s', async () => {
    let resident = 5000;
    const { pool, workers } = await opened({ residentBytes: () => resident });
    const hungry = ask(pool, 'hungry');
    await expect.poll(() => workers.queries.length).toBe(1);
    resident = 6000;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(workers.ended).toEqual([]);
    resident = 6001;
    await expect(hungry).rejects.toMatchObject({ code: 'request/query-timeout', message: expect.stringContaining('MB of memory') as string });
    expect(workers.ended).toEqual([0]);
    const modest = ask(pool, 'modest');
    await expect.poll(() => workers.queries.length).toBe(2);
    workers.queries[1]?.answer();
    expect(await modest).toBe('modest');
  });

  it('are waited for by so many, and the next is told when to come back', async () => {
    const { pool, workers } = await opened({ size: 1, maxQueue: 2 });
    const asked = ['a', 'b', 'c'].map((query) => ask(pool, query));
    await expect(ask(pool, 'd')).rejects.toMatchObject({ code: 'request/unavailable', details: { retryAfter: 5 } });
    for (let n = 0; n < 3; n++) {
      await expect.poll(() => workers.queries.length).toBe(n + 1);
      workers.queries[n]?.answer();
    }
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c']);
  });

  it('answer first who has used least, whenever it came, and then who came first', async () => {
    const { pool, workers } = await opened({ size: 1 });
    let used = 0;
    const heavy = [ask(pool, 'first'), ask(pool, 'heavy 1', () => used), ask(pool, 'heavy 2', () => used)];
    used = 5000;
    const light = [ask(pool, 'light 1', () => 10), ask(pool, 'light 2', () => 10), ask(pool, 'new', () => 0)];
    for (let n = 0; n < 6; n++) {
      await expect.poll(() => workers.queries.length).toBe(n + 1);
      workers.queries[n]?.answer();
    }
    await Promise.all([...heavy, ...light]);
    expect(workers.queries.map(({ text }) => text)).toEqual(['first', 'new', 'light 1', 'light 2', 'heavy 1', 'heavy 2']);
  });

  it('are not taken up by who has used much: a full queue sends that one away', async () => {
    const { pool, workers } = await opened({ size: 1, maxQueue: 2 });
    const running = ask(pool, 'a', () => 900);
    const waiting = [ask(pool, 'b', () => 900), ask(pool, 'c', () => 500)];
    const sentAway = expect(waiting[0]).rejects.toMatchObject({ code: 'request/unavailable', details: { retryAfter: 5 } });
    const good = ask(pool, 'good', () => 0);
    await sentAway;
    await expect(ask(pool, 'e', () => 501)).rejects.toMatchObject({ code: 'request/unavailable' });
    for (let n = 0; n < 3; n++) {
      await expect.poll(() => workers.queries.length).toBe(n + 1);
      workers.queries[n]?.answer();
    }
    expect(await Promise.all([running, good, waiting[1]])).toEqual(['a', 'good', 'c']);
  });

  it('are waited for while all of them load anew, and for no longer than it is worth', async () => {
    let resident = 0;
    const { pool, workers } = await opened({ residentBytes: () => resident, maxWaitMs: 200 });
    workers.loading = [];
    const hungry = ['a', 'b'].map((query) => expect(ask(pool, query)).rejects.toMatchObject({ code: 'request/query-timeout' }));
    await expect.poll(() => workers.queries.length).toBe(2);
    resident = 2000;
    await Promise.all(hungry);
    expect([pool.isReady, pool.restarts]).toEqual([false, 2]);
    await expect(ask(pool, 'too long')).rejects.toMatchObject({ code: 'request/unavailable' });
    const patient = ask(pool, 'patient');
    workers.loading[1]?.();
    await expect.poll(() => workers.queries.length).toBe(3);
    workers.queries[2]?.answer();
    expect([await patient, workers.queries[2]?.worker]).toEqual(['patient', 3]);
  });

  it('are waited for while they load at first, and tell how much was used', async () => {
    const workers = new FakeWorkers();
    workers.loading = [];
    const pool = new SparqlPool({ size: 1, timeoutMs: 1000, maxGrowthBytes: 1000, residentBytes: () => 0, logger: silentLogger, spawn: workers.spawn });
    pools.push(pool);
    const early = ask(pool, 'early');
    expect([pool.isReady, pool.waitingQueries]).toEqual([false, 1]);
    workers.loading[0]?.();
    await expect.poll(() => workers.queries.length).toBe(1);
    workers.queries[0]?.answer();
    expect(await early).toBe('early');
    const ran: number[] = [];
    const query = pool.query({ query: 'a', format: 'text/csv', defaultGraphs: [], namedGraphs: [] }, { burden: () => 0, ran: (ms) => ran.push(ms) });
    await expect.poll(() => workers.queries.length).toBe(2);
    workers.queries[1]?.answer();
    await query;
    expect(ran).toEqual([expect.any(Number)]);
  });
});

describe('a store that has become wasteful', () => {
  it('is built anew beside the old one, which answers until then; a query that runs is not cut off', async () => {
    const { pool, workers } = await opened({ wasteCheckMs: 20 });
    workers.loading = [];
    workers.wasteful.add(0).add(1);
    await expect.poll(() => workers.loading?.length).toBe(1);
    expect(pool.storeBytes).toEqual({ live: 20, wasted: 6 });
    const queries = [ask(pool, 'a'), ask(pool, 'b')];
    await expect.poll(() => workers.queries.length).toBe(2);
    workers.loading[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    // Loaded, and neither installed nor joined by the other while the old ones are at work.
    expect([pool.swaps, workers.ended, workers.spawned]).toEqual([0, [], 3]);
    for (const { answer } of workers.queries) answer();
    expect(await Promise.all(queries)).toEqual(['a', 'b']);
    await expect.poll(() => pool.swaps).toBe(1);
    expect([pool.readyWorkers, pool.restarts]).toEqual([2, 0]);
    workers.wasteful.clear();
    expect((await pool.status()).map(({ seq }) => seq).sort()).toContain(2);
  });

  it('is replaced once when its worker ends meanwhile, and no worker is left over', async () => {
    let resident = 0;
    const { pool, workers } = await opened({ size: 1, residentBytes: () => resident });
    workers.loading = [];
    const rebuilt = pool.rebuild();
    const hungry = expect(ask(pool, 'hungry')).rejects.toMatchObject({ code: 'request/query-timeout' });
    await expect.poll(() => workers.queries.length).toBe(1);
    resident = 2000;
    await hungry;
    expect([workers.spawned, workers.ended]).toEqual([3, [0]]);
    workers.loading[0]?.();
    await rebuilt;
    // The successor was ready first: what was started in the place of the one that ended goes.
    expect([pool.isReady, pool.swaps, workers.ended]).toEqual([true, 1, [0, 2]]);
    workers.loading[1]?.();
    const next = ask(pool, 'next');
    await expect.poll(() => workers.queries.length).toBe(2);
    workers.queries[1]?.answer();
    expect([await next, workers.queries[1]?.worker]).toEqual(['next', 1]);
  });

  it('stays in its place when the new one cannot be loaded', async () => {
    const { pool, workers } = await opened({ size: 1 });
    workers.failsToLoad = true;
    await pool.rebuild();
    expect([pool.isReady, pool.swaps, workers.ended]).toEqual([true, 0, [1]]);
    const still = ask(pool, 'still');
    await expect.poll(() => workers.queries.length).toBe(1);
    workers.queries[0]?.answer();
    expect([await still, workers.queries[0]?.worker]).toEqual(['still', 0]);
  });

  it('of a worker that ended by itself is loaded anew', async () => {
    const { pool, workers } = await opened({ size: 1 });
    workers.emitters[0]?.emit('exit', 1);
    expect(pool.isReady).toBe(false);
    await expect.poll(() => pool.isReady).toBe(true);
    expect([pool.restarts, workers.spawned]).toEqual([1, 2]);
  });
});
