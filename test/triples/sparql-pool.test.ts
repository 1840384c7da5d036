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
  private spawned = 0;

  spawn: SparqlPoolOptions['spawn'] = () => {
    const number = this.spawned++;
    const worker = Object.assign(new EventEmitter(), {
      terminate: () => {
        this.ended.push(number);
        return Promise.resolve(0);
      },
    }) as unknown as Worker;
    const calls: SparqlWorker = {
      query: ({ query: text, format }) =>
        new Promise((resolve) => {
          const answer = (): void => {
            resolve({ body: Buffer.from(text), format, more: false, seq: number });
          };
          this.queries.push({ worker: number, text, answer });
        }),
      status: () => Promise.resolve({ epoch: 1, seq: 1, complete: true, records: 0, wasteful: false }),
      check: () => Promise.resolve([]),
    };
    return { worker, calls, ready: Promise.resolve() };
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

const ask = (pool: SparqlPool, query: string): Promise<string> =>
  pool.query({ query, format: 'text/csv', defaultGraphs: [], namedGraphs: [] }).then(({ body }) => Buffer.from(body).toString('utf8'));

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
});
