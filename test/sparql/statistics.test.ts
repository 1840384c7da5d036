import { describe, expect, it } from 'vitest';
import { StatisticsKeeper } from '../../sparql/endpoint/statistics.js';
import { RequestError } from '../../src/domain/errors.js';
import type { SparqlAnswer, SparqlRequest } from '../../src/ports/sparql-engine.js';

/** An engine whose counts are all the number of its state. */
class CountingEngine {
  seq = 1;
  asked = 0;
  isBusy = false;
  isSlow = false;

  query({ query, format }: SparqlRequest): Promise<SparqlAnswer> {
    if (query !== 'ASK {}') this.asked++;
    if (this.isBusy) return Promise.reject(new RequestError('request/unavailable', 'busy'));
    if (this.isSlow) return Promise.reject(new RequestError('request/query-timeout', 'slow'));
    const row = { key: { value: 'https://a.example/' }, n: { value: String(this.seq) } };
    return Promise.resolve({ body: Buffer.from(JSON.stringify({ results: { bindings: [row] } })), format, more: false, seq: this.seq });
  }

  status(): Promise<never[]> {
    return Promise.resolve([]);
  }
}

const questions = 6;

describe('the counts of the endpoint', () => {
  it('are made once for all who ask, and again when there is something new and some time has passed', async () => {
    const engine = new CountingEngine();
    let now = 0;
    const keeper = new StatisticsKeeper(engine, ['https://a.example/graph', 'https://a.example/other'], () => now, 1000);
    const both = await Promise.all([keeper.current(), keeper.current()]);
    expect([both.map(({ triples }) => triples), engine.asked]).toEqual([[1, 1], questions]);
    expect(both[0].graphs).toEqual(
      new Map([
        ['https://a.example/graph', 1],
        ['https://a.example/other', 1],
      ]),
    );
    engine.seq = 2;
    expect([(await keeper.current()).triples, engine.asked]).toEqual([1, questions]);
    now = 1000;
    expect([(await keeper.current()).triples, engine.asked]).toEqual([2, 2 * questions]);
    now = 5000;
    expect([(await keeper.current()).triples, engine.asked]).toEqual([2, 2 * questions]);
  });

  it('of before are told while the endpoint is busy; without any the question fails', async () => {
    const engine = new CountingEngine();
    let now = 0;
    const keeper = new StatisticsKeeper(engine, [], () => now, 1000);
    engine.isBusy = true;
    await expect(keeper.current()).rejects.toThrow('busy');
    engine.isBusy = false;
    expect((await keeper.current()).triples).toBe(1);
    [engine.seq, engine.isBusy, now] = [2, true, 1000];
    expect((await keeper.current()).triples).toBe(1);
    engine.isBusy = false;
    expect((await keeper.current()).triples).toBe(2);
  });

  it('that took too much are not tried again at once', async () => {
    const engine = new CountingEngine();
    let now = 0;
    const keeper = new StatisticsKeeper(engine, [], () => now, 1000, 500);
    let asked = 0;
    const counting = { query: (request: SparqlRequest) => (asked++, engine.query(request)) };
    const slow = new StatisticsKeeper(counting, [], () => now, 1000, 500);
    engine.isSlow = true;
    for (let n = 0; n < 5; n++) await expect(slow.current()).rejects.toThrow('slow');
    expect(asked).toBe(1);
    engine.isSlow = false;
    now = 500;
    expect((await slow.current()).triples).toBe(1);
    expect((await keeper.current()).triples).toBe(1);
    engine.isSlow = true;
    engine.seq = 2;
    now = 1500;
    asked = 0;
    for (let n = 0; n < 5; n++) expect((await slow.current()).triples).toBe(1);
    expect(asked).toBe(1);
  });
});
