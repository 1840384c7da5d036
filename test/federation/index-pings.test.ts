import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { HttpIndexPinger } from '../../src/dispatch/http-index-pinger.js';
import { IndexPings, pingDelivery } from '../../src/federation/index-pings.js';
import { SqliteDeliveryReader } from '../../src/ledger/delivery-book.js';
import { openLedger, type OpenLedger } from '../support/ledger.js';

const clientUrl = 'https://catalogue.example/fdp';
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface Index {
  readonly url: string;
  readonly heard: { readonly method: string; readonly type: string; readonly body: string }[];
  answer: { status: number; headers?: Record<string, string> };
}

async function startIndex(): Promise<Index> {
  const index: Index = { url: '', heard: [], answer: { status: 204 } };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      index.heard.push({ method: request.method ?? '', type: request.headers['content-type'] ?? '', body });
      response.writeHead(index.answer.status, index.answer.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  return Object.assign(index, { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/` });
}

interface House extends OpenLedger {
  /** A server that has just started. */
  started(): IndexPings;
  states(): string[];
}

function openHouse(indexes: readonly string[]): House {
  const all = openLedger();
  const deliveries = SqliteDeliveryReader.open(all.folder);
  const quiet = (): undefined => undefined;
  open.push(deliveries, all.reader, all.ledger);
  return {
    ...all,
    started: () =>
      new IndexPings({
        ...all,
        indexes,
        clientUrl,
        deliveries,
        pinger: new HttpIndexPinger('ndc/test'),
        logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      }),
    states: () => deliveries.deliveryMessages(pingDelivery, 100).map(({ state, attempts, outcome }) => `${state} ${String(attempts)} ${outcome ?? ''}`),
  };
}

describe('pings of indexes (FDPF-6, PING-1)', () => {
  it('go out at the start and every seven days, and what came of them is kept', async () => {
    const index = await startIndex();
    const house = openHouse([index.url]);
    const pings = house.started();
    await pings.tick();
    expect(index.heard).toEqual([{ method: 'POST', type: 'application/json', body: JSON.stringify({ clientUrl }) }]);
    expect(house.states()).toEqual(['sent 1 status 204']);
    for (const hours of [1, 24, 142]) {
      house.clock.add(hours);
      await pings.tick();
    }
    expect(index.heard).toHaveLength(1);
    house.clock.add(1);
    await pings.tick();
    expect(index.heard).toHaveLength(2);
    expect(house.states()).toEqual(['sent 1 status 204', 'sent 1 status 204']);
  });

  it('go out again after a restart, but not when one follows the other', async () => {
    const index = await startIndex();
    const house = openHouse([index.url]);
    await house.started().tick();
    house.clock.add(0.5);
    await house.started().tick();
    expect(index.heard).toHaveLength(1);
    house.clock.add(0.6);
    await house.started().tick();
    expect(index.heard).toHaveLength(2);
  });

  it('are tried again with growing pauses, by the next process as well, and given up after days', async () => {
    const index = await startIndex();
    index.answer = { status: 503 };
    const house = openHouse([index.url]);
    await house.started().tick();
    expect(house.states()).toEqual(['queued 1 status 503']);
    await house.started().tick();
    expect(index.heard).toHaveLength(1);
    house.clock.add(0.03);
    const next = house.started();
    await next.tick();
    expect(index.heard).toHaveLength(2);
    house.clock.add(0.02);
    await next.tick();
    expect(index.heard).toHaveLength(2);
    index.answer = { status: 204 };
    house.clock.add(1);
    await next.tick();
    expect(house.states()).toEqual(['sent 3 status 204']);
    index.answer = { status: 500 };
    house.clock.add(7 * 24);
    await next.tick();
    house.clock.add(3 * 24 + 1);
    await next.tick();
    expect(house.states()).toEqual(['expired 2 status 500', 'sent 3 status 204']);
  });

  it('that are refused, or lead elsewhere, are not tried again', async () => {
    const index = await startIndex();
    const house = openHouse([index.url]);
    index.answer = { status: 403 };
    await house.started().tick();
    index.answer = { status: 301, headers: { location: 'http://127.0.0.1:1/' } };
    house.clock.add(2);
    await house.started().tick();
    house.clock.add(24);
    expect(index.heard).toHaveLength(2);
    expect(house.states()).toEqual(['rejected 1 status 301: it has moved to http://127.0.0.1:1/', 'rejected 1 status 403']);
  });

  it('do not wait for an index that is not there, and tell the others', async () => {
    const index = await startIndex();
    const house = openHouse(['http://127.0.0.1:1/', index.url]);
    await house.started().tick();
    expect(index.heard).toHaveLength(1);
    expect(house.states().sort()).toEqual([expect.stringMatching(/^queued 1 ./), 'sent 1 status 204']);
  });
});

describe('NDC_FDP_INDEXES', () => {
  const base = { NDC_BASE_URL: 'https://catalogue.example' };

  it('names addresses, and wants ours', () => {
    expect(readConfig({}).fdpIndexes).toEqual([]);
    expect(readConfig({ ...base, NDC_FDP_INDEXES: ' https://a.example/ ,http://b.example/x,' }).fdpIndexes).toEqual([
      'https://a.example/',
      'http://b.example/x',
    ]);
    expect(() => readConfig({ NDC_FDP_INDEXES: 'https://a.example/' })).toThrow(/needs NDC_BASE_URL/);
    for (const wrong of ['a.example', 'ftp://a.example/', 'https://me:secret@a.example/', 'https://a.example/ https://b.example/'])
      expect(() => readConfig({ ...base, NDC_FDP_INDEXES: wrong }), wrong).toThrow(/NDC_FDP_INDEXES/);
  });
});
