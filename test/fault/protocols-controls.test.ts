import { describe, expect, it } from 'vitest';
import { harvesters } from '../../harvesters/index.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Harvester } from '../../src/ports/harvester.js';
import { cellOf, healthyRunOf } from './cell.js';
import type { FaultName } from './faults.js';
import { houses } from './houses/all.js';
import { ckanChangesHouse, ckanHouse } from './houses/ckan.js';
import { rdfHouse } from './houses/catalogue.js';
import { oaiHouse } from './houses/oai-pmh.js';
import { pushHouse } from './houses/push.js';
import { neverFetches, tellsNoTotals, type ProtocolHouse } from './protocol-house.js';
import { tableOf } from './table.js';

type Change = (events: AsyncIterable<HarvestEvent>) => AsyncIterable<HarvestEvent>;

/** A harvester as real as ours but for one vice. */
const withVice =
  (change: Change) =>
  (harvester: Harvester): Harvester => ({ ...harvester, harvest: (station, context) => change(harvester.harvest(station, context)) });

const isError = (event: HarvestEvent): boolean => event.kind === 'issue' && event.issue.severity === 'error';

/** It keeps the announced number to itself as well: with that alone the runner would see through it. */
async function* claimsToBeComplete(events: AsyncIterable<HarvestEvent>): AsyncIterable<HarvestEvent> {
  let said = false;
  for await (const event of events) {
    if (event.kind === 'total') continue;
    said ||= event.kind === 'complete';
    yield event;
  }
  if (!said) yield { kind: 'complete', walk: 'full' };
}

async function* saysNothing(events: AsyncIterable<HarvestEvent>): AsyncIterable<HarvestEvent> {
  for await (const event of events) if (event.kind !== 'issue') yield event;
}

async function* saysItTwentyTimes(events: AsyncIterable<HarvestEvent>): AsyncIterable<HarvestEvent> {
  for await (const event of events) for (let times = 0; times < (isError(event) ? 20 : 1); times++) yield event;
}

async function* mumbles(events: AsyncIterable<HarvestEvent>): AsyncIterable<HarvestEvent> {
  for await (const event of events) yield event.kind === 'issue' ? { ...event, issue: { ...event.issue, detail: 'error', url: null } } : event;
}

async function* makesUpRecords(events: AsyncIterable<HarvestEvent>): AsyncIterable<HarvestEvent> {
  for await (const event of events) {
    yield event;
    if (!isError(event)) continue;
    const text =
      '<https://holder.example/made-up> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "x"@en ; <http://purl.org/dc/terms/description> "x"@en .';
    const facts = {
      url: 'http://data.holder.example/x',
      baseIri: 'http://data.holder.example/x',
      mediaType: 'text/turtle',
      retrievedAt: '2026-03-01T10:00:00Z',
    };
    const document = { ...facts, etag: null, lastModified: null, bodyHash: 'x', body: { kind: 'memory' as const, bytes: Buffer.from(text) } };
    yield { kind: 'document', document, visit: () => undefined, memo: () => null };
  }
}

function neverComesBack(): Change {
  let hasFailed = false;
  return async function* (events) {
    for await (const event of events) {
      if (isError(event)) hasFailed = true;
      else if (hasFailed) continue;
      yield event;
    }
  };
}

async function* breaks(): AsyncIterable<HarvestEvent> {
  yield { kind: 'listed', key: 'https://holder.example/dataset/1' };
  throw new TypeError('Cannot read properties of undefined');
}

describe('a harvester that is broken is caught', () => {
  it.each<[vice: string, protocol: string, FaultName, ProtocolHouse, Change, RegExp]>([
    ['claims to be complete', rdfHouse.row, 'status 500', rdfHouse, claimsToBeComplete, /records were withdrawn.*is not published any more/s],
    ['claims to be complete', rdfHouse.row, 'cut short', rdfHouse, claimsToBeComplete, /the run is complete and not partial/],
    ['claims to be complete', ckanHouse.row, 'reset', ckanHouse, claimsToBeComplete, /is not published any more/],
    ['claims to be complete', oaiHouse.row, 'HTML, 200', oaiHouse, claimsToBeComplete, /is not published any more/],
    ['says nothing', rdfHouse.row, 'status 500', rdfHouse, saysNothing, /the remarks are \[\] and not \[http-status\]/],
    ['says it twenty times', ckanHouse.row, 'status 500', ckanHouse, saysItTwentyTimes, /20 remarks about one fault/],
    ['mumbles', rdfHouse.row, 'status 500', rdfHouse, mumbles, /no sentence: error.*does not say where/s],
    ['makes up records', rdfHouse.row, 'status 500', rdfHouse, makesUpRecords, /the log says created of https:\/\/holder\.example\/made-up/],
    ['never comes back', rdfHouse.row, 'status 500', rdfHouse, neverComesBack(), /without the fault the run is/],
    ['breaks', rdfHouse.row, 'reset', rdfHouse, breaks, /the healthy station's run is failed/],
  ])('%s: %s, %s', async (_vice, _row, fault, house, change, complaint) => {
    expect((await cellOf(house, fault, withVice(change))).complaints.join('\n')).toMatch(complaint);
  });
});

it('a row for changes whose station is read whole each time is caught', async () => {
  const house: ProtocolHouse = {
    ...ckanChangesHouse,
    open: async () => {
      const open = await ckanChangesHouse.open();
      return { ...open, station: { ...open.station, settings: { ...open.station.settings, 'full-every-days': '0' } } };
    },
  };
  expect((await cellOf(house, 'status 500')).complaints).toEqual(['no visit asked for changes alone']);
});

describe('the table', () => {
  const all = Object.values(houses).flat();

  it('has a row for each protocol', () => {
    const rows = new Set(all.map(({ row }) => row.replace(/,.*$/, '')));
    expect([...harvesters.keys()].filter((protocol) => !rows.has(protocol))).toEqual([]);
    expect(new Set(all.map(({ row }) => row)).size).toBe(all.length);
  });

  it.each([rdfHouse, ckanHouse, oaiHouse].map((house) => [house.row, house] as const))(
    'would not take a reason that is not true: %s tells totals and fetches',
    async (_row, house) => {
      const healthy = await healthyRunOf(house);
      expect(tellsNoTotals('x').holds(healthy)).toBe(false);
      expect(neverFetches('x').holds(healthy)).toBe(false);
    },
  );

  it('shows outcome and code, what does not apply, and what failed', () => {
    const cell = { outcomes: ['partial'], codes: ['timeout'], complaints: [] };
    const cells = new Map([
      ['push empty', cell],
      ['push HTML, 200', { ...cell, complaints: ['x'] }],
    ]);
    const text = tableOf([pushHouse], cells);
    expect(text).toMatch(/\| reset +\|[^]*push +\| - +\|[^]*\| FAILED partial timeout/);
    expect(text).toContain('partial timeout');
  });
});
