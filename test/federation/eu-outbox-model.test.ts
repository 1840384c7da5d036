import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { DemoDispatcher } from '../../src/demo/dispatcher.js';
import { findExportProfile } from '../../src/federation/export-profiles.js';
import type { EuTransport } from '../../src/ports/eu-transport.js';
import type { Ledger } from '../../src/ports/ledger.js';
import { canonicalText } from '../../src/rdf/terms.js';
import { demoOptions, euBase, healthRecord, openOutbox, restTransport, settle, wholeRound } from '../support/eu.js';
import { exportDesk } from '../support/exports.js';
import { makeStation, openLedger, publish, withdraw, type OpenLedger } from '../support/ledger.js';
import { runs } from '../support/runs.js';

const count = 4;
const iri = (n: number): string => `https://a.example/${String(n)}`;
const identifier = (n: number): string => `${euBase}/datasets/${recordId(iri(n))}`;

type Deed =
  | { readonly kind: 'say'; readonly n: number; readonly words: string; readonly valid: boolean }
  | { readonly kind: 'withdraw' | 'withhold' | 'release' | 'refuse'; readonly n: number }
  | { readonly kind: 'lose' | 'unavailable' | 'repeat' | 'turn'; readonly times: number }
  | { readonly kind: 'stall' | 'go-on' | 'restart' | 'pause' | 'resume' | 'month' | 'reconcile' | 'open-round' | 'close-round' | 'idle' }
  /** Our process is killed at the so-manieth thing it asks of ledger or dispatcher. */
  | { readonly kind: 'kill'; readonly after: number; readonly done: boolean };

const nth = fc.nat({ max: count - 1 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      n: nth,
      words: fc.constantFrom('one', 'two', 'three'),
      valid: fc.integer({ min: 0, max: 4 }).map((v) => v > 0),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('withdraw' as const, 'withhold' as const, 'release' as const, 'refuse' as const), n: nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('lose' as const, 'unavailable' as const, 'repeat' as const, 'turn' as const),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'stall' as const,
        'go-on' as const,
        'restart' as const,
        'pause' as const,
        'resume' as const,
        'month' as const,
        'reconcile' as const,
        'open-round' as const,
        'close-round' as const,
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('kill' as const), after: fc.integer({ min: 0, max: 12 }), done: fc.boolean() }) },
);

class Killed extends Error {}

/** Calls go through until the last one; from then on nothing that this process asks is heard. */
function killable<T extends object>(target: T, life: { left: number; readonly done: boolean }): T {
  return new Proxy(target, {
    get: (_, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...values: unknown[]): Promise<unknown> => {
        if (life.left < 0) throw new Killed();
        life.left--;
        if (life.left >= 0) return (method as (...values: unknown[]) => unknown).apply(target, values);
        // The last one may have come through, or not: nobody here knows.
        if (life.done) await (method as (...values: unknown[]) => Promise<unknown>).apply(target, values).catch(() => undefined);
        throw new Killed();
      };
    },
  });
}

interface Variant {
  /** What a broken outbox does otherwise. */
  readonly book?: (ledger: Ledger) => Ledger;
  readonly transport?: (transport: EuTransport) => EuTransport;
}

let dispatcher: DemoDispatcher;
beforeAll(async () => {
  dispatcher = await DemoDispatcher.start(demoOptions);
});
afterAll(async () => {
  await dispatcher.close();
});

/** What is wrong in the end; nothing when both sides agree. */
async function faultsAfter(history: readonly Deed[], variant: Variant = {}): Promise<string[]> {
  const house = openLedger();
  await dispatcher.clear();
  await house.ledger.registerStations([makeStation('a')]);
  const withheld = new Set<number>();
  let isRound = false;
  const said = new Set<number>();
  const open = (life: { left: number; done: boolean } | null = null): ReturnType<typeof openOutbox> => {
    const book = variant.book?.(house.ledger) ?? house.ledger;
    const plain = restTransport(dispatcher.url);
    const transport = variant.transport?.(plain) ?? plain;
    return openOutbox(
      { ...house, ledger: (life === null ? book : killable(book, life)) as OpenLedger['ledger'] },
      life === null ? transport : killable(transport, life),
    );
  };
  const turns = async (times: number, life: { left: number; done: boolean } | null = null): Promise<void> => {
    const out = open(life);
    try {
      for (let n = 0; n < times; n++) await out.outbox.turn();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    } finally {
      // A claim of a process that died is free after its lease.
      if (life !== null) house.clock.add(0.1);
      out.eu.close();
    }
  };
  const carryOut: Readonly<Record<Deed['kind'], (deed: never) => Promise<void> | void>> = {
    say: async ({ n, words, valid }: Extract<Deed, { kind: 'say' }>) => {
      if (withheld.has(n)) return;
      said.add(n);
      await publish(house.ledger, 'a', [healthRecord(iri(n), words, { without: valid ? [] : ['structured'] })]);
    },
    withdraw: async ({ n }: { n: number }) => {
      if (house.reader.head(recordId(iri(n)))?.state === 'current') await publish(house.ledger, 'a', [], [withdraw(iri(n))]);
    },
    withhold: async ({ n }: { n: number }) => {
      if (house.reader.head(recordId(iri(n)))?.state !== 'current') return;
      withheld.add(n);
      await house.ledger.withhold(recordId(iri(n)), 'taken down', 'Petra');
    },
    release: async ({ n }: { n: number }) => {
      if (!withheld.delete(n)) return;
      await house.ledger.release(recordId(iri(n)), 'Petra');
    },
    refuse: ({ n }: { n: number }) => {
      const { refuse } = dispatcher.misbehaviour;
      dispatcher.misbehaviour.refuse = refuse.length === 0 ? [iri(n)] : [];
    },
    lose: ({ times }: { times: number }) => {
      dispatcher.misbehaviour.loseAcknowledgements = times;
    },
    unavailable: ({ times }: { times: number }) => {
      dispatcher.misbehaviour.unavailable = times;
    },
    repeat: ({ times }: { times: number }) => {
      dispatcher.misbehaviour.repeatOutcomes = times;
    },
    turn: ({ times }: { times: number }) => turns(times),
    kill: ({ after, done }: { after: number; done: boolean }) => turns(3, { left: after, done }),
    stall: () => {
      dispatcher.misbehaviour.stall = true;
    },
    'go-on': () => {
      dispatcher.misbehaviour.stall = false;
    },
    restart: () => dispatcher.restart(),
    idle: () => dispatcher.idle(),
    pause: () => house.ledger.setEuPaused(true, 'Petra'),
    resume: () => house.ledger.setEuPaused(false, 'Petra'),
    month: () => {
      house.clock.add(20 * 24);
    },
    reconcile: async () => {
      const out = open();
      await out.outbox.reconcile('Petra');
      out.eu.close();
    },
    'open-round': async () => {
      if (!isRound) await house.ledger.openRound(['a'], house.clock.now().toISOString());
      isRound = true;
    },
    'close-round': async () => {
      if (isRound) await house.ledger.noteRound(house.reader.rounds(1)[0]!.id, { a: 'complete' }, true);
      isRound = false;
    },
  };
  try {
    await wholeRound(house, ['a']);
    for (const one of history) {
      await carryOut[one.kind](one as never);
      house.clock.at += 1000;
    }
    Object.assign(dispatcher.misbehaviour, { loseAcknowledgements: 0, unavailable: 0, repeatOutcomes: 0, stall: false, refuse: [] });
    if (isRound) await house.ledger.noteRound(house.reader.rounds(1)[0]!.id, { a: 'complete' }, true);
    await house.ledger.setEuPaused(false, 'Petra');
    house.clock.add(60 * 24);
    const out = open();
    await settle(out, dispatcher);
    // What was refused while the other side was told to is sent again by a comparison, and nothing else is: they are in step.
    const { missing, surplus, different } = await out.outbox.reconcile('Petra');
    const refusedOnly = out.eu.euRecords('', 100).filter(({ standing }) => standing === 'waiting').length;
    await settle(out, dispatcher);
    const faults: string[] = missing + surplus + different > refusedOnly ? [`the comparison found ${String(missing + surplus + different)} differences`] : [];
    faults.push(...compare(house, said), ...order(out.eu));
    out.eu.close();
    return faults;
  } catch (error) {
    return [String(error)];
  } finally {
    house.reader.close();
    house.ledger.close();
  }
}

function compare(house: OpenLedger, said: ReadonlySet<number>): string[] {
  const exports = exportDesk(house.reader, euBase);
  const profile = findExportProfile('healthdcat-ap')!;
  const there = new Map(dispatcher.datasets().map((dataset) => [dataset.identifier, dataset]));
  const faults: string[] = [];
  for (const n of said) {
    const head = house.reader.head(recordId(iri(n)))!;
    const has = there.get(identifier(n));
    there.delete(identifier(n));
    if (head.state !== 'current') {
      if (has !== undefined) faults.push(`${String(n)} is ${head.state} here and still there`);
      continue;
    }
    const record = house.reader.published(head.id)!;
    const text = canonicalText(exports.quadsOf(record, profile));
    const isValid = record.body.includes('hasStructuredData');
    if (isValid && has?.body !== text) faults.push(`${String(n)} is ${has === undefined ? 'not there' : 'otherwise there'}`);
  }
  for (const left of there.keys()) faults.push(`${left} is nobody’s`);
  return faults;
}

function order(eu: ReturnType<typeof openOutbox>['eu']): string[] {
  const faults: string[] = [];
  const last = new Map<string, number>();
  for (const { messageId, identifier: of, isDuplicate } of dispatcher.arrivals) {
    const message = eu.euMessage(messageId);
    if (message === undefined) {
      faults.push(`a message that nobody here knows: ${messageId}`);
      continue;
    }
    if (isDuplicate) continue;
    if (message.seq < (last.get(of) ?? 0)) faults.push(`${of}: an older state came after a newer one`);
    last.set(of, message.seq);
  }
  for (let n = 0; n < count; n++)
    for (const { state, detail, id } of eu.euMessages(recordId(iri(n)), 1000)) {
      if (!['accepted', 'refused', 'superseded', 'failed'].includes(state)) faults.push(`message ${id} has not ended: ${state}`);
      if (state === 'refused' && detail !== 'The central platform has been told to refuse this dataset.')
        faults.push(`message ${id} was refused: ${String(detail)}`);
    }
  return faults;
}

describe('the EU outbox under random histories', () => {
  it('ends with the other side as we are, in order, with every duplicate recognised', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 40 }), async (history) => {
        expect(await faultsAfter(history)).toEqual([]);
      }),
      { numRuns: runs(20), seed: 7, endOnFailure: true },
    );
  }, 3_600_000);

  const plain: readonly Deed[] = [
    { kind: 'say', n: 0, words: 'one', valid: true },
    { kind: 'lose', times: 2 },
    { kind: 'turn', times: 2 },
    { kind: 'say', n: 0, words: 'two', valid: true },
    { kind: 'kill', after: 3, done: true },
    { kind: 'turn', times: 2 },
  ];

  it('finds nothing wrong in one short history', async () => {
    expect(await faultsAfter(plain)).toEqual([]);
  });

  it('would be found out if it sent under a new id each time', async () => {
    let n = 0;
    const faults = await faultsAfter(plain, {
      transport: (transport) => ({
        ...bound(transport),
        send: async (message) => {
          const sending = await transport.send({ ...message, id: `${message.id}${String(n++)}` });
          return sending.kind === 'answered' ? { ...sending, outcome: { ...sending.outcome, message: message.id } } : sending;
        },
      }),
    });
    expect(faults).not.toEqual([]);
  });

  it('would be found out if it took what was sent for accepted', async () => {
    const faults = await faultsAfter([{ kind: 'refuse', n: 1 }, { kind: 'say', n: 1, words: 'x', valid: true }, { kind: 'turn', times: 1 }, { kind: 'idle' }], {
      transport: (transport) => ({
        ...bound(transport),
        send: async (message) => {
          await transport.send(message);
          return { kind: 'answered', outcome: { message: message.id, state: 'accepted', detail: null, reference: null, centralIds: [] } };
        },
        holdings: () => Promise.resolve(null),
      }),
    });
    expect(faults).not.toEqual([]);
  });

  it('would be found out if a deletion were forgotten', async () => {
    const faults = await faultsAfter(
      [
        { kind: 'say', n: 0, words: 'one', valid: true },
        { kind: 'turn', times: 3 },
        { kind: 'withhold', n: 0 },
      ],
      {
        book: (ledger) => new Proxy(ledger, { get: (target, name) => (name === 'planEu' ? forgetful(target) : bindOf(target, name)) }),
      },
    );
    expect(faults.join('\n')).toMatch(/withheld here and still there/);
  });
});

const forgetful =
  (ledger: Ledger): Ledger['planEu'] =>
  (from, to, plans) =>
    ledger.planEu(
      from,
      to,
      plans.filter(({ aim }) => aim !== 'absent'),
    );

function bindOf(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(target) : value;
}

function bound(transport: EuTransport): EuTransport {
  return {
    send: (message) => transport.send(message),
    outcomes: (open) => transport.outcomes(open),
    settled: (messages) => transport.settled(messages),
    holdings: () => transport.holdings(),
    close: () => transport.close(),
  };
}
