import { describe, expect, it } from 'vitest';
import { SparqlDesk, type SparqlDeskSettings } from '../../src/catalogue/sparql-desk.js';
import { RequestError } from '../../src/domain/errors.js';
import type { SparqlAnswer, SparqlRequest, SparqlTurn } from '../../src/ports/sparql-engine.js';
import { TestClock } from '../support/ledger.js';

const request = (query: string, defaultGraphs: readonly string[] = []): SparqlRequest => ({ query, format: 'text/csv', defaultGraphs, namedGraphs: [] });

/** An engine whose queries end when they are told to. */
class HeldEngine {
  readonly asked: string[] = [];
  private readonly open: { readonly answer: () => void; readonly fail: (error: Error) => void }[] = [];

  readonly turns: (SparqlTurn | undefined)[] = [];

  query({ query, format }: SparqlRequest, turn?: SparqlTurn): Promise<SparqlAnswer> {
    this.asked.push(query);
    this.turns.push(turn);
    return new Promise((resolve, reject) => {
      this.open.push({
        answer: () => {
          resolve({ body: Buffer.from(''), format, more: false, seq: 1 });
        },
        fail: reject,
      });
    });
  }

  answer(): void {
    this.open.shift()?.answer();
  }

  fail(error: Error): void {
    this.open.shift()?.fail(error);
  }
}

function opened(settings: Partial<SparqlDeskSettings> = {}): { readonly desk: SparqlDesk; readonly engine: HeldEngine; readonly clock: TestClock } {
  const engine = new HeldEngine();
  const clock = new TestClock();
  return { engine, clock, desk: new SparqlDesk(engine, { perClient: 2, perMinute: 1000, refuseKilledMs: 600_000, ...settings }, clock) };
}

const ended = new RequestError('request/query-timeout', 'The query ran longer than 10 ms and was ended.');

describe('queries of one client', () => {
  it('are so many at a time; others go on, and an end makes room, also a bad one', async () => {
    const { desk, engine } = opened();
    const one = desk.of('192.0.2.1');
    const [first, second] = [one.query(request('ASK {}')), one.query(request('ASK { }'))];
    await expect(one.query(request('ASK {}'))).rejects.toMatchObject({ code: 'request/too-many', details: { retryAfter: 5 } });
    const other = desk.of('192.0.2.2').query(request('ASK {}'));
    expect(engine.asked).toHaveLength(3);
    engine.answer();
    engine.fail(new RequestError('request/bad-query', 'bad'));
    await Promise.all([first, expect(second).rejects.toThrow('bad')]);
    const again = [one.query(request('ASK {}')), one.query(request('ASK {}'))];
    for (let n = 0; n < 3; n++) engine.answer();
    await Promise.all([other, ...again]);
  });

  it('count by network in IPv6, and not at all for ourselves', async () => {
    const { desk, engine } = opened({ perClient: 1 });
    void desk.of('2001:db8:1:2::1').query(request('ASK {}'));
    await expect(desk.of('2001:db8:1:2:3::4').query(request('ASK {}'))).rejects.toMatchObject({ code: 'request/too-many' });
    void desk.of('2001:db8:1:3::1').query(request('ASK {}'));
    for (let n = 0; n < 5; n++) void desk.of(null).query(request('ASK {}'));
    expect(engine.asked).toHaveLength(7);
  });

  it('are so many a minute', async () => {
    const { desk, engine, clock } = opened({ perClient: 100, perMinute: 3 });
    const client = desk.of('192.0.2.1');
    for (let n = 0; n < 3; n++) void client.query(request('ASK {}'));
    await expect(client.query(request('ASK {}'))).rejects.toMatchObject({ code: 'request/too-many', details: { retryAfter: 20 } });
    expect(engine.asked).toHaveLength(3);
    clock.add(1);
    void client.query(request('ASK {}'));
    expect(engine.asked).toHaveLength(4);
  });
});

describe('what a client has used', () => {
  it('is told to the queue as it is at the moment, and is forgotten with time', () => {
    const { desk, engine, clock } = opened({ perClient: 10 });
    const ask = (client: string): SparqlTurn => {
      void desk.of(client).query(request('ASK {}'));
      return engine.turns.at(-1)!;
    };
    const [first, second, other] = [ask('192.0.2.1'), ask('192.0.2.1'), ask('192.0.2.2')];
    expect([first.burden(), other.burden()]).toEqual([0, 0]);
    first.ran(8000);
    expect([second.burden(), other.burden()]).toEqual([8000, 0]);
    second.ran(1000);
    expect(ask('192.0.2.1').burden()).toBe(9000);
    clock.add(1);
    expect(first.burden()).toBeLessThan(10);
    void desk.of(null).query(request('ASK {}'));
    expect(engine.turns.at(-1)).toBeUndefined();
  });
});

describe('a query that was ended', () => {
  it('is refused for a while, whoever asks it, however it is laid out, and costs no worker anything', async () => {
    const { desk, engine, clock } = opened();
    const asked = desk.of('192.0.2.1').query(request('SELECT * { ?a ?b ?c . ?d ?e ?f }'));
    engine.fail(ended);
    await expect(asked).rejects.toBe(ended);
    for (const query of ['SELECT * { ?a ?b ?c . ?d ?e ?f }', '# again\nSELECT *\n{ ?a ?b ?c.\n  ?d ?e ?f } # please'])
      await expect(desk.of('192.0.2.9').query(request(query))).rejects.toMatchObject({ code: 'request/query-timeout', details: { retryAfter: 600 } });
    expect(engine.asked).toHaveLength(1);
    // An operator may have it tried.
    void desk.of('192.0.2.6').query({ ...request('SELECT * { ?a ?b ?c . ?d ?e ?f }'), isUnguarded: true });
    expect(engine.asked).toHaveLength(2);
    // Another text, and the same over other graphs, are other queries.
    void desk.of('192.0.2.9').query(request('SELECT * { ?a ?b ?c . ?d ?e "#" }'));
    void desk.of('192.0.2.8').query(request('SELECT * { ?a ?b ?c . ?d ?e ?f }', ['https://a.example/']));
    expect(engine.asked).toHaveLength(4);
    clock.add(1);
    void desk.of('192.0.2.7').query(request('SELECT * { ?a ?b ?c . ?d ?e ?f }'));
    expect(engine.asked).toHaveLength(5);
  });

  it('is one that took too much: what failed otherwise may be tried again', async () => {
    const { desk, engine } = opened();
    for (const error of [new RequestError('request/unavailable', 'full'), new Error('a fault')]) {
      const asked = desk.of('192.0.2.1').query(request('ASK {}'));
      engine.fail(error);
      await expect(asked).rejects.toBe(error);
    }
    const last = desk.of('192.0.2.1').query(request('ASK {}'));
    engine.answer();
    await last;
    expect(engine.asked).toHaveLength(3);
  });
});
