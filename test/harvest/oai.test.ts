import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeOaiAnswer } from '../support/fake-oai.js';
import { runs } from '../support/runs.js';
import { closeFakes, iri, opened, rdfRecord, rdfRecords } from './oai-support.js';

afterEach(closeFakes);

describe('an OAI-PMH repository', () => {
  it('is read to the end of its list, with tokens encoded whole, at the registered address (OAI-3, OAI-5, OAI-8)', async () => {
    const harvesting = await opened();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 7, documents: 7 } });
    const [first, ...next] = harvesting.fake.lists();
    expect(first).toEqual({ verb: 'ListRecords', metadataPrefix: 'dcat_ap' });
    expect(next.map((parameters) => parameters['resumptionToken'])).toEqual(['a&b+c/= 3||<>', 'a&b+c/= 6||<>']);
    expect(next.every((parameters) => Object.keys(parameters).length === 2)).toBe(true);
    expect(harvesting.issues()).toEqual([]);
  });

  it('asks from the response date of the last run less one granule, and publishes what changed (OAI-9)', async () => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.fake.options.records.push(
      rdfRecord(8, { datestamp: '2026-03-01T09:59:59Z' }),
      rdfRecord(2, { title: 'Renamed', datestamp: '2026-03-01T11:00:00Z' }),
    );
    harvesting.fake.options.records.splice(1, 1);
    harvesting.fake.options.responseDate = '2026-03-02T10:00:00Z';
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1, updated: 1, withdrawn: 0 } });
    expect(harvesting.fake.lists().at(-1)).toMatchObject({ from: '2026-03-01T09:59:59Z' });
    expect(harvesting.reader.head(iri(2))?.title).toEqual({ en: ['Renamed'] });
    expect(harvesting.live()).toBe(8);
  });

  it('formats the date for a server that counts in days', async () => {
    const harvesting = await opened({ granularity: 'YYYY-MM-DD' });
    await harvesting.once();
    await harvesting.once();
    expect(harvesting.fake.lists().at(-1)?.['from']).toBe('2026-02-28');
  });

  it('takes noRecordsMatch of an increment for success, however it is written (OAI-2)', async () => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.fake.options.intercept = (parameters) => (parameters.has('from') ? { body: harvesting.fake.error('\n NORECORDSMATCH ') } : undefined);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0 } });
    expect(harvesting.live()).toBe(7);
  });

  it('holds a full list without records for an operator (RUN-6)', async () => {
    const harvesting = await opened({ deletedRecord: 'no' });
    await harvesting.once();
    harvesting.fake.options.records = [];
    expect((await harvesting.once()).outcome).toBe('on-hold');
    expect(harvesting.live()).toBe(7);
  });

  it('withdraws every dataset of a record whose header says deleted (OAI-10, OAI-13)', async () => {
    const both = rdfRecord(1);
    const two = { ...both, payload: (both.payload ?? '').replace('</rdf:RDF>', (rdfRecord(20).payload ?? '').replace(/^<rdf:RDF[^>]*>/, '')) };
    const harvesting = await opened({ records: [two, ...rdfRecords(16).slice(1)] });
    expect((await harvesting.once()).counts.added).toBe(17);
    harvesting.fake.options.records.push({ ...two, payload: null, datestamp: '2026-03-01T12:00:00Z' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 2 } });
    expect(harvesting.reader.head(iri(20))?.state).toBe('withdrawn');
  });

  it.each([
    ['persistent', 8 * 24, false],
    ['persistent', 31 * 24, true],
    ['transient', 6 * 24, false],
    ['transient', 8 * 24, true],
    ['no', 1, true],
    ['nonsense', 1, true],
  ])('with deletions "%s" is read whole after %d hours: %s', async (deletedRecord, hours, whole) => {
    const harvesting = await opened({ deletedRecord });
    await harvesting.once();
    harvesting.clock.add(hours);
    await harvesting.once();
    expect(harvesting.fake.lists().some((parameters) => 'from' in parameters)).toBe(!whole);
  });

  it('lets the operator choose days, set and prefix (OAI-16)', async () => {
    const harvesting = await opened(
      { records: [rdfRecord(1, { set: 'health' }), rdfRecord(2, { set: 'other' })] },
      { settings: { prefix: 'odd', set: 'health', 'full-every-days': '2' } },
    );
    expect((await harvesting.once()).counts.added).toBe(1);
    expect(harvesting.fake.lists()[0]).toEqual({ verb: 'ListRecords', metadataPrefix: 'odd', set: 'health' });
    expect(harvesting.fake.requests.some((parameters) => parameters.get('verb') === 'ListMetadataFormats')).toBe(false);
    harvesting.clock.add(49);
    await harvesting.once();
    expect(harvesting.fake.lists().at(-1)).not.toHaveProperty('from');
  });
});

const badToken = (times: number): ((parameters: URLSearchParams, request: number, own: () => string) => FakeOaiAnswer | undefined) => {
  let refused = 0;
  return (parameters, _request, own) =>
    (parameters.get('resumptionToken') ?? '').includes('= 6') && refused++ < times
      ? { body: own().replace(/<ListRecords>.*<\/ListRecords>/s, '<error code="badResumptionToken"/>') }
      : undefined;
};

describe('a list that goes wrong', () => {
  it('tries a refused token once more (OAI-6)', async () => {
    const harvesting = await opened({ intercept: badToken(1) });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 7 } });
    expect(harvesting.fake.lists().filter((parameters) => !('resumptionToken' in parameters))).toHaveLength(1);
  });

  it('begins anew from the largest datestamp less one granule, and counts each record once', async () => {
    const harvesting = await opened({ intercept: badToken(2) });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 7, documents: 7 } });
    expect(harvesting.fake.lists().filter((parameters) => !('resumptionToken' in parameters))[1]).toMatchObject({ from: '2026-01-05T23:59:59Z' });
    expect(harvesting.codes()).toEqual(['protocol-error']);
  });

  it('begins anew from the beginning when the list was in no order', async () => {
    const harvesting = await opened({ records: rdfRecords(7).reverse(), intercept: badToken(2) });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 7 } });
    expect(harvesting.fake.lists().some((parameters) => 'from' in parameters)).toBe(false);
  });

  it('gives up after three times, publishes what it has and withdraws nothing', async () => {
    const harvesting = await opened({ records: rdfRecords(7).reverse(), intercept: badToken(1000) });
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 6 } });
    expect(harvesting.fake.lists().filter((parameters) => !('resumptionToken' in parameters))).toHaveLength(4);
  });

  it.each([
    ['repeats its token and reached the announced size', (all: number) => all - 1, 'complete'],
    ['repeats its token before the announced size', (all: number) => all, 'partial'],
    ['repeats its token and announces nothing', () => null, 'partial'],
  ])('ends when the server %s (OAI-7)', async (_name, announces, outcome) => {
    const harvesting = await opened({
      announces,
      intercept: (parameters, _request, own) =>
        (parameters.get('resumptionToken') ?? '').includes('= 3') ? { body: own().replace('= 6|', '= 3|') } : undefined,
    });
    expect((await harvesting.once()).outcome).toBe(outcome);
    expect(harvesting.live()).toBe(6);
    expect(harvesting.fake.lists()).toHaveLength(2);
  });

  it('ends when two pages in a row bring nothing new, though each has a new token', async () => {
    let served = 0;
    const harvesting = await opened({
      intercept: (parameters, _request, own) =>
        parameters.has('resumptionToken')
          ? { body: own().replace(/<resumptionToken[^>]*>[^<]*/, `<resumptionToken>a&amp;b+c/= 3||${String(served++)}&lt;&gt;`) }
          : undefined,
    });
    expect((await harvesting.once()).outcome).toBe('partial');
    expect(harvesting.fake.lists().length).toBeLessThan(6);
  });

  it('does not stop at an estimate that is too low, nor fail at one that is too high (OAI-4)', async () => {
    expect((await (await opened({ announces: () => 2 })).once()).counts.added).toBe(7);
    expect((await (await opened({ announces: () => 900 })).once()).outcome).toBe('complete');
  });

  it('accepts noRecordsMatch behind the last page when the size was reached', async () => {
    const harvesting = await opened({
      records: rdfRecords(3),
      intercept: (parameters, _request, own) =>
        parameters.get('verb') !== 'ListRecords'
          ? undefined
          : parameters.has('resumptionToken')
            ? { body: own().replace(/<error.*\/error>|<ListRecords>.*<\/ListRecords>/s, '<error code="noRecordsMatch"/>') }
            : { body: own().replace('</ListRecords>', '<resumptionToken completeListSize="3">more</resumptionToken></ListRecords>') },
    });
    expect((await harvesting.once()).outcome).toBe('complete');
  });

  it('notes a paged list that ends without an empty token', async () => {
    const harvesting = await opened({ intercept: (_parameters, _request, own) => ({ body: own().replace(/<resumptionToken[^>]*><\/resumptionToken>/, '') }) });
    expect((await harvesting.once()).outcome).toBe('complete');
    expect(harvesting.issues()).toMatchObject([{ code: 'protocol-error', severity: 'info' }]);
  });

  it.each([
    [
      'an unknown error',
      (own: string) => ({ body: own.replace(/<ListRecords>.*<\/ListRecords>/s, '<error code="serverOnFire">help</error>') }),
      'protocol-error',
    ],
    ['an answer without a list', (own: string) => ({ body: own.replace(/<ListRecords>.*<\/ListRecords>/s, '') }), 'protocol-error'],
    ['half a page', (own: string) => ({ body: own.slice(0, own.length / 2) }), 'parse-error'],
    ['a control character', (own: string) => ({ body: own.replace('About', 'Ab\u0008out') }), 'parse-error'],
    [
      'an entity of its own',
      (own: string) => ({ body: own.replace('?>', '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>').replace('About', '&e;') }),
      'parse-error',
    ],
    ['a page for browsers', () => ({ body: '<html><body>Sign in</body></html>' }), 'unusable-body'],
    ['status 500', () => ({ body: 'no', status: 500 }), 'http-status'],
  ])('is partial and withdraws nothing with %s on page 2, asked for twice at most', async (_name, spoil, code) => {
    const harvesting = await opened({ deletedRecord: 'no' });
    await harvesting.once();
    harvesting.fake.options.intercept = (parameters, _request, own) => (parameters.has('resumptionToken') ? spoil(own()) : undefined);
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('partial');
      expect(harvesting.live()).toBe(7);
    }
    expect(harvesting.codes()).toContain(code);
    expect(harvesting.fake.lists().filter((parameters) => 'resumptionToken' in parameters).length).toBeLessThanOrEqual(2 + 3 * 2);
  });

  it('mends a page by asking once more (OAI-14), or by leaving out illegal characters when the operator wants it', async () => {
    let bad = 1;
    const once = await opened({
      intercept: (parameters, _request, own) => (parameters.has('resumptionToken') && bad-- > 0 ? { body: own().replace('About', '\u0001') } : undefined),
    });
    expect((await once.once()).outcome).toBe('complete');
    const spoil = (_parameters: URLSearchParams, _request: number, own: () => string): FakeOaiAnswer => ({
      body: own().replaceAll('About', 'A\u0001bo&#x2;ut'),
    });
    expect((await (await opened({ intercept: spoil })).once()).outcome).toBe('failed');
    const dropping = await opened({ intercept: spoil }, { settings: { 'drop-illegal-characters': 'yes' } });
    expect(await dropping.once()).toMatchObject({ outcome: 'complete', counts: { added: 7 } });
    expect(dropping.reader.published(dropping.reader.head(iri(1))!.id)?.body).toContain('"About 1"@en');
  });

  it('reads an OAI error that comes with status 400', async () => {
    const harvesting = await opened({
      intercept: (parameters) =>
        parameters.get('verb') === 'Identify' ? { status: 400, body: '<OAI-PMH><error code="badVerb">what?</error></OAI-PMH>' } : undefined,
    });
    expect((await harvesting.once()).outcome).toBe('failed');
    expect(harvesting.issues()).toMatchObject([{ code: 'protocol-error', detail: expect.stringContaining('"what?"') as string }]);
  });
});

describe('one bad record', () => {
  it('costs itself only, stays as it was, and is read again when it is mended', async () => {
    const harvesting = await opened({ deletedRecord: 'no' });
    await harvesting.once();
    const { records } = harvesting.fake.options;
    const good = records[3]!;
    records[3] = {
      ...good,
      payload: '<rdf:RDF xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="x" rdf:ID="y"/><dcat:Dataset rdf:nodeID="1 2"/></rdf:RDF>',
    };
    for (let day = 0; day < 4; day++) {
      harvesting.clock.add(48);
      expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0 } });
      expect(harvesting.live()).toBe(7);
    }
    expect(harvesting.codes()).toEqual(['parse-error']);
    records[3] = { ...good, payload: (good.payload ?? '').replace('Dataset 4', 'Mended') };
    expect((await harvesting.once()).counts.updated).toBe(1);
    records.splice(3, 1);
    harvesting.clock.add(48);
    await harvesting.once();
    harvesting.clock.add(48);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
  });

  it('is still withdrawn by its header after it could not be read', async () => {
    const harvesting = await opened({ deletedRecord: 'no' });
    await harvesting.once();
    const { records } = harvesting.fake.options;
    const good = records[3]!;
    records[3] = { ...good, payload: '<unknown/>' };
    expect((await harvesting.once()).counts.withdrawn).toBe(0);
    records[3] = { ...good, payload: null };
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
  });

  it.each([
    ['a live record without identifier: the walk is not whole', rdfRecord(9, { identifier: '' }), 'partial'],
    ['a deleted record without identifier: only a note', rdfRecord(9, { identifier: '', payload: null }), 'complete'],
  ])('%s', async (_name, record, outcome) => {
    const harvesting = await opened({ records: [...rdfRecords(2), record] });
    expect(await harvesting.once()).toMatchObject({ outcome, counts: { added: 2 } });
  });
});

describe('a run that was cut off before it was published', () => {
  it('tells its deletions again with the next increment', async () => {
    const harvesting = await opened();
    await harvesting.once();
    const { bookmark } = harvesting.reader.stationMemory('holder');
    expect(JSON.parse(bookmark ?? '')).toMatchObject({ responseDate: '2026-03-01T10:00:00Z', walk: 'full', gone: [] });
    harvesting.fake.options.records[0] = rdfRecord(1, { payload: null, datestamp: '2026-03-01T12:00:00Z' });
    await harvesting.once();
    expect(JSON.parse(harvesting.reader.stationMemory('holder').bookmark ?? '')).toMatchObject({ walk: 'incremental', gone: ['oai:holder.example:1'] });
    harvesting.fake.options.records[0] = rdfRecord(1, { datestamp: '2026-03-01T13:00:00Z' });
    expect((await harvesting.once()).counts).toMatchObject({ added: 1, withdrawn: 0 });
    expect(harvesting.live()).toBe(7);
  });
});

it('property: whatever the page size and order, the same records are published', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.shuffledSubarray(rdfRecords(7), { minLength: 7 }), async (pageSize, records) => {
      const harvesting = await opened({ pageSize, records });
      expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 7 } });
      await closeFakes();
    }),
    { seed: 11, numRuns: runs(8) },
  );
});

describe('a deletion of what was not read since it was forgotten (OAI-13)', () => {
  const quiet = (): undefined => undefined;
  const later = (n: number, title: string): ReturnType<typeof rdfRecord> => rdfRecord(n, { title, datestamp: '2026-03-01T11:00:00Z' });
  const deleted = (n: number): ReturnType<typeof rdfRecord> => rdfRecord(n, { payload: null, datestamp: '2026-03-02T11:00:00Z' });
  const cause = (harvesting: Awaited<ReturnType<typeof opened>>, n: number): string | undefined => {
    const id = harvesting.reader.head(iri(n))?.id;
    return harvesting.reader
      .changesAfter(0, 1000)
      .filter((change) => change.id === id)
      .at(-1)?.cause;
  };

  it.each([
    ['at once', (): unknown => undefined],
    ['after everything was read anew', (harvesting: Awaited<ReturnType<typeof opened>>): unknown => harvesting.once()],
    [
      'after half of it was read anew',
      async (harvesting: Awaited<ReturnType<typeof opened>>): Promise<unknown> => {
        const { options } = harvesting.fake;
        options.intercept = (parameters) => (parameters.has('resumptionToken') ? { body: 'no', status: 500 } : undefined);
        expect((await harvesting.once()).outcome).toBe('partial');
        options.intercept = () => undefined;
        return undefined;
      },
    ],
  ])('is honoured after a run was undone, %s', async (_when, meanwhile) => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.fake.options.records[2] = later(3, 'A mistake');
    await harvesting.once();
    const undone = harvesting.reader.runs('holder', 1)[0]?.id ?? 0;
    await harvesting.runner.revert(undone, 'an operator', quiet);
    expect(harvesting.reader.head(iri(3))?.title).toEqual({ en: ['Dataset 3'] });
    await meanwhile(harvesting);
    harvesting.fake.options.records[2] = deleted(3);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(cause(harvesting, 3)).toBe('source-gone');
    expect(harvesting.live()).toBe(6);
  });

  it('is honoured again when the run that had withdrawn the record was undone', async () => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.fake.options.records[2] = deleted(3);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
    await harvesting.runner.revert(2, 'an operator', quiet);
    expect(harvesting.live()).toBe(7);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(cause(harvesting, 3)).toBe('source-gone');
  });

  it('is honoured when a run that broke off had read the record, new or changed', async () => {
    const harvesting = await opened({ records: rdfRecords(12), pageSize: 13 });
    await harvesting.once();
    harvesting.fake.options.records.push(later(3, 'Renamed'), later(20, 'New'), later(21, 'Beyond the break'));
    harvesting.fake.options.pageSize = 2;
    harvesting.fake.options.intercept = (parameters) => (parameters.has('resumptionToken') ? { body: 'no', status: 500 } : undefined);
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 1, updated: 1 } });
    harvesting.fake.options.intercept = () => undefined;
    harvesting.fake.options.records.splice(-3, 3, deleted(3), deleted(20), later(21, 'Beyond the break'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1, withdrawn: 2 } });
    expect(harvesting.live()).toBe(12);
  });

  it('leaves a dataset that has moved to a record with another identifier', async () => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.fake.options.records.splice(2, 1, deleted(3), { ...later(3, 'Dataset 3'), identifier: 'oai:holder.example:3b' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0 } });
    expect(harvesting.live()).toBe(7);
    harvesting.fake.options.records[3] = { ...deleted(3), identifier: 'oai:holder.example:3b' };
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
  });
});
